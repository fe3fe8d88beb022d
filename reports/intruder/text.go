package intruder

import (
	"fmt"
	"io"
	"strings"
)

// WriteText writes the report for people, in Dutch (nl) or English (en).
func (r *Report) WriteText(w io.Writer, lang string) error {
	t := texts(lang)
	var b strings.Builder
	fmt.Fprintf(&b, t.head+"\n\n", r.Figures, r.Hidden, r.Records, r.Again)
	fmt.Fprintf(&b, "%-42s %9s %9s %9s %9s %9s %9s\n", t.columns[0], t.columns[1], t.columns[2], t.columns[3], t.columns[4], t.columns[5], t.columns[6])
	for _, y := range r.Tallies {
		if !y.Ready {
			fmt.Fprintf(&b, "%-42s %s\n", t.attackers[y.Attacker], t.why(r, y.Attacker))
			continue
		}
		fmt.Fprintf(&b, "%-42s %9d %9d %9d %9d %9d %9d\n", t.attackers[y.Attacker], y.Cells, y.Exact, y.Narrow, y.Persons, y.Found, y.Certain)
	}
	b.WriteString("\n" + t.legend + "\n")
	for _, y := range r.Tallies {
		if y.Ready {
			fmt.Fprintf(&b, "  %s: %s\n", t.attackers[y.Attacker], t.means[y.Attacker])
		}
	}
	for _, list := range []struct {
		title string
		lines []string
	}{{t.skipped, r.Skipped}, {t.apart, r.Apart}, {t.unread, r.Unread}} {
		if len(list.lines) > 0 {
			fmt.Fprintf(&b, "\n%s: %s\n", list.title, strings.Join(list.lines, "; "))
		}
	}
	if r.Unsolved > 0 {
		fmt.Fprintf(&b, "\n"+t.unsolved+"\n", r.Unsolved)
	}
	b.WriteString("\n")
	for i, f := range r.Findings {
		if i == mostPrinted {
			fmt.Fprintf(&b, t.more+"\n", len(r.Findings)-i)
			break
		}
		b.WriteString(t.line(f) + "\n")
	}
	switch {
	case len(r.Findings) > 0:
	case len(r.Apart) > 0:
		b.WriteString(t.nothingApart + "\n")
	default:
		b.WriteString(t.nothing + "\n")
	}
	t.beyondPromise(&b, r)
	_, err := io.WriteString(w, b.String())
	return err
}

// why says what was missing for an attacker.
func (t wording) why(r *Report, who Attacker) string {
	switch who {
	case Counter, Acquaintance, AllButOne:
		if r.Records == 0 {
			return t.noRecords
		}
	case Linker:
		return t.oneSet
	}
	return t.notTried
}

// beyondPromise says what was learned by those whom no parcel, or not every one,
// promises to withstand.
func (t wording) beyondPromise(b *strings.Builder, r *Report) {
	if len(r.Beyond) == 0 {
		return
	}
	fmt.Fprintf(b, "\n"+t.beyond+"\n", len(r.Beyond))
	for i, f := range r.Beyond {
		if i == mostPrinted {
			fmt.Fprintf(b, t.more+"\n", len(r.Beyond)-i)
			break
		}
		b.WriteString(t.line(f) + "\n")
	}
}

// mostPrinted bounds the list for people; --json has them all.
const mostPrinted = 50

// A wording is the report in one language.
type wording struct {
	head, legend, noRecords, oneSet, notTried, skipped, apart, unread, unsolved, more, nothing, nothingApart, beyond, between, of string

	columns   [7]string
	attackers map[Attacker]string
	means     map[Attacker]string // what he knows and does
	kinds     map[Kind]string
}

