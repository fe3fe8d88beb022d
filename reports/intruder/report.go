package intruder

// An Attacker is who tries, by what he knows beside the parcels.
type Attacker string

const (
	// Outsider holds one parcel. Hidden figures are 0 or more to him.
	Outsider Attacker = "outsider"
	// KnowsZeros holds one parcel and knows that zeros are shown.
	KnowsZeros Attacker = "knows_zeros"
	// KnowsRule also knows that figures below the threshold are hidden, and that
	// none is hidden without one that is.
	KnowsRule Attacker = "knows_rule"
	// Holder has all parcels of all releases together, and knows about zeros.
	Holder Attacker = "holder"
	// Counter counts the records of all parcels beside their tables.
	Counter Attacker = "counter"
	// Sole is the only person in a hidden figure, and holds all parcels.
	Sole Attacker = "sole"
	// Coalition is two such persons together.
	Coalition Attacker = "coalition"
	// Pair is the only two persons in a hidden figure, who both know that.
	Pair Attacker = "pair"
	// Staff of one organisation know all its own figures, and hold all parcels.
	Staff Attacker = "staff"
	// AllOthers knows of everybody else how they left.
	AllOthers Attacker = "all_others"
	// Acquaintance knows somebody's background and looks for the records.
	Acquaintance Attacker = "acquaintance"
	// AllButOne is in a class of records himself, knows who else is, and takes
	// himself out of it.
	AllButOne Attacker = "all_but_one"
	// Linker is an acquaintance who holds the records of two releases.
	Linker Attacker = "linker"
)

// Attackers are all, in the order in which they are reported.
func Attackers() []Attacker {
	return []Attacker{Outsider, KnowsZeros, KnowsRule, Holder, Counter, Sole, Coalition, Pair, Staff, AllOthers, Acquaintance, AllButOne, Linker}
}

// A Kind is what was learned.
type Kind string

const (
	Shown      Kind = "shown"      // a figure about too few persons is simply shown
	Exact      Kind = "exact"      // a hidden small figure is known
	Narrow     Kind = "narrow"     // it is certain that a hidden figure is too small, or it lies within the width
	Difference Kind = "difference" // a small figure that nobody printed follows from others
	Revised    Kind = "revised"    // two releases differ by a few
	Elsewhere  Kind = "elsewhere"  // another file of the parcel shows what the data hide
	Group      Kind = "group"      // all or nearly all of a group share one outcome
	Class      Kind = "class"      // too few records, or persons, fit somebody's background
	Certain    Kind = "certain"    // the records that fit all tell one outcome
	Skewed     Kind = "skewed"     // nearly all of them do
)

// A Finding is one thing that an attacker learned.
type Finding struct {
	Kind     Kind     `json:"kind"`
	Attacker Attacker `json:"attacker"`
	Where    Where    `json:"where"`
	What     string   `json:"what"` // the figure by its categories
	Low      int64    `json:"low"`
	High     int64    `json:"high"`
	// Persons is how many real persons it concerns, where the truth is at hand.
	Persons int `json:"persons,omitempty"`
}

// A Tally is what one attacker tried and learned.
type Tally struct {
	Attacker Attacker `json:"attacker"`
	Ready    bool     `json:"tried"` // false: what he needs was not at hand
	// Beyond is set when some parcel does not promise to withstand this attacker.
	Beyond  bool `json:"not_promised,omitempty"`
	Cells   int  `json:"cells"`   // hidden figures and differences that were attacked
	Exact   int  `json:"exact"`   // small ones that are known
	Narrow  int  `json:"narrow"`  // others that are known too well
	Persons int  `json:"persons"` // persons whose records were looked for
	Found   int  `json:"found"`   // of whom too few records fit
	Certain int  `json:"certain"` // of whom the outcome is certain or nearly
	// Smallest is the smallest number of records that fitted somebody; 0 if nobody.
	Smallest int `json:"smallest"`
}

// A Report is the outcome of an attack.
type Report struct {
	Tallies  []Tally   `json:"attackers"`
	Findings []Finding `json:"findings"`
	// Beyond is what attackers learned whom the parcels do not promise to
	// withstand.
	Beyond  []Finding `json:"not_promised,omitempty"`
	Figures int       `json:"figures"` // that were read, of which
	Hidden  int       `json:"hidden"`
	// Again is how often figures were found again in workbooks, pages and charts.
	Again   int `json:"found_again"`
	Records int `json:"records"`
	// Skipped are parcels that are pseudonymous by design, Unread files whose
	// form is not known, Unsolved figures of which nothing could be worked out.
	Skipped []string `json:"skipped,omitempty"`
	// Apart are parcels and records that contradict others, and were not laid beside
	// these: what they tell together was not tried.
	Apart    []string `json:"apart,omitempty"`
	Unread   []string `json:"unread,omitempty"`
	Unsolved int      `json:"unsolved,omitempty"`
}

// tally is that of one attacker.
func (r *Report) tally(a Attacker) *Tally {
	for i := range r.Tallies {
		if r.Tallies[i].Attacker == a {
			return &r.Tallies[i]
		}
	}
	r.Tallies = append(r.Tallies, Tally{Attacker: a})
	return &r.Tallies[len(r.Tallies)-1]
}

// find adds a finding and counts it.
func (r *Report) find(f Finding) {
	t := r.tally(f.Attacker)
	if t.Beyond {
		r.Beyond = append(r.Beyond, f)
	} else {
		r.Findings = append(r.Findings, f)
	}
	switch f.Kind {
	case Shown, Exact, Difference, Revised, Elsewhere:
		t.Exact++
	case Narrow, Group:
		t.Narrow++
	}
}
