package finance

import (
	"bytes"
	"fmt"

	"lvv/reports/csvfile"
	"lvv/reports/parcel"
)

// A table is one data file.
type table struct {
	name, about string
	header      []string
	rows        [][]csvfile.Cell
}

// dataFiles are the CSV files, each for programs and for Excel.
func (v *view) dataFiles() ([]parcel.File, error) {
	tables := []table{v.placeDayTable(), v.useTable(), v.presenceTable(), v.fundingTable(), v.costTable(), v.findingTable()}
	if v.earlier != nil {
		tables = append(tables, v.correctionTable())
	}
	if v.parts != nil {
		tables = append(tables, v.tieOutTable())
	}
	var files []parcel.File
	for _, t := range tables {
		data, err := t.data()
		if err != nil {
			return nil, err
		}
		var excel bytes.Buffer
		if err := csvfile.Excel(&excel, t.header, t.rows); err != nil {
			return nil, fmt.Errorf("finance: writing %s: %w", t.name, err)
		}
		files = append(files,
			parcel.File{Name: "gegevens/" + t.name, About: t.about + " (komma's, decimale punt)", Data: data},
			parcel.File{Name: "excel/" + t.name, About: t.about + " (voor Excel: puntkomma's, decimale komma)", Data: excel.Bytes()})
	}
	return files, nil
}

// data writes a table for programs.
func (t table) data() ([]byte, error) {
	var b bytes.Buffer
	if err := csvfile.Data(&b, t.header, t.rows); err != nil {
		return nil, fmt.Errorf("finance: writing %s: %w", t.name, err)
	}
	return b.Bytes(), nil
}

// placeDayHeader are the columns of plaatsdagen.csv, which a later correction
// reads back.
func placeDayHeader() []string {
	return []string{"periode", "organisatie", "locatie", "plaatsdagen", "tarief", "bedrag_eur"}
}

func (s *statement) placeDayTable() table {
	t := table{"plaatsdagen.csv", "Plaatsdagen, tarief en bedrag per maand, organisatie en locatie",
		placeDayHeader(), nil}
	for _, l := range s.lines {
		t.rows = append(t.rows, []csvfile.Cell{csvfile.Text(monthOf(l.Month)), csvfile.Text(l.Org), csvfile.Text(l.Location),
			csvfile.Int(l.PlaceDays), csvfile.Cents(l.Line.Rate), csvfile.Cents(l.Cents)})
	}
	return t
}

func (v *view) useTable() table {
	t := table{"bezetting.csv", "Nachten, plaatsdagen en bezettingsgraad per periode en organisatie",
		[]string{"niveau", "periode", "organisatie", "dagen", "plaatsdagen", "nachten", "gemiddelde_bezetting", "bezettingsgraad_pct"}, nil}
	for _, r := range v.useRows() {
		days := int64(r.span.Days.Days())
		mean, rate := csvfile.Suppressed(), csvfile.Suppressed()
		if r.nights.shown {
			mean = csvfile.Decimal(ratio(r.nights.n, days, 100), 2)
			rate = csvfile.Decimal(ratio(r.nights.n, max(r.placeDays, 1), 1000), 1)
		}
		if r.placeDays == 0 {
			rate = csvfile.Impossible()
		}
		t.rows = append(t.rows, []csvfile.Cell{csvfile.Text(r.span.Level.String()), csvfile.Text(r.span.Code), csvfile.Text(r.org),
			csvfile.Int(days), csvfile.Int(r.placeDays), r.nights.csv(), mean, rate})
	}
	return t
}

// ratio is a/b times scale, rounded half up; b is positive and a is not negative.
func ratio(a, b, scale int64) int64 { return (2*a*scale + b) / (2 * b) }

func (v *view) presenceTable() table {
	t := table{"aanwezigheid.csv", "Aanwezigheidsdagen, vertrekken, unieke en dubbele nachten, dagen boven de capaciteit",
		[]string{"maat", "eenheid", "niveau", "periode", "organisatie", "waarde"}, nil}
	for _, r := range v.presenceRows() {
		t.rows = append(t.rows, []csvfile.Cell{csvfile.Text(r.term), csvfile.Text(r.unit), csvfile.Text(r.span.Level.String()),
			csvfile.Text(r.span.Code), csvfile.Text(r.org), r.value.csv()})
	}
	return t
}

func (v *view) fundingTable() table {
	t := table{"financiering.csv", "Berekend, beschikbaar en betaald (in te vullen) per maand en bron",
		[]string{"periode", "bron", "jaarbedrag_deel_eur", "beschikbaar_eur", "berekend_eur", "betaald_eur", "verschil_eur"}, nil}
	for _, x := range v.shares {
		t.rows = append(t.rows, []csvfile.Cell{csvfile.Text(monthOf(x.Month)), csvfile.Text(sourceLabel(x.Source)), csvfile.Cents(x.Full),
			csvfile.Cents(x.Available), csvfile.Cents(x.Computed), csvfile.Impossible(), csvfile.Cents(x.Available - x.Computed)})
	}
	return t
}

func (v *view) costTable() table {
	t := table{"kosten.csv", "Begrote en gerealiseerde kosten per maand, organisatie en kostensoort",
		[]string{"periode", "organisatie", "kostensoort", "begroot_eur", "gerealiseerd_eur", "verschil_eur"}, nil}
	for _, c := range v.costs {
		t.rows = append(t.rows, []csvfile.Cell{csvfile.Text(c.Month), csvfile.Text(c.Org), csvfile.Text(c.Kind),
			csvfile.Cents(c.Budgeted), csvfile.Cents(c.Realised), csvfile.Cents(c.Budgeted - c.Realised)})
	}
	return t
}

func (v *view) findingTable() table {
	t := table{"bevindingen.csv", "Bevindingen bij de verantwoording",
		[]string{"soort", "onderwerp", "bevinding", "grondslag"}, nil}
	for _, f := range v.findings() {
		t.rows = append(t.rows, []csvfile.Cell{csvfile.Text(f.kind), csvfile.Text(f.about), csvfile.Text(f.text), csvfile.Text(f.clause)})
	}
	return t
}
