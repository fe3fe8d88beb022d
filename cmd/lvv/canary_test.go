package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lvv/schemas"
)

// What stands in a delivery to identify people may stand nowhere else: not in the
// workspace, not in temporary files, not on the screen, not in a parcel. The whole
// story is played with marked people, and then everything is searched for every
// name, V-number and date of birth. Only the organisations' own computers, and
// what is sealed, may hold them.
func TestNothingThatIdentifiesIsWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	played := playDemo(t, dir)

	contract, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	s := newSearch(slices.Collect(demoPlan(contract, demoSeed, canaryPersons, canaryWord).Canaries()))

	// The search can fail: at the organisations it finds nearly all of them. (Some
	// people stand in no delivery, and a date is written in one way of two.)
	if _, _, err := s.inFolder(filepath.Join(dir, "verhaal", "organisaties")); err != nil {
		t.Fatal(err)
	}
	isDate := func(w string) bool { return strings.Contains(w, "-") }
	dates, datesFound := s.count(isDate)
	others, othersFound := s.count(func(w string) bool { return !isDate(w) })
	if others < canaryPersons*3/4 || othersFound < others*9/10 || datesFound < dates*4/10 {
		t.Fatalf("in the deliveries stand %d of %d names and V-numbers and %d of %d dates: the search proves nothing",
			othersFound, others, datesFound, dates)
	}

	for _, place := range []string{"verhaal/werkmap", "verhaal/ontvangers", "tmp"} {
		leaks, files, err := s.inFolder(filepath.Join(dir, place))
		if err != nil {
			t.Fatal(err)
		}
		if len(leaks) > 0 {
			t.Errorf("%s: found in %q", place, leaks)
		}
		if files == 0 && place != "tmp" {
			t.Errorf("%s: nothing to search", place)
		}
	}
	for name, text := range map[string]string{"stdout": played.stdout, "stderr": played.stderr} {
		if leaks := s.in(name, []byte(text)); len(leaks) > 0 {
			t.Errorf("found in %s", name)
		}
	}
	// Nothing is left behind, in the temporary folder or where the program ran.
	for _, place := range []string{"tmp", "here"} {
		if left, err := os.ReadDir(filepath.Join(dir, place)); err != nil || len(left) > 0 {
			t.Errorf("%s: left behind: %v (error %v)", place, left, err)
		}
	}
}

const (
	canaryWord = "Kanarievogel"
	// canaryPersons is enough for all parcels: of too few people nothing can be
	// shown to researchers.
	canaryPersons = 800
	demoSeed      = 2019
)

type screen struct{ stdout, stderr string }

// playDemo plays the whole story in dir/verhaal, from dir/here, with temporary
// files in dir/tmp.
func playDemo(t *testing.T, dir string) screen {
	t.Helper()
	for _, name := range []string{"here", "tmp"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command("lvv", "demo", filepath.Join("..", "verhaal"), "--persons", "800", "--canary", canaryWord)
	cmd.Dir, cmd.Stdout, cmd.Stderr = filepath.Join(dir, "here"), &stdout, &stderr
	cmd.Env = append(os.Environ(), "TMPDIR="+filepath.Join(dir, "tmp"))
	if err := cmd.Run(); err != nil {
		t.Fatalf("lvv demo: %v\n%s", err, stderr.String())
	}
	if !strings.Contains(stdout.String(), "out: 4 parcels") {
		t.Fatalf("the story is not whole:\n%s", stdout.String())
	}
	return screen{stdout.String(), stderr.String()}
}
