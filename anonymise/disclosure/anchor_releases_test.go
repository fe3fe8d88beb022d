//go:build sdc

package disclosure

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
)

// quarters reads the shelter-like reference file and counts who has entered up
// to each of its last five quarters, by city and by nationality within
// continent: the table of the literature study, released five times.
func quarters(t testing.TB) []Table {
	t.Helper()
	dir := os.Getenv("LVV_SDC")
	if dir == "" {
		t.Fatal("LVV_SDC must name the folder with the reference tables F4 and F5")
	}
	f, err := os.Open(filepath.Join(dir, "..", "shelter", "lvv_synth.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	shape := anchor(t, "F4_lvv_city_nat")
	at := func(d int, code string) int {
		for i, c := range shape.Dims[d].Categories {
			if c.Code == code {
				return i
			}
		}
		t.Fatalf("no category %q", code)
		return -1
	}
	var out []Table
	for _, until := range []string{"2023Q4", "2024Q1", "2024Q2", "2024Q3", "2024Q4"} {
		table := shape
		table.Name = until
		table.Cells = make([]Cell, len(shape.Cells))
		for _, row := range rows[1:] {
			city, nationality, quarter := row[1], row[3], row[6]
			if quarter > until {
				continue
			}
			leaf := at(1, nationality)
			for _, c := range []int{at(0, city), at(0, "Total")} {
				for _, n := range []int{leaf, at(1, shape.Dims[1].Categories[leaf].Parent), at(1, "Total")} {
					cell := &table.Cells[c*len(shape.Dims[1].Categories)+n]
					cell.Value++
					cell.Contributors++
				}
			}
		}
		out = append(out, table)
	}
	return out
}

// TestReferenceReleases publishes that table five times. Of the groups of one to
// four that entered in a quarter, tools that look at one release at a time leave
// 45 to 72 percent to be found exactly; together with the releases before, none.
func TestReferenceReleases(t *testing.T) {
	t.Parallel()
	p := five()
	p.InsiderWidth = 1
	h := release(t, quarters(t), p, true)
	last := len(h.tables) - 1
	tables, relations := history{h.tables[:last], h.published[:last]}.next(h.tables[last])
	safe, err := Protect(tables, relations, p)
	if err != nil {
		t.Fatal(err)
	}
	small, exact := derivable(t, h, tables, relations, safe.Certificates(), 5)
	if small == 0 || exact > 0 {
		t.Errorf("%d of %d small groups of entrants are not proved open", exact, small)
	}
	for k, p := range h.published {
		shown := 0
		for c := range p.Len() {
			if statusOf(p, c) == Shown {
				shown++
			}
		}
		t.Logf("release %d: %d of %d cells shown", k, shown, p.Len())
	}
	t.Logf("%d small groups of entrants, %d found exactly", small, exact)
}
