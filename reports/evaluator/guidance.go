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

// guided counts trajectories by scenario: those that began, those that ended
// with what came of them, and those that go on. A scenario is what was intended,
// and never an outcome: the two stand side by side in one table only, as two
// dimensions (S-A 4.3).
func (f *facts) guided() []table {
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
	flow := func(name, title, population string, keep func(int) bool, on []int32, axes ...axis) table {
		c := count(func(i int) bool { return keep(i) && f.counts(on[i]) }, axes...)
		return table{Table: disclosure.Table{Name: name, Title: title, Kind: disclosure.Flow, Population: population,
			Unit: unitTrajectories, Dims: c.dims(), Cells: c.cells}}
	}
	began := func(i int) bool { return start[i] >= int32(f.period.From) }
	ended := func(i int) bool { return end[i] != warehouse.None }
	dates := []schemas.Day{f.period.From - 1, f.period.To}
	stock := table{reference: "einde van elke peildatum", Table: disclosure.Table{Name: "traject_lopend", Title: "Lopende trajecten naar scenario",
		Kind: disclosure.Stock, Population: popGuided, Unit: unitTrajectories, Dims: []disclosure.Dim{dateDim(dates), scenario.dim}}}
	for _, day := range dates {
		on := func(i int) bool { return start[i] <= int32(day) && (!ended(i) || end[i] > int32(day)) }
		stock.Cells = append(stock.Cells, count(on, scenario).cells...)
	}
	return []table{
		flow("traject_gestart", "Begonnen trajecten per jaar en scenario", popStarted, began, start, f.timeAxis(start, false), scenario),
		flow("traject_beeindigd", "Beëindigde trajecten naar scenario en resultaat", popEnded, ended, end, scenario, result),
		stock,
	}
}

// scenarioAxis puts the scenarios that were chosen together, beside the
// trajectories for which none was chosen yet. It is not marked as sensitive: who
// knows what came of a trajectory mostly knows what it was for, and cells that
// say so would cost the table its results.
func scenarioAxis(codes []int32) axis {
	a := axis{dim: disclosure.Dim{Name: dimScenario, Label: "Begeleidingsscenario", Categories: []disclosure.Category{
		reports.Total("Alle trajecten"), {Code: settled, Label: "Scenario vastgesteld", Parent: reports.AllCode, Total: true}}}}
	list := schemas.List("scenario").Codes
	for _, c := range list {
		parent := settled
		if c.Code == undecided {
			parent = ""
		}
		a.dim.Categories = append(a.dim.Categories, disclosure.Category{Code: c.Code, Label: c.Label, Parent: parent})
	}
	for _, code := range codes {
		a.of = append(a.of, leaf(a.dim, list[code].Code))
	}
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
	for _, code := range codes {
		of := list[code].Code
		if of == stillGuided {
			of = unknown
		}
		a.of = append(a.of, leaf(a.dim, of))
	}
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
