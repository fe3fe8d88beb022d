package monitor

import (
	"lvv/anonymise/disclosure"
	"lvv/reports"
)

// The tables of the parcel. They are few on purpose: one classification at a
// time, organisations by year and not by month, outcomes for the programme and
// not by organisation, and nothing by nationality, age or sex. At the size of a
// pilot (two thousand people, three thousand stays, eight organisations) nearly
// every cell of these rests on more people than the thresholds ask for, so that
// the charts are whole; a cross of organisation and outcome has three people in
// a cell and would be dots. Flows are shown by quarter although the stock is
// shown by month: in its first months an organisation has too few exits to show,
// and hiding one month costs a second one and the total of the quarter.
//
// What researchers need beyond this is in the parcel of the evaluator.
const (
	tStock        = "bezetting"
	tStockOrg     = "bezetting_organisatie"
	tStockLength  = "duur_lopend"
	tPresent      = "aanwezigen"
	tInflow       = "instroom"
	tInflowOrg    = "instroom_organisatie"
	tOutflow      = "uitstroom"
	tOutflowOrg   = "uitstroom_organisatie"
	tLength       = "duur_beeindigd"
	tLinked       = "personen_koppeling"
	tSpread       = "personen_organisaties"
	tLeft         = "uitkomsten"
	tReasons      = "uitkomsten_reden"
	tRepeated     = "herhaalde_verblijven"
	tInflowMonth  = "instroom_maand"
	tOutflowMonth = "uitstroom_maand"
	tDoubled      = "dubbel_aanwezig"
)

const unitStays = reports.UnitStays

// The populations. Tables of one population rest on the same people, so that
// equal cells are one figure.
const (
	popStock    = reports.Present
	popInflow   = reports.Entered
	popOutflow  = reports.Left
	popPersons  = reports.Persons
	popLeft     = reports.Gone
	popRepeated = "verblijven in de periode van wie in de periode al een ander verblijf had"
	popDoubled  = "verblijven op de laatste dag van wie die dag ook bij een andere organisatie verblijft"
)

// printed are the tables that are shown; the others only tie these together.
func printed() []string {
	return []string{tStock, tStockOrg, tStockLength, tInflow, tInflowOrg, tOutflow, tOutflowOrg, tLength, tLinked, tSpread, tLeft, tReasons}
}

// tables are all figures about people as disclosure control takes them.
func (c *counts) tables() []disclosure.Table {
	stock, flow := disclosure.Stock, disclosure.Flow
	all := []disclosure.Table{
		c.stock.table(tStock, "Bezetting aan het einde van de maand", stock, popStock, unitStays),
		c.stockOrg.table(tStockOrg, "Bezetting per organisatie", stock, popStock, unitStays),
		c.stockLength.table(tStockLength, "Verblijfsduur tot nu toe", stock, popStock, unitStays),
		c.present.table(tPresent, "Aanwezige personen op de laatste dag", stock, popStock, disclosure.UnitPersons),
		c.inflow.table(tInflow, "Instroom per kwartaal", flow, popInflow, unitStays),
		c.inflowOrg.table(tInflowOrg, "Instroom per organisatie en jaar", flow, popInflow, unitStays),
		c.outflow.table(tOutflow, "Uitstroom per kwartaal", flow, popOutflow, unitStays),
		c.outflowOrg.table(tOutflowOrg, "Uitstroom per organisatie en jaar", flow, popOutflow, unitStays),
		c.outflowLength.table(tLength, "Verblijfsduur van beëindigde verblijven", flow, popOutflow, unitStays),
		c.linked.table(tLinked, "Unieke personen", flow, popPersons, disclosure.UnitPersons),
		c.spread.table(tSpread, "Personen naar aantal organisaties", flow, popPersons, disclosure.UnitPersons),
		c.left.table(tLeft, "Vertrokken personen naar uitkomst", flow, popLeft, disclosure.UnitPersons),
		c.leftReason.table(tReasons, "Vertrokken personen naar reden", flow, popLeft, disclosure.UnitPersons),
	}
	for _, t := range []disclosure.Table{
		c.inflowMonth.table(tInflowMonth, "Instroom per maand", flow, popInflow, unitStays),
		c.outflowMonth.table(tOutflowMonth, "Uitstroom per maand", flow, popOutflow, unitStays),
	} {
		for i, m := range t.Dims[0].Categories {
			t.Cells[i].Withheld = !m.Total // part of the system, never shown
		}
		all = append(all, t)
	}
	for _, t := range []disclosure.Table{
		c.repeated.table(tRepeated, "Herhaalde verblijven", flow, popRepeated, unitStays),
		c.doubled.table(tDoubled, "Dubbele aanwezigheid", stock, popDoubled, unitStays),
	} {
		t.Unpublished = true
		all = append(all, t)
	}
	return all
}

