package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"lvv/schemas"
)

// Every sentence that an operator can see appears in a script: one story a
// file, its first lines say which. The scripts run the real program in another
// process, so they open and compare what it seals and never compare sealed bytes.

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"lvv": main})
}

// storyTime is the time of day in the scripts, unless they say otherwise: soon
// after the second quarter of 2020.
const storyTime = "2020-07-10T09:00:00Z"

// TestScripts gives each story a workspace of its own in utrecht/, and a folder
// for temporary files that lies apart, so that a story can look into it.
func TestScripts(t *testing.T) {
	fresh := newWorkspace(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		Cmds:                helpers,
		Condition:           condition,
		Setup: func(e *testscript.Env) error {
			e.Setenv("LVV_NOW", storyTime)
			e.Setenv("TMPDIR", filepath.Join(e.WorkDir, "tmp"))
			if err := os.Mkdir(filepath.Join(e.WorkDir, "tmp"), 0o700); err != nil {
				return err
			}
			return copyTree(filepath.Join(e.WorkDir, "utrecht"), fresh)
		},
	})
}

// newWorkspace makes a workspace as lvv init does, with the keys of both rooms.
func newWorkspace(t *testing.T) string {
	t.Helper()
	contract, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "utrecht")
	if err := makeWorkspace(dir, contract, nil, time.Date(2020, 1, 2, 9, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// copyTree copies a folder with the modes of its files: a key that others can
// read would be refused.
func copyTree(to, from string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o700)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), content, 0o600)
	})
}
