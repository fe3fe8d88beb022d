package history

import (
	"errors"
	"fmt"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/disclosure/certificate/linked"
)

// ErrNoProof means that a release is from before its proofs were kept, so that
// nobody can check them any more.
var ErrNoProof = errors.New("it is from before the system of its certificates was kept")

// Unproved says what does not hold of a release, and where. It tells no figure.
type Unproved struct {
	Number int64
	Table  string // the title, or nothing where no cell is to blame
	Cell   string // by the labels of its categories
	What   string
}

// Error names the release, the table and the cell.
func (u *Unproved) Error() string {
	if u.Table == "" {
		return fmt.Sprintf("release %d: %s: %v", u.Number, u.What, linked.ErrNotProved)
	}
	return fmt.Sprintf("release %d, table %q, cell %s: %s: %v", u.Number, u.Table, u.Cell, u.What, linked.ErrNotProved)
}

// Unwrap says that something is not proved.
func (u *Unproved) Unwrap() error { return linked.ErrNotProved }

// Prove checks the certificates of a release by addition alone: that they prove
// what its rules ask, in a system made of its own tables as they were printed, of
// the earlier ones as they were remembered then, and of what lies between them.
// Earlier finds what is remembered of a release that left before.
//
// A release without tables proves nothing and needs nothing. Errors are ErrNoProof,
// an *Unproved, and those of earlier.
func (r *Release) Prove(earlier func(number int64) (*Release, error)) (linked.Report, error) {
	switch {
	case len(r.Tables) == 0 && (r.Proof == nil || r.Proof.Lost):
		return linked.Report{}, nil
	case r.Proof == nil:
		return linked.Report{}, &Unproved{Number: r.Number, What: "it keeps no proof of what its tables hide"}
	case r.Proof.Lost:
		return linked.Report{}, fmt.Errorf("release %d: %w", r.Number, ErrNoProof)
	}
	a := assembly{release: r, at: map[string]int{}, past: map[int64]*Release{}}
	for _, step := range []func() error{func() error { return a.addTables(earlier) }, func() error { return a.holdMarks(earlier) }, a.holdSheet, a.addRelations, a.addCertificates} {
		if err := step(); err != nil {
			return linked.Report{}, err
		}
	}
	report, err := linked.Check(a.system, rulesOf(r.Proof))
	return report, a.name(err)
}

// An assembly is the system of a release while it is put together.
type assembly struct {
	release *Release
	at      map[string]int
	past    map[int64]*Release
	system  linked.System
	titles  []string
	tables  []*disclosure.Table
}

// wrong says what does not hold of the release as a whole.
func (a *assembly) wrong(what string) error {
	return &Unproved{Number: a.release.Number, What: what}
}

// name turns what a check says into words.
func (a *assembly) name(err error) error {
	var f *linked.Fault
	if !errors.As(err, &f) {
		return err
	}
	u := &Unproved{Number: a.release.Number, What: f.What}
	if f.Table >= 0 {
		u.Table, u.Cell = a.titles[f.Table], "-"
	}
	if f.Table >= 0 && f.Cell < len(a.tables[f.Table].Cells) {
		u.Cell = label(a.tables[f.Table], f.Cell)
	}
	return u
}
