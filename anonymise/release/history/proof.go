package history

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lvv/anonymise/disclosure"
)

// A Proof is what shows, to whoever can add, that the hidden figures of a release
// are protected: certificates, and the whole system that they speak of. It tells
// which figures are small, and what they are.
type Proof struct {
	Lost         bool              // the release is from before proofs were kept
	Policy       disclosure.Policy // the rules that were applied
	Reach        int64             // a true figure is less than Reach bases away from its rounded one; 0 without rounding
	Tables       []Judged
	Relations    []disclosure.Relation // by the names of Judged
	Certificates []disclosure.Certificate
}

// A Judged is a table of the system that a release was judged in: one of its own,
// one of an earlier release, or one that nobody printed, which lies between others.
// Only the last is kept here; the others stand where they left.
type Judged struct {
	Name    string            // in the system
	Release int64             `json:",omitempty"` // the earlier release that it left with, or 0
	Derived *disclosure.Table `json:",omitempty"` // what nobody printed
}

// own tells whether the table is of the release itself.
func (j Judged) own() bool { return j.Release == 0 && j.Derived == nil }

// there is the name of the table in the release that it left with.
func (j Judged) there() string {
	if j.own() {
		return j.Name
	}
	return strings.TrimPrefix(j.Name, earlierName(j.Release, ""))
}

// prove keeps what is needed to check a release later.
func prove(safe *disclosure.Safe) *Proof {
	tables, relations := safe.Judged()
	control := safe.Control()
	p := &Proof{Policy: control.Policy, Reach: control.Rounding.Reach, Relations: relations, Certificates: safe.Certificates()}
	p.Policy.Rounding.Key = nil
	for _, t := range tables {
		j := Judged{Name: t.Name}
		if t.Unpublished {
			if j.Release = leftWith(&t); j.Release == 0 {
				j.Derived = &t
			}
		}
		p.Tables = append(p.Tables, j)
	}
	return p
}

// leftWith is the number of the release that a table of the joint system left
// with, or 0: of such a table some cell was shown or held back, and its name says
// when. A table that is not recognised is kept whole.
func leftWith(t *disclosure.Table) int64 {
	if !slices.ContainsFunc(t.Cells, func(c disclosure.Cell) bool { return c.Public || c.Withheld }) {
		return 0
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(t.Name, "vrijgave "), ":")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || !strings.HasPrefix(t.Name, earlierName(n, "")) {
		return 0
	}
	return n
}

// leftBefore marks the cells of a table that had been shown when it was judged.
func leftBefore(t *disclosure.Table, safe *disclosure.Safe) []disclosure.Cell {
	cells := slices.Clone(t.Cells)
	judged, _ := safe.Judged()
	at := slices.IndexFunc(judged, func(x disclosure.Table) bool { return x.Name == t.Name })
	for i := range cells {
		cells[i].Public = judged[at].Cells[i].Public
	}
	return cells
}

// key names an identity, so that two lists of them can be compared.
func key(r disclosure.Relation) string { return fmt.Sprint(r.Plus, "=", r.Minus) }
