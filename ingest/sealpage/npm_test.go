//go:build npm

package sealpage

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestBundleComesFromTheSources installs what package-lock.json names, by its
// hashes, builds in an empty folder and compares with what is committed. It
// needs npm and its registry, so it runs only when asked for:
//
//	go test -tags npm -run TestBundleComesFromTheSources ./ingest/sealpage
func TestBundleComesFromTheSources(t *testing.T) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Fatal("npm is not installed, so it cannot be said whether bundle.js comes from the sources in web/")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("web")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"ci", "--ignore-scripts", "--no-audit", "--no-fund"},
		{"exec", "--offline", "--", "node", "build.mjs", "--out", dir},
	} {
		cmd := exec.Command(npm, args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("npm %s did not work (is the registry within reach?): %v\n%s", args[0], err, out)
		}
	}
	for _, name := range []string{"bundle.js", "bundle.sum"} {
		built, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		committed, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(built, committed) {
			t.Errorf("%s is not what the sources in web/ give: run npm ci && npm run build there", name)
		}
	}
}
