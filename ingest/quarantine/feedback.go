package quarantine

import (
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"slices"
)

// A Finding is one thing found wrong with a row, in words for the sender.
// None of its texts may hold a value: they come from the catalogue of
// problems and the names of columns from the delivery contract.
type Finding struct {
	Code   string `json:"code"`             // stable key of the problem
	Column string `json:"kolom,omitempty"`  // column by its name in the contract; empty for the whole row
	Tier   string `json:"ernst"`            // how grave it is, as shown to the sender
	Text   string `json:"probleem"`         // what is wrong, one sentence
	Advice string `json:"advies,omitempty"` // what to do about it, one sentence
}

// Limit is how many findings a Feedback lists. All are counted.
const Limit = 1000

// A Feedback collects the findings about one delivery, without values. The
// zero value is empty and ready. Not safe for concurrent use.
type Feedback struct {
	total  int
	rows   int
	listed []listed
	counts map[key]*Count
}

// A listed is a finding with its row number.
type listed struct {
	Row int `json:"rij,omitempty"`
	Finding
}

// A Count is how often one problem was found.
type Count struct {
	Code     string `json:"code"`
	Tier     string `json:"ernst"`
	Text     string `json:"probleem"` // as at the first time it was found
	Findings int    `json:"aantal"`
}

type key struct{ code, tier string }

// Add notes what was found in a row. The row number is the one that the sender
// sees in Excel, header included; 0 stands for the file as a whole.
func (f *Feedback) Add(row int, findings ...Finding) {
	if row < 0 {
		panic("quarantine: internal error: negative row number")
	}
	if row > 0 && len(findings) > 0 {
		f.rows++
	}
	if f.counts == nil {
		f.counts = map[key]*Count{}
	}
	for _, found := range findings {
		f.total++
		if len(f.listed) < Limit {
			f.listed = append(f.listed, listed{row, found})
		}
		k := key{found.Code, found.Tier}
		c := f.counts[k]
		if c == nil {
			c = &Count{Code: found.Code, Tier: found.Tier, Text: found.Text}
			f.counts[k] = c
		}
		c.Findings++
	}
}

// Findings returns how many findings were added.
func (f *Feedback) Findings() int { return f.total }

// Rows returns how many times findings were added for a row.
func (f *Feedback) Rows() int { return f.rows }

// Unlisted returns how many findings are counted but not listed.
func (f *Feedback) Unlisted() int { return f.total - len(f.listed) }

// Counts returns the problems found, the most frequent first.
func (f *Feedback) Counts() []Count {
	counts := make([]Count, 0, len(f.counts))
	for c := range maps.Values(f.counts) {
		counts = append(counts, *c)
	}
	slices.SortFunc(counts, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Findings, a.Findings), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Tier, b.Tier))
	})
	return counts
}

// About says which delivery a feedback is about, and what became of it. Empty
// texts are left out.
type About struct {
	Organisation string `json:"organisatie,omitempty"`
	Dataset      string `json:"dataset,omitempty"`
	Period       string `json:"periode,omitempty"` // as shown to the sender
	Receipt      string `json:"ontvangstcode,omitempty"`
	Read         int    `json:"rijen_gelezen"`
	Accepted     int    `json:"rijen_overgenomen"`
}

// WriteJSON writes the feedback for machines: about, counts, findings, and how
// many findings are not listed. Same feedback, same bytes.
func (f *Feedback) WriteJSON(w io.Writer, about About) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Format   string   `json:"vorm"`
		About    About    `json:"levering"`
		Total    int      `json:"meldingen"`
		Counts   []Count  `json:"per_code"`
		Listed   []listed `json:"lijst"`
		Unlisted int      `json:"niet_in_lijst"`
	}{"lvv-terugmelding/v1", about, f.total, f.Counts(), append([]listed{}, f.listed...), f.Unlisted()})
}
