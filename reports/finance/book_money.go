package finance

import (
	"lvv/reports"
	"lvv/reports/workbook"
)

// The columns of Plaatsdagen.
const (
	daysMonth = iota
	daysQuarter
	daysYear
	daysFrom
	daysTo
	daysOrg
	daysName
	daysPlace
	daysCount
	daysRate
	daysAmount
)

// placeDays has a row for each location, month and rate; place-days, rate and
// amount are computed from Aannames.
func (b *book) placeDays() {
	s := workbook.Sheet{
		Name: "Plaatsdagen", Title: "Plaatsdagen en berekend bedrag",
		Notes: []string{
			"Plaatsdagen: plaatsen opgeteld over de dagen, beide einden meegeteld. Bedrag: plaatsdagen maal tarief, in hele centen (S-A 15.2).",
			"Een maand waarin het tarief wijzigt heeft een regel voor elk tarief.",
		},
		Columns: []workbook.Column{
			col("periode", 10), col("kwartaal", 10), col("jaar", 8), col("van", 12), col("t/m", 12),
			col("organisatie", 18), col("naam", 38), col("locatie", 20), col("plaatsdagen", 0),
			col("tarief", 12), col("bedrag", 18),
		},
	}
	var sum line
	for i, l := range b.v.lines {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(monthOf(l.Month)), workbook.Text(quarterOf(l.Month)), workbook.Text(yearOf(l.Month)),
			date(l.Days.From), date(l.Days.To), workbook.Text(l.Org), workbook.Text(b.v.orgName(l.Org)), workbook.Text(l.Location),
			workbook.Formula(b.overlap(s, i), workbook.Int(l.PlaceDays)),
			workbook.Formula(b.assumed.Abs(assumedValue, b.rows.rates+l.Rate), workbook.Cents(l.Line.Rate)),
			workbook.Formula(cents(s.At(daysCount, i)+"*"+s.At(daysRate, i)), workbook.Cents(l.Cents))})
		sum.PlaceDays += l.PlaceDays
		sum.Cents += l.Cents
	}
	s.Totals = [][]workbook.Cell{append(labelled("totaal", daysCount),
		total(s, daysCount, workbook.Int(sum.PlaceDays)), workbook.Impossible(),
		workbook.Formula(cents("SUM("+s.Down(daysAmount)+")"), workbook.Cents(sum.Cents)))}
	b.days = s
}

// labelled is a row that begins with a word and is blank up to column n.
func labelled(word string, n int) []workbook.Cell {
	row := make([]workbook.Cell, n)
	row[0] = workbook.Text(word)
	return row
}

// overlap is the sum over the register of places times the days shared with the
// row. MIN and MAX do not work row by row, so the lesser of a and b is
// (a+b-|a-b|)/2 and the greater (a+b+|a-b|)/2.
func (b *book) overlap(s workbook.Sheet, i int) string {
	from, to, first, last := b.capacity(assumedFrom), b.capacity(assumedTo), s.At(daysFrom, i), s.At(daysTo, i)
	end := "(" + to + "+" + last + "-ABS(" + to + "-" + last + "))/2"
	begin := "(" + from + "+" + first + "+ABS(" + from + "-" + first + "))/2"
	return "SUMPRODUCT(EXACT(" + b.capacity(assumedWho) + "," + s.At(daysOrg, i) + ")*EXACT(" + b.capacity(assumedPlace) + "," +
		s.At(daysPlace, i) + ")" +
		"*(" + from + "<=" + last + ")*(" + to + ">=" + first + ")*" + b.capacity(assumedValue) + "*(" + end + "-" + begin + "+1))"
}

// The columns of Financiering per maand.
const (
	shareMonth = iota
	shareQuarter
	shareYear
	shareSource
	shareFull
	shareAvailable
	shareComputed
	shareDifference
)

