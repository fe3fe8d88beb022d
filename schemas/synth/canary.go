package synth

import (
	"iter"
	"slices"

	"lvv/schemas"
)

// Canaries yields every identifying text of a plan, as it stands in its
// deliveries: the word in the names when there is one, the V-numbers (those
// typed wrong as well), and the whole dates of birth in Dutch and ISO form. A
// test searches all that was written for them; one hit is a leak.
//
// Dates of birth of small children are left out: they could be dates of entry.
func (p Plan) Canaries() iter.Seq[string] {
	return func(yield func(string) bool) {
		w := p.world()
		if w.Canary != "" && !yield(w.Canary) {
			return
		}
		for i := range w.Persons {
			for _, mark := range w.marks(i) {
				if !yield(mark) {
					return
				}
			}
		}
		for i := w.Persons; i < w.applicants(); i++ {
			if a, _ := w.apply(i); a.vnumber != 0 && !yield(vtext(a.vnumber)) {
				return
			}
		}
	}
}

// marks are the identifying texts of one person who came in.
func (w *world) marks(i int) []string {
	life := slices.Clone(w.life(i))
	who := w.person(i, life[0].In)
	var texts []string
	for _, s := range life {
		if v := vtext(w.told(s, &who, w.Period).vnumber); v != "" && !slices.Contains(texts, v) {
			texts = append(texts, v)
		}
	}
	b := who.birth
	day, ok := schemas.NewDay(b.year, b.month, b.day)
	if ok && b.known <= knownAsFirst && day < w.Period.From-5*366 {
		texts = append(texts, day.Dutch(), day.String())
	}
	return texts
}
