package intruder

import (
	"slices"
	"strings"

	"lvv/schemas"
)

// The populations that figures of different parcels have in common. Others are
// called what their table calls them.
const (
	entered = "instroom"              // stays that begin in the time
	left    = "uitstroom"             // stays that end in the time
	present = "bezetting"             // stays that go on at the end of the day
	persons = "personen"              // persons with a day of stay in the time
	gone    = "vertrokken"            // persons who left in the time and stayed away
	helped  = "hulp"                  // help given in the time
	applied = "aanmelding"            // applications in the time
	guided  = "begeleiding gestart"   // guidance that begins in the time
	ended   = "begeleiding beëindigd" // guidance that ends in the time
	ongoing = "begeleiding"           // guidance that goes on at the end of the day
	stays   = "verblijven"            // unit
	people  = "personen"              // unit
	unknown = "onbekend"              // code
	total   = "totaal"                // code: not a coordinate
	inTime  = "in_periode"            // code of begun
	before  = "eerder"                // code of begun
	running = "lopend"                // code of an outcome
	groups  = "oplossing"             // column
	reasons = "reden"                 // dim
	begun   = "begonnen"              // dim
	length  = "duur"                  // dim
	nation  = "nationaliteit"
	sex     = "geslacht"
	age     = "leeftijd"
	house   = "organisatie"
)

// A coordinate is one category that a figure is about.
type coordinate struct{ dim, code string }

// A place is where a figure stands: what it counts, when, and of whom. Figures of
// one place are one figure, in whatever table they are printed.
type place struct {
	population, unit string
	when             schemas.Period // a day, for a stock
	of               string         // the coordinates as text, sorted
	// by is a day of the parcel's period that decides who is counted, beside when:
	// the first, where it matters who came in the period; the last, where it matters
	// who stayed away. Elsewhere none.
	by schemas.Day
}

// placed makes a place; totals say nothing and are left out.
func placed(population, unit string, when schemas.Period, of []coordinate) place {
	return place{population: population, unit: unit, when: when, of: join(of)}
}

// anchored is the place as a parcel over a period means it.
func (p place) anchored(period schemas.Period) place {
	p.by = 0
	if p.population == gone {
		p.by = period.To
	}
	for _, c := range p.coordinates() {
		if c.dim == begun {
			p.by = period.From
		}
	}
	return p
}

func join(of []coordinate) string {
	var parts []string
	for _, c := range of {
		if c.code != total {
			parts = append(parts, c.dim+"="+c.code)
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, ";")
}

// coordinates are those of a place again.
func (p place) coordinates() []coordinate {
	var out []coordinate
	for part := range strings.SplitSeq(p.of, ";") {
		if dim, code, ok := strings.Cut(part, "="); ok {
			out = append(out, coordinate{dim, code})
		}
	}
	return out
}

// with is the place with one coordinate set, or with code total taken away.
func (p place) with(dim, code string) place {
	of := slices.DeleteFunc(p.coordinates(), func(c coordinate) bool { return c.dim == dim })
	p.of = join(append(of, coordinate{dim, code}))
	if dim == begun && code == total {
		p.by = 0
	}
	return p
}

// at is the place at another time.
func (p place) at(when schemas.Period) place {
	p.when = when
	return p
}

// compare orders places, so that the same parcels give the same answer.
func (p place) compare(q place) int {
	for _, n := range []int{strings.Compare(p.population, q.population), strings.Compare(p.unit, q.unit),
		int(p.when.From - q.when.From), int(p.when.To - q.when.To), int(p.by - q.by)} {
		if n != 0 {
			return n
		}
	}
	return strings.Compare(p.of, q.of)
}

// A figure is one number as it stands in a file.
type figure struct {
	place
	shown bool // else it is a dot
	value int64
	low   int64 // what percentages beside a dot tell
	high  int64 // -1: nothing
	base  int64 // what it is rounded to, or 0; then low and high say what it may be
	where Where
}

// Where says where something stands, in the words of the parcel.
type Where struct {
	Parcel string   `json:"parcel"`
	Table  string   `json:"table"`
	Labels []string `json:"labels,omitempty"` // the codes of the row and, in wide tables, of the column
}

// String is a line for people.
func (w Where) String() string {
	return w.Parcel + " " + w.Table + " " + strings.Join(w.Labels, " / ")
}
