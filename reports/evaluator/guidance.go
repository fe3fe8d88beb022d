package evaluator

import (
	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// The populations of guidance. A person may have more than one trajectory.
const (
	popStarted = "trajecten met datum start in de periode"
	popEnded   = "trajecten met datum einde in de periode"
	popGuided  = "trajecten die aan het einde van de peildatum lopen"
)

const (
	dimScenario = "scenario"
	dimResult   = "resultaat"

	unitTrajectories = "trajecten"

	settled     = "vastgesteld"  // of scenarios: one was chosen
	undecided   = "in_onderzoek" // of scenarios: none was chosen yet
	stillGuided = "lopend"       // of results
)

// tellsGuidance reports whether there are tables of guidance: not in a pilot so
// small that a scenario is one of a few people.
func (f *facts) tellsGuidance() bool { return f.guidance != nil && f.detail != yearOnly }

// guided are the counts of trajectories by scenario: those that began, those that ended
// with what came of them, and those that go on. A scenario is what was intended,
// and never an outcome: the two stand side by side in one table only, as two
// dimensions (S-A 4.3).
func (f *facts) guided() []func() table {
	g := f.guidance
	start, end := g.Of("start"), g.Of("einde")
	scenario, result := scenarioAxis(g.Of("scenario")), resultAxis(g.Of("resultaat"))
	count := func(keep func(int) bool, axes ...axis) *counter {
		c := newCounter(axes)
		for i, p := range g.Of("persoon") {
			if keep(i) {
				c.add(i, p)
			}
		}
		return c
	}
	flow := func(name, title, population string, keep func(int) bool, on []int32, axes ...axis) func() table {
		return func() table {
			c := count(func(i int) bool { return keep(i) && f.counts(on[i]) }, axes...)
			return table{Table: disclosure.Table{Name: name, Title: title, Kind: disclosure.Flow, Population: population,
				Unit: unitTrajectories, Dims: c.dims(), Cells: c.cells()}}
		}
	}
	began := func(i int) bool { return start[i] >= int32(f.period.From) }
	ended := func(i int) bool { return end[i] != warehouse.None }
	dates := []schemas.Day{f.period.From - 1, f.period.To}
	stock := func() table {
		t := table{reference: "einde van elke peildatum", Table: disclosure.Table{Name: "traject_lopend", Title: "Lopende trajecten naar scenario",
			Kind: disclosure.Stock, Population: popGuided, Unit: unitTrajectories, Dims: []disclosure.Dim{dateDim(dates), scenario.dim}}}
		for _, day := range dates {
			on := func(i int) bool { return start[i] <= int32(day) && (!ended(i) || end[i] > int32(day)) }
			t.Cells = append(t.Cells, count(on, scenario).cells()...)
		}
		return t
	}
	return []func() table{
		flow("traject_gestart", "Begonnen trajecten per jaar en scenario", popStarted, began, start, f.timeAxis(start, false), scenario),
		flow("traject_beeindigd", "Beëindigde trajecten naar scenario en resultaat", popEnded, ended, end, scenario, result),
		stock,
	}
}

// picked gives for each code what stands in its place.
func picked(at, codes []int32) []int32 {
	out := make([]int32, len(codes))
	for i, code := range codes {
		out[i] = at[code]
	}
	return out
}

// scenarioAxis puts the scenarios that were chosen together, beside the
// trajectories for which none was chosen yet. It is not marked as sensitive: who
// knows what came of a trajectory mostly knows what it was for, and cells that
// say so would cost the table its results.
func scenarioAxis(codes []int32) axis {
	a := axis{dim: disclosure.Dim{Name: dimScenario, Label: "Begeleidingsscenario", Categories: []disclosure.Category{
		reports.Total("Alle trajecten"), {Code: settled, Label: "Scenario vastgesteld", Parent: reports.AllCode, Total: true}}}}
	var at []int32 // of each code its category
	for _, c := range schemas.List("scenario").Codes {
		parent := settled
		if c.Code == undecided {
			parent = ""
		}
		at = append(at, int32(len(a.dim.Categories)))
		a.dim.Categories = append(a.dim.Categories, disclosure.Category{Code: c.Code, Label: c.Label, Parent: parent})
	}
	a.of = picked(at, codes)
	return a
}

// resultAxis puts a trajectory that ended without a result under unknown.
func resultAxis(codes []int32) axis {
	a := axis{dim: plainDim(dimResult, "Resultaat", "Alle resultaten", nil)}
	a.dim.Sensitive = true
	list := schemas.List("resultaat").Codes
	for _, c := range list {
		if c.Code != stillGuided {
			a.dim.Categories = append(a.dim.Categories, disclosure.Category{Code: c.Code, Label: c.Label})
		}
	}
	a.dim.Categories = append(a.dim.Categories, disclosure.Category{Code: unknown, Label: "Resultaat niet opgegeven"})
	var at []int32 // of each code its category
	for _, c := range list {
		of := c.Code
		if of == stillGuided {
			of = unknown
		}
		at = append(at, leaf(a.dim, of))
	}
	a.of = picked(at, codes)
	return a
}

// guidanceIdentities tie those tables: per scenario, what went on before the
// period and what began in it has ended or goes on.
func (f *facts) guidanceIdentities(all []table) []identity {
	if !f.tellsGuidance() {
		return nil
	}
	began, ended, goes := find(all, "traject_gestart"), find(all, "traject_beeindigd"), find(all, "traject_lopend")
	ref := func(t *table, codes ...string) disclosure.Ref {
		return disclosure.Ref{Table: t.Name, Cell: at(t.Dims, codes...)}
	}
	var out []identity
	for _, s := range goes.Dims[1].Categories {
		out = append(out, identity{"trajecten, scenario " + s.Code, disclosure.Relation{
			Plus:  []disclosure.Ref{ref(goes, (f.period.From - 1).String(), s.Code), ref(began, reports.AllCode, s.Code)},
			Minus: []disclosure.Ref{ref(ended, s.Code, reports.AllCode), ref(goes, f.period.To.String(), s.Code)},
		}})
	}
	return out
}
