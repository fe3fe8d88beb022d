package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/disclosure/bounds"
)

// small is the least count that may be known in the comparison with other tools.
const small = 5

// releases publishes one table five times, each with more people in it, and lets
// an intruder subtract: of those who entered in between, how many groups of one
// to four are known exactly. The searches run in this process.
func (b *bench) releases() (string, error) {
	tables, err := shelterQuarters(filepath.Join(b.sdc, "shelter"))
	if err != nil {
		return "", err
	}
	policy := disclosure.DefaultPolicy()
	policy.Threshold, policy.HealthThreshold, policy.Width, policy.InsiderWidth = small, small, small, 1
	begun := time.Now()
	out := make([][]bool, len(tables)) // shown, by release and cell
	for k := range tables {
		joint, relations := jointly(tables[:k+1], out)
		safe, err := disclosure.Protect(joint, relations, policy)
		if err != nil {
			return "", err
		}
		p := safe.Table(name(k))
		for c := range p.Len() {
			_, status := p.At(c)
			out[k] = append(out[k], status == disclosure.Shown)
		}
	}
	searched := time.Since(begun)
	joint, relations := jointly(tables, out)
	groups, known, err := subtract(joint, relations, out)
	return fmt.Sprintf("%d groups of entrants of 1 to 4, %d known exactly; %.1f s in process", groups, known, searched.Seconds()), err
}

func name(release int) string { return fmt.Sprint("uitgave ", release) }

// shelterQuarters counts who has entered up to each of five quarters, by city
// and by nationality within its part of the world.
func shelterQuarters(folder string) ([]disclosure.Table, error) {
	people, err := readRows(filepath.Join(folder, "lvv.csv"))
	if err != nil {
		return nil, err
	}
	tree, err := readRows(filepath.Join(folder, "hier_nationality.csv"))
	if err != nil {
		return nil, err
	}
	people = people[1:]
	city := disclosure.Dim{Name: "stad", Categories: []disclosure.Category{{Code: "*", Total: true}}}
	land := disclosure.Dim{Name: "land", Categories: []disclosure.Category{{Code: "*", Total: true}}}
	add := func(d *disclosure.Dim, c disclosure.Category) {
		if !slices.ContainsFunc(d.Categories, func(x disclosure.Category) bool { return x.Code == c.Code }) {
			d.Categories = append(d.Categories, c)
		}
	}
	part := map[string]string{}
	for _, row := range tree {
		part[row[0]] = row[1]
		add(&land, disclosure.Category{Code: row[1], Parent: "*", Total: true})
		add(&land, disclosure.Category{Code: row[0], Parent: row[1]})
	}
	for _, row := range people {
		add(&city, disclosure.Category{Code: row[0], Parent: "*"})
	}
	at := func(d disclosure.Dim, code string) int {
		return slices.IndexFunc(d.Categories, func(c disclosure.Category) bool { return c.Code == code })
	}
	var out []disclosure.Table
	for k, until := range []string{"2023Q4", "2024Q1", "2024Q2", "2024Q3", "2024Q4"} {
		t := disclosure.Table{Name: name(k), Population: name(k), Kind: disclosure.Flow, Unit: disclosure.UnitPersons,
			Dims: []disclosure.Dim{city, land}, Cells: make([]disclosure.Cell, len(city.Categories)*len(land.Categories))}
		for _, row := range people {
			if row[4] > until {
				continue
			}
			for _, c := range []int{0, at(city, row[0])} {
				for _, l := range []int{0, at(land, part[row[1]]), at(land, row[1])} {
					t.Cells[c*len(land.Categories)+l].Value++
				}
			}
		}
		for i := range t.Cells {
			t.Cells[i].Contributors = t.Cells[i].Value
		}
		out = append(out, t)
	}
	return out, nil
}

func readRows(path string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = ';'
	return r.ReadAll()
}

// jointly puts a release beside all that went out before it: who entered between
// two releases was never published, and the new figure is the old one and those.
func jointly(tables []disclosure.Table, out [][]bool) (all []disclosure.Table, relations []disclosure.Relation) {
	for k, t := range tables {
		if t.Cells = slices.Clone(t.Cells); out[k] != nil {
			t.Unpublished = true
			for c := range t.Cells {
				t.Cells[c].Public, t.Cells[c].Withheld = out[k][c], !out[k][c]
			}
		}
		all = append(all, t)
		if k == 0 {
			continue
		}
		d := t
		d.Name, d.Population, d.Unpublished, d.Cells = fmt.Sprint("nieuw ", k), fmt.Sprint("nieuw ", k), true, nil
		for c := range t.Cells {
			n := tables[k].Cells[c].Value - tables[k-1].Cells[c].Value
			d.Cells = append(d.Cells, disclosure.Cell{Value: n, Contributors: n})
			relations = append(relations, disclosure.Relation{Plus: []disclosure.Ref{{Table: name(k), Cell: c}},
				Minus: []disclosure.Ref{{Table: name(k - 1), Cell: c}, {Table: d.Name, Cell: c}}})
		}
		all = append(all, d)
	}
	return all, relations
}

// subtract plays who holds all five releases, with a solver that the search does
// not know: new figures and old ones, their totals, and zeros that are shown.
func subtract(tables []disclosure.Table, relations []disclosure.Relation, out [][]bool) (groups, known int, err error) {
	var s bounds.System
	first := map[string]int{}
	var asked []int
	release := 0
	for _, t := range tables {
		first[t.Name] = len(s.Cells)
		published := t.Name == name(release)
		for c, x := range t.Cells {
			cell := bounds.Cell{Value: x.Value, Hidden: true, Upper: bounds.Unbounded}
			if published {
				cell.Hidden, cell.Lower = !out[release][c] && x.Value > 0, 1
			} else if x.Value > 0 && x.Value < small {
				asked = append(asked, len(s.Cells))
			}
			s.Cells = append(s.Cells, cell)
		}
		s.Constraints = append(s.Constraints, sums(t, first[t.Name])...)
		if published {
			release++
		}
	}
	for _, r := range relations {
		var row []bounds.Term
		for _, ref := range r.Plus {
			row = append(row, bounds.Term{Cell: first[ref.Table] + ref.Cell, Coef: 1})
		}
		for _, ref := range r.Minus {
			row = append(row, bounds.Term{Cell: first[ref.Table] + ref.Cell, Coef: -1})
		}
		s.Constraints = append(s.Constraints, row)
	}
	found, err := bounds.Intervals(context.Background(), s, asked)
	for _, i := range found {
		if i.Known() {
			known++
		}
	}
	return len(asked), known, err
}

// sums are the totals of a table over two dimensions, whose cells begin at first.
func sums(t disclosure.Table, first int) (rows [][]bounds.Term) {
	n := [2]int{len(t.Dims[0].Categories), len(t.Dims[1].Categories)}
	for d := range 2 {
		for total, up := range t.Dims[d].Categories {
			if !up.Total {
				continue
			}
			for other := range n[1-d] {
				cell := func(category int) int {
					if d == 0 {
						return first + category*n[1] + other
					}
					return first + other*n[1] + category
				}
				row := []bounds.Term{{Cell: cell(total), Coef: -1}}
				for k, c := range t.Dims[d].Categories {
					if c.Parent == up.Code {
						row = append(row, bounds.Term{Cell: cell(k), Coef: 1})
					}
				}
				rows = append(rows, row)
			}
		}
	}
	return rows
}
