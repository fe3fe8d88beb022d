package evaluator

import (
	"runtime"
	"slices"
	"sync"

	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// A table is a table of the parcel with what must stand beside its figures.
type table struct {
	disclosure.Table
	definition, clause string
	reference          string // period or reference dates
}

// The populations. Tables of one population share their figures, which is how
// disclosure control sees through all of them at once.
const (
	popEntered = reports.Entered
	popLeft    = reports.Left
	popPresent = reports.Present
	popPersons = reports.Persons
	popHelp    = "hulp bij toegang tot zorg en rechtsbijstand in de periode"
	popApplied = "aanmeldingen met datum van aanmelding in de periode"
)

const unitStays = reports.UnitStays

// tables counts all tables of the parcel.
//
// Cross tables go no deeper than the numbers bear: some 180 exits a quarter over
// eight organisations leave most cells above the threshold, but over seven
// reasons as well they would be a table of points. So reasons are crossed with
// years, organisations with the three groups of reasons, and where nationality
// is crossed it is by part of the world.
func (f *facts) tables() []table {
	org, sex := f.orgAxis(), f.sexAxis()
	axes := side(f.ageAxis, f.durationAxis,
		func() axis { return f.reasonAxis(false) }, func() axis { return f.reasonAxis(true) },
		func() axis { return f.nationalityAxis(3) }, func() axis { return f.nationalityAxis(1) },
		func() axis { return f.timeAxis(f.in, true) }, func() axis { return f.timeAxis(f.out, true) }, func() axis { return f.timeAxis(f.out, false) })
	age, duration, group, reason, nationality, part := axes[0], axes[1], axes[2], axes[3], axes[4], axes[5]
	inTime, outTime, outYear := axes[6], axes[7], axes[8]
	entered := func(i int) bool { return f.entered(i) && f.counts(f.in[i]) }
	left := func(i int) bool { return f.left(i) && f.counts(f.out[i]) }
	flow := func(name, title, population string, keep func(int) bool, axes ...axis) func() table {
		return func() table { return f.flow(name, title, population, keep, axes...) }
	}
	stock := func(name, title string, dates []schemas.Day, axes ...axis) func() table {
		return func() table { return f.stock(name, title, dates, axes...) }
	}
	counts := []func() table{
		flow("instroom", "Instroom "+f.detail.String(), popEntered, entered, inTime, org),
		flow("uitstroom", "Uitstroom "+f.detail.String(), popLeft, left, outTime, org),
		stock("bezetting", "Bezetting "+f.detail.String(), f.dates(), org),
		flow("uitstroom_reden", "Uitstroom per jaar en reden", popLeft, left, outYear, reason),
		flow("uitstroom_oplossing", "Uitstroom per organisatie en oplossing", popLeft, left, org, group),
		flow("instroom_nationaliteit", "Instroom naar nationaliteit", popEntered, entered, nationality),
		flow("instroom_geslacht", "Instroom naar werelddeel en geslacht", popEntered, entered, part, sex),
		flow("instroom_leeftijd", "Instroom naar werelddeel en leeftijd", popEntered, entered, part, age),
		flow("instroom_geslacht_leeftijd", "Instroom naar geslacht en leeftijd", popEntered, entered, sex, age),
		flow("verblijfsduur", "Beëindigde verblijven naar duur en oplossing", popLeft, left, duration, group),
		stock("verblijfsduur_lopend", "Lopende verblijven naar duur tot de peildatum", []schemas.Day{f.period.To}, duration),
	}
	counts = append(counts, f.people()...)
	if f.tellsGuidance() {
		counts = append(counts, f.guided()...)
	}
	if f.help != nil {
		counts = append(counts, f.helped()...)
	}
	if f.applications != nil {
		counts = append(counts, f.applied()...)
	}
	all := side(counts...)
	for i := range all {
		all[i].definition, all[i].clause = meaning(all[i].Name)
		if all[i].reference == "" {
			all[i].reference = f.period.From.Dutch() + " t/m " + f.period.To.Dutch()
		}
		impossible(&all[i].Table, f.reasons)
		all[i].PartOf = reports.WholeOf(all[i].Population, all[i].Dims)
	}
	return all
}

// side counts side by side, as many at a time as there are processors, and gives
// what was counted in its order.
func side[T any](counts ...func() T) []T {
	out := make([]T, len(counts))
	var wait sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, count := range counts {
		free <- struct{}{}
		wait.Go(func() {
			out[i] = count()
			<-free
		})
	}
	wait.Wait()
	return out
}

// flow counts the stays that something happened to in the period.
func (f *facts) flow(name, title, population string, keep func(int) bool, axes ...axis) table {
	c := newCounter(axes)
	for i, p := range f.person {
		if keep(i) {
			c.add(i, p)
		}
	}
	return table{Table: disclosure.Table{Name: name, Title: title, Kind: disclosure.Flow, Population: population,
		Unit: unitStays, Dims: c.dims(), Cells: c.cells()}}
}

// stock counts the stays that go on at the end of each reference date.
func (f *facts) stock(name, title string, dates []schemas.Day, axes ...axis) table {
	t := table{Table: disclosure.Table{Name: name, Title: title, Kind: disclosure.Stock, Population: popPresent,
		Unit: unitStays, Dims: []disclosure.Dim{dateDim(dates)}}}
	on, before := make([]*counter, len(dates)), f.datesBefore(dates)
	for d := range dates {
		on[d] = newCounter(axes)
	}
	for i, p := range f.person {
		for d := before(f.in[i]); d < len(dates) && f.present(i, dates[d]); d++ {
			on[d].add(i, p)
		}
	}
	for _, c := range on {
		t.Cells = append(t.Cells, c.cells()...)
	}
	t.reference = "einde van elke peildatum"
	if len(dates) == 1 {
		t.reference = "einde van " + dates[0].Dutch()
	}
	for _, a := range axes {
		t.Dims = append(t.Dims, a.dim)
	}
	return t
}

// people are the counts of each person once, by whether one organisation or more sheltered
// them, and by whether they could be linked at all.
func (f *facts) people() []func() table {
	houses := axis{dim: disclosure.Dim{Name: dimHouses, Label: "Opvang door", Categories: []disclosure.Category{
		reports.Total("Alle personen"), {Code: "een", Label: "Eén organisatie"}, {Code: "meer", Label: "Meer organisaties"}}}}
	link := axis{dim: disclosure.Dim{Name: dimLink, Label: "Herkenning", Categories: []disclosure.Category{
		reports.Total("Alle personen"), {Code: "gekoppeld", Label: "Herkend op V-nummer, door een regel of bij besluit"},
		{Code: "niet_gekoppeld", Label: "Geen V-nummer en niet gekoppeld"}}}}
	notLinked := int32(schemas.List("koppelstatus").Index("E"))
	for from := 0; from < f.n(); {
		to := from + 1
		for to < f.n() && f.person[to] == f.person[from] {
			to++
		}
		h, l := int32(1), int32(2)
		for i := from; i < to; i++ {
			if f.org[i] != f.org[from] {
				h = 2
			}
			if f.link[i] != notLinked {
				l = 1
			}
		}
		houses.of, link.of = append(houses.of, h), append(link.of, l)
		from = to
	}
	count := func(name, title string, a axis) func() table {
		return func() table {
			c := newCounter([]axis{a})
			for i := range a.of {
				c.add(i, int32(i))
			}
			return table{Table: disclosure.Table{Name: name, Title: title, Kind: disclosure.Flow, Population: popPersons,
				Unit: disclosure.UnitPersons, Dims: c.dims(), Cells: c.cells()}}
		}
	}
	return []func() table{
		count("personen", "Unieke personen", houses),
		count("personen_koppeling", "Unieke personen naar herkenning", link),
	}
}

// helped are the sums of what the organisations report of help each month. Who was
// helped is not known (S-U 2a): the same persons may stand behind every month
// and every organisation, so a sum counts as resting on no more persons than
// its largest report.
func (f *facts) helped() []func() table {
	months, kinds := f.help.Of("maand"), f.help.Of("soort")
	kind := axis{dim: plainDim(dimKind, "Soort hulp", "Alle hulp", schemas.List("soort_hulp").Codes)}
	kind.dim.Sensitive = true
	for i := range kind.dim.Categories {
		kind.dim.Categories[i].Health = kind.dim.Categories[i].Code == "medisch"
	}
	for _, k := range kinds {
		kind.of = append(kind.of, k+1)
	}
	persons := f.help.Of("personen")
	add := func(name, title, unit string, values []int32) func() table {
		return func() table {
			c := newCounter([]axis{f.timeAxis(months, true), kind})
			for i := range values {
				people := int64(persons[i])
				if values[i] > 0 {
					people = max(people, 1)
				}
				c.tally(i, int64(values[i]), people)
			}
			return table{Table: disclosure.Table{Name: name, Title: title, Kind: disclosure.Flow, Population: popHelp,
				Unit: unit, Dims: c.dims(), Cells: c.cells()}}
		}
	}
	return []func() table{
		add("hulp_personen", "Hulp naar soort: personen per maand, opgeteld", "persoonsmaanden", persons),
		add("hulp_contacten", "Hulp naar soort: contacten", "contacten", f.help.Of("contacten")),
	}
}

// applied are the counts of applications by what was decided.
func (f *facts) applied() []func() table {
	a := f.applications
	days := a.Of("dag")
	decision := axis{dim: plainDim(dimDecision, "Besluit", "Alle aanmeldingen", schemas.List("besluit").Codes), of: fromOne(a.Of("besluit"))}
	decision.dim.Sensitive = true
	line := axis{dim: plainDim(dimLine, "Lijn", "Beide lijnen", schemas.List("lijn").Codes), of: fromOne(a.Of("lijn"))}
	count := func(name, title string, axes ...axis) func() table {
		return func() table {
			c := newCounter(axes)
			for i, p := range a.Of("persoon") {
				if f.counts(days[i]) {
					c.add(i, p)
				}
			}
			return table{Table: disclosure.Table{Name: name, Title: title, Kind: disclosure.Flow, Population: popApplied,
				Unit: "aanmeldingen", Dims: c.dims(), Cells: c.cells()}}
		}
	}
	return []func() table{
		count("aanmelding_jaar", "Aanmeldingen per jaar en besluit", f.timeAxis(days, false), decision),
		count("aanmelding_lijn", "Aanmeldingen per lijn en besluit", line, decision),
	}
}

// fromOne numbers codes from 1: 0 is the total.
func fromOne(codes []int32) []int32 {
	out := slices.Clone(codes)
	for i := range out {
		if out[i] == warehouse.None {
			panic("evaluator: internal error: a required code is empty")
		}
		out[i]++
	}
	return out
}

// impossible marks the cells of reasons that the contract does not register.
func impossible(t *disclosure.Table, reasons *schemas.CodeList) {
	version, _ := schemas.RollUp()
	stride := len(t.Cells)
	for _, d := range t.Dims {
		stride /= len(d.Categories)
		if d.Name != dimReason {
			continue
		}
		for i := range t.Cells {
			c := d.Categories[i/stride%len(d.Categories)]
			if schemas.List(version).Index(c.Code) >= 0 && reasons.Index(c.Code) < 0 {
				t.Cells[i].Impossible = true
			}
		}
	}
}

// at is the index of the cell with those codes, in the order of the dims.
func at(dims []disclosure.Dim, codes ...string) int {
	i := 0
	for d, code := range codes {
		c := slices.IndexFunc(dims[d].Categories, func(c disclosure.Category) bool { return c.Code == code })
		if c < 0 {
			panic("evaluator: internal error: dimension " + dims[d].Name + " has no such category")
		}
		i = i*len(dims[d].Categories) + c
	}
	return i
}
