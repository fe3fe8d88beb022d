package main

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// Every command explains itself with an example, and the example is one that the
// command line takes.
func TestEveryCommandHasAnExample(t *testing.T) {
	t.Parallel()
	for _, v := range verbs() {
		verb := v.name
		text := help(t, verb)
		_, example, ok := strings.Cut(text, "Example")
		if !ok {
			t.Errorf("lvv %s --help has no example", verb)
			continue
		}
		lines := regexp.MustCompile(`(?m)^ +lvv (.*)$`).FindAllStringSubmatch(example, -1)
		if len(lines) == 0 {
			t.Errorf("lvv %s --help: no line of the example begins with lvv", verb)
		}
		for _, line := range lines {
			if !strings.Contains(" "+line[1]+" ", " "+verb+" ") {
				t.Errorf("lvv %s --help: the example is of another command", verb)
			}
			args := strings.Fields(line[1])
			if _, err := newParser(new(cli), verbsOf(args)).Parse(args); err != nil {
				t.Errorf("lvv %s --help: its example is refused: %v", verb, err)
			}
		}
	}
}

// The README lists the verbs that there are.
func TestReadmeListsTheVerbs(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range verbs() {
		verb := v.name
		if !regexp.MustCompile("`?lvv (-C \\S+ )?" + verb + `\b`).Match(text) {
			t.Errorf("README.md does not mention lvv %s", verb)
		}
	}
	for _, m := range regexp.MustCompile("(?m)(?:^\\| |^ +)`?lvv (?:-C \\S+ )?([a-z]+)\\b").FindAllSubmatch(text, -1) {
		if name := string(m[1]); !slices.ContainsFunc(verbs(), func(v verb) bool { return v.name == name }) {
			t.Errorf("README.md has lvv %s, which is not a command", name)
		}
	}
}

// A line is parsed by the verbs that it names; where something else is named like
// a verb, that one is known too.
func TestVerbsOf(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]int{
		"": len(verbs()), "ingst": len(verbs()), "--help": len(verbs()), "seal -h": len(verbs()),
		"-C utrecht ingest": 1, "keys list": 1, "-C status ingest": 2, "--dir=status ingest": 1,
	} {
		if got := verbsOf(strings.Fields(line)); len(got) != want {
			t.Errorf("lvv %s: parsed by %d verbs, want %d", line, len(got), want)
		}
	}
}

func help(t *testing.T, verb string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(environment{
		args: []string{verb, "--help"}, stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
		now: func() time.Time { return time.Date(2020, 7, 10, 9, 0, 0, 0, time.UTC) },
	})
	if code != exitDone || stderr.Len() > 0 {
		t.Fatalf("lvv %s --help: exit code %d, %s", verb, code, stderr.String())
	}
	return stdout.String()
}
