package amif

import (
	"lvv/reports/workbook"
)

// The columns of the calendar that count.
const (
	yearFrom = 2 + iota
	yearTo
	yearDue
	yearStarted
	yearEnded
	yearActive
	yearPeople
	yearProven
	yearUncertain
)

func (a *account) calendarSheet(l lists) workbook.Sheet {
	s := workbook.Sheet{
		Name: sheetCalendar, Title: "Kalender: verslagjaren en kalenderjaren", NoFilter: true,
		Notes: a.notes("Beide kalenders tellen dezelfde telbare trajecten en sluiten op hetzelfde totaal. Verslagjaar: 16 oktober t/m 15 oktober, in te leveren op 15 november (Subsidieregeling AMIF en ISF 2014-2020 art. 17)."),
		Columns: []workbook.Column{{Header: "Kalender", Width: 38}, {Header: "Jaar", Width: 12}, {Header: "Van"}, {Header: "T/m"},
			fitted("Inleveren"), fitted("Gestart"), fitted("Geëindigd"), fitted("Actieve trajecten"), fitted("Actieve deelnemers"),
			fitted("Terugkeer aangetoond"), fitted("Terugkeer onzeker")},
	}
	for i := range a.calendars {
		a.calendars[i].write(&s, l, &a.chain.total)
	}
	for i := range s.Charts {
		s.Charts[i].AtColumn, s.Charts[i].AtRow = 1, s.Row(len(s.Rows))+1
	}
	return s
}

// write adds one calendar: what began before it, its years, what no year can
// count, the total and its check.
func (c *calendar) write(s *workbook.Sheet, l lists, total *link) {
	blank := func(name string) []workbook.Cell {
		row := make([]workbook.Cell, len(s.Columns))
		row[0] = workbook.Text(name)
		return row
	}
	first := len(s.Rows)
	row := blank(c.title + ": eerder begonnen")
	row[yearStarted] = workbook.Int(int64(c.before))
	s.Rows = append(s.Rows, row)
	for i := range c.years {
		s.Rows = append(s.Rows, c.years[i].row(c, s, l))
	}
	row = blank(c.title + ": nog geen einddatum")
	row[yearEnded] = workbook.Int(int64(c.running))
	row[yearUncertain] = workbook.Int(int64(c.undated))
	s.Rows = append(s.Rows, row)
	last := len(s.Rows) - 1
	s.Rows = append(s.Rows, c.totals(s, first, last, total), c.checks(s, l, last+1, total), []workbook.Cell{})
	if c.reporting {
		s.Charts = append(s.Charts, workbook.Chart{
			Kind: workbook.ColumnChart, Title: "Trajecten per verslagjaar", Categories: 1,
			Series: []int{yearStarted, yearEnded}, From: first + 1, To: last - 1,
		})
	}
}

func (y *year) row(c *calendar, s *workbook.Sheet, l lists) []workbook.Cell {
	at := len(s.Rows)
	from, to := s.At(yearFrom, at), s.At(yearTo, at)
	after := func(column, cell string) where { return where{column, `">="&` + cell} }
	until := func(column, cell string) where { return where{column, `"<="&` + cell} }
	ended := []where{counted, after("datum_einde", from), until("datum_einde", to)}
	row := []workbook.Cell{
		workbook.Text(c.title), workbook.Text(y.name), workbook.Date(y.From.Time()), workbook.Date(y.To.Time()), workbook.Impossible(),
		l.cell(l.count(counted, after("datum_start", from), until("datum_start", to)), y.started),
		l.cell(l.count(ended...), y.ended),
		l.cell(l.count(counted, until("datum_start", to))+"-"+l.count(counted, where{"datum_einde", `"<"&` + from}), y.active),
		workbook.Int(int64(y.people)),
		l.cell(l.count(append(ended, is("zekerheid", proven.String()))...), y.proven),
		l.cell(l.count(append(ended, is("zekerheid", uncertain.String()))...), y.uncertain),
	}
	if c.reporting {
		row[yearDue] = workbook.Date(y.due.Time())
	}
	return row
}

func (c *calendar) totals(s *workbook.Sheet, first, last int, total *link) []workbook.Cell {
	row := make([]workbook.Cell, len(s.Columns))
	row[0] = workbook.Header(c.title + ": totaal")
	for _, c := range []struct{ col, n int }{
		{yearStarted, total.countable}, {yearEnded, total.countable}, {yearProven, total.proven}, {yearUncertain, total.uncertain},
	} {
		row[c.col] = workbook.Formula("SUM("+s.At(c.col, first)+":"+s.At(c.col, last)+")", workbook.Int(int64(c.n))).Bold()
	}
	return row
}

// checks hold the totals against the list of trajectories.
func (c *calendar) checks(s *workbook.Sheet, l lists, totals int, total *link) []workbook.Cell {
	row := make([]workbook.Cell, len(s.Columns))
	row[0] = workbook.Text("Controle")
	row[yearStarted] = workbook.Check(s.At(yearStarted, totals) + "-" + l.term(l.count(counted), total.countable))
	row[yearEnded] = workbook.Check(s.At(yearEnded, totals) + "-" + l.term(l.count(counted), total.countable))
	row[yearProven] = workbook.Check(s.At(yearProven, totals) + "-" + l.term(l.count(counted, is("zekerheid", proven.String())), total.proven))
	row[yearUncertain] = workbook.Check(s.At(yearUncertain, totals) + "-" + l.term(l.count(counted, is("zekerheid", uncertain.String())), total.uncertain))
	return row
}
