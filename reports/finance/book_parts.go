package finance

import (
	"lvv/reports/csvfile"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
	"lvv/reports/workbook"
	"lvv/schemas"
)

// The columns of Aansluiting.
const (
	partMonth = iota
	partFrom
	partTo
	partMade
	partDaysThen
	partDaysNow
	partThen
	partNow
	partDifference
)

// byMonth calls f for each month of the statement with the earlier statement that
// was the last word on it, or with nil.
func (v *view) byMonth(f func(p *part, m monthThen)) {
	type place struct{ part, month int }
	stated := map[schemas.Day]place{}
	for i, p := range v.parts {
		for k, m := range p.months {
			stated[m.month] = place{i, k}
		}
	}
	now := v.monthly()
	for _, x := range at(month, v.spans) {
		if at, ok := stated[x.Days.From]; ok {
			f(&v.parts[at.part], v.parts[at.part].months[at.month])
		} else {
			f(nil, monthThen{month: x.Days.From, now: now[x.Days.From]})
		}
	}
}

// tieOut is the sheet with what was stated of each month before, as part of a
// statement over a shorter period.
func (b *book) tieOut() {
	s := workbook.Sheet{
		Name: "Aansluiting", Title: "Aansluiting op eerdere verantwoordingen over delen van deze periode",
		Notes: []string{
			"Een maand telt in de laatste verantwoording die haar omvatte. Een maand die nog niet is verantwoord, heeft geen eerder bedrag en geen verschil.",
			"De eerdere verantwoordingen blijven zoals zij waren. Alleen bedragen en plaatsen worden vergeleken.",
		},
		Columns: []workbook.Column{
			col("periode", 10), col("eerder: van", 13), col("eerder: t/m", 13), col("opgesteld", 12),
			col("plaatsdagen eerder", 19), col("plaatsdagen nu", 17), col("bedrag eerder", 18),
			col("bedrag nu", 18), col("nu min eerder", 18),
		},
	}
	b.v.byMonth(func(p *part, m monthThen) {
		i := len(s.Rows)
		row := make([]workbook.Cell, partDifference+1)
		row[partMonth] = workbook.Text(monthOf(m.month))
		row[partDaysNow] = workbook.Formula(matching(b.days.All(daysMonth), s.At(partMonth, i), b.days.All(daysCount)), workbook.Int(m.now.PlaceDays))
		row[partNow] = workbook.Formula(cents(matching(b.days.All(daysMonth), s.At(partMonth, i), b.days.All(daysAmount))), workbook.Cents(m.now.Cents))
		if p != nil {
			row[partFrom], row[partTo] = date(p.period.From), date(p.period.To)
			row[partMade] = workbook.Date(p.made)
			row[partDaysThen], row[partThen] = workbook.Int(m.then.PlaceDays), workbook.Cents(m.then.Cents)
			row[partDifference] = difference(s, i, partNow, partThen, m.now.Cents-m.then.Cents)
		}
		s.Rows = append(s.Rows, row)
	})
	then, now, fresh := b.v.statedBefore()
	s.Totals = [][]workbook.Cell{append(labelled("totaal", partDaysThen), total(s, partDaysThen, workbook.Int(then.PlaceDays)),
		total(s, partDaysNow, workbook.Int(now.PlaceDays+fresh.PlaceDays)),
		sumOf(s, partThen, then.Cents), sumOf(s, partNow, now.Cents+fresh.Cents), sumOf(s, partDifference, now.Cents-then.Cents))}
	b.tied = s
}

func (v *view) tieOutTable() table {
	t := table{"aansluiting.csv", "Wat per maand eerder is verantwoord, als deel van een kortere periode, en wat daarvan nu geldt",
		[]string{"periode", "eerder_van", "eerder_tot", "opgesteld", "plaatsdagen_eerder", "plaatsdagen_nu", "bedrag_eerder_eur",
			"bedrag_nu_eur", "verschil_eur"}, nil}
	v.byMonth(func(p *part, m monthThen) {
		row := make([]csvfile.Cell, partDifference+1)
		for i := range row {
			row[i] = csvfile.Impossible()
		}
		row[partMonth], row[partDaysNow], row[partNow] = csvfile.Text(monthOf(m.month)), csvfile.Int(m.now.PlaceDays), csvfile.Cents(m.now.Cents)
		if p != nil {
			row[partFrom], row[partTo], row[partMade] = csvfile.Date(p.period.From.Time()), csvfile.Date(p.period.To.Time()), csvfile.Date(p.made)
			row[partDaysThen], row[partThen] = csvfile.Int(m.then.PlaceDays), csvfile.Cents(m.then.Cents)
			row[partDifference] = csvfile.Cents(m.now.Cents - m.then.Cents)
		}
		t.rows = append(t.rows, row)
	})
	return t
}

// tieOutSection says on the statement what was stated before, by statement.
func (v *view) tieOutSection() page.Section {
	t := page.Table{Caption: "Eerder verantwoord en nu, per eerdere verantwoording, in euro", Heads: 1,
		Columns: []page.Column{{Head: "Verantwoording over"}, {Head: "Opgesteld"}, {Head: "Maanden", Number: true},
			{Head: "Eerder", Number: true}, {Head: "Nu", Number: true}, {Head: "Verschil", Number: true}}}
	months := 0
	for _, p := range v.parts {
		then, now := p.sums()
		months += len(p.months)
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(dutchDays(p.period)), page.Value(dutch.LongDate(p.made)), number(int64(len(p.months))),
			money(then.Cents), money(now.Cents), money(now.Cents - then.Cents)}})
	}
	then, now, fresh := v.statedBefore()
	all := len(at(month, v.spans))
	if months < all {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value("Niet eerder verantwoord"), {}, number(int64(all - months)),
			page.Impossible(), money(fresh.Cents), page.Impossible()}})
	}
	t.Rows = append(t.Rows, page.Row{Total: true, Cells: []page.Cell{page.Value("Totaal"), {}, number(int64(all)), money(then.Cents),
		money(now.Cents + fresh.Cents), money(now.Cents - then.Cents)}})
	text := "Delen van deze periode zijn eerder verantwoord. Een maand telt in de laatste verantwoording die haar omvatte; die blijft zoals zij was. "
	if v.partsDiffer() {
		text += "Waar het nu anders uitkomt, staat per maand in financieel.xlsx, blad Aansluiting."
	} else {
		text += "Er zijn geen verschillen."
	}
	return page.Section{Title: "Aansluiting op eerdere verantwoordingen", Blocks: []page.Block{page.Text(text), t}}
}

// partsDiffer tells whether any month comes to something else than was stated.
func (v *view) partsDiffer() bool {
	for _, p := range v.parts {
		for _, m := range p.months {
			if m.then != m.now {
				return true
			}
		}
	}
	return false
}
