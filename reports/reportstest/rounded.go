package reportstest

import (
	"slices"
	"strings"
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/disclosure/bounds"
	"lvv/reports"
)

// Rounding is the policy of a workspace that rounds to five.
func Rounding() disclosure.Policy {
	p := disclosure.DefaultPolicy()
	p.Rounding = disclosure.Rounding{Base: 5, Key: []byte("a secret of sixteen bytes or more")}
	return p
}

// CheckRounded fails the test unless every shown count of a draft is a multiple
// of five next to the true one, and all totals and relations between shown counts
// hold as printed. Then it plays somebody who has all of them and knows how far a
// true count may lie from a printed one: he must not know a small count more
// closely than to five values. It returns how many counts are shown.
func CheckRounded(t testing.TB, d reports.Draft) (counts int) {
	t.Helper()
	safe := d.Request.Tables
	if safe.Rounding() != 5 {
		t.Fatal("the tables are not rounded")
	}
	k := &knowledge{at: map[string]int{}}
	span := 5*safe.Control().Rounding.Reach - 1
	var small []int
	for _, p := range safe.Tables() {
		counted := d.Counted[slices.IndexFunc(d.Counted, func(c disclosure.Table) bool { return c.Name == p.Name })]
		for i, c := range counted.Cells {
			z, status := p.At(i)
			u := k.unknown(p, i)
			switch {
			case c.Impossible:
				k.Cells[u] = bounds.Cell{}
			case status == disclosure.Suppressed:
				if !k.Cells[u].Hidden {
					k.Cells[u] = bounds.Cell{Hidden: true, Upper: bounds.Unbounded}
				}
			default:
				counts++
				if z%5 != 0 || z-c.Value > span || c.Value-z > span {
					t.Errorf("%s: %d became %d", p.Name, c.Value, z)
				}
				k.Cells[u] = bounds.Cell{Hidden: true, Lower: max(0, z-span), Upper: z + span}
				if c.Public {
					k.Cells[u] = bounds.Cell{Value: c.Value}
				} else if c.Contributors > 0 && c.Contributors < 10 {
					small = append(small, u)
				}
			}
		}
		k.sums(t, p)
	}
	k.relations(t, d)
	found, err := bounds.Intervals(t.Context(), k.System, some(small))
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range found {
		if i.ReachHigh-i.ReachLow < 4 {
			t.Errorf("a small count is known to lie in %d to %d", i.Low, i.High)
		}
	}
	return counts
}

// some takes a few of many, spread over all: working one out takes a while.
func some(all []int) (few []int) {
	const most = 25
	for i := 0; i < len(all); i += max(1, len(all)/most) {
		few = append(few, all[i])
	}
	return few
}

// knowledge is what somebody has who holds rounded tables.
type knowledge struct {
	bounds.System
	at map[string]int // by unit, population and coordinates
}

// unknown numbers the figure of a cell; the same figure in another table is the
// same one.
func (k *knowledge) unknown(p disclosure.Published, i int) int {
	var parts []string
	stride := p.Len()
	for _, d := range p.Dims {
		stride /= len(d.Categories)
		if c := d.Categories[i/stride%len(d.Categories)]; !c.Total || c.Parent != "" {
			parts = append(parts, d.Name+"="+c.Code)
		}
	}
	slices.Sort(parts)
	key := p.Unit + "|" + p.Population + "|" + strings.Join(parts, "|")
	u, ok := k.at[key]
	if !ok {
		u = len(k.Cells)
		k.at[key] = u
		k.Cells = append(k.Cells, bounds.Cell{})
	}
	return u
}

// sums adds the totals of a table, and checks those of which all is shown.
func (k *knowledge) sums(t testing.TB, p disclosure.Published) {
	t.Helper()
	stride := p.Len()
	for _, d := range p.Dims {
		stride /= len(d.Categories)
		for i := range p.Len() {
			at := i / stride % len(d.Categories)
			total := d.Categories[at]
			if !total.Total {
				continue
			}
			terms := []bounds.Term{{Cell: k.unknown(p, i), Coef: -1}}
			sum, status := p.At(i)
			whole := status == disclosure.Shown
			for c, part := range d.Categories {
				if part.Parent != total.Code && (part.Parent != "" || total.Parent != "" || c == at) {
					continue
				}
				j := i + (c-at)*stride
				z, status := p.At(j)
				whole = whole && status != disclosure.Suppressed
				sum -= z
				terms = append(terms, bounds.Term{Cell: k.unknown(p, j), Coef: 1})
			}
			if len(terms) == 1 {
				continue
			}
			if whole && sum != 0 {
				t.Errorf("%s: a total is off by %d as printed", p.Name, sum)
			}
			k.Constraints = append(k.Constraints, terms)
		}
	}
}

// relations adds those between tables that went out, and checks them likewise.
func (k *knowledge) relations(t testing.TB, d reports.Draft) {
	t.Helper()
	byName := map[string]disclosure.Published{}
	for _, p := range d.Request.Tables.Tables() {
		byName[p.Name] = p
	}
	for _, r := range d.Relations {
		var terms []bounds.Term
		var sum int64
		whole, known := true, true
		for _, side := range []struct {
			refs []disclosure.Ref
			coef int64
		}{{r.Plus, 1}, {r.Minus, -1}} {
			for _, ref := range side.refs {
				p, ok := byName[ref.Table]
				if known = known && ok; !ok {
					continue
				}
				z, status := p.At(ref.Cell)
				whole = whole && status != disclosure.Suppressed
				sum += side.coef * z
				terms = append(terms, bounds.Term{Cell: k.unknown(p, ref.Cell), Coef: side.coef})
			}
		}
		if known && whole && sum != 0 {
			t.Errorf("a relation of %d figures is off by %d as printed", len(terms), sum)
		}
		if known {
			k.Constraints = append(k.Constraints, terms)
		}
	}
}
