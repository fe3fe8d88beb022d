package evaluator

import (
	"io"

	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
)

// monitoringPage shows the tables and pictures to people.
func (e edition) monitoringPage(w io.Writer) error {
	drawn := map[string]picture{}
	for _, p := range e.pictures() {
		drawn[p.name] = p
	}
	section := func(title string, blocks ...page.Block) page.Section {
		return page.Section{Title: title, Blocks: blocks}
	}
	picture := func(name string) page.Block { return page.Picture{Drawing: drawn[name].drawing} }
	d := page.Doc{
		Title: "Monitoring " + e.job.Programme, Label: string(e.label),
		Lead:  "Instroom, verblijf en uitstroom van de opvang, met bij elk cijfer wat het telt, waarvan het een deel is en wanneer is geteld. Een punt is een onderdrukte waarde: zij bestaat, maar wordt niet getoond.",
		Facts: e.facts(),
		Sections: []page.Section{
			section("Kengetallen", append(e.roundingBlocks(), e.keyBlock())...),
			section("Instroom, uitstroom en bezetting", append([]page.Block{picture("in_en_uitstroom"), picture("bezetting"), e.timeBlock()}, e.footnotes("instroom", "uitstroom", "bezetting")...)...),
			section("Balans per organisatie", e.balanceBlock(), page.Footnote{Definition: e.rounding.After(balanceDefinition), Clause: "S-A 9"}),
			section("Uitstroom naar reden en oplossing", append([]page.Block{picture("uitstroom_reden"), picture("oplossing_per_jaar")}, e.tableBlocks("uitstroom_reden", "uitstroom_oplossing")...)...),
			section("Verblijfsduur", append([]page.Block{picture("cumulatieve_incidentie"), page.Footnote{Definition: e.rounding.After(courseDefinition), Clause: "S-A 6.2"}}, e.tableBlocks("verblijfsduur", "verblijfsduur_lopend")...)...),
			section("Wie instroomde", append([]page.Block{picture("nationaliteit")}, e.tableBlocks("instroom_nationaliteit", "instroom_geslacht", "instroom_leeftijd", "instroom_geslacht_leeftijd")...)...),
			section("Unieke personen", e.tableBlocks("personen", "personen_koppeling")...),
		},
		Footer: e.footer(),
	}
	if e.has("traject_gestart") {
		d.Sections = append(d.Sections, section("Begeleidingsscenario's", e.tableBlocks("traject_gestart", "traject_lopend", "traject_beeindigd")...))
	}
	if e.has("hulp_personen") {
		d.Sections = append(d.Sections, section("Hulp bij toegang tot zorg en rechtsbijstand", e.tableBlocks("hulp_personen", "hulp_contacten")...))
	}
	if e.has("aanmelding_jaar") {
		d.Sections = append(d.Sections, section("Aanmeldingen", e.tableBlocks("aanmelding_jaar", "aanmelding_lijn")...))
	}
	return d.Write(w)
}

func (e edition) has(name string) bool {
	for _, v := range e.views {
		if v.Name == name {
			return true
		}
	}
	return false
}

func (e edition) facts() []page.Fact {
	f := []page.Fact{{Term: "Periode", Text: e.span()}, {Term: "Gemaakt", Text: dutch.LongDate(e.job.At)}}
	if e.opts.Study != "" {
		f = append(f, page.Fact{Term: "Onderzoek", Text: e.opts.Study})
	}
	return f
}

func (e edition) footer() []string {
	return []string{e.job.Programme, "Vragen? " + e.job.Contact, "Gemaakt met " + e.job.Provenance.Version + "."}
}

func (e edition) keyBlock() page.Block {
	var out page.Figures
	for _, k := range e.keyFigures() {
		f := page.Figure{Label: k.name, Value: k.value.text(), Definition: k.definition, Reference: capital(k.kind) + "; " + k.reference, Clause: k.clause}
		if k.isBased {
			f.Denominator = k.share() + " van " + k.base.text() + " " + k.baseName
		}
		out = append(out, f)
	}
	return out
}