// sharesByMonth has a row for each month and source. Its amounts are values:
// cents are divided by largest remainder, which a formula cannot do in view.
func (b *book) sharesByMonth() {
	s := workbook.Sheet{
		Name: "Financiering per maand", Title: "Financiering per maand en bron",
		Notes: []string{
			"Jaarbedrag: bijlage 2, per dag gelijk verdeeld. Beschikbaar: naar rato van actieve en geplande pilots per dag, voor alle bronnen gelijk (S-A 15.2).",
			"Berekend: het bedrag van de maand, over de bronnen verdeeld in de verhouding van hun jaarbedragen. Restcenten naar de grootste resten.",
		},
		Columns: []workbook.Column{
			col("periode", 10), col("kwartaal", 10), col("jaar", 8), col("bron", 26),
			col("jaarbedrag, deel", 18), col("beschikbaar", 18), col("berekend", 18),
			col("beschikbaar min berekend", 26),
		},
	}
	for i, x := range b.v.shares {
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(monthOf(x.Month)), workbook.Text(quarterOf(x.Month)), workbook.Text(yearOf(x.Month)),
			workbook.Text(sourceLabel(x.Source)), workbook.Cents(x.Full), workbook.Cents(x.Available), workbook.Cents(x.Computed),
			difference(s, i, shareAvailable, shareComputed, x.Available-x.Computed)})
	}
	sum := b.v.funded(b.v.spans[0], reports.AllCode)
	s.Totals = [][]workbook.Cell{append(labelled("totaal", shareFull),
		sumOf(s, shareFull, sum.Full), sumOf(s, shareAvailable, sum.Available), sumOf(s, shareComputed, sum.Computed), sumOf(s,
			shareDifference, sum.Available-sum.Computed))}
	b.shares = s
}

// sumOf sums a column of amounts below the rows.
func sumOf(s workbook.Sheet, col int, value int64) workbook.Cell {
	return workbook.Formula(cents("SUM("+s.Down(col)+")"), workbook.Cents(value))
}

// difference is one column minus another in row i.
func difference(s workbook.Sheet, i, one, other int, value int64) workbook.Cell {
	return workbook.Formula(cents(s.At(one, i)+"-"+s.At(other, i)), workbook.Cents(value))
}

// The columns of Kwartalen.
const (
	spanCode = iota
	spanFrom
	spanTo
	spanLength
	spanPlaceDays
	spanComputed
	spanAvailable
	spanDifference
)

// byQuarter has a row for each quarter, summed from Plaatsdagen.
func (b *book) byQuarter() {
	s := workbook.Sheet{
		Name: "Kwartalen", Title: "Kwartalen",
		Notes: []string{"Opgeteld uit Plaatsdagen en Financiering per maand. Een kwartaal dat maar deels in de periode valt, telt voor dat deel."},
		Columns: []workbook.Column{
			col("kwartaal", 11), col("van", 12), col("t/m", 12), col("dagen", 9), col("plaatsdagen", 0),
			col("berekend", 18), col("beschikbaar", 18), col("beschikbaar min berekend", 26),
		},
	}
	for i, x := range at(quarter, b.v.spans) {
		placeDays, amount := b.v.amount(x, reports.AllCode)
		f := b.v.funded(x, reports.AllCode)
		key := s.At(spanCode, i)
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(x.Code), date(x.Days.From), date(x.Days.To),
			workbook.Formula(s.At(spanTo, i)+"-"+s.At(spanFrom, i)+"+1", workbook.Int(int64(x.Days.Days()))),
			workbook.Formula(matching(b.days.All(daysQuarter), key, b.days.All(daysCount)), workbook.Int(placeDays)),
			workbook.Formula(cents(matching(b.days.All(daysQuarter), key, b.days.All(daysAmount))), workbook.Cents(amount)),
			workbook.Formula(cents(matching(b.shares.All(shareQuarter), key, b.shares.All(shareAvailable))), workbook.Cents(f.Available)),
			difference(s, i, spanAvailable, spanComputed, f.Available-f.Computed)})
	}
	placeDays, amount := b.v.amount(b.v.spans[0], reports.AllCode)
	f := b.v.funded(b.v.spans[0], reports.AllCode)
	s.Totals = [][]workbook.Cell{append(labelled("totaal", spanLength), total(s, spanLength, workbook.Int(int64(b.v.job.Period.Days()))),
		total(s, spanPlaceDays, workbook.Int(placeDays)), sumOf(s, spanComputed, amount), sumOf(s, spanAvailable, f.Available),
		sumOf(s, spanDifference, f.Available-f.Computed))}
	s.Charts = []workbook.Chart{{Kind: workbook.ColumnChart, Title: "Berekend en beschikbaar per kwartaal",
		Categories: spanCode, Series: []int{spanComputed, spanAvailable}, Euro: true}}
	b.quarters = s
}

// The columns of Jaren.
const (
	yearCode = iota
	yearOrg
	yearName
	yearPlace
	yearPlaceDays
	yearAmount
)

