package monitor

import (
	"strings"

	"lvv/reports"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
	"lvv/schemas"
)

// page is monitor.html: key figures first, then each table under its picture.
func (v *view) page(blocks []block, absent []string) page.Doc {
	d := page.Doc{
		Title: "Monitor " + v.job.Programme, Label: "anoniem", Lead: v.lead(),
		Facts: []page.Fact{
			{Term: "Periode", Text: v.span()},
			{Term: "Gemaakt", Text: dutch.LongDate(v.job.At.UTC())},
			{Term: "Gebaseerd op", Text: v.deliveries()},
			{Term: "Versie", Text: v.job.Provenance.Version},
		},
		Sections: []page.Section{{Title: "Kerncijfers", Blocks: []page.Block{figures(v.keyFigures()), v.protection(absent)}}},
		Footer: []string{"Alle tabellen staan ook in monitor.xlsx en als CSV in de mappen gegevens en excel.",
			"Vragen? " + v.job.Contact},
	}
	if text := v.job.Provenance.Undelivered(); text != "" {
		d.Sections[0].Blocks = append(d.Sections[0].Blocks, page.Notice{Title: "Niet geleverd", Text: text, Warning: true})
	}
	at := map[string]block{}
	for _, b := range blocks {
		at[b.code] = b
	}
	for _, s := range []struct {
		title, intro string
		codes        []string
	}{
		{"Bezetting", "", []string{"bezetting"}},
		{"Instroom en uitstroom", v.balanceSheet(), []string{"stroom"}},
		{"Uitkomsten", "Een uitkomst is het laatste vertrek van iemand die op de laatste dag niet in de opvang is.", []string{"uitkomsten", "uitkomsten_reden"}},
		{"Bestendige oplossingen", "Een en hetzelfde aantal, naast drie noemers. Het doel van de pilot is een inspanningsverplichting en geldt per plek, niet per persoon.", []string{"bestendig"}},
		{"Personen en verblijven", "", []string{"personen"}},
		{"Verblijfsduur", "Hoe lang verblijven duren is pas bekend als ze eindigen. Daarom staan beëindigde en lopende verblijven apart.", []string{"duur_beeindigd", "duur_lopend"}},
		{"Organisaties", "", []string{"bezetting_organisatie", "stroom_organisatie"}},
		{"Geld", "", []string{"geld"}},
	} {
		var body []page.Block
		for _, code := range s.codes {
			if b, ok := at[code]; ok {
				body = append(body, b.page()...)
			}
		}
		if body == nil {
			continue
		}
		if s.intro != "" {
			body = append([]page.Block{page.Text(s.intro)}, body...)
		}
		d.Sections = append(d.Sections, page.Section{Title: s.title, Blocks: body})
	}
	d.Sections = append(d.Sections, definitions())
	return d
}

func figures(all []keyFigure) page.Figures {
	var shown page.Figures
	for _, f := range all {
		shown = append(shown, f.Figure)
	}
	return shown
}

// page is a table under its picture, with its meaning.
func (b block) page() []page.Block {
	var blocks []page.Block
	if b.drawing != nil {
		blocks = append(blocks, page.Picture{Drawing: b.drawing})
	}
	t := page.Table{Caption: b.title, Heads: b.heads}
	for i, c := range b.columns {
		t.Columns = append(t.Columns, page.Column{Head: c.head, Number: i >= b.heads})
	}
	for _, r := range b.rows {
		if r.detail {
			continue
		}
		row := page.Row{Total: r.total}
		for _, v := range r.cells {
			row.Cells = append(row.Cells, v.page())
		}
		if r.under {
			row.Cells[0] = page.Impossible()
		}
		t.Rows = append(t.Rows, row)
	}
	blocks = append(blocks, t)
	lines := b.means.lines()
	rest := strings.Join(lines[1:], " ") + "."
	if b.short != "" {
		rest += " " + b.short
	}
	return append(blocks, page.Footnote{Definition: lines[0], Clause: b.means.Clause}, page.Footnote{Definition: rest})
}

// lead says the main thing in as many sentences as may be shown.
func (v *view) lead() string {
	var s []string
	if n := v.figure(tStock, v.lastCode()); n.shown() {
		s = append(s, "Aan het einde van "+dutch.LongDate(v.last().Time())+" waren er "+n.text()+" verblijven op "+v.places(v.last(), "").text()+" plekken.")
	}
	upper, lower := v.bounds()
	left, durable := v.figure(tLeft, reports.AllCode, reports.AllCode), v.figure(tLeft, reports.AllCode, schemas.Durable)
	if upper.shown() && lower.shown() {
		many := upper.text()
		if lower.text() != many {
			many = lower.text() + " tot " + many
		}
		s = append(s, "In de hele periode verbleven er "+many+" personen in de opvang.")
	}
	if left.shown() && durable.shown() {
		s = append(s, "Van de "+left.text()+" personen die vertrokken, vonden er "+durable.text()+" een bestendige oplossing.")
	}
	return strings.Join(s, " ")
}

// protection says what the points in the tables are, and which tables are not
// there.
func (v *view) protection(absent []string) page.Notice {
	suppressed, all := v.hidden()
	n := page.Notice{Title: "Niemand is in deze cijfers te herkennen", Text: "Alle " + dutch.Int(all) + " cijfers over personen rusten op genoeg personen om te worden getoond."}
	if r := reports.RoundingOf(v.safe); r.Rounded() {
		n.Text = r.Note()
		if suppressed > 0 {
			n.Text += " Een punt (.) staat voor een getal dat ook afgerond te veel zou zeggen."
		}
	} else if suppressed > 0 {
		n.Text = "Een punt (.) staat voor een getal dat niet wordt getoond om personen te beschermen: " + dutch.Int(suppressed) +
			" van de " + dutch.Int(all) + " cijfers over personen. In grafieken is zo'n getal gearceerd. Een percentage staat er alleen waar het uit twee getoonde getallen volgt."
	}
	if len(absent) > 0 {
		n.Text += " Om te weinig personen ontbreken hele tabellen: " + strings.ToLower(strings.Join(absent, "; ")) + "."
	}
	return n
}

func definitions() page.Section {
	t := page.Table{Caption: "Begrippen in deze monitor", Heads: 1,
		Columns: []page.Column{{Head: "Begrip"}, {Head: "Betekenis"}, {Head: "Grondslag"}}}
	for _, d := range terms() {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(d[0]), page.Value(d[1]), page.Value(d[2])}})
	}
	return page.Section{Title: "Definities", Blocks: []page.Block{t,
		page.Footnote{Definition: "S-U: samenwerkingsafspraken van de gemeente Utrecht met de maatschappelijke organisaties, punt. S-A: convenant pilot-LVV van de gemeente Amsterdam, artikel."}}}
}
