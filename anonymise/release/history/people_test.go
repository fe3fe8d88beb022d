package history

import (
	"math/rand"
	"testing"

	"lvv/anonymise/disclosure"
)

// Of random tables of stays, of whose people only bounds are known: what is settled
// keeps to the bounds where these are true, and every total is of no fewer people
// than a part of it and of no more than all its parts.
func TestPeopleAgree(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(4))
	for range 300 {
		const rows, columns = 3, 4
		table := disclosure.Table{Name: "x", Population: "x", Unit: "verblijven", Dims: []disclosure.Dim{some("a", rows), some("b", columns)},
			Cells: make([]disclosure.Cell, (rows+1)*(columns+1))}
		persons := make([]map[int]bool, len(table.Cells))
		for i := range persons {
			persons[i] = map[int]bool{}
		}
		for range r.Intn(12) {
			a, b, p := 1+r.Intn(rows), 1+r.Intn(columns), r.Intn(6)
			for _, i := range []int{0, a * (columns + 1), b, a*(columns+1) + b} {
				table.Cells[i].Value++
				persons[i][p] = true
			}
		}
		crowds := make([]crowd, len(table.Cells))
		for i, c := range table.Cells {
			n := int64(len(persons[i]))
			crowds[i] = crowd{max(min(n, 1), n-int64(r.Intn(4))), min(c.Value, n+int64(r.Intn(4)))}
		}
		j := &joint{tables: []disclosure.Table{table}, from: []int{difference}, crowds: map[int][]crowd{0: crowds}}
		j.agree()
		for i, c := range table.Cells {
			if c.Contributors < crowds[i].least || c.Contributors > crowds[i].most {
				t.Fatalf("cell %d: %d people are outside %v", i, c.Contributors, crowds[i])
			}
		}
		eachSum(&table, func(total int, parts []int) {
			var most, sum int64
			for _, p := range parts {
				most, sum = max(most, table.Cells[p].Contributors), sum+table.Cells[p].Contributors
			}
			if n := table.Cells[total].Contributors; n < most || n > sum {
				t.Fatalf("total %d is of %d people, its parts of %d to %d", total, n, most, sum)
			}
		})
	}
}

// some is a dim with so many categories and their total.
func some(name string, n int) disclosure.Dim {
	d := disclosure.Dim{Name: name, Categories: []disclosure.Category{{Code: "totaal", Total: true}}}
	for i := range n {
		d.Categories = append(d.Categories, disclosure.Category{Code: string(rune('a' + i))})
	}
	return d
}
