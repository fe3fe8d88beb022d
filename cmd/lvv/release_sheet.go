package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"lvv/anonymise/release"
	"lvv/anonymise/release/history"
	"lvv/reports"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
)

// sheetOf gathers what the second person judges a release by.
func sheetOf(draft reports.Draft, a release.Approved) history.Sheet {
	s := history.Sheet{Width: -1, Differences: draft.Differences, ResidualRisk: residualRisk(a)}
	if safe := a.Tables(); safe != nil {
		c := safe.Control()
		s.Policy, s.Attackers, s.Tables, s.Width, s.Insiders = c.Policy, c.Attackers, c.Tables, c.SmallestWidth, c.Insiders
		s.Unchecked, s.Groups, s.Economy = len(c.Unchecked), len(c.Groups), c.Economy()
	}
	if set := a.Records(); set != nil {
		r := set.Result()
		s.K, s.LeftOut, s.RiskMost, s.RiskMean = r.MinClass, r.Suppressed, r.After.Max, r.After.Mean
	}
	return s
}

// residualRisk says in plain Dutch what protection cannot do.
func residualRisk(a release.Approved) []string {
	list := []string{"Wie zelf alle deelnemers van een organisatie kent, weet al meer dan dit pakket zegt; het voegt daar geen kleine aantallen aan toe."}
	if a.Records() != nil {
		list = append(list, "Wie iemand kent en weet dat hij in de records staat, vindt hooguit een groep van ten minste k personen.")
	}
	if safe := a.Tables(); safe != nil {
		list = append(list, reports.Beyond(safe.Control().Policy)...)
	}
	if a.Label() == release.Pseudonymous {
		list = append(list, "De rijen zijn pseudoniem en blijven persoonsgegevens: de ontvanger moet ze beschermen (AVG art. 4(5)).")
	}
	return append(list, "Publicaties buiten lvv om (toespraken, jaarverslagen, aanvragen) kent het register niet.")
}

// A controlSheet is a release as the second person reads it. It tells small
// cells from complementary ones and stays in the house.
type controlSheet struct {
	issue     issue
	memory    history.Release
	programme string
}

func (s controlSheet) facts() []page.Fact {
	m := s.memory
	return []page.Fact{
		{Term: "Nummer", Text: fmt.Sprint(m.Number)},
		{Term: "Wat", Text: fmt.Sprintf("pakket %s over %s t/m %s", m.Purpose, m.Period.From.Dutch(), m.Period.To.Dutch())},
		{Term: "Voor wie", Text: strings.Join(m.Recipients, ", ")},
		{Term: "Label", Text: m.Label},
		{Term: "Stand", Text: s.issue.state},
		{Term: "Opgesteld door", Text: m.Maker.Name + ", " + dutch.LongDate(m.Made)},
		{Term: "Digest", Text: s.issue.digest},
	}
}

func (s controlSheet) rules() []page.Fact {
	h := s.memory.Sheet
	var list []page.Fact
	if p := h.Policy; p.Threshold > 0 {
		list = append(list,
			page.Fact{Term: "Drempel", Text: fmt.Sprintf("%d personen; bij gezondheid %d", p.Threshold, p.HealthThreshold)},
			page.Fact{Term: "Interval", Text: fmt.Sprintf("een te klein aantal blijft voor een buitenstaander ten minste %d breed, voor een betrokkene %d", p.Width, p.InsiderWidth)},
			page.Fact{Term: "Smalste gevonden interval", Text: orNone(h.Width)})
		if p.Rounding.Base > 0 {
			list = append(list, page.Fact{Term: "Afronding", Text: fmt.Sprintf("alle getoonde aantallen zijn veelvouden van %d; van een klein aantal blijven ten minste %d waarden mogelijk. Drempel en interval gelden voor wat afronding niet verbergt", p.Rounding.Base, p.Rounding.Base)})
		}
		list = append(list,
			page.Fact{Term: "Bewijzen", Text: fmt.Sprintf("%d, over cijfers die door %d gelijkheden aan elkaar en aan eerdere vrijgaven vastzitten; lvv verify telt ze na", h.Certificates, h.Identities)},
			page.Fact{Term: "Personen die alleen in een cel staan", Text: fmt.Sprint(h.Insiders)},
			page.Fact{Term: "Groepen van bijna iedereen", Text: fmt.Sprint(h.Groups)})
	}
	if h.K > 0 {
		list = append(list,
			page.Fact{Term: "Records: kleinste groep (k)", Text: fmt.Sprint(h.K)},
			page.Fact{Term: "Records: weggelaten", Text: fmt.Sprint(h.LeftOut)},
			page.Fact{Term: "Records: hoogste en gemiddelde kans op herkenning", Text: dutch.Percent(100*h.RiskMost, 1) + ", " + dutch.Percent(100*h.RiskMean, 1)})
	}
	if s.memory.Rows > 0 {
		list = append(list, page.Fact{Term: "Pseudonieme rijen", Text: fmt.Sprint(s.memory.Rows)})
	}
	return list
}

