package evaluator

import (
	"io"
	"strconv"
	"strings"

	"lvv/reports"
	"lvv/reports/csvfile"
	"lvv/reports/page/dutch"
	"lvv/reports/parcel"
	"lvv/schemas"
)

// A keyFigure is a figure that is never shown bare: what it counts, out of
// what, when, and by which clause (S-A 1.5, 9).
type keyFigure struct {
	code, name  string
	kind        string // stand or stroom
	value, base shown
	isBased     bool   // whether there is a denominator
	baseName    string // what the denominator counts
	reference   string
	definition  string
	clause      string
}

// keyFigures are made from shown figures and from registers about places, which
// are not about persons.
func (e edition) keyFigures() []keyFigure {
	p := e.job.Period
	whole := p.From.Dutch() + " t/m " + p.To.Dutch()
	all := reports.AllCode
	out := e.view("uitstroom_oplossing")
	entered, left := e.view("instroom").figure(all, all), e.view("uitstroom").figure(all, all)
	present := e.view("bezetting").figure(p.To.String(), all)
	people, known := e.view("personen").figure(all), e.view("personen_koppeling").figure("gekoppeld")
	durable := out.figure(all, schemas.Durable)
	flow, stock := "stroom", "stand"
	list := []keyFigure{
		{code: "instroom", name: "Instroom", kind: flow, value: entered, reference: whole, definition: "Verblijven die in de periode beginnen.", clause: "S-A 9"},
		{code: "uitstroom", name: "Uitstroom", kind: flow, value: left, reference: whole, definition: "Verblijven die in de periode eindigen.", clause: "S-A 9"},
		{code: "personen_bovengrens", name: "Unieke personen, bovengrens", kind: flow, value: people, reference: whole, definition: "Verschillende personen met een verblijfsdag in de periode, als niemand die niet is herkend al was geteld.", clause: "S-A 9"},
		{code: "personen_ondergrens", name: "Unieke personen, ondergrens", kind: flow, value: known, reference: whole, definition: "Hetzelfde, als iedereen die niet is herkend al was geteld.", clause: "S-A 9"},
		{code: "bezetting", name: "Bezetting", kind: stock, value: present, isBased: true, base: e.places(p.To), baseName: "plaatsen op de peildatum (capaciteitsregister)",
			reference: "einde van " + p.To.Dutch(), definition: "Verblijven die aan het einde van de dag lopen.", clause: "S-A 9"},
	}
	for _, s := range solutions {
		list = append(list, keyFigure{code: s.code + "_uitstroom", name: s.label + ", van de uitstroom", kind: flow, value: out.figure(all, s.code), isBased: true, base: left,
			baseName: "verblijven die in de periode eindigen", reference: whole, definition: "Verblijven die eindigen met een reden uit deze groep.", clause: "S-A def. l"})
	}
	for i := range list {
		list[i].definition = e.rounding.After(list[i].definition)
	}
	list = append(list, keyFigure{code: "bestendig_deelnemers", name: "Bestendige oplossing, van de deelnemers", kind: flow, value: durable, isBased: true, base: people,
		baseName: "unieke personen met een verblijfsdag in de periode (bovengrens)", reference: whole, definition: e.rounding.After("Verblijven die eindigen met een bestendige oplossing."), clause: "S-A def. l"})
	return append(list, e.target(durable, whole)...)
}

// target sets what was reached beside the goal, both out of places (S-A 1.5).
func (e edition) target(durable shown, whole string) []keyFigure {
	goal, ok := e.job.Registers.Goal("bestendige_oplossingen")
	if !ok {
		return nil
	}
	places, ok := e.job.Registers.Goal(goal.Denominator)
	base := shown{places.Value, ok}
	name := goal.Denominator + " volgens het doelenregister"
	return []keyFigure{
		{code: "doel", name: "Doel: bestendige oplossingen", kind: "stroom", value: shown{goal.Value, true}, isBased: true, base: base, baseName: name,
			reference: "hele pilot", definition: "Beoogd aantal casussen dat naar een bestendige oplossing wordt begeleid; een inspanningsverplichting.", clause: "S-A 1.5"},
		{code: "doel_bereikt", name: "Bereikt op dezelfde noemer", kind: "stroom", value: durable, isBased: true, base: base, baseName: name,
			reference: whole, definition: e.rounding.After("Verblijven die eindigen met een bestendige oplossing."), clause: "S-A 1.5; S-A def. l"},
	}
}

// places are the places on a day; without a register there are none to show.
func (e edition) places(day schemas.Day) shown {
	n := e.job.Registers.PlacesOn(day, "")
	return shown{n, n > 0}
}

// text is a figure for people: a point when it is suppressed.
func (s shown) text() string {
	if !s.ok {
		return "."
	}
	return dutch.Int(s.n)
}

// share is the percentage for people, or nothing without a denominator.
func (k keyFigure) share() string {
	if !k.isBased {
		return ""
	}
	pct, ok := percent(k.value, k.base)
	if !ok {
		return "."
	}
	return dutch.Percent(pct, 1)
}

func (e edition) keyFigureRows() (header []string, rows [][]csvfile.Cell) {
	header = []string{"kengetal", "naam", "teller", colBase, colShare, colKind, "noemer_telt", colReference, colDefinition, colClause}
	for _, k := range e.keyFigures() {
		base, pct := csvfile.Impossible(), csvfile.Impossible()
		if k.isBased {
			base, pct = k.base.csv(), share(k.value, k.base)
		}
		rows = append(rows, []csvfile.Cell{csvfile.Text(k.code), csvfile.Text(k.name), k.value.csv(), base, pct, csvfile.Text(k.kind),
			csvfile.Text(k.baseName), csvfile.Text(k.reference), csvfile.Text(k.definition), csvfile.Text(k.clause)})
	}
	return header, rows
}

