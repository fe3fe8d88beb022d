package finance

import (
	"lvv/reports/page/dutch"
	"lvv/reports/workbook"
	"lvv/schemas"
)

// explain is the first sheet: what the figures mean and which readings of the
// covenants they rest on.
func (b *book) explain() workbook.Sheet {
	s := workbook.Sheet{
		Name: "Toelichting", Title: "Financiële verantwoording " + b.v.job.Programme,
		Notes: []string{
			"Periode: " + dutch.Period(b.v.job.Period.From.Time(), b.v.job.Period.To.Time()) + ", beide dagen meegeteld.",
			"Bedragen en plaatsen zijn exact. Getallen over personen zijn eerst beschermd; een punt (.) is een onderdrukt getal.",
			"Het blad Controle rekent alles na: elke controle moet 0 zijn. In te vullen: kolom betaald (Financiering) en eindverantwoording (SiSa-gereed).",
			"Vragen: " + b.v.job.Contact + ".",
		},
		Columns: []workbook.Column{
			col("onderdeel", 14), col("begrip of keuze", 34), col("betekenis", 92), col("grondslag", 18),
		},
		HideGrid: true, NoFilter: true,
	}
	add := func(part, name, text, clause string) {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(part), workbook.Wrapped(name), workbook.Wrapped(text), workbook.Text(clause)})
	}
	for _, d := range definitions() {
		add("definitie", d.Term, d.Text, d.Clause)
	}
	for _, x := range settings() {
		add("instelling", x.Name, x.Value, x.Clause)
	}
	add("grondslag", "S-A", "Convenant pilot-LVV Amsterdam; het getal is het artikel.", "")
	add("grondslag", "S-U", "Samenwerkingsafspraken Utrecht; het getal is het punt.", "")
	return s
}

// assumedRows says where in Aannames each register stands.
type assumedRows struct{ capacity, rates, funding, pilots int }

// The columns of Aannames.
const (
	assumedKind = iota
	assumedWho
	assumedPlace
	assumedClause
	assumedUnit
	assumedFrom
	assumedTo
	assumedValue
	assumedDays
)

// assume is the sheet with all inputs: the period and the registers.
func (b *book) assume() {
	r := b.v.job.Registers
	s := workbook.Sheet{
		Name: "Aannames", Title: "Aannames: de registers waarmee is gerekend",
		Notes: []string{
			"De andere bladen rekenen met deze cellen: een andere waarde hier verandert plaatsdagen en bedragen.",
			"Een einde dat er nog niet is staat als 31-12-2099. Beide dagen van een periode tellen mee.",
		},
		Columns: []workbook.Column{
			col("soort", 14), col("organisatie of bron", 24), col("locatie", 20), col("grondslag", 0),
			col("eenheid", 26), col("van", 12), col("t/m", 12), col("waarde", 16),
			col("plaatsdagen in periode", 22),
		},
	}
	add := func(kind, who, place string, p schemas.Period, value workbook.Cell, unit, clause string) {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(kind), workbook.Text(who), workbook.Text(place),
			workbook.Text(clause), workbook.Text(unit),
			date(p.From), date(p.To), value, workbook.Impossible()})
	}
	add("periode", "", "", b.v.job.Period, workbook.Int(int64(b.v.job.Period.Days())), "dagen", "S-A 15.2")
	b.rows.capacity = len(s.Rows)
	for _, c := range r.Capacity {
		add("plaatsen", c.Org, c.Location, c.Period, workbook.Int(c.Places), "plaatsen per dag", "S-A 15.2")
		i := len(s.Rows) - 1
		in := "MAX(0,MIN(" + s.At(assumedTo, i) + "," + s.At(assumedTo, 0) + ")-MAX(" + s.At(assumedFrom, i) + "," + s.At(assumedFrom, 0) + ")+1)"
		days := c.Places * int64(common(c.Period, b.v.job.Period).Days())
		s.Rows[i][assumedDays] = workbook.Formula(in+"*"+s.At(assumedValue, i), workbook.Int(days))
	}
	b.rows.rates = len(s.Rows)
	for _, x := range r.Rates {
		add("tarief", "", "", x.Period, workbook.Cents(x.Cents), "euro per plaats per dag", "S-A 15.2")
	}
	b.rows.funding = len(s.Rows)
	for _, x := range r.Funding {
		from, _ := schemas.NewDay(x.Year, 1, 1)
		to, _ := schemas.NewDay(x.Year, 12, 31)
		add("jaarbedrag", x.Source, "", schemas.Period{From: from, To: to}, workbook.Cents(x.Cents), "euro per jaar", "S-A 15.1")
	}
	b.rows.pilots = len(s.Rows)
	for _, x := range r.Pilots {
		add("pilots", "", "", x.Period, workbook.Int(x.Active), "actief van "+dutch.Int(x.Planned)+" gepland", "S-A 15.2")
	}
	b.assumed = s
}

// date is a day as a cell. Ends that lie far away or are still open become the
// last day of the century, days before the calendar of a spreadsheet its first.
func date(d schemas.Day) workbook.Cell {
	first, _ := schemas.NewDay(1900, 3, 1)
	last, _ := schemas.NewDay(2099, 12, 31)
	return workbook.Date(min(max(d, first), last).Time())
}

// capacity answers a column of Aannames over the rows of the register of
// places; it is only called when there are lines, so when there are such rows.
func (b *book) capacity(col int) string {
	return b.assumed.Range(col, b.rows.capacity, b.rows.rates-1)
}
