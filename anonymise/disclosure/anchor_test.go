//go:build sdc

package disclosure

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// anchor reads one of the reference tables of the literature study: cells.csv
// with a code of two digits for each level of each dim.
func anchor(t testing.TB, name string) Table {
	t.Helper()
	dir := os.Getenv("LVV_SDC")
	if dir == "" {
		t.Fatal("LVV_SDC must name the folder with the reference tables F4 and F5")
	}
	f, err := os.Open(filepath.Join(dir, name, "cells.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	names := rows[0][3 : len(rows[0])-2]
	table := Table{Name: name, Kind: Flow, Population: "reference", Unit: UnitPersons}
	seen := map[string]bool{}
	for i, n := range names {
		d := Dim{Name: n}
		for _, row := range rows[1:] {
			id, code := row[1], row[3+i]
			if seen[n+code] {
				continue
			}
			seen[n+code] = true
			c := Category{Code: code, Total: code == "Total"}
			if n == "nationality" {
				region, country := id[2:4], id[4:6]
				c.Total = country == "00"
				if c.Total && region != "00" {
					c.Parent = "Total"
				}
				if country != "00" {
					for _, r := range rows[1:] {
						if r[1][2:4] == region && r[1][4:6] == "00" {
							c.Parent = r[3+i]
							break
						}
					}
				}
			}
			d.Categories = append(d.Categories, c)
		}
		table.Dims = append(table.Dims, d)
	}
	for _, row := range rows[1:] {
		v, err := strconv.ParseInt(row[2], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		table.Cells = append(table.Cells, Cell{Value: v, Contributors: v})
	}
	return table
}

// TestReferenceTables pins what is reached on the reference tables: at most so
// many complementary cells, with every cell under the threshold proved open to
// the attacker who knows that zeros are shown, and to insiders. Of the smaller
// table it is proved that no pattern costs less.
func TestReferenceTables(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                      string
		threshold, width          int64
		wantPrimary, maxSecondary int
		proven                    bool
	}{
		{"F4_lvv_city_nat", 5, 1, 55, 15, true},
		{"F4_lvv_city_nat", 5, 4, 55, 21, true},
		{"F4_lvv_city_nat", 10, 10, 103, 14, true},
		{"F5_lvv_city_nat_out", 5, 1, 614, 111, false},
	} {
		p := DefaultPolicy()
		p.Threshold, p.HealthThreshold, p.Width, p.InsiderWidth = c.threshold, c.threshold, c.width, 1
		safe, err := Protect([]Table{anchor(t, c.name)}, nil, p)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		control := safe.Control()
		if got := control.Tables[0]; got.Primary != c.wantPrimary || got.Secondary > c.maxSecondary {
			t.Errorf("%s, threshold %d, width %d: %d primary and %d secondary; want %d and at most %d", c.name, c.threshold, c.width, got.Primary, got.Secondary, c.wantPrimary, c.maxSecondary)
		}
		if control.Proven != c.proven || control.Bound <= 0 {
			t.Errorf("%s, threshold %d, width %d: cost %.3f, bound %.3f, proven %t", c.name, c.threshold, c.width, control.Cost, control.Bound, control.Proven)
		}
		t.Logf("%s, threshold %d, width %d: %s", c.name, c.threshold, c.width, control.Economy())
		if control.SmallestWidth < c.width {
			t.Errorf("%s: smallest width %d, want %d", c.name, control.SmallestWidth, c.width)
		}
	}
}
