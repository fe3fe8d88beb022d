// Package countstest reads, for tests, the reference tables that are not part of
// the project.
package countstest

import (
	"os"
	"path/filepath"
	"testing"

	"lvv/anonymise/disclosure/counts"
)

// Reference reads one of the tables, a folder with cells.csv and constraints.csv
// in the folder that LVV_SDC names. It ends the test when the folder is not there.
func Reference(t testing.TB, name string) *counts.System {
	t.Helper()
	dir := filepath.Join(os.Getenv("LVV_SDC"), name)
	cells, err := os.Open(filepath.Join(dir, "cells.csv"))
	if err != nil {
		t.Fatal("LVV_SDC must name the folder with the reference tables: ", err)
	}
	defer cells.Close()
	constraints, err := os.Open(filepath.Join(dir, "constraints.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer constraints.Close()
	s, problems, err := counts.ReadSystem(cells, constraints)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	return s
}
