package amif

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"lvv/reports/workbook"
)

// The names of the sheets.
const (
	sheetCover        = "Voorblad"
	sheetParticipants = "Deelnemers"
	sheetTrajectories = "Trajecten"
	sheetChain        = "Aansluiting"
	sheetSample       = "Steekproef"
	sheetCalendar     = "Kalender"
)

// lists are the two sheets that all figures are counted from.
type lists struct{ participants, trajectories workbook.Sheet }

func (a *account) lists() lists {
	return lists{participants: a.participantSheet(), trajectories: a.trajectorySheet()}
}

// book writes the whole account as a workbook.
func (a *account) book(l lists, st *statement) workbook.Book {
	return workbook.Book{
		Title:   "AMIF-verantwoording terugkeerbegeleiding " + a.job.Programme,
		Subject: span(a.window),
		Created: a.job.At,
		Sheets: []workbook.Sheet{
			a.coverSheet(), l.participants, l.trajectories,
			a.indicatorSheet(Profile2014, l), a.indicatorSheet(Profile2021, l),
			st.sheet, a.sampleSheet(), a.calendarSheet(l),
		},
	}
}

// notes stand under the title of every sheet.
func (a *account) notes(more ...string) []string {
	return append([]string{
		a.job.Programme + ", periode " + span(a.window) + ". Label: pseudoniem.",
		notice,
	}, more...)
}

func (a *account) participantSheet() workbook.Sheet {
	return sheetOf(workbook.Sheet{
		Name: sheetParticipants, Title: "Deelnemers aan terugkeerbegeleiding",
		Notes: a.notes("Een rij per persoon met een terugkeertraject in de periode (S-A 15.3). Wie niet telt, staat er met de reden in."),
	}, participantColumns(a.job.Contract.City), a.participants)
}

func (a *account) trajectorySheet() workbook.Sheet {
	return sheetOf(workbook.Sheet{
		Name: sheetTrajectories, Title: "Trajecten terugkeerbegeleiding",
		Notes: a.notes("Een rij per traject met scenario terugkeer in de periode (S-A 15.3), zoals het was op " + a.window.To.Dutch() +
			". Trajecten met een ander scenario staan hier niet; hun aantal staat op het blad Aansluiting."),
	}, trajectoryColumns(), a.trajectoryRows())
}

func (a *account) sampleSheet() workbook.Sheet {
	s := sheetOf(workbook.Sheet{
		Name: sheetSample, Title: "Steekproef voor de controle",
		Notes: a.notes(
			fmt.Sprintf("Getrokken uit %d telbare trajecten met startgetal %d; gevraagd %d, ten minste een tiende (Gedelegeerde Verordening (EU) 1042/2014 art. 14).",
				a.chain.total.countable, a.options.Seed, a.options.Sample),
			"Lot = SHA-256 van vier regels: lvv/amif/steekproef/v1, het startgetal, de trekking, het traject. De laagste loten zijn getrokken.",
			"Organisatie, levering en rij wijzen het dossier aan: alleen de organisatie kan ze naar een persoon herleiden. De laatste twee kolommen zijn voor de controleur."),
	}, sampleColumns(a.who), a.sample)
	s.Columns = append(s.Columns, workbook.Column{Header: "Dossier gezien", Width: 15}, workbook.Column{Header: "Bevinding", Width: 30})
	return s
}

// who is the pseudonym of the person of a drawn trajectory.
func (a *account) who(d *drawn) string { return a.options.Pseudonym(d.t.person) }

// fitted is a column of figures as wide as its header.
func fitted(header string) workbook.Column {
	return workbook.Column{Header: header, Width: float64(utf8.RuneCountInString(header)) + 4}
}

// where is one condition of a count: a column of a list and what it must be.
type where struct{ column, criterion string }

// is is the condition that a column holds a text.
func is(column, text string) where { return where{column, `"` + text + `"`} }

// countPeople is the formula that counts participants.
func (l lists) countPeople(conditions ...where) string {
	columns := participantColumns("")
	return countIfs(func(name string) string { return l.participants.All(at(columns, name)) }, conditions)
}

// count is the formula that counts trajectories.
func (l lists) count(conditions ...where) string {
	columns := trajectoryColumns()
	return countIfs(func(name string) string { return l.trajectories.All(at(columns, name)) }, conditions)
}

func countIfs(column func(string) string, conditions []where) string {
	var parts []string
	for _, c := range conditions {
		parts = append(parts, column(c.column), c.criterion)
	}
	return "COUNTIFS(" + strings.Join(parts, ",") + ")"
}

// labelOf is how a code stands in the workbook.
func labelOf(list, code string) string { return coded(list, code).label }

// counted is the condition on a row of either list that it counts.
var counted = is("telbaar", "ja")
