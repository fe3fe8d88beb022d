package evaluator

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/microdata"
	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
)

// A privacy is what the privacy officer, and whoever receives the parcel, may
// know of its protection. It goes into the parcel, so it holds nothing that
// gives a cell away: hidden cells are counted by table without saying which are
// small and which protect others, and how many records were left out is not
// told at all.
type privacy struct {
	Settings  privacySettings   `json:"instellingen"`
	Against   []string          `json:"tegen_wie"`
	Attackers []attackerPrivacy `json:"aanvallers"`
	Worlds    int               `json:"gecontroleerde_tegenwerelden"`
	Least     string            `json:"zuinigheid"` // how much of what protects the small cells could be spared
	Past      pastPrivacy       `json:"eerdere_vrijgaven"`
	Tables    []tablePrivacy    `json:"tabellen"`
	Rounding  *roundPrivacy     `json:"afronding"`                       // null when counts are exact
	Records   *recordPrivacy    `json:"records"`                         // null when they were refused
	Differing bool              `json:"records_verschillen_van_eerdere"` // why there are none
	Residual  []string          `json:"restrisico"`
	Label     string            `json:"label"`
}

type privacySettings struct {
	Threshold       int64   `json:"drempel_personen"`
	HealthThreshold int64   `json:"drempel_gezondheid"`
	Width           int64   `json:"kleinste_interval"`
	BesideRecords   int64   `json:"kleinste_interval_naast_records"`
	GroupPercent    int64   `json:"groepsaandeel_pct"`
	K               int     `json:"k"`
	L               int     `json:"l"`
	T               float64 `json:"t"`
	MaxLoss         float64 `json:"grootste_verlies"`
	RestLimit       float64 `json:"grens_weglaten"`
}

type tablePrivacy struct {
	Name   string `json:"tabel"`
	Cells  int    `json:"cellen"`
	Hidden int    `json:"onderdrukt"`
}

type recordPrivacy struct {
	K         int             `json:"k_bereikt"`
	L         int             `json:"l_bereikt"`
	T         float64         `json:"t_bereikt"`
	LeftOut   bool            `json:"records_weggelaten"`
	Unsaid    int             `json:"uitkomst_niet_vermeld"` // records
	Loss      float64         `json:"informatieverlies"`
	Recoding  string          `json:"hercodering"`
	Columns   []columnPrivacy `json:"kolommen"`
	Other     *otherPrivacy   `json:"andere_hercodering"` // null when it was not made, or could not be
	Worlds    int             `json:"tegenwerelden_records"`
	Utility   []usePrivacy    `json:"bruikbaarheid"`
	RiskWas   riskPrivacy     `json:"risico_voor"`
	RiskIs    riskPrivacy     `json:"risico_na"`
	MostAlike float64         `json:"grootste_aandeel_in_klasse"`
}

type columnPrivacy struct {
	Name   string         `json:"kolom"`
	Level  string         `json:"detail"`
	Shares []sharePrivacy `json:"aandeel_per_niveau"`
	Loss   float64        `json:"verlies"`
}

// A sharePrivacy is the share of the records that are on one level.
type sharePrivacy struct {
	Level string  `json:"niveau"`
	Share float64 `json:"aandeel"`
}

// An otherPrivacy is the score of the recoding that was not chosen.
type otherPrivacy struct {
	Recoding string    `json:"hercodering"`
	Loss     float64   `json:"informatieverlies"`
	Columns  []float64 `json:"verlies_per_kolom"`
}

type riskPrivacy struct {
	Most   float64 `json:"hoogste"`   // against who looks for one person (prosecutor)
	Mean   float64 `json:"gemiddeld"` // against who looks for as many as he can (marketer)
	AtRisk float64 `json:"aandeel_onder_k"`
}

