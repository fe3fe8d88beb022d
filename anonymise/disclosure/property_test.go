package disclosure

import (
	"errors"
	"math/rand"
	"testing"
)

// people makes n persons with as many attributes as there are sizes.
func people(r *rand.Rand, n int, sizes []int) [][]int {
	out := make([][]int, n)
	for i := range out {
		for _, size := range sizes {
			a, b := r.Intn(size), r.Intn(size)
			out[i] = append(out[i], min(a, b)) // small categories and large ones
		}
	}
	return out
}

// crossed counts persons by some of their attributes, with totals; attribute 0
// has a level of groups of two categories if nested is set.
func crossed(name string, persons [][]int, sizes, attributes []int, nested bool) Table {
	t := Table{Name: name, Kind: Flow, Population: "people", Unit: UnitPersons}
	size := 1
	var members [][][]int // per dim and category: the values it holds
	for _, a := range attributes {
		d := Dim{Name: string(rune('a' + a))}
		d.Categories = append(d.Categories, Category{Code: "T", Total: true})
		all := [][]int{nil}
		for v := range sizes[a] {
			c := Category{Code: string(rune('0' + v))}
			if nested && a == 0 {
				c.Parent = "g" + string(rune('0'+v/2))
			}
			d.Categories = append(d.Categories, c)
			all[0] = append(all[0], v)
			all = append(all, []int{v})
		}
		for g := 0; nested && a == 0 && g < (sizes[a]+1)/2; g++ {
			d.Categories = append(d.Categories, Category{Code: "g" + string(rune('0'+g)), Parent: "T", Total: true})
			all = append(all, []int{2 * g, 2*g + 1})
		}
		members = append(members, all)
		t.Dims = append(t.Dims, d)
		size *= len(d.Categories)
	}
	for cell := range size {
		at, rest := make([]int, len(attributes)), cell
		for d := len(attributes) - 1; d >= 0; d-- {
			at[d] = rest % len(members[d])
			rest /= len(members[d])
		}
		var n int64
		for _, person := range persons {
			in := true
			for d, a := range attributes {
				in = in && contains(members[d][at[d]], person[a])
			}
			if in {
				n++
			}
		}
		t.Cells = append(t.Cells, Cell{Value: n, Contributors: n})
	}
	return t
}

func contains(values []int, v int) bool {
	for _, x := range values {
		if x == v {
			return true
		}
	}
	return false
}

// TestNoAttackerNarrowsASmallCell attacks thousands of invented parcels.
func TestNoAttackerNarrowsASmallCell(t *testing.T) {
	t.Parallel()
	rounds := 600
	if testing.Short() {
		rounds = 200
	}
	r := rand.New(rand.NewSource(1))
	sizes := []int{4, 3, 2}
	var suppressed, cells, refused int
	for round := range rounds {
		persons := people(r, 5+r.Intn(80), sizes)
		nested := r.Intn(2) == 0
		shapes := [][][]int{{{0}}, {{0, 1}}, {{0, 1}, {0, 2}}, {{1, 2}, {0}}, {{1, 2}, {0, 2}, {0, 1}}, {{1, 2, 0}}}
		var tables []Table
		for i, attributes := range shapes[r.Intn(len(shapes))] {
			tables = append(tables, crossed(string(rune('A'+i)), persons, sizes, attributes, nested))
		}
		p := DefaultPolicy()
		p.Threshold, p.HealthThreshold = 5, 5
		p.Width = []int64{1, 2, 4, 5}[r.Intn(4)]
		p.InsiderWidth = 1 + r.Int63n(p.Width)
		p.Coalition = 1 + r.Intn(3)
		if r.Intn(3) == 0 {
			p.Staff = []string{"b"}
		}
		protect := Protect
		if round%10 > 0 { // the search takes longer than all else
			protect = withoutSearch
		}
		safe, err := protect(tables, nil, p)
		if errors.Is(err, ErrUnprotectable) && (p.Coalition > 1 || p.Staff != nil) {
			refused++ // a handful of people, of whom the attackers know nearly all
			continue
		}
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		for floor := range int64(2) {
			a := newAttacker(tables, safe.Tables(), p, floor)
			for _, finding := range append(a.findings(p), a.crews(p, persons, r)...) {
				t.Errorf("round %d, width %d, insider %d: %s", round, p.Width, p.InsiderWidth, finding)
			}
		}
		if t.Failed() {
			t.FailNow()
		}
		for _, c := range safe.Control().Tables {
			suppressed += c.Primary + c.Secondary
			cells += c.Primary + c.Secondary + c.Shown
		}
	}
	t.Logf("%d of %d cells suppressed; %d of %d parcels refused", suppressed, cells, refused, rounds)
	if refused*50 > rounds {
		t.Errorf("%d of %d parcels are refused", refused, rounds)
	}
}
