package main

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

// Every command explains itself with an example, and the example is one that the
// command line takes.
func TestEveryCommandHasAnExample(t *testing.T) {
	t.Parallel()
	for _, verb := range verbs(t) {
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
			if _, err := newParser(t).Parse(strings.Fields(line[1])); err != nil {
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
	for _, verb := range verbs(t) {
		if !regexp.MustCompile("`?lvv (-C \\S+ )?" + verb + `\b`).Match(text) {
			t.Errorf("README.md does not mention lvv %s", verb)
		}
	}
	for _, m := range regexp.MustCompile("(?m)(?:^\\| |^ +)`?lvv (?:-C \\S+ )?([a-z]+)\\b").FindAllSubmatch(text, -1) {
		if verb := string(m[1]); !slices.Contains(verbs(t), verb) {
			t.Errorf("README.md has lvv %s, which is not a command", verb)
		}
	}
}

func newParser(t *testing.T) *kong.Kong {
	t.Helper()
	parser, err := kong.New(new(cli), kong.Name("lvv"), kong.Vars{"version": version}, kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	return parser
}

// verbs are the names of the commands, as the program knows them.
func verbs(t *testing.T) (names []string) {
	t.Helper()
	for _, node := range newParser(t).Model.Children {
		if !node.Hidden {
			names = append(names, node.Name)
		}
	}
	return names
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