// judgement gathers what was found; s is nil when the records were refused.
func judgement(safe *disclosure.Safe, r *records, s *set, opts Options) privacy {
	c := safe.Control()
	k := opts.K
	rounding := roundedPrivacy(safe)
	left := append(residual(rounding, s != nil, s != nil && opts.Longitudinal != nil), reports.Beyond(c.Policy)...)
	p := privacy{Against: c.Attackers, Attackers: attackersOf(c), Worlds: c.Certificates, Least: c.Least(), Residual: left, Rounding: rounding, Label: string(release.Anonymous),
		Settings: privacySettings{c.Policy.Threshold, c.Policy.HealthThreshold, c.Policy.Width, c.Policy.InsiderWidth, c.Policy.GroupPercent, k, opts.L, opts.T, opts.MaxLoss, opts.SuppressionLimit}}
	for _, t := range c.Tables {
		hidden := t.Primary + t.Secondary
		p.Tables = append(p.Tables, tablePrivacy{t.Name, hidden + t.Shown + t.Impossible, hidden})
	}
	if s == nil {
		return p
	}
	res := s.Result()
	p.Records = &recordPrivacy{K: res.MinClass, LeftOut: res.Suppressed > 0, Unsaid: s.unsaid(), Loss: round(s.mean), Recoding: string(s.recoding),
		Worlds: s.worlds, Utility: r.utility(s), RiskWas: risk(s.before, k), RiskIs: risk(res.After, k)}
	for q := range r.quasi {
		p.Records.Columns = append(p.Records.Columns, r.quasi[q].privacy(s.written[q], s.loss[q]))
	}
	if s.other != nil {
		p.Records.Other = &otherPrivacy{Recoding: string(s.other.recoding), Loss: round(s.other.mean)}
		for _, l := range s.other.loss {
			p.Records.Other.Columns = append(p.Records.Other.Columns, round(l))
		}
	}
	for _, d := range res.Diversity {
		switch d.Name {
		case colSolution:
			p.Records.L, p.Records.MostAlike = d.Distinct, round(d.MaxShare)
		case colHealth:
			p.Records.T = round(d.Distance)
		}
	}
	return p
}

func risk(r microdata.Risks, k int) riskPrivacy {
	return riskPrivacy{round(r.Max), round(r.Mean), round(r.AtRisk(k))}
}

// round keeps three decimals, so that the same figures are the same bytes.
func round(x float64) float64 {
	n, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 3, 64), 64)
	return n
}

// residual says in plain words what protection cannot do.
func residual(rounding *roundPrivacy, withRecords, longitudinal bool) []string {
	shown := "Getoonde aantallen rusten op ten minste het drempelaantal personen. Dat een groep bestaat, blijft zichtbaar; wie erin zit niet."
	if rounding != nil {
		shown = rounding.residual()
	}
	list := []string{
		"Wie zelf alle deelnemers van een organisatie kent, weet al meer dan deze tabellen zeggen. De tabellen voegen daar geen kleine aantallen aan toe.",
		shown,
		"De bescherming geldt voor alles in dit pakket samen. Wie het naast andere publicaties over dezelfde mensen legt, kan meer te weten komen; nieuwe uitgaven worden daarom tegen eerdere getoetst.",
	}
	if withRecords {
		list = append(list,
			"In de records lijkt iedereen op ten minste k - 1 anderen. Wie iemand kent en weet dat hij erin staat, vindt hooguit een groep met verschillende uitkomsten. Groepen waarin een uitkomst veel voorkomt, geven wel een vermoeden.",
			"De records zijn naast de tabellen gelegd: geen onderdrukt aantal is in de records na te tellen.")
	}
	if longitudinal {
		list = append(list,
			"De pseudoniemen verbinden records van dezelfde persoon. Wie van iemand meer verblijven kent, kan aan de combinatie meer herkennen dan aan elk record alleen: k geldt per record, niet per persoon door de tijd. Daarom is het hele pakket pseudoniem en zijn dit persoonsgegevens.")
	}
	return list
}

// controlJSON writes the judgement for programs.
func (e edition) controlJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(e.privacy)
}

// controlPage writes the judgement for people.
func (e edition) controlPage(w io.Writer) error {
	p := e.privacy
	return page.Doc{
		Title: "Onthullingscontrole", Label: string(e.label),
		Lead:  "Hoe is voorkomen dat iemand in dit pakket te herkennen is, wat is daarvoor weggelaten, en wat blijft over aan risico.",
		Facts: e.facts(),
		Sections: []page.Section{p.verdict(), p.tables(e), p.records(), p.useful(), p.Past.section(), p.settings(),
			{Title: "Wat overblijft aan risico", Blocks: []page.Block{page.List(p.Residual)}}, signature()},
		Footer: e.footer(),
	}.Write(w)
}

