package ingest

import (
	"cmp"
	"encoding/json"
	"slices"

	"lvv/ingest/check"
	"lvv/schemas"
)

// shownRows is how many rows a Report names for one code and column; of more
// it only knows how many there are.
const shownRows = 200

// A Report says what is wrong with one delivery: how often, and where. It
// holds no value of the data, so it may be shown, kept and sent.
type Report struct {
	Dataset  *schemas.Dataset
	Stats    Stats
	Dropped  int       // columns of the file that the dataset does not have
	Findings []Finding // gravest first, then by column and code
}

// A Finding is one problem code in one column, with the rows that have it.
type Finding struct {
	Code  string
	Tier  schemas.Tier
	Field *schemas.Field // nil for the row or file as a whole
	Count int            // times it was found
	Rows  []int32        // the first of them, as Excel numbers rows; none for the file
}

// NewReport begins a report with what is wrong with the file as a whole.
func NewReport(d *schemas.Dataset, problems []check.Problem) *Report {
	r := &Report{Dataset: d}
	r.Add(problems)
	return r
}

// Add counts problems. A code that schemas does not know is a bug.
func (r *Report) Add(problems []check.Problem) {
	for _, p := range problems {
		f := r.finding(p)
		f.Count++
		if p.Row > 0 && len(f.Rows) < shownRows {
			f.Rows = append(f.Rows, p.Row)
		}
		r.Stats.Refused = r.Stats.Refused || f.Tier == schemas.TierFile
	}
}

// finding returns the finding that a problem belongs to, in its place.
func (r *Report) finding(p check.Problem) *Finding {
	text, ok := schemas.Problem(p.Code)
	if !ok {
		panic("ingest: internal error: no text for problem " + p.Code)
	}
	want := Finding{Code: p.Code, Tier: text.Tier, Field: p.Field}
	i, found := slices.BinarySearchFunc(r.Findings, want, compare)
	if !found {
		r.Findings = slices.Insert(r.Findings, i, want)
	}
	return &r.Findings[i]
}

func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(gravity(a.Tier), gravity(b.Tier)),
		cmp.Compare(position(a.Field), position(b.Field)),
		cmp.Compare(a.Code, b.Code),
	)
}

func gravity(t schemas.Tier) int {
	return slices.Index([]schemas.Tier{schemas.TierFile, schemas.TierRow, schemas.TierWarning}, t)
}

func position(f *schemas.Field) int {
	if f == nil {
		return -1
	}
	return f.Index
}

// Refused reports whether the file as a whole was refused.
func (r *Report) Refused() bool { return r.Stats.Refused }

// Nil reports whether the delivery is a nil return: a header and no rows.
func (r *Report) Nil() bool { return !r.Refused() && r.Stats.Rows == r.Stats.Blank }

// Count is how often problems of a tier were found.
func (r *Report) Count(t schemas.Tier) int {
	n := 0
	for _, f := range r.Findings {
		if f.Tier == t {
			n += f.Count
		}
	}
	return n
}

// MarshalJSON writes the report for machines, texts in both languages.
func (r *Report) MarshalJSON() ([]byte, error) {
	type finding struct {
		Code   string       `json:"code"`
		Tier   schemas.Tier `json:"tier"`
		Column string       `json:"column,omitempty"`
		Count  int          `json:"count"`
		Rows   []int32      `json:"rows,omitempty"`
		NL     string       `json:"nl"`
		EN     string       `json:"en"`
	}
	all := []finding{}
	for _, f := range r.Findings {
		text, _ := schemas.Problem(f.Code)
		out := finding{Code: f.Code, Tier: f.Tier, Count: f.Count, Rows: f.Rows, NL: text.NL, EN: text.EN}
		if f.Field != nil {
			out.Column = f.Field.Name
		}
		all = append(all, out)
	}
	return json.Marshal(struct {
		Dataset  string    `json:"dataset"`
		Rows     int       `json:"rows"`
		Good     int       `json:"good"`
		Bad      int       `json:"bad"`
		Blank    int       `json:"blank"`
		NoPerson int       `json:"without_v_number"`
		Dropped  int       `json:"dropped_columns"`
		Refused  bool      `json:"refused"`
		Findings []finding `json:"findings"`
	}{r.Dataset.Name, r.Stats.Rows, r.Stats.Good, r.Stats.Bad, r.Stats.Blank, r.Stats.NoPerson, r.Dropped, r.Refused(), all})
}
