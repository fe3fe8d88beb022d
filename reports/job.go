package reports

import (
	"errors"
	"time"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/release"
	"lvv/anonymise/release/history"
	"lvv/reports/parcel"
	"lvv/reports/places"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// ErrUnbalanced means that figures which must agree do not. Nothing is made of
// such figures; the error names the identity and by how much it is off.
var ErrUnbalanced = errors.New("figures do not reconcile")

// A Job is one report to be made: what it may count and under which rules.
type Job struct {
	Programme string // as printed on every page
	Contact   string // who answers questions
	Contract  *schemas.Contract
	Period    schemas.Period
	At        time.Time // when the report is made; nothing else knows the time
	Orgs      []Org     // in the order in which they are shown
	DB        *warehouse.DB
	Policy    disclosure.Policy
	Past      *history.Past // what has left before; nil when nothing has
	Registers places.Registers

	// Provenance is what is known before the report computes: version, inputs,
	// settings, the checkpoint of the ledger. The report adds definitions and
	// counts.
	Provenance parcel.Provenance
}

// An Org is an organisation as reports show it.
type Org struct {
	Code string // as in lvv.toml: lower case, usable in a file name
	Name string // as people know it
}

// A Draft is a report that was computed and protected, but may not leave yet.
// Gate 3 judges the Request, of which the caller fills in the recipients; only
// with its leave can the contents of the parcel be written.
type Draft struct {
	Request release.Request
	Render  func(release.Approved) (parcel.Contents, error)

	// Counted are the tables as they were counted, Relations the identities
	// between them and Kinds the records that may leave, for the register of
	// releases. The true values among them go nowhere else.
	Counted   []disclosure.Table
	Relations []disclosure.Relation
	Kinds     *history.Records
	// Stated is what a later parcel on the same is held against, as it stands in
	// a file of this one; nil for most purposes.
	Stated []byte
	// Differences says in Dutch what was found beside earlier releases.
	Differences []string
}
