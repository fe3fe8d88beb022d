package release

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/microdata"
	"lvv/schemas"
)

// ErrRecipient means that a recipient is not on the list of those who may
// receive this kind of parcel.
var ErrRecipient = errors.New("recipient is not on the list for this kind of parcel")

// ErrContent means that a purpose carries something that it may never carry.
var ErrContent = errors.New("content does not belong to this purpose")

// A Label says what a parcel is in the sense of the GDPR.
type Label string

// The labels.
const (
	Anonymous    Label = "anoniem"               // recital 26: no longer personal data
	Pseudonymous Label = "pseudoniem"            // article 4(5): still personal data
	NoPersons    Label = "geen persoonsgegevens" // about places and money
)

// A Request asks that something may leave for one purpose.
type Request struct {
	Purpose    schemas.Purpose
	Period     schemas.Period
	Recipients []string // names; who it goes to
	Allowed    []string // names; who may ever receive this purpose's parcels
	Label      Label

	Tables  *disclosure.Safe // aggregates about people, or nil
	Records *microdata.Set   // anonymous records, or nil

	// Rows is the number of pseudonymous rows that go out. The purpose amif may
	// send them, because an audit needs them (S-A 15.3), and the evaluator's
	// parcel of a study that was set up to follow persons over time.
	Rows int
	// Longitudinal says that the evaluator's study was set up so.
	Longitudinal bool

	Balance Balance
	At      time.Time
}

// A Balance is the outcome of a report's own reconciliations: how many were
// made. A report whose figures do not reconcile never gets here, so 0 means
// that somebody forgot to.
type Balance struct{ Checks int }

// Approved is leave to go out. Only Approve makes one; the zero value panics
// when used.
type Approved struct {
	request Request
	digest  func() [32]byte
	made    bool
}

// Approve applies the rules of gate 3.
func Approve(r Request) (Approved, error) {
	if len(r.Recipients) == 0 {
		return Approved{}, fmt.Errorf("%s: no recipient: %w", r.Purpose, ErrRecipient)
	}
	for _, name := range r.Recipients {
		if !slices.Contains(r.Allowed, name) {
			return Approved{}, fmt.Errorf("%s: %s: %w", r.Purpose, name, ErrRecipient)
		}
	}
	if err := r.fits(); err != nil {
		return Approved{}, fmt.Errorf("%s: %w", r.Purpose, err)
	}
	if r.Balance.Checks == 0 {
		return Approved{}, fmt.Errorf("%s: no figure was reconciled: %w", r.Purpose, ErrContent)
	}
	// A million records take a while: the digest is worked out while they are written.
	digest := sync.OnceValue(r.digest)
	go digest()
	return Approved{request: r, digest: digest, made: true}, nil
}

// fits holds what is asked against what the purpose may carry.
func (r Request) fits() error {
	follows := r.Purpose == schemas.Evaluator && r.Longitudinal
	switch {
	case r.Longitudinal && (!follows || r.Label != Pseudonymous || r.Rows == 0):
		return fmt.Errorf("a longitudinal study: %w", ErrContent)
	case r.Rows > 0 && (r.Purpose != schemas.AMIF && !follows || r.Label != Pseudonymous):
		return fmt.Errorf("pseudonymous rows: %w", ErrContent)
	case r.Records != nil && (r.Purpose != schemas.Evaluator || r.Label != Anonymous && !follows):
		return fmt.Errorf("records: %w", ErrContent)
	case r.Label == NoPersons && r.Purpose != schemas.Finance:
		return fmt.Errorf("the label %q: %w", NoPersons, ErrContent)
	case r.Label == Pseudonymous && r.Purpose != schemas.AMIF && !follows:
		return fmt.Errorf("the label %q: %w", Pseudonymous, ErrContent)
	case r.Tables == nil && r.Purpose != schemas.AMIF:
		return fmt.Errorf("tables are missing: %w", ErrContent)
	}
	return nil
}

// digest binds the leave to what was judged: the same content for the same
// recipients has the same digest.
func (r Request) digest() [32]byte {
	h := sha256.New()
	fmt.Fprintf(h, "lvv/release/v1\n%s\n%s\n%s\n%q\n%d\n", r.Purpose, r.Period, r.Label, r.Recipients, r.Rows)
	if r.Tables != nil {
		for _, t := range r.Tables.Tables() {
			fmt.Fprintf(h, "table %q %d\n", t.Name, t.Len())
			for i := range t.Len() {
				value, status := t.At(i)
				fmt.Fprintf(h, "%d %d\n", status, value)
			}
		}
	}
	if r.Records != nil {
		for _, column := range slices.Concat(r.Records.Quasi(), r.Records.Sensitive()) {
			fmt.Fprintf(h, "column %q %q\n", column.Name, column.Labels)
			hashCodes(h.Write, column.Codes)
		}
	}
	return [32]byte(h.Sum(nil))
}

// hashCodes writes codes as four bytes each, a block at a time.
func hashCodes(write func([]byte) (int, error), codes []int32) {
	block := make([]byte, 0, 1<<14)
	for i, c := range codes {
		block = append(block, byte(c), byte(c>>8), byte(c>>16), byte(c>>24))
		if len(block) == cap(block) || i == len(codes)-1 {
			write(block) // a hash does not fail
			block = block[:0]
		}
	}
}

func (a Approved) must() {
	if !a.made {
		panic("release: internal error: zero Approved")
	}
}

// Purpose is what the parcel is for.
func (a Approved) Purpose() schemas.Purpose { a.must(); return a.request.Purpose }

// Period is what the parcel is about.
func (a Approved) Period() schemas.Period { a.must(); return a.request.Period }

// Recipients are the names of those who may open the parcel.
func (a Approved) Recipients() []string { a.must(); return slices.Clone(a.request.Recipients) }

// Label says what the parcel is in the sense of the GDPR.
func (a Approved) Label() Label { a.must(); return a.request.Label }

// Digest identifies what was approved.
func (a Approved) Digest() [32]byte { a.must(); return a.digest() }

// Tables are the aggregates that may be shown; nil when there are none.
func (a Approved) Tables() *disclosure.Safe { a.must(); return a.request.Tables }

// Records are the anonymous records that may be shown; nil when there are none.
func (a Approved) Records() *microdata.Set { a.must(); return a.request.Records }
