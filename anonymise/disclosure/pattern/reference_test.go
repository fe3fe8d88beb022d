//go:build sdc

package pattern

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// reference reads one of the reference tables of the literature study. The
// attacker knows that what is hidden is at least lower; each primary cell needs
// a width.
func reference(t testing.TB, name string, lower, width int64, cost func(value int64) int64) Problem {
	t.Helper()
	dir := os.Getenv("LVV_SDC")
	if dir == "" {
		t.Fatal("LVV_SDC must name the folder with the reference tables F4 and F5")
	}
	read := func(file string) (rows [][]int64) {
		f, err := os.Open(filepath.Join(dir, name, file))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lines, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines[1:] {
			var row []int64
			for _, field := range line {
				v, _ := strconv.ParseInt(field, 10, 64) // names of categories are not asked for
				row = append(row, v)
			}
			rows = append(rows, row)
		}
		return rows
	}
	var p Problem
	for i, row := range read("cells.csv") {
		value, primary := row[2], row[len(row)-2] == 1
		c := Cell{Value: value, Cost: cost(value), Lower: min(lower, value), Upper: Unbounded}
		switch {
		case primary:
			c.State = Primary
			p.Needs = append(p.Needs, Need{Cell: i, Width: width})
		case value == 0:
			c.State = Published
		}
		p.Cells = append(p.Cells, c)
	}
	for _, row := range read("constraints.csv") {
		for len(p.Constraints) <= int(row[0]) {
			p.Constraints = append(p.Constraints, nil)
		}
		p.Constraints[row[0]] = append(p.Constraints[row[0]], Term{int(row[1]), row[2]})
	}
	return p
}

func each(int64) int64 { return 1 }

// tied prefers small figures among patterns of as many cells: what it costs
// proves the number, since no cell costs more than a thousandth more.
func tied(value int64) int64 { return 1_000_000 + value }

// TestReferenceProven pins what is proved to be the least: the cells that must
// be hidden beside the primary ones, and the least sum of their values.
func TestReferenceProven(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		about        string
		lower, width int64
		want         int64
	}{
		{"zeros are shown, not exactly known", 1, 1, 12_000_081},
		{"zeros are shown, four apart", 1, 4, 21_000_168},
		{"the attacker of the textbooks", 0, 1, 10_000_073},
	} {
		p := reference(t, "F4_lvv_city_nat", c.lower, c.width, tied)
		s, err := Solve(t.Context(), p)
		if err != nil {
			t.Fatalf("%s: %v", c.about, err)
		}
		if s.Cost != c.want || !s.Proven() {
			t.Errorf("%s: cost %d, bound %d; want %d proved", c.about, s.Cost, s.Bound, c.want)
		}
		if err := verify(p, p.Needs, s); err != nil {
			t.Errorf("%s: %v", c.about, err)
		}
	}
}

// TestReferenceLarge pins how many cells are hidden at most in the larger table,
// in a time that is enough on a busy machine, and that no bound is above and no
// pattern below what is known: 36 is proved for the attacker of the textbooks;
// the proof takes half a minute (BenchmarkReference).
func TestReferenceLarge(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		about              string
		lower              int64
		most, least, known int64 // hidden at most; at least; the bound at most
	}{
		{"zeros are shown", 1, 100, 62, 80},
		{"the attacker of the textbooks", 0, 50, 36, 36},
	} {
		t.Run(c.about, func(t *testing.T) {
			t.Parallel()
			p := reference(t, "F5_lvv_city_nat_out", c.lower, 1, each)
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			s, err := Solve(ctx, p)
			if err != nil {
				t.Fatal(err)
			}
			if s.Cost > c.most || s.Cost < c.least || s.Bound > c.known {
				t.Errorf("%d cells hidden, bound %d; want from %d to %d, and a bound of at most %d", s.Cost, s.Bound, c.least, c.most, c.known)
			}
			if err := verify(p, p.Needs, s); err != nil {
				t.Error(err)
			}
		})
	}
}
