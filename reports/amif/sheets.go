package amif

import (
	"fmt"
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

// book writes the account as a workbook: all of it, or without the lists when
// they stand apart.
func (a *account) book(l lists, st *statement) workbook.Book {
	sheets := []workbook.Sheet{a.coverSheet()}
	if !l.apart {
		sheets = append(sheets, l.participants, l.trajectories)
	}
	return workbook.Book{
		Title:   "AMIF-verantwoording terugkeerbegeleiding " + a.job.Programme,
		Subject: span(a.window),
		Created: a.job.At,
		Sheets: append(sheets, a.indicatorSheet(Profile2014, l), a.indicatorSheet(Profile2021, l),
			st.sheet, a.sampleSheet(), a.calendarSheet(l)),
	}
}

// notes stand under the title of every sheet.
func (a *account) notes(more ...string) []string {
	notes := append([]string{
		a.job.Programme + ", periode " + span(a.window) + ". Label: pseudoniem.",
		notice,
	}, more...)
	if long := a.sizeNote(); long != "" {
		notes = append(notes, long)
	}
	return notes
}

func (a *account) participantSheet() workbook.Sheet {
	return sheetOf(workbook.Sheet{
		Name: sheetParticipants, Title: "Deelnemers aan terugkeerbegeleiding",
		Notes: a.notes("Een rij per persoon met een terugkeertraject in de periode (S-A 15.3). Wie niet telt, staat er met de reden in."),
	}, participantColumns(a), len(a.participants))
}

func (a *account) trajectorySheet() workbook.Sheet {
	return sheetOf(workbook.Sheet{
		Name: sheetTrajectories, Title: "Trajecten terugkeerbegeleiding",
		Notes: a.notes("Een rij per traject met scenario terugkeer in de periode (S-A 15.3), zoals het was op " + a.window.To.Dutch() +
			". Trajecten met een ander scenario staan hier niet; hun aantal staat op het blad Aansluiting."),
	}, trajectoryColumns(a), len(a.trajectories))
}

func (a *account) sampleSheet() workbook.Sheet {
	forAuditor := " De laatste twee kolommen zijn voor de controleur."
	if a.sampleApart() {
		forAuditor = ""
	}
	s := workbook.Sheet{
		Name: sheetSample, Title: "Steekproef voor de controle",
		Notes: a.notes(
			fmt.Sprintf("Getrokken uit %d telbare trajecten met startgetal %d; gevraagd %d, ten minste een tiende (Gedelegeerde Verordening (EU) 1042/2014 art. 14).",
				a.chain.total.countable, a.options.Seed, a.options.Sample),
			"Lot = SHA-256 van vier regels: lvv/amif/steekproef/v1, het startgetal, de trekking, het traject. De laagste loten zijn getrokken.",
			"Organisatie, levering en rij wijzen het dossier aan: alleen de organisatie kan ze naar een persoon herleiden."+forAuditor),
	}
	if a.sampleApart() {
		return a.sampleSummary(s)
	}
	s = sheetOf(s, sampleColumns(a), len(a.sample))
	s.Columns = append(s.Columns, workbook.Column{Header: "Dossier gezien", Width: 15}, workbook.Column{Header: "Bevinding", Width: 30})
	return s
}

// sampleSummary is what the sheet tells of a sample that stands apart: how much
// each draw took of each organisation, and its first and last lot.
func (a *account) sampleSummary(s workbook.Sheet) workbook.Sheet {
	s.NoFilter = true
	s.Columns = []workbook.Column{{Header: "Trekking", Width: 17}, {Header: "Organisatie", Width: 28}, fitted("Telbare trajecten"),
		fitted("Getrokken"), fitted("Dekking"), {Header: "Eerste lot", Width: 20}, {Header: "Laatste lot", Width: 20}}
	for _, way := range a.ways() {
		for i := range a.chain.links {
			l := &a.chain.links[i]
			row := len(s.Rows)
			n, first, last := 0, "", ""
			for k := range a.sample {
				if d := &a.sample[k]; d.way == way && a.orgs[a.trajectories[d.t].org] == l.org {
					if n++; n == 1 {
						first = d.ticket()
					}
					last = d.ticket()
				}
			}
			if n == 0 {
				continue
			}
			s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(way.String()), workbook.Text(l.org), workbook.Int(int64(l.countable)), workbook.Int(int64(n)),
				workbook.Formula(s.At(3, row)+"/"+s.At(2, row), workbook.Percent(float64(n)/float64(l.countable))), workbook.Text(first), workbook.Text(last)})
		}
	}
	return s
}

// fitted is a column of figures as wide as its header.
func fitted(header string) workbook.Column {
	return workbook.Column{Header: header, Width: float64(utf8.RuneCountInString(header)) + 4}
}

// labelOf is how a code stands in the workbook.
func labelOf(list, code string) string { return coded(list)(placeOf(list, code)).label }