func (g *grid) table(name, title string, kind disclosure.Kind, population, unit string) disclosure.Table {
	return disclosure.Table{Name: name, Title: title, Kind: kind, Population: population, PartOf: reports.WholeOf(population, g.dims), Unit: unit, Dims: g.dims, Cells: g.figures(unit)}
}

// relations are what an outsider can compute between the tables.
//
// First the stock identity (S-A 9): by month, by quarter, and by organisation and
// year. The flows of months are never printed, but they are part of the system:
// no flow is below zero, so that the stock of the months on both sides of a
// hidden one bounds it, and with it the flows of the quarter.
//
// Then what ties persons to stays. Stays exceed persons by those who came twice,
// which may be few: these differences stand in tables that are never printed, and
// that nobody may work out where they are small. Those of who left, by year and
// reason, are made where all releases are judged together: see reports.WholeOf.
func (c *counts) relations(tables []disclosure.Table) []disclosure.Relation {
	byName := map[string]disclosure.Table{}
	for _, t := range tables {
		byName[t.Name] = t
	}
	ref := func(table string, codes ...string) disclosure.Ref {
		return disclosure.Ref{Table: table, Cell: cell(byName[table].Dims, codes...)}
	}
	var all []disclosure.Relation
	equal := func(plus, minus []disclosure.Ref) {
		all = append(all, disclosure.Relation{Plus: plus, Minus: minus})
	}
	start, last := c.dates[0].String(), c.last().String()
	for i, d := range c.dates[1:] {
		equal([]disclosure.Ref{ref(tStock, c.dates[i].String()), ref(tInflowMonth, monthCode(d))},
			[]disclosure.Ref{ref(tOutflowMonth, monthCode(d)), ref(tStock, d.String())})
	}
	for _, q := range c.quarters {
		equal([]disclosure.Ref{ref(tStock, (q.Days.From - 1).String()), ref(tInflow, q.Code)},
			[]disclosure.Ref{ref(tOutflow, q.Code), ref(tStock, q.Days.To.String())})
	}
	for _, y := range c.years {
		for _, o := range c.dims.orgs.Categories[1:] {
			equal([]disclosure.Ref{ref(tStockOrg, (y.Days.From - 1).String(), o.Code), ref(tInflowOrg, y.Code, o.Code)},
				[]disclosure.Ref{ref(tOutflowOrg, y.Code, o.Code), ref(tStockOrg, y.Days.To.String(), o.Code)})
		}
	}
	equal([]disclosure.Ref{ref(tStock, start), ref(tInflow, reports.AllCode)},
		[]disclosure.Ref{ref(tLinked, reports.AllCode), ref(tRepeated, reports.AllCode)})
	equal([]disclosure.Ref{ref(tStock, last)}, []disclosure.Ref{ref(tPresent, last), ref(tDoubled, last)})
	equal([]disclosure.Ref{ref(tLinked, reports.AllCode)}, []disclosure.Ref{ref(tPresent, last), ref(tLeft, reports.AllCode, reports.AllCode)})
	return all
}
