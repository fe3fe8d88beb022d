package main

import (
	"fmt"
	"os"
	"strings"
)

// grids are tables of growing size, with the rows in groups of about six and a
// total over everything. Counts are skewed as those of nationalities are: a few
// large, most small, many zero. No other tool is compared here: what counts is
// how far the pattern is from the fewest cells that would do.
func (b *bench) grids() ([]trial, error) {
	var all []trial
	for _, size := range [][2]int{{6, 8}, {10, 20}, {20, 30}, {40, 40}, {70, 70}, {100, 100}} {
		rows, cols := size[0], size[1]
		counts, tree := b.path(fmt.Sprintf("tabel-%dx%d.csv", rows, cols)), b.path(fmt.Sprintf("groepen-%d.csv", rows))
		if err := os.WriteFile(counts, []byte(gridCounts(rows, cols)), 0o600); err != nil {
			return nil, err
		}
		if err := os.WriteFile(tree, []byte(gridTree(rows)), 0o600); err != nil {
			return nil, err
		}
		all = append(all, trial{fmt.Sprintf("table of %d x %d, rows in groups", rows, cols), "",
			[]string{"protect", counts, "--hierarchy", "rij=" + tree, "--threshold", "5", "--width", "5", "--no-insiders", "--no-unions", "--time", "30"},
			func(o outcome) string { return o.count("primary") + " primary, " + pattern(o) }})
	}
	return all, nil
}

func gridCounts(rows, cols int) string {
	var out strings.Builder
	out.WriteString("rij;kolom;aantal\n")
	state := uint64(rows*1000 + cols)
	for r := range rows {
		for c := range cols {
			// A multiplicative generator (Knuth, TAOCP 2, 3.3.4): the same
			// tables on every machine.
			state = state*6364136223846793005 + 1442695040888963407
			u := float64(state>>11) / (1 << 53)
			fmt.Fprintf(&out, "r%d;k%d;%d\n", r, c, int(60*u*u*u*u*u*u/(1-0.7*u)))
		}
	}
	return out.String()
}

func gridTree(rows int) string {
	var out strings.Builder
	for r := range rows {
		fmt.Fprintf(&out, "r%d;groep %d\n", r, r/6)
	}
	return out.String()
}
