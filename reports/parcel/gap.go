package parcel

import (
	"fmt"
	"strings"
)

// A Gap is what an organisation did not deliver over the period of a parcel. Who
// was there in that time alone is in none of its figures.
type Gap struct {
	Org      string    `json:"organisatie"` // code
	Name     string    `json:"naam"`        // as people know it
	Dataset  string    `json:"dataset"`
	Quarters []Quarter `json:"kwartalen"` // with a day that no delivery covers; in order
}

// A Quarter is one of a calendar year.
type Quarter struct{ Year, Number int }

// String writes 2020-K1.
func (q Quarter) String() string { return fmt.Sprintf("%d-K%d", q.Year, q.Number) }

// MarshalText is String, for herkomst.json.
func (q Quarter) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// next is the quarter after q.
func (q Quarter) next() Quarter {
	if q.Number == 4 {
		return Quarter{q.Year + 1, 1}
	}
	return Quarter{q.Year, q.Number + 1}
}

// Undelivered says in Dutch what was not delivered over the period, and that a
// zero may come from that. It is empty when all was delivered.
func (p Provenance) Undelivered() string {
	if len(p.Gaps) == 0 {
		return ""
	}
	var who []string
	for _, g := range p.Gaps {
		who = append(who, g.Name+" "+runs(g.Quarters))
	}
	return "Over deze periode ontbreken leveringen van: " + strings.Join(who, "; ") + ". " + unseen(p.Gaps[0].Dataset)
}

// unseen says what a delivery that is not there does to the figures. An open stay
// or trajectory is never closed in silence, so it counts on.
func unseen(dataset string) string {
	if dataset == "traject" {
		return "Wie daar alleen in de ontbrekende tijd is begeleid, is niet geteld, en een traject dat toen eindigde, kan nog als lopend tellen. " +
			"Een 0 bij hen betekent niet dat er niemand is begeleid."
	}
	return "Wie daar alleen in de ontbrekende tijd was, is niet geteld, en wie toen vertrok, kan nog als aanwezig tellen. " +
		"Een 0 bij hen betekent niet dat er niemand was."
}

// runs writes quarters, and three or more in a row as the first and the last.
func runs(all []Quarter) string {
	var parts []string
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n] == all[n-1].next() {
			n++
		}
		if n > 2 {
			parts = append(parts, all[0].String()+" t/m "+all[n-1].String())
		} else {
			n = 1
			parts = append(parts, all[0].String())
		}
		all = all[n:]
	}
	return strings.Join(parts, ", ")
}
