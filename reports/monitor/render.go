package monitor

import (
	"bytes"
	"fmt"

	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/csvfile"
	"lvv/reports/parcel"
	"lvv/schemas"
)

// render writes the files of the parcel from what was approved.
func (v view) render(a release.Approved) (parcel.Contents, error) {
	v.safe = a.Tables()
	blocks, absent := v.blocks()
	c := parcel.Contents{
		Title: "Monitor " + v.job.Programme, Lead: lead + reports.RoundingOf(v.safe).Behind(), Contact: v.job.Contact, Provenance: v.provenance(),
	}
	var html, xlsx bytes.Buffer
	if err := v.page(blocks, absent).Write(&html); err != nil {
		return c, fmt.Errorf("monitor: %w", err)
	}
	if err := v.book(blocks, absent).Write(&xlsx); err != nil {
		return c, fmt.Errorf("monitor: %w", err)
	}
	c.Files = []parcel.File{
		{Name: "monitor.html", About: "de monitor: kerncijfers, grafieken en tabellen op een pagina", Data: html.Bytes()},
		{Name: "monitor.xlsx", About: "dezelfde tabellen met grafieken in Excel, en de definities", Data: xlsx.Bytes()},
	}
	for _, b := range blocks {
		data, excel, err := b.csv()
		if err != nil {
			return c, fmt.Errorf("monitor: %w", err)
		}
		c.Files = append(c.Files,
			parcel.File{Name: "gegevens/" + b.code + ".csv", About: b.title + " (voor programma's)", Data: data},
			parcel.File{Name: "excel/" + b.code + ".csv", About: b.title + " (voor Excel)", Data: excel})
	}
	return c, nil
}

const lead = "Kerncijfers, grafieken en tabellen over de opvang, voor de stuurgroep en voor iedereen. Alle aantallen over personen zijn beschermde totalen: niemand is erin te herkennen."

// blocks are the tables in the order in which they are shown, as far as they
// could be protected, and the titles of the others.
func (v *view) blocks() (there []block, absent []string) {
	for _, b := range []block{
		v.occupancy(), v.flow(), v.outcomes(), v.reasons(), v.durable(), v.persons(),
		v.lengthEnded(), v.lengthSoFar(), v.occupancyByOrg(), v.flowByOrg(), v.amounts(),
	} {
		if _, ok := v.table(b.needs); b.needs != "" && !ok {
			absent = append(absent, b.title)
			continue
		}
		if b.code != "geld" { // which is not about people
			b.means.Definition = reports.RoundingOf(v.safe).After(b.means.Definition)
		}
		there = append(there, b)
	}
	return there, absent
}

// csv writes a table for programs, with codes, and for Excel, with labels.
func (b block) csv() (data, excel []byte, err error) {
	var codes, heads []string
	for _, c := range b.columns {
		codes, heads = append(codes, c.code), append(heads, c.head)
	}
	var rows, coded [][]csvfile.Cell
	for _, r := range b.rows {
		var cells []csvfile.Cell
		for _, v := range r.cells {
			cells = append(cells, v.csv())
		}
		rows = append(rows, cells)
		coded = append(coded, append(keys(r), cells[b.heads:]...))
	}
	var forPrograms, forExcel bytes.Buffer
	if err := csvfile.Data(&forPrograms, codes, coded); err != nil {
		return nil, nil, err
	}
	if err := csvfile.Excel(&forExcel, heads, rows); err != nil {
		return nil, nil, err
	}
	return forPrograms.Bytes(), forExcel.Bytes(), nil
}

// keys are the heads of a row as codes.
func keys(r row) []csvfile.Cell {
	var cells []csvfile.Cell
	for _, k := range r.keys {
		cells = append(cells, csvfile.Text(k))
	}
	return cells
}

// provenance adds to what the job knows: definitions, the settings that these
// figures rest on, and how many cells are shown.
func (v *view) provenance() parcel.Provenance {
	p := v.job.Provenance
	version, _ := schemas.RollUp()
	p.Settings = append(p.Settings[:len(p.Settings):len(p.Settings)],
		parcel.Setting{Name: "indeling van redenen van uitstroom", Value: version, Clause: "S-U 12, S-A definitie l"},
		parcel.Setting{Name: "drempel personen per cel", Value: fmt.Sprint(v.job.Policy.Threshold), Clause: "S-U 2a, S-A 9"},
		parcel.Setting{Name: "drempel bij gezondheidsgegevens", Value: fmt.Sprint(v.job.Policy.HealthThreshold), Clause: "AVG 9"},
		parcel.Setting{Name: "bezetting geteld", Value: "aan het einde van de dag; wie die dag vertrekt telt niet mee", Clause: "S-A 15.2"})
	rounding := reports.RoundingOf(v.safe)
	p.Settings = append(p.Settings, rounding.Settings()...)
	p.Definitions = append(p.Definitions[:len(p.Definitions):len(p.Definitions)], rounding.Definitions()...)
	for _, t := range terms() {
		p.Definitions = append(p.Definitions[:len(p.Definitions):len(p.Definitions)], parcel.Meaning{Term: t[0], Text: t[1], Clause: t[2]})
	}
	suppressed, all := v.hidden()
	p.Counts = append(p.Counts[:len(p.Counts):len(p.Counts)],
		parcel.Count{Name: "cellen van tabellen over personen", In: all, Out: all - suppressed, Aside: suppressed})
	return p
}

// deliveries says on how many deliveries the figures rest.
func (v *view) deliveries() string {
	n := len(v.job.Provenance.Inputs)
	return fmt.Sprintf("%d leveringen en registers, genoemd in herkomst.json met hun controlegetal", n)
}
