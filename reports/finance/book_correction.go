package finance

import (
	"fmt"

	"lvv/reports/csvfile"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
	"lvv/reports/workbook"
)

// correctionTitle names a correction and what it corrects.
func (s *statement) correctionTitle() string {
	return fmt.Sprintf("Correctie: verantwoording %d, volgt op verantwoording %d van %s",
		s.earlier.number+1, s.earlier.number, dutch.LongDate(s.earlier.made))
}

// The columns of Correctie.
const (
	corrMonth = iota
	corrOrg
	corrName
	corrPlace
	corrDaysThen
	corrDaysNow
	corrThen
	corrNow
	corrDifference
)

// correction is the sheet with what differs from the earlier statement.
func (b *book) correction() workbook.Sheet {
	s := workbook.Sheet{
		Name: "Correctie", Title: b.v.correctionTitle(),
		Notes: []string{"Alleen maanden en locaties die verschillen. De eerdere verantwoording blijft zoals zij was; het verschil staat hier. Alleen bedragen en plaatsen worden vergeleken."},
		Columns: []workbook.Column{
			col("periode", 10), col("organisatie", 18), col("naam", 46), col("locatie", 24),
			col("plaatsdagen eerder", 19), col("plaatsdagen nu", 17), col("bedrag eerder", 18),
			col("bedrag nu", 18), col("nu min eerder", 18),
		},
	}
	var then, now amount
	for i, c := range b.v.changes() {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(monthOf(c.Month)), workbook.Text(c.Org),
			workbook.Text(b.v.orgName(c.Org)), workbook.Text(c.Location),
			workbook.Int(c.Then.PlaceDays), workbook.Int(c.Now.PlaceDays), workbook.Cents(c.Then.Cents), workbook.Cents(c.Now.Cents),
			difference(s, i, corrNow, corrThen, c.Now.Cents-c.Then.Cents)})
		then, now = then.plus(c.Then), now.plus(c.Now)
	}
	s.Totals = [][]workbook.Cell{append(labelled("totaal", corrDaysThen), total(s, corrDaysThen, workbook.Int(then.PlaceDays)),
		total(s, corrDaysNow, workbook.Int(now.PlaceDays)),
		sumOf(s, corrThen, then.Cents), sumOf(s, corrNow, now.Cents), sumOf(s, corrDifference, now.Cents-then.Cents))}
	return s
}

func (v *view) correctionTable() table {
	t := table{"correctie.csv", "Verschillen met de eerdere verantwoording",
		[]string{"periode", "organisatie", "locatie", "plaatsdagen_eerder", "plaatsdagen_nu", "bedrag_eerder_eur",
			"bedrag_nu_eur", "verschil_eur"}, nil}
	for _, c := range v.changes() {
		t.rows = append(t.rows, []csvfile.Cell{csvfile.Text(monthOf(c.Month)), csvfile.Text(c.Org), csvfile.Text(c.Location),
			csvfile.Int(c.Then.PlaceDays), csvfile.Int(c.Now.PlaceDays),
			csvfile.Cents(c.Then.Cents), csvfile.Cents(c.Now.Cents), csvfile.Cents(c.Now.Cents - c.Then.Cents)})
	}
	return t
}

// correctionSection says on the statement what differs.
func (v *view) correctionSection() page.Section {
	_, now := v.amount(v.spans[0], allOrgs)
	then := v.before().Cents
	t := page.Table{Caption: "Verschillen per maand, organisatie en locatie, in euro", Heads: 3,
		Columns: []page.Column{{Head: "Maand"}, {Head: "Organisatie"}, {Head: "Locatie"},
			{Head: "Eerder", Number: true}, {Head: "Nu", Number: true}, {Head: "Verschil", Number: true}}}
	for _, c := range v.changes() {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(dutch.Month(c.Month.Time())),
			page.Value(v.orgName(c.Org)), page.Value(c.Location),
			money(c.Then.Cents), money(c.Now.Cents), money(c.Now.Cents - c.Then.Cents)}})
	}
	t.Rows = append(t.Rows, page.Row{Total: true, Cells: []page.Cell{page.Value("Hele verantwoording"), {}, {}, money(then),
		money(now), money(now - then)}})
	return page.Section{Title: "Correctie", Blocks: []page.Block{
		page.Text(v.correctionTitle() +
			". De eerdere verantwoording blijft zoals zij was; maanden en locaties die niet in de tabel staan, zijn gelijk gebleven."), t}}
}
