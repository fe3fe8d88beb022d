package release

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"lvv/schemas"
)

// A File is a file of a parcel as people sign for it.
type File struct {
	Name   string
	SHA256 [32]byte
}

// A Proposal is a parcel that is ready and has not left: what it is, for whom,
// and each of its files by hash. Its digest is what people sign.
type Proposal struct {
	Number     int64 // of the release, from 1
	Purpose    schemas.Purpose
	Period     schemas.Period
	Label      Label
	Recipients []string
	Judged     [32]byte // what gate 3 judged: Approved.Digest
	Made       time.Time
	Files      []File // without vrijgave.json, which holds the signatures
}

// Propose describes a parcel that was written with this leave.
func (a Approved) Propose(number int64, made time.Time, files []File) Proposal {
	a.must()
	to := a.Recipients()
	slices.Sort(to)
	return Proposal{Number: number, Purpose: a.Purpose(), Period: a.Period(), Label: a.Label(),
		Recipients: slices.Compact(to), Judged: a.digest(), Made: made.UTC().Truncate(time.Second), Files: ByName(files)}
}

// ByName sorts files as a proposal has them.
func ByName(files []File) []File {
	sorted := slices.Clone(files)
	slices.SortFunc(sorted, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return sorted
}

// Digest identifies the proposal: whoever signs it signs for this content, for
// these recipients, under this number. It is the SHA-256 of lines that anybody
// can write from vrijgave.json and SHA256SUMS of the parcel:
//
//	lvv/vrijgave/v1
//	3
//	evaluator
//	2019-01-01..2021-12-31
//	anoniem
//	onderzoek
//	2022-01-10T09:00:00Z
//	9f86…                     what gate 3 judged
//	1b4f…  LEESMIJ.html       and so on, by name
func (p Proposal) Digest() [32]byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "lvv/vrijgave/v1\n%d\n%s\n%s..%s\n%s\n%s\n%s\n%x\n", p.Number, p.Purpose, p.Period.From, p.Period.To,
		p.Label, strings.Join(p.Recipients, " "), p.Made.Format(time.RFC3339), p.Judged)
	for _, f := range p.Files {
		fmt.Fprintf(&b, "%x  %s\n", f.SHA256, f.Name)
	}
	return sha256.Sum256(b.Bytes())
}

// is reports whether the files are those of the proposal.
func (p Proposal) is(files []File) bool { return slices.Equal(p.Files, ByName(files)) }
