package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lvv/reports/page"
	"lvv/reports/page/dutch"
)

// page is the control report for the privacy officer who signs or refuses.
func (r *recordReport) page(at time.Time) page.Doc {
	return page.Doc{
		Title: "Onthullingscontrole van een recordbestand", Label: "anoniem",
		Lead: fmt.Sprintf("Van %s regels zijn er %s vrijgegeven in data.csv. Elke combinatie van kenmerken waaraan iemand te herkennen zou zijn, komt daarin voor bij ten minste %s personen.",
			whole(r.Rows), whole(r.Rows-r.Suppressed), whole(r.MinClass)),
		Facts:    []page.Fact{{Term: "Gemaakt op", Text: dutch.LongDate(at)}, {Term: "Met", Text: r.Tool}, {Term: "Werkwijze", Text: r.method()}},
		Sections: []page.Section{r.demands(), r.done(), r.risks(), r.sensitiveColumns(), r.residual()},
		Footer: []string{"Dit verslag blijft bij de functionaris: het aantal weggelaten regels en de risico's vooraf horen niet bij het bestand dat naar buiten gaat.",
			"De vrijgave is een besluit van een mens. Onderteken dit verslag of weiger de vrijgave."},
	}
}

func whole(n int) string { return dutch.Int(int64(n)) }

func share(x float64) string { return dutch.Percent(100*x, 1) }

// mixed reports whether the levels of a column can differ from record to record.
func (r *recordReport) mixed() bool { return r.Policy.Recoding == "local" }

// searched reports whether levels were chosen by looking at the data.
func (r *recordReport) searched() bool {
	return len(r.Policy.Levels) == 0 || slices.Contains(r.Policy.Levels, -1)
}

func (r *recordReport) method() string {
	switch {
	case r.mixed():
		return "plaatselijk vergroven: elke regel houdt zoveel detail als kan"
	case !r.searched():
		return "niveaus vooraf vastgesteld, alleen getoetst"
	}
	return "één niveau per kolom, bewezen het beste van alle combinaties"
}

// demands says what was asked and what was reached.
func (r *recordReport) demands() page.Section {
	p := r.Policy
	facts := page.Facts{{Term: "k", Text: fmt.Sprintf("ten minste %d personen in een groep gevraagd, %d bereikt%s", p.K, r.MinClass, perPerson(p.Person))}}
	if p.L != nil {
		kind := map[string]string{"distinct": "verschillende waarden", "entropy": "entropie", "recursive": "recursief, met c = " + dutch.Decimal(p.C, 2)}[p.LKind]
		facts = append(facts, page.Fact{Term: "l", Text: fmt.Sprintf("ten minste %s (%s)", strings.Replace(strconv.FormatFloat(*p.L, 'f', -1, 64), ".", ",", 1), kind)})
	}
	if p.T != nil {
		kind := map[string]string{"equal": "alle waarden even ver uiteen", "ordered": "naar de volgorde van de waarden", "hierarchical": "naar de indeling van de waarden"}[p.TKind]
		facts = append(facts, page.Fact{Term: "t", Text: fmt.Sprintf("hoogstens %s (%s)", dutch.Decimal(*p.T, 2), kind)})
	}
	if p.KMap > 0 {
		facts = append(facts, page.Fact{Term: "k in de bevolking", Text: fmt.Sprintf("ten minste %d personen uit het register passen bij elke groep", p.KMap)})
	}
	if len(p.Delta) == 2 {
		facts = append(facts, page.Fact{Term: "Aanwezigheid", Text: fmt.Sprintf("van wie in het register bij een groep past, staat %s tot %s in het bestand", share(p.Delta[0]), share(p.Delta[1]))})
	}
	facts = append(facts,
		page.Fact{Term: "Weglaten", Text: fmt.Sprintf("hoogstens %s van de regels toegestaan, %s van %s weggelaten", share(p.SuppressionLimit), whole(r.Suppressed), whole(r.Rows))},
		page.Fact{Term: "Bruikbaarheid", Text: usefulness(p.MaxLoss)},
		page.Fact{Term: "Zo klein mogelijk gemaakt", Text: r.goal()})
	return page.Section{Title: "Gevraagd en bereikt", Blocks: []page.Block{
		page.Notice{Title: "Aan de eisen is voldaan", Text: "Na de bewerking zijn alle groepen opnieuw geteld, regel voor regel en los van het zoeken. Geen groep bleef onder een eis."}, facts}}
}

func perPerson(person string) string {
	if person == "" {
		return "; elke regel geldt als een persoon"
	}
	return "; geteld zijn personen, niet regels"
}

