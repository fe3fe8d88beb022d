package amif

import (
	"context"
	"io"

	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/csvfile"
	"lvv/reports/parcel"
	"lvv/schemas"
)

// Make computes the account over a job's period. It answers
// [reports.ErrUnbalanced] when any of its lists does not agree with another, or
// with what the intake counted; then there is nothing to render.
func Make(ctx context.Context, job reports.Job, opts Options) (reports.Draft, error) {
	if err := opts.check(); err != nil {
		return reports.Draft{}, err
	}
	a, err := compute(ctx, job, opts)
	if err != nil {
		return reports.Draft{}, err
	}
	checks, err := a.balance()
	if err != nil {
		return reports.Draft{}, err
	}
	return reports.Draft{
		Request: release.Request{
			Purpose: schemas.AMIF,
			Period:  job.Period,
			Label:   release.Pseudonymous,
			Rows:    len(a.participants) + len(a.trajectories) + len(a.sample),
			Balance: release.Balance{Checks: checks},
			At:      job.At,
		},
		Render: a.render,
	}, nil
}

// render writes the parcel. The leave must be for this account and no other.
func (a *account) render(leave release.Approved) (parcel.Contents, error) {
	if leave.Purpose() != schemas.AMIF || leave.Label() != release.Pseudonymous || leave.Period() != a.job.Period {
		panic("amif: internal error: leave for something else")
	}
	lists := a.lists()
	st := a.statement(lists)
	about := "De hele verantwoording als werkmap, met formules en controles"
	if lists.apart {
		about = "De verantwoording als werkmap, met controles; de lijsten van deelnemers en trajecten staan in gegevens/"
	}
	files := []parcel.File{{Name: "amif.xlsx", About: about, Write: func(w io.Writer) error { return a.book(lists, st).Write(w) }}}
	for _, t := range a.tables(st) {
		files = append(files, t.file(dataForm()))
		if !t.apart {
			files = append(files, t.file(excelForm()))
		}
	}
	return parcel.Contents{
		Title:      "AMIF-verantwoording terugkeerbegeleiding, " + a.job.Programme,
		Lead:       "Verantwoording van de terugkeerbegeleiding over " + span(a.window) + " (S-A 15.3). " + privacy + " " + notice,
		Contact:    a.job.Contact,
		Provenance: a.provenance(),
		Files:      files,
	}, nil
}

// A table is what a file of CSV holds.
type table struct {
	name, about string
	apart       bool // too long for a spreadsheet
	write       func(form, io.Writer) error
}

func (t table) file(f form) parcel.File {
	return parcel.File{Name: f.folder + t.name + ".csv", About: t.about + f.about, Write: func(w io.Writer) error { return t.write(f, w) }}
}

// tables are all that goes out as CSV.
func (a *account) tables(st *statement) []table {
	list := func(columns []column, rows int) func(form, io.Writer) error {
		return func(f form, w io.Writer) error { return f.list(w, columns, rows) }
	}
	cells := func(header []string, rows [][]csvfile.Cell) func(form, io.Writer) error {
		return func(f form, w io.Writer) error { return f.write(w, header, rows) }
	}
	return []table{
		{"deelnemers", "Een rij per persoon met een terugkeertraject", a.apart(), list(participantColumns(a), len(a.participants))},
		{"trajecten", "Een rij per terugkeertraject", a.apart(), list(trajectoryColumns(a), len(a.trajectories))},
		{"indicatoren", "Indicatoren van beide programma's, naar leeftijd en geslacht", false, cells(indicatorHeader, a.indicatorRows())},
		{"aansluiting", "Van ontvangen rijen naar getelde personen", false, cells(statementHeader, st.rows)},
		{"steekproef", "De getrokken trajecten, met verwijzing naar levering en rij", false, list(sampleColumns(a), len(a.sample))},
	}
}

var indicatorHeader = []string{"programma", "indicator", "omschrijving", "status", "leeftijd", "geslacht", "aangetoond", "onzeker", "totaal"}

// indicatorRows are a row for each indicator, age group and sex, totals
// included. What is not recorded has one row without figures.
func (a *account) indicatorRows() (rows [][]csvfile.Cell) {
	for i := range a.indicators {
		n := &a.indicators[i]
		status, recorded := "geregistreerd", n.column != ""
		if !recorded {
			status = "niet_geregistreerd"
		}
		add := func(age, sex string, v tallied) {
			row := []csvfile.Cell{csvfile.Text(n.profile), csvfile.Text(n.code), csvfile.Text(n.wording), csvfile.Text(status),
				csvfile.Text(age), csvfile.Text(sex), {}, {}, {}}
			if recorded {
				row[6], row[7], row[8] = csvfile.Int(int64(v.proven)), csvfile.Int(int64(v.uncertain)), csvfile.Int(int64(v.all()))
			}
			rows = append(rows, row)
		}
		if recorded {
			n.each(add)
		}
		add(reports.AllCode, reports.AllCode, n.total)
	}
	return rows
}

// each hands out the cells of an indicator, with the totals of each age group
// and each sex.
func (n *indicator) each(add func(age, sex string, v tallied)) {
	ages, sexes := schemas.List(schemas.AgeGroupList).Codes, schemas.List("geslacht").Codes
	bySex := make([]tallied, len(sexes))
	for i, row := range n.cells {
		var byAge tallied
		for k, v := range row {
			add(ages[i].Code, sexes[k].Code, v)
			byAge = byAge.plus(v)
			bySex[k] = bySex[k].plus(v)
		}
		add(ages[i].Code, reports.AllCode, byAge)
	}
	for k, v := range bySex {
		add(reports.AllCode, sexes[k].Code, v)
	}
}

// provenance adds to what the job knows the definitions, the choices and what
// became of the rows of each organisation.
func (a *account) provenance() parcel.Provenance {
	p := a.job.Provenance
	p.Settings = append(append([]parcel.Setting(nil), p.Settings...), a.settings()...)
	p.Definitions = append(append([]parcel.Meaning(nil), p.Definitions...), definitions...)
	p.Counts = append([]parcel.Count(nil), p.Counts...)
	for _, l := range append(a.chain.links[:len(a.chain.links):len(a.chain.links)], a.chain.total) {
		p.Counts = append(p.Counts, parcel.Count{Name: "trajecten " + l.org,
			In: int64(l.received), Out: int64(l.countable), Aside: int64(l.received - l.countable)})
	}
	return p
}