// line is a finding in a sentence; it names categories and no person.
func (t wording) line(f Finding) string {
	text := fmt.Sprintf("%s: %s. %s", t.attackers[f.Attacker], t.kinds[f.Kind], f.What)
	if f.Attacker == AllOthers {
		return text + fmt.Sprintf(t.of, f.Persons)
	}
	if f.Low == f.High {
		text += fmt.Sprintf(" = %d", f.Low)
	} else {
		text += fmt.Sprintf(t.between, f.Low, f.High)
	}
	if f.Persons > 0 {
		text += fmt.Sprintf(t.of, f.Persons)
	}
	return text + " [" + strings.TrimSpace(f.Where.String()) + "]"
}

func texts(lang string) wording {
	if lang == "en" {
		return english()
	}
	return dutch()
}

func dutch() wording {
	return wording{
		head: "%d cijfers over personen gelezen, waarvan %d verborgen, en %d records. Werkboeken, pagina's en grafieken\n" +
			"noemen %d keer zo'n cijfer; ook daar is gekeken of zij iets tonen wat de gegevens verbergen.",
		legend: "Cellen: verborgen cijfers en verschillen die zijn uitgerekend. Bekend: kleine aantallen die dan vaststaan. Te nauw:\n" +
			"andere waarvan te veel vaststaat. Personen: echte mensen naar wie in de records is gezocht. Klein: van hoeveel van\n" +
			"hen te weinig records passen. Zeker: van hoeveel de uitkomst dan vaststaat, of bijna. Wie het probeert:",
		noRecords: "niet geprobeerd: er zijn geen records", oneSet: "niet geprobeerd: er zijn geen records van twee keer",
		means: map[Attacker]string{
			Outsider:     "heeft een pakket en houdt een punt voor 0 of meer",
			KnowsZeros:   "heeft een pakket en houdt een punt voor 1 of meer",
			KnowsRule:    "weet ook dat alleen iets verborgen is als er een te klein aantal bij staat",
			Holder:       "legt alle pakketten van alle vrijgaven naast elkaar en trekt ze van elkaar af",
			Counter:      "telt ook de records, en legt die tellingen naast alle tabellen",
			Sole:         "weet van zichzelf dat hij meetelt, en trekt zichzelf af",
			Coalition:    "leggen samen wat ieder van zichzelf weet",
			Pair:         "weten van elkaar dat zij de enigen zijn, en trekken zich af",
			Staff:        "kennen alle cijfers van de eigen organisatie en zoeken die van een andere",
			AllOthers:    "zoekt van een persoon waarom hij vertrok, en weet dat van alle anderen",
			Acquaintance: "weet van iemand nationaliteit, geslacht, leeftijd en maand van instroom (of wat --knows noemt)",
			AllButOne:    "zit zelf in de records, weet wie er nog meer bij horen, en haalt zichzelf eruit",
			Linker:       "zoekt iemand in de records van twee vrijgaven, en wie er bij kwam",
		},
		notTried: "niet geprobeerd: wat hij moet weten is er niet",
		skipped:  "Overgeslagen", unread: "Niet begrepen",
		unsolved:     "Van %d cijfers is de grens niet aan beide kanten bewezen.",
		more:         "en nog %d; --json noemt ze alle",
		nothing:      "Er is niets geleerd wat verborgen moest blijven.",
		apart:        "Spreekt andere pakketten tegen, en is er niet naast gelegd",
		nothingApart: "Er is niets geleerd wat verborgen moest blijven, maar niet alles is naast elkaar gelegd.",
		beyond:       "Niet beloofd, en wel te weten te komen (%d):",
		between:      " ligt tussen %d en %d", of: " (%d personen)",
		columns: [7]string{"wie probeert het", "cellen", "bekend", "te nauw", "personen", "klein", "zeker"},
		attackers: map[Attacker]string{
			Outsider: "buitenstaander", KnowsZeros: "wie weet dat nullen worden getoond", KnowsRule: "wie de regel kent",
			Holder: "wie alle pakketten heeft", Counter: "wie ook de records telt", Sole: "wie als enige in een cel zit", Coalition: "twee van hen samen",
			Pair:  "de enige twee in een cel",
			Staff: "medewerkers van een organisatie", AllOthers: "wie van alle anderen de uitkomst kent", Acquaintance: "wie iemand kent", AllButOne: "wie zichzelf aftrekt",
			Linker: "wie records van twee keer heeft",
		},
		kinds: map[Kind]string{
			Shown: "een te klein aantal is getoond", Exact: "een verborgen klein aantal is bekend", Narrow: "een verborgen aantal is te nauw begrensd",
			Difference: "een klein verschil is te berekenen", Revised: "een verbetering verraadt een klein aantal",
			Elsewhere: "een verborgen aantal staat in een ander bestand",
			Group:     "bijna iedereen heeft dezelfde uitkomst", Class: "te weinig records of personen passen",
			Certain: "de uitkomst is zeker", Skewed: "de uitkomst is bijna zeker",
		},
	}
}