func (s shown) csv() csvfile.Cell {
	if !s.ok {
		return csvfile.Suppressed()
	}
	return csvfile.Int(s.n)
}

// A balanceRow is one line of the balance of an organisation over a year or the
// whole period.
type balanceRow struct {
	time, org             [2]string // code and label
	start, in, out, end   shown
	startDate, endingDate schemas.Day
}

// balance puts stock and flow side by side, each in a column of its own that
// says which it is: stock at the start + inflow - outflow = stock at the end.
func (e edition) balance() []balanceRow {
	in, out, stock := e.view("instroom"), e.view("uitstroom"), e.view("bezetting")
	var rows []balanceRow
	for _, t := range in.Dims[0].Categories {
		if strings.Contains(t.Code, "-") {
			continue // quarters stand in the tables themselves
		}
		from, to := e.job.Period.From-1, e.job.Period.To
		if t.Code != reports.AllCode {
			from, to = yearDates(t.Code, e.job.Period)
		}
		for _, o := range in.Dims[1].Categories {
			rows = append(rows, balanceRow{time: [2]string{t.Code, t.Label}, org: [2]string{o.Code, o.Label},
				start: stock.figure(from.String(), o.Code), in: in.figure(t.Code, o.Code), out: out.figure(t.Code, o.Code),
				end: stock.figure(to.String(), o.Code), startDate: from, endingDate: to})
		}
	}
	return rows
}

// yearDates are the day before a year and its last day, within the period.
func yearDates(code string, p schemas.Period) (before, end schemas.Day) {
	y, err := strconv.Atoi(code)
	if err != nil {
		panic("evaluator: internal error: a year that is no number")
	}
	first, _ := schemas.NewDay(y, 1, 1)
	last, _ := schemas.NewDay(y, 12, 31)
	return max(first, p.From) - 1, min(last, p.To)
}

func (e edition) balanceRows(label int) (header []string, rows [][]csvfile.Cell) {
	header = []string{dimTime, dimOrg, "peildatum_begin", "stand_begin", "instroom_stroom", "uitstroom_stroom", "peildatum_eind", "stand_eind", colUnit, colDefinition, colClause}
	for _, b := range e.balance() {
		rows = append(rows, []csvfile.Cell{csvfile.Text(b.time[label]), csvfile.Text(b.org[label]), csvfile.Date(b.startDate.Time()), b.start.csv(), b.in.csv(), b.out.csv(),
			csvfile.Date(b.endingDate.Time()), b.end.csv(), csvfile.Text(unitStays), csvfile.Text(e.rounding.After(balanceDefinition)), csvfile.Text("S-A 9")})
	}
	return header, rows
}

const balanceDefinition = "Stand aan het einde van de dag voor het tijdvak + instroom - uitstroom = stand aan het einde van het tijdvak."

func (e edition) courseRows() (header []string, rows [][]csvfile.Cell) {
	header = []string{dimDuration, dimReason, "aan_begin_aanwezig", "beeindigd_stroom", "gecensureerd", "cumulatief_pct", colPopulation, colReference, colDefinition, colClause}
	c := e.course()
	present := c.atRisk.n
	for i, class := range c.classes {
		for k, kind := range c.kinds {
			row := []csvfile.Cell{csvfile.Text(class.Code), csvfile.Text(kind.Code), csvfile.Suppressed(), csvfile.Suppressed(), csvfile.Suppressed(), csvfile.Suppressed()}
			if i < len(c.share) {
				row = append(row[:2], csvfile.Int(present), csvfile.Int(c.counts[i].ended[k]), csvfile.Int(c.counts[i].censored), csvfile.Number(100*c.share[i][k], 1))
			}
			rows = append(rows, append(row, csvfile.Text(popEntered), csvfile.Text(e.view("instroom").reference), csvfile.Text(e.rounding.After(courseDefinition)), csvfile.Text("S-A 6.2")))
		}
		if i < len(c.share) {
			present -= c.counts[i].censored
			for _, d := range c.counts[i].ended {
				present -= d
			}
		}
	}
	return header, rows
}

const courseDefinition = "Geschat aandeel van de verblijven dat aan het einde van de klasse op deze manier is geëindigd (Aalen-Johansen op gegroepeerde tijd). Verblijven die nog lopen tellen tot het einde van de periode mee (gecensureerd, in hun laatste klasse voor de helft). De laatste klasse heeft geen einde en dus geen schatting."

// derivedFiles are the files that are made from shown figures only.
func (e edition) derivedFiles() ([]parcel.File, error) {
	var files []parcel.File
	for _, d := range []struct {
		name, about string
		rows        func(label int) ([]string, [][]csvfile.Cell)
	}{
		{"kengetallen", "Kengetallen met teller, noemer en definitie", func(int) ([]string, [][]csvfile.Cell) { return e.keyFigureRows() }},
		{"balans", "Stand, instroom en uitstroom naast elkaar, per jaar en organisatie", e.balanceRows},
		{"cumulatieve_incidentie", "Cumulatieve incidentie per soort uitstroom", func(int) ([]string, [][]csvfile.Cell) { return e.courseRows() }},
	} {
		for i, form := range []struct {
			folder string
			write  func(io.Writer, []string, [][]csvfile.Cell) error
		}{{"gegevens/", csvfile.Data}, {"excel/", csvfile.Excel}} {
			header, rows := d.rows(i)
			f, err := file(form.folder+d.name+".csv", d.about, func(w io.Writer) error { return form.write(w, header, rows) })
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
	}
	return files, nil
}

func number(s string) float64 {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic("evaluator: internal error: not a whole number in a code list")
	}
	return float64(n)
}
