package pattern

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// tableOf draws a table of rows by columns with totals. Cells below the
// threshold are primary.
func tableOf(t *rapid.T, rows, columns int, most, threshold int64) Problem {
	values := make([][]int64, rows+1)
	for i := range values {
		values[i] = make([]int64, columns+1)
	}
	for i := range rows {
		for j := range columns {
			v := rapid.Int64Range(0, most).Draw(t, "value")
			for _, at := range [][2]int{{i, j}, {i, columns}, {rows, j}, {rows, columns}} {
				values[at[0]][at[1]] += v
			}
		}
	}
	var p Problem
	lower := rapid.Int64Range(0, 1).Draw(t, "lower")
	n := needOf(t)
	for _, line := range values {
		for _, v := range line {
			p.addCell(v, lower, threshold, rapid.Int64Range(1, 3).Draw(t, "cost"), n)
		}
	}
	at := func(i, j int) int { return i*(columns+1) + j }
	for i := range rows + 1 {
		row := []Term{{at(i, columns), -1}}
		for j := range columns {
			row = append(row, Term{at(i, j), 1})
		}
		p.Constraints = append(p.Constraints, row)
	}
	for j := range columns + 1 {
		row := []Term{{at(rows, j), -1}}
		for i := range rows {
			row = append(row, Term{at(i, j), 1})
		}
		p.Constraints = append(p.Constraints, row)
	}
	return p
}

// needOf draws what is asked of each small cell: mostly a width.
func needOf(t *rapid.T) Need {
	n := Need{Width: rapid.Int64Range(1, 3).Draw(t, "width")}
	if rapid.IntRange(0, 3).Draw(t, "sides") == 0 {
		n.Up, n.Down = rapid.Int64Range(0, 2).Draw(t, "up"), rapid.Int64Range(0, 1).Draw(t, "down")
	}
	return n
}

// addCell adds a cell, with a need if it is small.
func (p *Problem) addCell(v, lower, threshold, cost int64, n Need) {
	c := Cell{Value: v, Cost: cost, Lower: min(lower, v), Upper: v + 3}
	switch {
	case v == 0 && lower > 0:
		c.State, c.Upper = Published, 0
	case v < threshold:
		c.State = Primary
		n.Cell = len(p.Cells)
		p.Needs = append(p.Needs, n)
	}
	p.Cells = append(p.Cells, c)
}

// allWorlds returns every world of a pattern, by trying all values of all
// hidden cells.
func allWorlds(p Problem, hidden []bool) [][]int64 {
	world := make([]int64, len(p.Cells))
	of := make([][]int, len(p.Cells)) // constraints by their last cell
	for k, row := range p.Constraints {
		last := slices.MaxFunc(row, func(a, b Term) int { return a.Cell - b.Cell }).Cell
		of[last] = append(of[last], k)
	}
	var worlds [][]int64
	var try func(i int)
	try = func(i int) {
		if i == len(world) {
			worlds = append(worlds, slices.Clone(world))
			return
		}
		c := p.Cells[i]
		low, high := c.Value, c.Value
		if hidden[i] {
			low, high = c.Lower, c.Upper
		}
		for v := low; v <= high; v++ {
			world[i] = v
			ok := true
			for _, k := range of[i] {
				sum := int64(0)
				for _, t := range p.Constraints[k] {
					sum += t.Coef * world[t.Cell]
				}
				ok = ok && sum == 0
			}
			if ok {
				try(i + 1)
			}
		}
	}
	try(0)
	return worlds
}

// meetsAll tells whether a pattern meets all needs, by its worlds.
func meetsAll(p Problem, worlds [][]int64) bool {
	for _, n := range p.Needs {
		truth := p.Cells[n.Cell].Value
		low, high := truth, truth
		for _, w := range worlds {
			if !slices.ContainsFunc(n.Known, func(k int) bool { return w[k] != p.Cells[k].Value }) {
				low, high = min(low, w[n.Cell]), max(high, w[n.Cell])
			}
		}
		if high-low < n.Width || high-truth < n.Up || truth-low < n.Down {
			return false
		}
	}
	return true
}

// cheapest tries every pattern, and returns what the cheapest good one costs.
func cheapest(p Problem) (cost int64, ok bool) {
	free, hidden := choices(p)
	type pattern struct {
		set  int
		cost int64
	}
	var all []pattern
	for set := range 1 << len(free) {
		q := pattern{set: set}
		for k, i := range free {
			if set>>k&1 == 1 {
				q.cost += costOf(p, i)
			}
		}
		all = append(all, q)
	}
	slices.SortFunc(all, func(a, b pattern) int { return int(a.cost - b.cost) })
	for _, q := range all {
		for k, set := range free {
			for _, i := range set {
				hidden[i] = q.set>>k&1 == 1
			}
		}
		if meetsAll(p, allWorlds(p, hidden)) {
			return q.cost, true
		}
	}
	return 0, false
}