// tableBlocks shows tables with what they mean under them.
func (e edition) tableBlocks(names ...string) []page.Block {
	var out []page.Block
	for _, name := range names {
		v := e.view(name)
		out = append(out, v.block())
		out = append(out, e.footnotes(name)...)
	}
	return out
}

// footnotes say what tables count.
func (e edition) footnotes(names ...string) []page.Block {
	var out []page.Block
	for _, name := range names {
		v := e.view(name)
		out = append(out, page.Footnote{Definition: capital(v.Kind.String()) + " van " + v.Unit + "; " + v.reference + ". " + v.definition, Clause: v.clause})
	}
	return out
}

// timeBlock shows the run of time for all organisations together; by
// organisation it would be wider than a page, and stands in the workbook.
func (e edition) timeBlock() page.Block {
	in, out, stock := e.view("instroom"), e.view("uitstroom"), e.view("bezetting")
	t := page.Table{Caption: "Alle organisaties samen (per organisatie: tabellen.xlsx)", Heads: 1, Columns: []page.Column{{Head: "Tijdvak"},
		{Head: "Instroom (stroom)", Number: true}, {Head: "Uitstroom (stroom)", Number: true}, {Head: "Stand aan het einde", Number: true}}}
	dates := stock.Dims[0].Categories[1:] // the first is the day before
	for i, q := range leaves(in.Dims[0]) {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(q.Label), in.figure(q.Code, reports.AllCode).pageCell(),
			out.figure(q.Code, reports.AllCode).pageCell(), stock.figure(dates[i].Code, reports.AllCode).pageCell()}})
	}
	t.Rows = append(t.Rows, page.Row{Total: true, Cells: []page.Cell{page.Value("Hele periode"), in.figure(reports.AllCode, reports.AllCode).pageCell(),
		out.figure(reports.AllCode, reports.AllCode).pageCell(), page.Impossible()}})
	return t
}

// block lays a table out as a grid.
func (v view) block() page.Table {
	g := v.grid()
	t := page.Table{Caption: v.Title, Heads: len(g.heads)}
	for _, h := range g.heads {
		t.Columns = append(t.Columns, page.Column{Head: h})
	}
	for _, c := range g.columns {
		t.Columns = append(t.Columns, page.Column{Head: c, Number: true})
	}
	for _, r := range g.rows {
		row := page.Row{Total: r.total}
		for _, h := range r.heads {
			row.Cells = append(row.Cells, page.Value(h))
		}
		for _, i := range r.cells {
			s, status := v.cell(i)
			row.Cells = append(row.Cells, s.onPage(status))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (s shown) onPage(status disclosure.Status) page.Cell {
	switch status {
	case disclosure.Shown:
		return page.Value(s.text())
	case disclosure.Impossible:
		return page.Impossible()
	}
	return page.Suppressed()
}

func (s shown) pageCell() page.Cell {
	if !s.ok {
		return page.Suppressed()
	}
	return page.Value(s.text())
}

func (e edition) balanceBlock() page.Block {
	t := page.Table{Caption: "Balans per jaar en organisatie", Heads: 2, Columns: []page.Column{{Head: "Tijdvak"}, {Head: "Organisatie"},
		{Head: "Stand begin", Number: true}, {Head: "Instroom (stroom)", Number: true}, {Head: "Uitstroom (stroom)", Number: true}, {Head: "Stand eind", Number: true}}}
	for _, b := range e.balance() {
		when, all := "", b.org[0] == reports.AllCode
		if all {
			when = b.time[1] // said once for all lines below it
		}
		t.Rows = append(t.Rows, page.Row{Total: all, Cells: []page.Cell{page.Value(when), page.Value(b.org[1]),
			b.start.pageCell(), b.in.pageCell(), b.out.pageCell(), b.end.pageCell()}})
	}
	return t
}