func usefulness(most float64) string {
	if most == 0 {
		return "geen grens gesteld aan het verlies aan detail"
	}
	return "hoogstens " + share(most) + " verlies aan detail toegestaan"
}

func (r *recordReport) goal() string {
	if r.mixed() {
		return "het gemiddelde verlies aan detail"
	}
	return map[string]string{"loss": "het verlies aan detail", "entropy": "het verlies aan entropie",
		"discernibility": "het aantal regels dat niet van elkaar te onderscheiden is", "aecs": "de gemiddelde groepsgrootte"}[r.Policy.Metric]
}

// done says what became of each column.
func (r *recordReport) done() page.Section {
	t := page.Table{Caption: "Wat is grover gemaakt", Heads: 1, Columns: []page.Column{{Head: "Kolom"}, {Head: "Niveau"}, {Head: "Verlies aan detail", Number: true}}}
	for _, c := range r.Columns {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(c.Name), page.Value(c.level()), page.Value(share(c.Loss))}})
	}
	t.Rows = append(t.Rows, page.Row{Total: true, Cells: []page.Cell{page.Value("gemiddeld"), page.Impossible(), page.Value(share(r.MeanLoss))}})
	s := page.Section{Title: "Wat er is gedaan", Blocks: []page.Block{t,
		page.Text(fmt.Sprintf("Er zijn %s groepen van gelijke regels; gemiddeld heeft een groep %s regels.", whole(r.Classes), dutch.Decimal(r.AvgClass, 1)))}}
	if r.mixed() {
		s.Blocks = append(s.Blocks, r.levelCounts(), page.Notice{Title: "Niveaus lopen door elkaar",
			Text: "In een kolom kan bij de ene regel een fijne en bij de andere een grove waarde staan. Tel een grove waarde nooit als een eigen categorie naast de fijne: wie per categorie telt, neemt eerst alle waarden naar het grofste niveau dat hij gebruikt. Een ontbrekende fijne waarde is geen toeval: zeldzame combinaties zijn grover gemaakt dan veelvoorkomende."})
	}
	if r.Policy.Cells {
		s.Blocks = append(s.Blocks, r.levelCounts(), page.Notice{Title: "Losse waarden onderdrukt",
			Text: fmt.Sprintf("Bij regels die anders waren weggelaten, zijn samen %s losse waarden vervangen door *. Een * betekent: niet vrijgegeven, niet: onbekend. Een * telt alleen als gelijk aan een andere *.", whole(r.Cells))})
	}
	if len(r.Dropped) > 0 {
		s.Blocks = append(s.Blocks, page.Text("Niet vrijgegeven, want niet genoemd in de policy:"), page.List(r.Dropped))
	}
	if r.Policy.Person != "" {
		s.Blocks = append(s.Blocks, page.Text("De kolom die personen aanwijst ("+r.Policy.Person+") is gebruikt om personen te tellen en niet vrijgegeven."))
	}
	return s
}