// choices returns the sets of cells that may be hidden together, and which cells
// are hidden anyway.
func choices(p Problem) (sets [][]int, hidden []bool) {
	hidden = make([]bool, len(p.Cells))
	tied := map[int]bool{}
	for _, set := range p.Tied {
		set = slices.DeleteFunc(slices.Clone(set), func(i int) bool { return p.Cells[i].State == Published })
		primary := slices.ContainsFunc(set, func(i int) bool { return p.Cells[i].State == Primary })
		for _, i := range set {
			tied[i], hidden[i] = true, primary
		}
		if !primary && len(set) > 0 {
			sets = append(sets, set)
		}
	}
	for i, c := range p.Cells {
		hidden[i] = hidden[i] || c.State == Primary
		if c.State == Free && !tied[i] {
			sets = append(sets, []int{i})
		}
	}
	return sets, hidden
}

// costOf returns what it costs to hide a set of cells together.
func costOf(p Problem, set []int) (cost int64) {
	for _, i := range set {
		cost = max(cost, p.Cells[i].Cost)
	}
	return cost
}

// verify checks a solution by addition alone.
func verify(p Problem, needs []Need, s Solution) error {
	var cost int64
	sets, hidden := choices(p)
	for _, set := range sets {
		if s.Hidden[set[0]] {
			cost += costOf(p, set)
		}
		for _, i := range set {
			hidden[i] = s.Hidden[set[0]]
		}
	}
	if !slices.Equal(hidden, s.Hidden) {
		return fmt.Errorf("hidden are %v; that must not be so", s.Hidden)
	}
	if cost != s.Cost || s.Bound > s.Cost {
		return fmt.Errorf("it costs %d, not %d with bound %d", cost, s.Cost, s.Bound)
	}
	if len(s.Certificates) != len(needs) {
		return fmt.Errorf("%d certificates for %d needs", len(s.Certificates), len(needs))
	}
	for i, c := range s.Certificates {
		if c.Need != i {
			return fmt.Errorf("certificate %d is for need %d", i, c.Need)
		}
		low, err := inWorld(p, needs[i], s.Hidden, c.Low)
		if err != nil {
			return fmt.Errorf("need %d, low: %w", i, err)
		}
		high, err := inWorld(p, needs[i], s.Hidden, c.High)
		if err != nil {
			return fmt.Errorf("need %d, high: %w", i, err)
		}
		if truth := p.Cells[needs[i].Cell].Value; high-low < needs[i].Width || high-truth < needs[i].Up || truth-low < needs[i].Down {
			return fmt.Errorf("need %d: from %d to %d is not enough", i, low, high)
		}
	}
	return nil
}

// inWorld checks a world and returns the value of a need's cell in it.
func inWorld(p Problem, n Need, hidden []bool, w World) (int64, error) {
	value := make([]int64, len(p.Cells))
	for i, c := range p.Cells {
		value[i] = c.Value
	}
	for _, ch := range w {
		c := p.Cells[ch.Cell]
		if !hidden[ch.Cell] || ch.Value < c.Lower || ch.Value > c.Upper || slices.Contains(n.Known, ch.Cell) {
			return 0, fmt.Errorf("cell %d cannot be %d", ch.Cell, ch.Value)
		}
		value[ch.Cell] = ch.Value
	}
	for k, row := range p.Constraints {
		sum := int64(0)
		for _, t := range row {
			sum += t.Coef * value[t.Cell]
		}
		if sum != 0 {
			return 0, fmt.Errorf("constraint %d does not hold", k)
		}
	}
	return value[n.Cell], nil
}

// compare solves a problem and checks the answer against trying everything.
func compare(t *rapid.T, p Problem) {
	want, ok := cheapest(p)
	got, err := Solve(context.Background(), p)
	switch {
	case !ok && !errors.Is(err, ErrInfeasible):
		t.Fatalf("there is no pattern; got cost %d, error %v", got.Cost, err)
	case !ok:
		return
	case err != nil:
		t.Fatalf("there is a pattern of cost %d; got error %v", want, err)
	case got.Cost != want || !got.Proven():
		t.Fatalf("cost %d, bound %d; the cheapest costs %d", got.Cost, got.Bound, want)
	}
	if err := verify(p, p.Needs, got); err != nil {
		t.Fatal(err)
	}
}

func TestCheapestOfAllPatterns(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		compare(t, tableOf(t, 2, rapid.IntRange(2, 3).Draw(t, "columns"), 4, rapid.Int64Range(1, 4).Draw(t, "threshold")))
	})
}
