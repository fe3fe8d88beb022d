package evaluator

import (
	"lvv/anonymise/disclosure"
	"lvv/anonymise/release/history"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
)

// An attackerPrivacy is what was proved against one kind of attacker: the width
// that the rules demand. How wide the narrowest interval really is would tell
// which hidden figures are not small, and stays in the house.
type attackerPrivacy struct {
	Who   string `json:"wie"`
	Width int64  `json:"kleinste_interval"`
}

func attackersOf(c disclosure.Control) []attackerPrivacy {
	var out []attackerPrivacy
	for _, m := range c.Models {
		out = append(out, attackerPrivacy{m.Name, m.Demanded})
	}
	return out
}

func attackerTable(all []attackerPrivacy) page.Table {
	t := page.Table{Caption: "Tegen wie is gecontroleerd", Heads: 1, Columns: []page.Column{{Head: "Wie"}, {Head: "Wat hij van een te klein aantal kan weten, is ten minste zo breed", Number: true}}}
	for _, a := range all {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(a.Who), page.Value(dutch.Int(a.Width))}})
	}
	return t
}

// A pastPrivacy says what the parcel was held against. Which releases these were,
// for whom, and how many figures changed is for the house alone.
type pastPrivacy struct {
	Compared bool     `json:"vergeleken"`
	Findings []string `json:"bevindingen"`
}

// pastOf says what was compared, and in reason why the records stay.
func pastOf(compared bool, reason []string) pastPrivacy {
	p := pastPrivacy{Compared: compared}
	if !compared {
		p.Findings = []string{"Er is niet eerder iets vrijgegeven over dezelfde mensen. Er viel niets te vergelijken."}
		return p
	}
	p.Findings = append([]string{
		"Dit pakket is samen beoordeeld met alles wat eerder is vrijgegeven over dezelfde mensen, ook aan anderen.",
		"Vergeleken zijn dezelfde cijfers over hetzelfde tijdvak, cijfers over tijdvakken die elkaar overlappen of op elkaar volgen, delen met hun geheel, en records met eerdere records.",
		"Geen verschil dat op te weinig mensen rust, is uit te rekenen. Wat eerder was onderdrukt en nu weer in een tabel staat, is onderdrukt gebleven.",
		"Wat met eerdere vrijgaven alleen al te berekenen was, kan niet worden teruggenomen. Dit pakket voegt daar niets aan toe.",
	}, reason...)
	return p
}

func (p pastPrivacy) section() page.Section {
	return page.Section{Title: "Naast eerdere vrijgaven", Blocks: []page.Block{page.List(p.Findings)}}
}

// comparedWith reports whether anything left before that counts the same people.
func comparedWith(past *history.Past, all []table) bool { return past.Counts(countedOf(all)) }
