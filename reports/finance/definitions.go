package finance

import "lvv/reports/parcel"

// definitions are printed beside the figures, in the workbook, on the statement
// and in the account of the parcel.
func definitions() []parcel.Meaning {
	return []parcel.Meaning{
		{Term: "plaatsen", Text: "Opvang- en begeleidingsplekken op een dag: de som van de regels in het capaciteitsregister met van <= dag <= t/m.", Clause: "S-A 15.2"},
		{Term: "plaatsdagen", Text: "Plaatsen opgeteld over alle dagen van de periode, de eerste en de laatste dag meegeteld; een schrikkeljaar heeft 366 dagen.", Clause: "S-A 15.2"},
		{Term: "berekend bedrag", Text: "Per dag plaatsen maal het tarief van die dag, opgeteld over de dagen, in hele centen. Bezetting telt hierin niet mee.", Clause: "S-A 15.2"},
		{Term: "beschikbaar", Text: "Jaarbedrag van een bron, per dag gelijk verdeeld en vermenigvuldigd met actieve gedeeld door geplande pilots van die dag.", Clause: "S-A 15.1-15.2"},
		{Term: "jaarbedrag", Text: "Bedrag van een bron volgens bijlage 2, voor het deel van het jaar dat in de periode valt, zonder vermindering naar rato.", Clause: "S-A 15.1"},
		{Term: "betaald", Text: "Wat de bron heeft overgemaakt. Het programma weet dit niet; de financiële administratie vult het in.", Clause: "S-A 15.3"},
		{Term: "nachten", Text: "Van de dag van instroom tot de dag van uitstroom, die zelf niet meetelt, afgekapt op de periode; per verblijf geteld. Wie nog niet is uitgestroomd, telt tot het einde van de periode.", Clause: "S-A 15.2"},
		{Term: "bezettingsgraad", Text: "Nachten gedeeld door plaatsdagen van dezelfde organisatie en periode.", Clause: "S-A 15.2"},
		{Term: "gemiddelde bezetting", Text: "Nachten gedeeld door het aantal dagen van de periode.", Clause: "S-A 15.2"},
		{Term: "aanwezigheidsdagen", Text: "Als nachten, maar de dag van uitstroom telt ook mee. Instroom en uitstroom op een dag: 0 nachten, 1 aanwezigheidsdag.", Clause: "S-A 15.2"},
		{Term: "vertrekken", Text: "Verblijven met de dag van uitstroom in de periode; precies het verschil tussen aanwezigheidsdagen en nachten.", Clause: "S-A 15.2"},
		{Term: "nachten van unieke personen", Text: "Nachten waarop een persoon in de opvang was; wie op een nacht bij twee opvanglocaties staat, telt een keer.", Clause: "S-A 15.2"},
		{Term: "dubbele nachten", Text: "Nachten die een persoon meer dan eens telt omdat verblijven elkaar overlappen. Bevinding voor het M&O-beleid.", Clause: "S-A 15.2"},
		{Term: "verblijven van een dag", Text: "Verblijven waarvan de dag van instroom ook de dag van uitstroom is.", Clause: "S-A 15.2"},
		{Term: "persoonsdagen boven de capaciteit", Text: "Per dag en organisatie die plaatsen heeft: de bezetting min de plaatsen, waar dat meer dan nul is, opgeteld over de dagen. Bevinding voor het M&O-beleid.", Clause: "S-A 15.2"},
		{Term: "onderdrukt (.)", Text: "Het getal bestaat, maar berust op te weinig personen of zou zo'n getal verraden. Plaatsen en bedragen zijn geen persoonsgegevens en staan er altijd.", Clause: "S-U 2a"},
	}
}

// settings are the readings of the covenants that this statement rests on. A
// change of one is a new version of its value.
func settings() []parcel.Setting {
	return []parcel.Setting{
		{Name: "finance.afronding", Value: "grootste-resten/1: delen tellen op tot hun geheel, tot op de cent", Clause: "S-A 15.1"},
		{Name: "finance.grondslag", Value: "beschikbare-plaatsen/1: niet de bezette", Clause: "S-A 15.2"},
		{Name: "finance.dagen", Value: "kalenderdagen/1: beide einden van de periode tellen mee", Clause: "S-A 15.2"},
		{Name: "finance.naar-rato", Value: "actief-door-gepland-per-dag/1: voor alle bronnen gelijk", Clause: "S-A 15.2"},
		{Name: "finance.nachten", Value: "instroom-tot-uitstroom/1: de dag van uitstroom telt niet mee", Clause: "S-A 15.2"},
		{Name: "finance.open-verblijf", Value: "telt-door-tot-einde-periode/1", Clause: "S-U 12"},
		{Name: "finance.plafond", Value: "naast-elkaar/1: berekend, beschikbaar en betaald; niets wordt afgekapt", Clause: "S-A 15.1, 15.5"},
		{Name: "finance.verdeling-berekend", Value: "verhouding-jaarbedragen/1: het berekende bedrag over de bronnen", Clause: "S-A 15.2"},
	}
}
