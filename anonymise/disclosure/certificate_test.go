package disclosure

import (
	"strings"
	"testing"
)

// A world read from a certificate: all cells by table, changed ones replaced.
func worldOf(tables []Table, changes []Change) map[Ref]int64 {
	w := map[Ref]int64{}
	for _, t := range tables {
		for c := range t.Cells {
			w[Ref{t.Name, c}] = t.Cells[c].Value
		}
	}
	for _, c := range changes {
		w[c.Cell] = c.Value
	}
	return w
}

// addsUp checks every total of every table, and every relation, by addition.
func addsUp(tables []Table, relations []Relation, w map[Ref]int64) bool {
	for _, t := range tables {
		stride := 1
		for d := len(t.Dims) - 1; d >= 0; d-- {
			cats := t.Dims[d].Categories
			for c := range t.Cells {
				k := c / stride % len(cats)
				if !cats[k].Total {
					continue
				}
				sum, parts := int64(0), 0
				for j, child := range cats {
					if child.Parent == cats[k].Code || child.Parent == "" && cats[k].Parent == "" && j != k {
						sum += w[Ref{t.Name, c + (j-k)*stride}]
						parts++
					}
				}
				if parts > 0 && sum != w[Ref{t.Name, c}] {
					return false
				}
			}
			stride *= len(cats)
		}
	}
	for _, r := range relations {
		var sum int64
		for _, p := range r.Plus {
			sum += w[p]
		}
		for _, m := range r.Minus {
			sum -= w[m]
		}
		if sum != 0 {
			return false
		}
	}
	return true
}

// Certificates hold for whoever can add: both worlds keep every sum and every
// shown figure, linked cells agree, and the cell lies apart in them.
func TestCertificatesHoldByAddition(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Policy){
		"as a rule": func(*Policy) {},
		"coalition": func(p *Policy) { p.Coalition = 2 },
		"staff":     func(p *Policy) { p.Staff = []string{"b"} },
	} {
		p := DefaultPolicy()
		change(&p)
		tables := parcel(200)[:3]
		safe := mustProtect(t, p, nil, tables...)
		proved := map[string]bool{} // figures, against outsiders
		checked := map[*Change]map[Ref]int64{}
		for _, c := range safe.Certificates() {
			var worlds []map[Ref]int64
			for _, changes := range [][]Change{c.Low, c.High} {
				var w map[Ref]int64
				if len(changes) == 0 {
					w = worldOf(tables, nil)
				} else if w = checked[&changes[0]]; w == nil {
					w = worldOf(tables, changes)
					checked[&changes[0]] = w
				} else {
					worlds = append(worlds, w)
					continue
				}
				worlds = append(worlds, w)
				if !addsUp(tables, nil, w) {
					t.Fatalf("%s: a world for %v does not add up", name, c.Cell)
				}
				for _, table := range tables {
					pub := safe.Table(table.Name)
					for i, cell := range table.Cells {
						now := w[Ref{table.Name, i}]
						if s := statusOf(pub, i); s == Shown && now != cell.Value || s == Suppressed && now < 1 {
							t.Fatalf("%s: a world for %v can be told from the truth in %s %d", name, c.Cell, table.Name, i)
						}
					}
				}
			}
			low, high := worlds[0], worlds[1]
			for _, k := range c.Known {
				if v := truth(tables, k); low[k] != v || high[k] != v {
					t.Fatalf("%s: %s knows better about %v", name, c.Attacker, c.Cell)
				}
			}
			width := high[c.Cell] - low[c.Cell]
			if c.Attacker == "buitenstaander" {
				proved[nameOf(tables, c.Cell)] = true
				if width < p.Width || len(c.Known) > 0 {
					t.Errorf("%s: width %d for %v", name, width, c.Cell)
				}
			} else if width < p.InsiderWidth || len(c.Known) == 0 {
				t.Errorf("%s: width %d for %v against %s", name, width, c.Cell, c.Attacker)
			}
		}
		for _, table := range tables {
			for i, cell := range table.Cells {
				if cell.Value > 0 && cell.Value < p.Threshold && !proved[figureName(table, i)] {
					t.Errorf("%s: no certificate for %s %d", name, table.Name, i)
				}
			}
		}
	}
}

func truth(tables []Table, r Ref) int64 {
	for _, t := range tables {
		if t.Name == r.Table {
			return t.Cells[r.Cell].Value
		}
	}
	return -1
}

func nameOf(tables []Table, r Ref) string {
	for _, t := range tables {
		if t.Name == r.Table {
			return figureName(t, r.Cell)
		}
	}
	return ""
}

// An attacker is named in Dutch, by table and codes.
func TestCertificatesNameTheirAttacker(t *testing.T) {
	t.Parallel()
	p := five()
	p.Width, p.InsiderWidth, p.Coalition = 1, 1, 2
	table := grid("uitstroom", []int64{1, 6, 8, 12}, []int64{12, 13, 14, 15}, []int64{12, 1, 14, 15})
	var names []string
	for _, c := range mustProtect(t, p, nil, table).Certificates() {
		names = append(names, c.Attacker)
	}
	all := strings.Join(names, "\n")
	for _, want := range []string{"buitenstaander", "de enige in uitstroom (row r0, col c0)"} {
		if !strings.Contains(all, want) {
			t.Errorf("no attacker %q in\n%s", want, all)
		}
	}
}