func orNone(n int64) string {
	if n < 0 {
		return "geen te klein aantal"
	}
	return fmt.Sprint(n)
}

// sentence ends what is said with a full stop; nothing remains nothing.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return s + "."
}

// differences say what was found beside earlier releases.
func (s controlSheet) differences() []string {
	if len(s.memory.Sheet.Differences) == 0 {
		return []string{"Er is niets eerder vrijgegeven waarmee dit pakket te vergelijken valt."}
	}
	return s.memory.Sheet.Differences
}

func (s controlSheet) text(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "CONTROLEBLAD VRIJGAVE %d\n\n", s.memory.Number)
	for _, f := range append(s.facts(), s.rules()...) {
		fmt.Fprintf(t, "%s:\t%s\n", f.Term, f.Text)
	}
	if h := s.memory.Sheet; len(h.Tables) > 0 {
		fmt.Fprintln(t, "\nTABEL\tGETOOND\tTE KLEIN\tTER BESCHERMING\tONMOGELIJK")
		for _, c := range h.Tables {
			fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\n", c.Name, c.Shown, c.Primary, c.Secondary, c.Impossible)
		}
		fmt.Fprintf(t, "\n%s\n", sentence(h.Economy))
	}
	for _, part := range []struct {
		title string
		lines []string
	}{{"De controle geldt tegen:", s.memory.Sheet.Attackers}, {"Naast eerdere vrijgaven:", s.differences()}, {"Wat overblijft aan risico:", s.memory.Sheet.ResidualRisk}} {
		if len(part.lines) > 0 {
			fmt.Fprintf(t, "\n%s\n  - %s\n", part.title, strings.Join(part.lines, "\n  - "))
		}
	}
	return t.Flush()
}

// page writes the sheet to read, print and sign.
func (s controlSheet) page(w io.Writer) error {
	h := s.memory.Sheet
	sections := []page.Section{{Title: "Wat wordt vrijgegeven", Blocks: []page.Block{page.Facts(s.facts()), page.Notice{Title: "Alleen voor intern gebruik",
		Warning: true, Text: "Dit blad laat zien welke cellen te klein zijn en welke ze beschermen. Geef het niet mee met het pakket."}}},
		{Title: "Regels en uitkomst", Blocks: []page.Block{page.Facts(s.rules())}}}
	if len(h.Tables) > 0 {
		t := page.Table{Caption: "Cellen per tabel", Heads: 1, Columns: []page.Column{{Head: "Tabel"}, {Head: "Getoond", Number: true},
			{Head: "Te klein", Number: true}, {Head: "Ter bescherming", Number: true}, {Head: "Onmogelijk", Number: true}}}
		for _, c := range h.Tables {
			row := page.Row{Cells: []page.Cell{page.Value(c.Name)}}
			for _, n := range []int{c.Shown, c.Primary, c.Secondary, c.Impossible} {
				row.Cells = append(row.Cells, page.Value(dutch.Int(int64(n))))
			}
			t.Rows = append(t.Rows, row)
		}
		sections = append(sections, page.Section{Title: "Onderdrukte cellen", Blocks: []page.Block{t, page.Text(sentence(h.Economy)), page.Text("De controle geldt tegen:"), page.List(h.Attackers)}})
	}
	sections = append(sections,
		page.Section{Title: "Naast eerdere vrijgaven", Blocks: []page.Block{page.List(s.differences())}},
		page.Section{Title: "Wat overblijft aan risico", Blocks: []page.Block{page.List(h.ResidualRisk)}},
		page.Section{Title: "Besluit", Blocks: []page.Block{page.Text("Wie akkoord gaat, tekent de digest hierboven. Zij dekt elk bestand van het pakket:"),
			page.Code(fmt.Sprintf("lvv release approve %d --as NAAM -i SLEUTEL\n\nlvv release withdraw %d --reason afgekeurd", s.memory.Number, s.memory.Number))}})
	return page.Doc{
		Title: fmt.Sprintf("Controleblad vrijgave %d", s.memory.Number), Label: s.memory.Label,
		Lead:  "Voor de tweede persoon: wat gaat er uit, naar wie, en wat kan iemand daaruit opmaken over een enkeling.",
		Facts: []page.Fact{{Term: "Programma", Text: s.programme}}, Sections: sections,
	}.Write(w)
}
