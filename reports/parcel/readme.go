package parcel

import (
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"lvv/anonymise/release"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
	"lvv/schemas"
)

// cover is what the letter and the account of a parcel are made from.
type cover struct {
	approval release.Approved
	contents Contents
	files    []File
	packed   []packed // of files, in the same order
	to       []string
	at       time.Time
}

// readme writes LEESMIJ.html.
func (c cover) readme(w io.Writer) error {
	a := c.approval
	d := page.Doc{
		Title: c.contents.Title, Label: string(a.Label()), Lead: c.contents.Lead,
		Facts: []page.Fact{
			{Term: "Periode", Text: dutch.Period(a.Period().From.Time(), a.Period().To.Time())},
			{Term: "Gemaakt", Text: dutch.LongDate(c.at.UTC())},
			{Term: "Voor", Text: strings.Join(c.to, ", ")},
			{Term: "Doel", Text: purpose(a.Purpose())},
		},
		Sections: slices.Concat(c.undelivered(), []page.Section{c.holds(), handling(a.Label()), opening()}),
		Footer:   []string{"Vragen? " + c.contents.Contact, "Gemaakt met lvv " + c.contents.Provenance.Version + "."},
	}
	if s := c.definitions(); len(s.Blocks) > 0 {
		d.Sections = append(d.Sections, s)
	}
	d.Sections = append(d.Sections, c.origin())
	return d.Write(w)
}

// purpose says in Dutch what a parcel is for.
func purpose(p schemas.Purpose) string {
	switch p {
	case schemas.Evaluator:
		return "evaluatieonderzoek"
	case schemas.AMIF:
		return "verantwoording AMIF"
	case schemas.Finance:
		return "financiële verantwoording"
	case schemas.Monitor:
		return "monitoring"
	default:
		panic("parcel: internal error: unknown purpose")
	}
}

// undelivered says before all else which figures are not whole; it is no section
// when all was delivered.
func (c cover) undelivered() []page.Section {
	text := c.contents.Provenance.Undelivered()
	if text == "" {
		return nil
	}
	return []page.Section{{Title: "Niet geleverd", Blocks: []page.Block{
		page.Notice{Title: "De cijfers zijn niet volledig", Text: text, Warning: true}}}}
}

func (c cover) holds() page.Section {
	t := page.Table{Caption: "Bestanden", Heads: 1,
		Columns: []page.Column{{Head: "Bestand"}, {Head: "Inhoud"}, {Head: "Grootte", Number: true}}}
	for i, f := range c.files {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(f.Name), page.Value(f.About), page.Value(size(c.packed[i].Size))}})
	}
	t.Rows = append(t.Rows,
		page.Row{Cells: []page.Cell{page.Value(provenanceName), page.Value("herkomst: invoer, versies, instellingen, definities, aantallen"), page.Impossible()}},
		page.Row{Cells: []page.Cell{page.Value(sumsName), page.Value("controlegetallen van alle bestanden"), page.Impossible()}})
	return page.Section{Title: "Wat zit erin", Blocks: []page.Block{t,
		page.Text("In tabellen is een punt (.) een onderdrukte waarde: zij bestaat, maar wordt niet getoond om personen te beschermen. Een leeg vak staat bij iets wat niet kan voorkomen. Ontbrekende gegevens hebben een eigen code.")}}
}

// handling says what the label asks of who holds the parcel.
func handling(label release.Label) page.Section {
	n := page.Notice{Title: "Label: " + string(label)}
	switch label {
	case release.Anonymous:
		n.Text = "Deze gegevens zijn zo bewerkt dat personen redelijkerwijs niet te herkennen zijn (AVG, overweging 26). Probeer niet om personen te herkennen, ook niet door te koppelen met andere bestanden."
	case release.Pseudonymous:
		n.Text, n.Warning = "Dit zijn persoonsgegevens (AVG, artikel 4 lid 5). Gebruik ze alleen voor het genoemde doel, koppel ze niet met andere bestanden, bewaar ze versleuteld en verwijder ze op de afgesproken datum.", true
	case release.NoPersons:
		n.Text = "Dit pakket gaat over plaatsen en geld. Aantallen personen staan er alleen in waar zij boven de drempel liggen."
	default:
		panic("parcel: internal error: unknown label")
	}
	return page.Section{Title: "Hoe u ermee omgaat", Blocks: []page.Block{n}}
}

