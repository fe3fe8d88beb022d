package schemas

import "slices"

// A Purpose is an aim for which data may be used. Each purpose has its own
// parcel, its own recipients and its own pseudonym domain.
type Purpose string

// The purposes for which every field must have a decided fate.
const (
	Evaluator Purpose = "evaluator" // research by the independent bureau (S-U 12, S-A 9)
	AMIF      Purpose = "amif"      // account of return guidance (S-A 15.3)
	Finance   Purpose = "finance"   // financial statement (S-U 5, S-A 15)
	Monitor   Purpose = "monitor"   // steering group and public
)

// Purposes lists all purposes, in the order in which they are shown.
var Purposes = []Purpose{Evaluator, AMIF, Finance, Monitor}

// A Fate says what becomes of a field for one purpose.
type Fate string

// The fates that a field can have.
const (
	FateDrop      Fate = "drop"      // never reaches the purpose
	FateKeep      Fate = "keep"      // as delivered (codes, amounts, counts)
	FatePseudonym Fate = "pseudonym" // only as the recipient's own pseudonym
	FateAgeBand   Fate = "age-band"  // only as an age band
	FateRegion    Fate = "region"    // country or coarser
	FateMonth     Fate = "month"     // month or coarser
	FateQuarter   Fate = "quarter"   // quarter or coarser
	FateCount     Fate = "count"     // only inside counts that pass disclosure control
	FatePresence  Fate = "presence"  // only whether it was filled in
)

// A Keeping says what the store keeps of a field.
type Keeping string

// What the store can keep of a field.
const (
	KeepNothing  Keeping = "drop"     // not stored at all
	KeepValue    Keeping = "keep"     // the judged value
	KeepPerson   Keeping = "person"   // the random person id in its place
	KeepAge      Keeping = "age"      // an interval of whole years at the dataset's event
	KeepToken    Keeping = "token"    // a keyed token, equal only for equal values of one organisation
	KeepPresence Keeping = "presence" // whether it was filled in
)

// A Kind is the type of a field's values: how they are read and judged.
type Kind string

// The kinds of field.
const (
	KindVNumber     Kind = "vnumber"     // ten digits
	KindName        Kind = "name"        // free text that identifies; never stored
	KindNationality Kind = "nationality" // code of list "nationaliteit", by code, name or ISO code
	KindBirthDate   Kind = "birthdate"   // date of which month and day may be unknown
	KindDate        Kind = "date"        // calendar day
	KindMonth       Kind = "month"       // calendar month
	KindCode        Kind = "code"        // code of the field's list
	KindCount       Kind = "count"       // whole number >= 0
	KindCents       Kind = "cents"       // euros with at most two decimals, in cents
	KindReference   Kind = "reference"   // short file reference, letters, digits and - / . _
)

// A Shape says whether a dataset has a row per person-event or only counts.
type Shape string

// The shapes of a dataset.
const (
	Records Shape = "records"
	Counts  Shape = "counts" // person-level input is refused (S-U 2a)
)

// A Field is one column of a dataset.
type Field struct {
	Name     string           `toml:"name"`     // canonical column name
	Label    string           `toml:"label"`    // Dutch, as people see it
	LabelEN  string           `toml:"label_en"` // English
	Kind     Kind             `toml:"kind"`
	List     string           `toml:"codes"`    // code list, for kinds code and nationality
	Required bool             `toml:"required"` // an empty cell is a fault
	Aliases  []string         `toml:"aliases"`  // other header names that are accepted
	Meaning  string           `toml:"meaning"`  // Dutch, for the codebook
	Clause   string           `toml:"clause"`   // where it was agreed
	Store    Keeping          `toml:"store"`
	Fate     map[Purpose]Fate `toml:"fate"`

	Codes *CodeList `toml:"-"` // the list itself; nil for other kinds
	Index int       `toml:"-"` // position in the dataset
}

// A Rule relates two fields of one row.
type Rule struct {
	Code  string `toml:"code"`  // problem code
	Kind  string `toml:"kind"`  // RuleRequires or RuleNotBefore
	Field string `toml:"field"` // the field to which the problem is ascribed
	Other string `toml:"other"` // the field it is held against
}

// The kinds of rule.
const (
	RuleRequires  = "requires"   // field filled in, so other must be
	RuleNotBefore = "not-before" // field must not lie before other
)

// A Dataset is one kind of delivery.
type Dataset struct {
	Name    string   `toml:"name"`
	Title   string   `toml:"title"`
	TitleEN string   `toml:"title_en"`
	Shape   Shape    `toml:"shape"`
	Event   string   `toml:"event"` // date field at which age is taken
	End     string   `toml:"end"`   // date field that closes the row; empty when none
	Key     []string `toml:"key"`   // fields that identify a row within an organisation
	Clause  string   `toml:"clause"`
	Meaning string   `toml:"meaning"`
	Fields  []*Field `toml:"field"`
	Rules   []Rule   `toml:"rule"`
}

// Field returns the field of that canonical name, or nil.
func (d *Dataset) Field(name string) *Field {
	for _, f := range d.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// NamedByPerson reports whether a row is named by its person and the day of its
// event; otherwise by a key of its own.
func (d *Dataset) NamedByPerson() bool {
	p := d.PersonField()
	return p != nil && slices.Equal(d.Key, []string{p.Name, d.Event})
}

// PersonField returns the field that leads to a person (kind vnumber), or nil
// for datasets of counts.
func (d *Dataset) PersonField() *Field {
	for _, f := range d.Fields {
		if f.Store == KeepPerson {
			return f
		}
	}
	return nil
}

// A Contract is what one city agreed with its organisations: the closed list
// of datasets, columns and codes that may be delivered.
type Contract struct {
	Name     string
	Title    string
	City     string
	Clause   string
	Start    Day     // first day of the pilot in this city
	End      Day     // last day of the pilot in this city
	Parties  []Party // the organisations that signed
	Datasets []*Dataset
}

// A Party is an organisation that signed the contract.
type Party struct {
	Code string `toml:"code"` // short, a-z 0-9 and -, as in file names
	Name string `toml:"name"`
}

// Dataset returns the dataset of that name, or nil when the contract has none.
func (c *Contract) Dataset(name string) *Dataset {
	for _, d := range c.Datasets {
		if d.Name == name {
			return d
		}
	}
	return nil
}