// byYear has a row for each year and location.
func (b *book) byYear() {
	s := workbook.Sheet{
		Name: "Jaren", Title: "Jaren, organisaties en locaties",
		Notes: []string{"Opgeteld uit Plaatsdagen. Een jaar dat maar deels in de periode valt, telt voor dat deel."},
		Columns: []workbook.Column{
			col("jaar", 8), col("organisatie", 18), col("naam", 46), col("locatie", 24),
			col("plaatsdagen", 0), col("berekend", 18),
		},
	}
	for _, y := range b.v.yearLines() {
		i := len(s.Rows)
		match := func(values int) string {
			return "SUMPRODUCT(EXACT(" + b.days.All(daysYear) + "," + s.At(yearCode, i) + ")*EXACT(" + b.days.All(daysOrg) + "," + s.At(yearOrg, i) +
				")*EXACT(" + b.days.All(daysPlace) + "," + s.At(yearPlace, i) + ")," + b.days.All(values) + ")"
		}
		s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(yearOf(y.Month)), workbook.Text(y.Org),
			workbook.Text(b.v.orgName(y.Org)), workbook.Text(y.Location),
			workbook.Formula(match(daysCount), workbook.Int(y.PlaceDays)), workbook.Formula(cents(match(daysAmount)), workbook.Cents(y.Cents))})
	}
	placeDays, amount := b.v.amount(b.v.spans[0], reports.AllCode)
	s.Totals = [][]workbook.Cell{append(labelled("totaal", yearPlaceDays), total(s, yearPlaceDays, workbook.Int(placeDays)),
		sumOf(s, yearAmount, amount))}
	b.years = s
}

// yearLines are the lines of each year added up by location, in their order.
func (v *view) yearLines() []line {
	type key struct{ year, org, location string }
	at := map[key]int{}
	var all []line
	for _, l := range v.lines {
		k := key{yearOf(l.Month), l.Org, l.Location}
		i, ok := at[k]
		if !ok {
			i = len(all)
			at[k] = i
			all = append(all, line{Line: l.Line})
			all[i].PlaceDays, all[i].Cents = 0, 0
		}
		all[i].PlaceDays += l.PlaceDays
		all[i].Cents += l.Cents
	}
	return all
}

// The columns of Financiering.
const (
	fundYear = iota
	fundSource
	fundComment
	fundFull
	fundAvailable
	fundComputed
	fundDifference
	fundPaid
	fundOpen
)

// bySource sets computed, available and paid side by side for each year and
// source; paid is for finance to fill in.
func (b *book) bySource() {
	s := workbook.Sheet{
		Name: "Financiering", Title: "Financiering per jaar en bron",
		Notes: []string{
			"Berekend, beschikbaar en betaald staan naast elkaar; niets is afgekapt (S-A 15.1, 15.5). Een negatief verschil betekent: berekend boven beschikbaar.",
			"Betaald is niet bekend bij het programma: vul de kolom in; het openstaande bedrag rekent mee.",
		},
		Columns: []workbook.Column{
			col("jaar", 8), col("bron", 26), col("bevinding", 38), col("jaarbedrag, deel in periode", 26),
			col("beschikbaar", 18), col("berekend", 18), col("beschikbaar min berekend", 26),
			col("betaald (invullen)", 20), col("beschikbaar min betaald", 24),
		},
	}
	for _, x := range at(year, b.v.spans) {
		for _, source := range b.v.sources(x) {
			i, f := len(s.Rows), b.v.funded(x, source)
			sum := func(col int, value int64) workbook.Cell {
				return workbook.Formula(cents(matchingBoth(b.shares.All(shareYear), s.At(fundYear, i),
					b.shares.All(shareSource), s.At(fundSource, i), b.shares.All(col))), workbook.Cents(value))
			}
			s.Rows = append(s.Rows, []workbook.Cell{workbook.Text(x.Code), workbook.Text(sourceLabel(source)),
				workbook.Formula("IF("+s.At(fundDifference, i)+"<0,\""+overText+"\",\""+withinText+"\")", workbook.Text(ceiling(f))),
				sum(shareFull, f.Full), sum(shareAvailable, f.Available), sum(shareComputed, f.Computed),
				difference(s, i, fundAvailable, fundComputed, f.Available-f.Computed), workbook.Impossible(),
				difference(s, i, fundAvailable, fundPaid, f.Available)})
		}
	}
	sum := b.v.funded(b.v.spans[0], reports.AllCode)
	s.Totals = [][]workbook.Cell{append(labelled("totaal", fundFull), sumOf(s, fundFull, sum.Full), sumOf(s, fundAvailable,
		sum.Available), sumOf(s, fundComputed, sum.Computed),
		sumOf(s, fundDifference, sum.Available-sum.Computed), sumOf(s, fundPaid, 0), sumOf(s, fundOpen, sum.Available))}
	b.funding = s
}

const (
	overText   = "berekend boven beschikbaar (S-A 15.5)"
	withinText = "binnen het beschikbare bedrag"
)

func ceiling(f share) string {
	if f.Available < f.Computed {
		return overText
	}
	return withinText
}
