package history

import (
	"errors"
	"slices"
	"time"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/release"
	"lvv/schemas"
)

// ErrUnreadable means that what is kept of a release is not what this program
// writes.
var ErrUnreadable = errors.New("what is remembered of a release cannot be read")

// A Release is what is remembered of one release.
type Release struct {
	Number     int64
	Purpose    schemas.Purpose
	Period     schemas.Period
	Label      string
	Recipients []string
	Made       time.Time
	Maker      release.Signature
	Judged     [32]byte // what gate 3 judged
	Digest     [32]byte // what was signed: release.Proposal.Digest

	Tables    []Table
	Relations []disclosure.Relation // that tie the tables together
	Proof     *Proof                `json:"-"` // nil without tables
	Records   *Records              // nil when the parcel holds none
	Rows      int                   // pseudonymous rows
	Rounding  int                   `json:",omitempty"` // what the figures were rounded to, or 0
	Stated    []byte                `json:",omitempty"` // a file of the parcel that a later one on the same is held against
	Sheet     Sheet
}

// A Table is a table as it was counted, with what was shown of it.
type Table struct {
	disclosure.Table
	Status  []disclosure.Status // of each cell, as published
	Printed []int64             `json:",omitempty"` // what a rounded figure was published as
}

// A Sheet is what the second person judges a release by, beside what stands in
// the release itself.
type Sheet struct {
	Policy       disclosure.Policy
	Attackers    []string // in Dutch: against whom the audit holds
	Tables       []disclosure.TableControl
	Economy      string   `json:",omitempty"` // in Dutch: how few cells protect the small ones, and what is proved
	Width        int64    // the narrowest interval around a small cell; -1 if there is none
	Certificates int      // that prove what is hidden
	Identities   int      // that tie figures to each other and to those of earlier releases
	Insiders     int      // persons who are alone in a hidden cell
	Unchecked    int      // cells whose largest contribution is not known
	Groups       int      // cells that hold nearly all of their total
	Differences  []string // in Dutch: what was found beside earlier releases
	K            int      // least class of the records; 0 without records
	Loss         float64  // mean loss of detail of the records
	LeftOut      int      // records that were left out
	RiskMost     float64
	RiskMean     float64
	ResidualRisk []string // in Dutch
}

// Remember puts the tables as they were counted beside what was shown of them,
// with the identities between them and the proofs. Tables that were given up are
// not remembered: nothing of them left.
func (r *Release) Remember(counted []disclosure.Table, relations []disclosure.Relation, safe *disclosure.Safe) {
	if safe == nil {
		return
	}
	r.Rounding = safe.Rounding()
	names := map[string]bool{}
	for _, p := range safe.Tables() {
		for _, c := range counted {
			if c.Name != p.Name {
				continue
			}
			t := Table{Table: c}
			t.Cells = leftBefore(&c, safe)
			for i := range p.Len() {
				n, status := p.At(i)
				t.Status = append(t.Status, status)
				if r.Rounding > 0 {
					t.Printed = append(t.Printed, n)
				}
			}
			r.Tables = append(r.Tables, t)
			names[c.Name] = true
		}
	}
	absent := func(x disclosure.Ref) bool { return !names[x.Table] }
	for _, x := range relations {
		if !slices.ContainsFunc(x.Plus, absent) && !slices.ContainsFunc(x.Minus, absent) {
			r.Relations = append(r.Relations, x)
		}
	}
	r.Proof = prove(safe)
	r.Sheet.Certificates, r.Sheet.Identities = len(r.Proof.Certificates), len(r.Proof.Relations)
}

// Proposal is what was proposed under this release, with the files as they lie
// there now: its digest tells whether they are still the same.
func (r Release) Proposal(files []release.File) release.Proposal {
	return release.Proposal{Number: r.Number, Purpose: r.Purpose, Period: r.Period, Label: release.Label(r.Label),
		Recipients: r.Recipients, Judged: r.Judged, Made: r.Made, Files: release.ByName(files)}
}