func opening() page.Section {
	return page.Section{Title: "Openen en controleren", Blocks: []page.Block{
		page.Text("Wie dit leest, heeft het pakket al geopend. Opnieuw openen kan met lvv, of met age (versie 1.3 of nieuwer) en een gewoon uitpakprogramma:"),
		page.Code("lvv open PAKKET.zip.age -i SLEUTEL -o MAP\n\nage -d -i SLEUTEL -o PAKKET.zip PAKKET.zip.age"),
		page.Text("Of de bestanden ongeschonden zijn, blijkt in de uitgepakte map met (Windows: vergelijk de uitkomst van Get-FileHash met de regel in SHA256SUMS):"),
		page.Code("sha256sum -c SHA256SUMS"),
		page.Text("Wie dit pakket heeft opgesteld en wie het heeft vrijgegeven, staat ondertekend in " + release.DocumentName + "."),
	}}
}

func (c cover) definitions() page.Section {
	s := page.Section{Title: "Definities en keuzen"}
	p := c.contents.Provenance
	words := page.Table{Caption: "Definities", Heads: 1, Columns: []page.Column{{Head: "Begrip"}, {Head: "Betekenis"}, {Head: "Grondslag"}}}
	for _, m := range p.Definitions {
		words.Rows = append(words.Rows, page.Row{Cells: []page.Cell{page.Value(m.Term), page.Value(m.Text), page.Value(m.Clause)}})
	}
	choices := page.Table{Caption: "Instellingen waarmee is gerekend", Heads: 1, Columns: []page.Column{{Head: "Instelling"}, {Head: "Waarde"}, {Head: "Grondslag"}}}
	for _, x := range p.Settings {
		choices.Rows = append(choices.Rows, page.Row{Cells: []page.Cell{page.Value(x.Name), page.Value(x.Value), page.Value(x.Clause)}})
	}
	for _, t := range []page.Table{words, choices} {
		if len(t.Rows) > 0 {
			s.Blocks = append(s.Blocks, t)
		}
	}
	return s
}

func (c cover) origin() page.Section {
	p, digest := c.contents.Provenance, c.approval.Digest()
	t := page.Table{Caption: "Van invoer naar uitvoer", Heads: 1, Columns: []page.Column{{Head: "Stap"},
		{Head: "In", Number: true}, {Head: "Uit", Number: true}, {Head: "Terzijde", Number: true}}}
	for _, n := range p.Counts {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(n.Name),
			page.Value(dutch.Int(n.In)), page.Value(dutch.Int(n.Out)), page.Value(dutch.Int(n.Aside))}})
	}
	s := page.Section{Title: "Herkomst", Blocks: []page.Block{
		page.Text(fmt.Sprintf("Gemaakt uit %s leveringen en registers; hun controlegetallen staan in %s.", dutch.Int(int64(len(p.Inputs))), provenanceName)),
		page.Facts{{Term: "Logboek tot en met regel", Text: dutch.Int(p.Checkpoint.Number)}, {Term: "Controlegetal logboek", Text: p.Checkpoint.Hash},
			{Term: "Vrijgave", Text: hex.EncodeToString(digest[:])}},
	}}
	if len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, t)
	}
	return s
}

// size writes a number of bytes as people say it.
func size(n int64) string {
	switch {
	case n < 1000:
		return dutch.Int(n) + " bytes"
	case n < 1000*1000:
		return dutch.Decimal(float64(n)/1000, 1) + " kB"
	default:
		return dutch.Decimal(float64(n)/1000/1000, 1) + " MB"
	}
}
