package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"lvv/anonymise/disclosure/counts"
)

// errCounts means that a table of counts cannot be taken as it is.
var errCounts = errors.New("the table is refused")

// errTotals means that totals of a table are not the sum of their parts.
var errTotals = errors.New("totals are not the sum of their parts")

// system reads what is to be protected, or says what is wrong with it.
func (c protectCmd) system(env *environment) (*counts.System, error) {
	if c.File == "" {
		return c.cells(env)
	}
	opts := counts.Options{Count: c.Count, Total: c.Total, Hierarchies: map[string]*counts.Hierarchy{}}
	for _, column := range sortedNames(c.Hierarchy) {
		h, err := c.levels(env, c.Hierarchy[column])
		if err != nil {
			return nil, err
		}
		opts.Hierarchies[column] = h
	}
	f, _, err := openRegular(c.File)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s, problems, err := counts.ReadTable(f, opts)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", filepath.Base(c.File), err)
	}
	return s, env.refuse(c.File, problems)
}

func (c protectCmd) levels(env *environment, path string) (*counts.Hierarchy, error) {
	f, _, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h, problems, err := counts.ReadHierarchy(f, c.Total)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", filepath.Base(path), err)
	}
	return h, env.refuse(path, problems)
}

// cells reads a system of cells and constraints.
func (c protectCmd) cells(env *environment) (*counts.System, error) {
	cells, _, err := openRegular(c.Cells)
	if err != nil {
		return nil, err
	}
	defer cells.Close()
	constraints, _, err := openRegular(c.Constraints)
	if err != nil {
		return nil, err
	}
	defer constraints.Close()
	s, problems, err := counts.ReadSystem(cells, constraints)
	if err != nil {
		return nil, fmt.Errorf("reading %s and %s: %w", filepath.Base(c.Cells), filepath.Base(c.Constraints), err)
	}
	return s, env.refuse(c.Cells, problems)
}

// refuse says what is wrong with a file, and what to do about it.
func (e *environment) refuse(path string, problems []counts.Problem) error {
	const most = 10
	if len(problems) == 0 {
		return nil
	}
	var told []counts.Code
	for _, p := range problems[:min(most, len(problems))] {
		e.say("%s: %s", filepath.Base(path), p)
		if !slices.Contains(told, p.Code) {
			told = append(told, p.Code)
			e.say("hint: %s", p.Advice())
		}
	}
	if more := len(problems) - most; more > 0 {
		e.say("and %d more", more)
	}
	if problems[0].Code == counts.NotAdditive {
		return errTotals
	}
	return errCounts
}

func sortedNames(m map[string]string) (names []string) {
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// mustBeNew refuses a folder that holds something.
func mustBeNew(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && len(entries) > 0 {
		err = errNotEmpty
	}
	return err
}
