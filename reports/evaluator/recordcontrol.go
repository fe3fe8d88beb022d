package evaluator

import (
	"strconv"
	"strings"

	"lvv/reports/page"
	"lvv/reports/page/dutch"
)

// privacy says how fine a column is written, and for which share of the records.
func (q quasi) privacy(written spelled, loss float64) columnPrivacy {
	c := columnPrivacy{Name: q.name, Level: strings.Join(q.abouts(written.occurring()), ", "), Loss: round(loss)}
	rows := make([]int, len(q.levels))
	for code, n := range written.rows {
		if n > 0 {
			rows[q.level(written.Labels[code])] += n
		}
	}
	for i, n := range rows {
		if n > 0 {
			c.Shares = append(c.Shares, sharePrivacy{q.levels[i].About, round(float64(n) / float64(len(written.Codes)))})
		}
	}
	return c
}

// detail is how fine a column is, with the share of each level when they are
// mixed.
func (c columnPrivacy) detail() string {
	if len(c.Shares) < 2 {
		return c.Level
	}
	var parts []string
	for _, s := range c.Shares {
		parts = append(parts, s.Level+" "+dutch.Percent(100*s.Share, 0))
	}
	return strings.Join(parts, "; ")
}

// recodings are the words for both recodings.
var recodings = map[string]string{
	string(Local):  "per record zo fijn als kan",
	string(Global): "elke kolom overal even fijn",
}

// records shows what was done to the records, and what that brings and costs.
func (p privacy) records() page.Section {
	s := page.Section{Title: "Records"}
	if p.Records == nil {
		s.Blocks = []page.Block{page.Text("Er zijn geen records vrijgegeven.")}
		return s
	}
	r := p.Records
	left := "Er zijn geen records weggelaten."
	if r.LeftOut {
		left = "Records die ook na vergroving te zeldzaam bleven, zijn weggelaten. Zij vormen samen een groep van ten minste k personen met verschillende uitkomsten."
	}
	if r.Unsaid > 0 {
		left += " Van " + dutch.Int(int64(r.Unsaid)) + " records staat de uitkomst er niet bij. De tabellen tellen ook de uitstroom van wie er al voor de periode was; met elke uitkomst erbij was uit te rekenen hoe weinigen van hen om een bepaalde reden vertrokken."
	}
	s.Blocks = []page.Block{page.Facts{
		{Term: "hercodering", Text: recodings[r.Recoding]},
		{Term: "k bereikt", Text: strconv.Itoa(r.K)}, {Term: "l bereikt (verschillende oplossingen)", Text: strconv.Itoa(r.L)},
		{Term: "t bereikt (aandeel Art. 64)", Text: dutch.Decimal(r.T, 3)}, {Term: "grootste aandeel van een oplossing in een groep", Text: dutch.Percent(100*r.MostAlike, 0)},
	}, r.lossTable(), r.riskTable(),
		page.Text("Wie in het bestand staat, is de hele bevolking waar het om gaat: een register van mensen zonder papieren bestaat niet. De kans voor wie een willekeurig persoon zoekt (journalist) is daarom dezelfde als de hoogste kans, en die voor wie zo veel mogelijk mensen wil vinden (marketeer) dezelfde als de gemiddelde."),
		page.Text(left),
		page.Text("De records zijn naast de tabellen gelegd. " + dutch.Int(int64(r.Worlds)) + " andere werelden kloppen met alle records en met alle getoonde aantallen; daarin verschilt elk te klein aantal dat ook in de records voorkomt ten minste " + dutch.Int(p.Settings.BesideRecords) + ".")}
	return s
}

// lossTable shows the loss of each column, beside that of the other recoding.
func (r recordPrivacy) lossTable() page.Table {
	t := page.Table{Caption: "Wat is grover gemaakt", Heads: 1, Columns: []page.Column{{Head: "Kolom"}, {Head: "Detail"}, {Head: "Verlies aan detail", Number: true}}}
	if r.Other != nil {
		t.Columns = append(t.Columns, page.Column{Head: "Bij: " + recodings[r.Other.Recoding], Number: true})
	}
	add := func(total bool, name, detail page.Cell, own float64, other func() float64) {
		row := page.Row{Total: total, Cells: []page.Cell{name, detail, page.Value(dutch.Percent(100*own, 0))}}
		if r.Other != nil {
			row.Cells = append(row.Cells, page.Value(dutch.Percent(100*other(), 0)))
		}
		t.Rows = append(t.Rows, row)
	}
	for i, c := range r.Columns {
		add(false, page.Value(c.Name), page.Value(c.detail()), c.Loss, func() float64 { return r.Other.Columns[i] })
	}
	add(true, page.Value("gemiddeld"), page.Impossible(), r.Loss, func() float64 { return r.Other.Loss })
	return t
}

func (r recordPrivacy) riskTable() page.Table {
	t := page.Table{Caption: "Kans dat iemand die weet dat een persoon in het bestand staat en al diens kenmerken kent, de juiste regel aanwijst", Heads: 1,
		Columns: []page.Column{{Head: "Kans"}, {Head: "Voor bewerking", Number: true}, {Head: "Na bewerking", Number: true}}}
	for _, row := range []struct {
		name    string
		was, is float64
	}{{"hoogste: wie één persoon zoekt (aanklager, journalist)", r.RiskWas.Most, r.RiskIs.Most}, {"gemiddeld: wie er zo veel mogelijk zoekt (marketeer)", r.RiskWas.Mean, r.RiskIs.Mean},
		{"aandeel regels in een groep kleiner dan k", r.RiskWas.AtRisk, r.RiskIs.AtRisk}} {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(row.name), page.Value(dutch.Percent(100*row.was, 1)), page.Value(dutch.Percent(100*row.is, 1))}})
	}
	return t
}

// signature is where a privacy officer writes by hand.
func signature() page.Section {
	line := func(what string) page.Row { return page.Row{Cells: []page.Cell{page.Value(what), page.Impossible()}} }
	return page.Section{Title: "Oordeel", Blocks: []page.Block{page.Table{Caption: "In te vullen door de functionaris", Heads: 1,
		Columns: []page.Column{{Head: "Oordeel"}, {Head: "akkoord / niet akkoord, omdat …"}},
		Rows:    []page.Row{line("Naam"), line("Functie"), line("Datum"), line("Handtekening")}}}}
}
