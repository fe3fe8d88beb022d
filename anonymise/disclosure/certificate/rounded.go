package certificate

import (
	"errors"
	"fmt"
	"strings"
)

// verifyRounded checks figures that were rounded: each is a multiple of the
// base, close to the truth, and all identities hold.
func (v *Verdict) verifyRounded(files map[string][]byte, said claims) error {
	in, err := need(files, "cells.csv", "constraints.csv", roundedName)
	if err != nil {
		return err
	}
	c := &Case{}
	if err := c.readCells(in[0]); err != nil {
		return fmt.Errorf("cells.csv: %w: %w", ErrDamaged, err)
	}
	if err := c.readConstraints(in[1]); err != nil {
		return fmt.Errorf("constraints.csv: %w: %w", ErrDamaged, err)
	}
	v.Rounded, v.Base, v.Report.Cells = true, said.Base, len(c.names)
	rounded := map[int]int64{}
	dims, err := eachRow(in[2], []string{"cell", "rounded"}, true, func(row []string) error {
		i := len(rounded)
		if i == len(c.names) || row[0] != c.names[i] {
			return errors.New("not the next cell of cells.csv")
		}
		n, err := number(row[1])
		for _, code := range row[2:] {
			c.codes[i] = append(c.codes[i], strings.Clone(code))
		}
		rounded[i] = n
		return err
	})
	if err != nil || len(rounded) < len(c.names) {
		return fmt.Errorf("%s: %w", roundedName, errors.Join(ErrDamaged, err))
	}
	if said.Cells != len(c.names) {
		return fmt.Errorf("%s counts other than the files: %w", resultName, ErrNotProved)
	}
	return c.checkRounded(rounded, dims, files["safe.csv"], said)
}

func (c *Case) checkRounded(rounded map[int]int64, dims []string, safe []byte, said claims) error {
	if said.Base < 2 || said.Reach < 1 || said.Base > maxValue || said.Reach > 2 {
		return fmt.Errorf("%s: no such base: %w", resultName, ErrDamaged)
	}
	shown := make([]string, len(c.names))
	for i, v := range c.value {
		r := rounded[i]
		off := max(r-v, v-r)
		if r%said.Base != 0 || off >= said.Base*said.Reach || v == 0 && r != 0 || said.Reach == 1 && v%said.Base == 0 && off > 0 {
			return c.failure(i, "is not rounded as it should be")
		}
		shown[i] = figure(r, r > 0 && r < said.Threshold)
	}
	for i, terms := range c.constraints {
		if c.sum(terms, rounded) != 0 || c.sum(terms, nil) != 0 {
			return fmt.Errorf("constraint %d of constraints.csv does not sum to zero: %w", i+1, ErrNotProved)
		}
	}
	return checkSafe(safe, dims, c.codes, shown)
}