func (p privacy) verdict() page.Section {
	n := page.Notice{Title: "Tabellen: veilig bevonden", Text: "De tabellen zijn samen beschermd en daarna opnieuw gecontroleerd door een deel van het programma dat niets met het eerste deelt. " +
		fmt.Sprintf("Het controleerde %s andere werelden die met alle getoonde aantallen kloppen.", dutch.Int(int64(p.Worlds)))}
	blocks := []page.Block{n}
	if p.Rounding != nil {
		blocks = append(blocks, p.Rounding.notices()...)
	} else if p.Records == nil && p.Differing {
		blocks = append(blocks, page.Notice{Warning: true, Title: "Records: weggelaten", Text: recordsStay + " Zij zitten niet in dit pakket. Het label anoniem geldt voor de tabellen."})
	} else if p.Records == nil {
		blocks = append(blocks, page.Notice{Warning: true, Title: "Records: geweigerd", Text: "De records konden niet zo bewerkt worden dat zij anoniem zijn en nog bruikbaar. Zij zitten niet in dit pakket. Het label anoniem geldt voor de tabellen."})
	} else if p.Label == string(release.Pseudonymous) {
		blocks = append(blocks, page.Notice{Warning: true, Title: "Records: pseudoniem", Text: fmt.Sprintf("Dit onderzoek volgt personen door de tijd: elk record heeft een pseudoniem. Het hele pakket is pseudoniem en bevat persoonsgegevens (AVG art. 4 lid 5). Op zichzelf komt elke combinatie van achtergrondkenmerken voor bij ten minste %d personen, met ten minste %d verschillende uitkomsten.", p.Records.K, p.Records.L)})
	} else {
		blocks = append(blocks, page.Notice{Title: "Records: anoniem", Text: fmt.Sprintf("Elke combinatie van achtergrondkenmerken komt voor bij ten minste %d personen (gevraagd: %d), met ten minste %d verschillende uitkomsten.", p.Records.K, p.Settings.K, p.Records.L)})
	}
	return page.Section{Title: "Uitkomst", Blocks: append(blocks, attackerTable(p.Attackers))}
}

func (p privacy) tables(e edition) page.Section {
	t := page.Table{Caption: "Onderdrukte cellen per tabel", Heads: 1, Columns: []page.Column{{Head: "Tabel"}, {Head: "Cellen", Number: true}, {Head: "Onderdrukt", Number: true}}}
	for _, x := range p.Tables {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(e.view(x.Name).Title), page.Value(dutch.Int(int64(x.Cells))), page.Value(dutch.Int(int64(x.Hidden)))}})
	}
	return page.Section{Title: "Tabellen", Blocks: []page.Block{t,
		page.Text("Een onderdrukte cel is te klein, of zij zou een cel die te klein is laten uitrekenen. Welke van de twee staat hier met opzet niet: dat zou grenzen verraden."),
		page.Text("Wat naast de te kleine cellen is onderdrukt: " + p.Least + ".")}}
}

func (p privacy) settings() page.Section {
	s := p.Settings
	if p.Rounding != nil {
		return page.Section{Title: "Instellingen", Blocks: []page.Block{p.Rounding.settings(s)}}
	}
	return page.Section{Title: "Instellingen", Blocks: []page.Block{page.Facts{
		{Term: "Drempel", Text: fmt.Sprintf("%d personen; bij gezondheid (Art. 64, medische hulp) %d", s.Threshold, s.HealthThreshold)},
		{Term: "Interval", Text: fmt.Sprintf("wat iemand over een te kleine cel kan uitrekenen, is ten minste %d breed; met de records ernaast ten minste %d", s.Width, s.BesideRecords)},
		{Term: "Groepen", Text: fmt.Sprintf("een gevoelige categorie met meer dan %d %% van een groep personen wordt onderdrukt", s.GroupPercent)},
		{Term: "k, l en t", Text: fmt.Sprintf("k = %d personen, l = %d oplossingen, t = %s voor Art. 64", s.K, s.L, dutch.Decimal(s.T, 2))},
		{Term: "Bruikbaarheid", Text: usefulness(s.MaxLoss)},
		{Term: "Weglaten", Text: "hoogstens " + dutch.Percent(100*s.RestLimit, 1) + " van de records"},
	}}}
}

func usefulness(most float64) string {
	if most == 0 {
		return "geen grens aan het verlies aan detail"
	}
	return "hoogstens " + dutch.Percent(100*most, 0) + " verlies aan detail, gemiddeld over de kolommen"
}
