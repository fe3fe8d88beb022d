package amif

import (
	"lvv/reports/workbook"
)

// coverSheet says what the account is, and prints every definition, setting and
// column in it.
func (a *account) coverSheet() workbook.Sheet {
	s := workbook.Sheet{
		Name: sheetCover, Title: "AMIF-verantwoording terugkeerbegeleiding", Notes: []string{notice, privacy},
		Columns:  []workbook.Column{{Header: "Onderwerp", Width: 30}, {Header: "Inhoud", Width: 92}, {Header: "Grondslag of gebruik", Width: 48}},
		NoFilter: true, HideGrid: true,
	}
	line := func(name, content, clause string) {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Wrapped(name), workbook.Wrapped(content), workbook.Wrapped(clause)})
	}
	head := func(title string) {
		s.Rows = append(s.Rows, []workbook.Cell{}, []workbook.Cell{workbook.Header(title)})
	}
	line("Programma", a.job.Programme+", "+a.job.Contract.Title, a.job.Contract.Clause)
	line("Periode", "gevraagd "+span(a.job.Period)+"; binnen de looptijd "+span(a.window), "S-A 15.3")
	line("Gemaakt op", a.job.At.Format("02-01-2006")+" met "+a.job.Provenance.Version, "")
	line("Vragen", a.job.Contact, "")
	line("Bewaren", keeping[a.options.Profile], "")
	head("Begrippen")
	for _, d := range definitions {
		line(d.Term, d.Text, d.Clause)
	}
	head("Instellingen")
	for _, d := range a.settings() {
		line(d.Name, d.Value, d.Clause)
	}
	head("Organisaties")
	for _, o := range a.job.Orgs {
		line(o.Code, o.Name, "")
	}
	head("Kolommen: betekenis, herkomst en gebruik")
	describe(line, sheetParticipants, participantColumns(nil))
	describe(line, sheetTrajectories, trajectoryColumns(nil))
	describe(line, sheetSample, sampleColumns(nil))
	return s
}

// describe writes the columns of a list: nothing is asked that is not used (S-A
// 15.3), and this shows for what.
func describe(line func(name, content, use string), sheet string, columns []column) {
	for _, c := range columns {
		line(sheet+": "+c.name, c.meaning+". Uit: "+c.source+".", c.use)
	}
}