// levelCounts tells the reader how much of each column is coarse.
func (r *recordReport) levelCounts() page.Table {
	most := 0
	for _, c := range r.Columns {
		most = max(most, c.Levels)
	}
	t := page.Table{Caption: "Vrijgegeven regels per niveau (0 is het fijnst)", Heads: 1, Columns: []page.Column{{Head: "Kolom"}}}
	for level := range most {
		t.Columns = append(t.Columns, page.Column{Head: strconv.Itoa(level), Number: true})
	}
	for _, c := range r.Columns {
		row := page.Row{Cells: []page.Cell{page.Value(c.Name)}}
		for level := range most {
			cell := page.Impossible()
			if level < c.Levels {
				cell = page.Value(whole(c.At[level]))
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (c columnReport) level() string {
	switch {
	case c.Level == nil:
		return "verschilt per regel"
	case *c.Level == 0:
		return "0: ongewijzigd"
	case *c.Level == c.Levels-1:
		return strconv.Itoa(*c.Level) + ": kolom zegt niets meer"
	}
	return fmt.Sprintf("%d van 0 t/m %d", *c.Level, c.Levels-1)
}

func (r *recordReport) risks() page.Section {
	t := page.Table{Caption: "Kans op herkenning van een regel", Heads: 1, Columns: []page.Column{{Head: "Wie het probeert"}, {Head: "Vooraf", Number: true}, {Head: "Achteraf", Number: true}}}
	for _, row := range []struct {
		name    string
		was, is float64
	}{
		{"wie weet dat iemand in het bestand staat: hoogste kans", r.Risks.Before.ProsecutorMax, r.Risks.After.ProsecutorMax},
		{"wie weet dat iemand in het bestand staat: gemiddeld", r.Risks.Before.ProsecutorMean, r.Risks.After.ProsecutorMean},
		{"wie een willekeurig iemand wil aanwijzen: hoogste kans", r.Risks.Before.JournalistMax, r.Risks.After.JournalistMax},
		{"wie een willekeurig iemand wil aanwijzen: gemiddeld", r.Risks.Before.JournalistMean, r.Risks.After.JournalistMean},
		{"wie het hele bestand koppelt: aandeel juiste koppelingen", r.Risks.Before.Marketer, r.Risks.After.Marketer},
		{"regels in een groep van minder dan 5", r.Risks.Before.BelowFive, r.Risks.After.BelowFive},
		{"regels in een groep van minder dan 10", r.Risks.Before.BelowTen, r.Risks.After.BelowTen},
	} {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(row.name), page.Value(share(row.was)), page.Value(share(row.is))}})
	}
	return page.Section{Title: "Risico vooraf en achteraf", Blocks: []page.Block{
		page.Text(fmt.Sprintf("Vooraf waren %s van %s regels uniek op de kolommen die een ander kan kennen; nu %s.", whole(r.Risks.Before.Uniques), whole(r.Risks.Before.Records), whole(r.Risks.After.Uniques))), t,
		page.Footnote{Definition: "De drie aanvallers zijn die van El Emam en Dankar (JAMIA 2008): prosecutor, journalist en marketer. " + r.register()}}}
}

func (r *recordReport) register() string {
	if r.Policy.Population == "" {
		return "Er is geen register van de bevolking opgegeven: het bestand geldt als de hele bevolking, de voorzichtigste aanname, en de drie kansen zijn dan even groot."
	}
	return "De tweede en derde kans zijn berekend met het opgegeven register van de bevolking; zij gelden alleen zolang een aanvaller niet weet wie er in het bestand staat."
}

func (r *recordReport) sensitiveColumns() page.Section {
	s := page.Section{Title: "Gevoelige kolommen"}
	if len(r.Sensitive) == 0 {
		s.Blocks = []page.Block{page.Notice{Warning: true, Title: "Geen gevoelige kolom genoemd", Text: "Dan is alleen herkenning tegengegaan, niet dat iemand iets te weten komt over een hele groep."}}
		return s
	}
	t := page.Table{Caption: "Verdeling binnen de groepen", Heads: 1, Columns: []page.Column{{Head: "Kolom"}, {Head: "Minste waarden", Number: true}, {Head: "Grootste aandeel", Number: true}, {Head: "Grootste afstand", Number: true}}}
	uniform := false
	for _, c := range r.Sensitive {
		uniform = uniform || c.Distinct < 2
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(c.Name), page.Value(strconv.Itoa(c.Distinct)), page.Value(share(c.MaxShare)), page.Value(dutch.Decimal(c.Distance, 3))}})
	}
	s.Blocks = []page.Block{t, page.Footnote{Definition: "Grootste aandeel: deel van een groep dat dezelfde waarde heeft. Grootste afstand: hoe ver de verdeling in een groep afwijkt van die in het hele bestand, van 0 (gelijk) tot 1."}}
	if uniform {
		s.Blocks = append(s.Blocks, page.Notice{Warning: true, Title: "Er zijn groepen met één waarde",
			Text: "Wie weet dat iemand in zo'n groep zit, kent de gevoelige waarde, ook zonder de regel aan te wijzen. Stel l of t in de policy om dit te voorkomen."})
	}
	return s
}

// residual says what protection of this kind does not cover.
func (r *recordReport) residual() page.Section {
	list := page.List{
		fmt.Sprintf("Wie alle kenmerken van iemand kent en weet dat diegene in het bestand staat, wijst de juiste regel aan met een kans van hoogstens %s.", share(r.Risks.After.ProsecutorMax)),
		"Een kolom die niet bij quasi staat, geldt als onbekend voor een ander. Klopt dat niet, dan is het risico hoger dan hier staat.",
		"Wie alle anderen in een groep kent, kent ook de laatste.",
		"Een tweede bestand over dezelfde personen, eerder of later, kan met dit bestand vergeleken worden. Deze controle kent alleen dit bestand.",
	}
	if r.searched() {
		list = append(list, "De niveaus zijn bij deze gegevens gekozen. Wie weet hoe er gekozen is, kan daar iets uit afleiden; kies voor een reeks bestanden de niveaus eenmaal.")
	}
	return page.Section{Title: "Wat overblijft aan risico", Blocks: []page.Block{list}}
}