func english() wording {
	return wording{
		head: "%d figures about persons read, of which %d hidden, and %d records. Workbooks, pages and charts name such a\n" +
			"figure %d times; they too were searched for what the data hide.",
		legend: "Cells: hidden figures and differences that were worked out. Known: small numbers that are certain then. Narrow:\n" +
			"others of which too much is certain. Persons: real people who were looked for in the records. Small: of how many of\n" +
			"them too few records fit. Certain: of how many the outcome is certain then, or nearly. Who tries:",
		noRecords: "not tried: there are no records", oneSet: "not tried: there are no records of two releases",
		means: map[Attacker]string{
			Outsider:     "holds one parcel and takes a point for 0 or more",
			KnowsZeros:   "holds one parcel and takes a point for 1 or more",
			KnowsRule:    "also knows that nothing is hidden without a number that is too small beside it",
			Holder:       "lays all parcels of all releases side by side and subtracts them",
			Counter:      "counts the records as well, and lays those counts beside all tables",
			Sole:         "knows that he is counted, and takes himself off",
			Coalition:    "put together what each knows of himself",
			Pair:         "know of each other that they are the only ones, and take themselves off",
			Staff:        "know all figures of their own organisation and look for those of another",
			AllOthers:    "looks for why one person left, and knows that of everybody else",
			Acquaintance: "knows somebody's nationality, sex, age and month of entry (or what --knows names)",
			AllButOne:    "is in the records himself, knows who else is, and takes himself out",
			Linker:       "looks for somebody in the records of two releases, and for who was added",
		},
		notTried: "not tried: what he needs to know is not at hand",
		skipped:  "Skipped", unread: "Not understood",
		unsolved:     "Of %d figures the bounds are not proved on both sides.",
		more:         "and %d more; --json names all",
		nothing:      "Nothing was learned that was to stay hidden.",
		apart:        "Contradicts other parcels, and was not laid beside them",
		nothingApart: "Nothing was learned that was to stay hidden, but not everything was laid side by side.",
		beyond:       "Not promised, and to be learned (%d):",
		between:      " lies between %d and %d", of: " (%d persons)",
		columns: [7]string{"who tries", "cells", "known", "narrow", "persons", "small", "certain"},
		attackers: map[Attacker]string{
			Outsider: "outsider", KnowsZeros: "who knows that zeros are shown", KnowsRule: "who knows the rule",
			Holder: "who has all parcels", Counter: "who counts the records too", Sole: "who is alone in a cell", Coalition: "two of these together",
			Pair:  "the only two in a cell",
			Staff: "staff of one organisation", AllOthers: "who knows everybody else's outcome", Acquaintance: "who knows somebody", AllButOne: "who takes himself out",
			Linker: "who has records of two releases",
		},
		kinds: map[Kind]string{
			Shown: "a figure that is too small is shown", Exact: "a hidden small figure is known", Narrow: "a hidden figure is bounded too well",
			Difference: "a small difference can be worked out", Revised: "a correction tells a small number",
			Elsewhere: "a hidden figure stands in another file",
			Group:     "nearly everybody has the same outcome", Class: "too few records or persons fit",
			Certain: "the outcome is certain", Skewed: "the outcome is nearly certain",
		},
	}
}
