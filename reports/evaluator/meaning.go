package evaluator

// A definition says what the figures of a table mean, and where it is laid down.
type definition struct{ table, text, clause string }

// definitions stand beside the figures of every table: in the CSV files, the
// workbook, the pages and the account of origin.
var definitions = []definition{
	{"instroom", "Aantal verblijven dat in het tijdvak begint, naar de organisatie die opving. Een verblijf is een persoon die op een datum bij een organisatie in de opvang komt; wie terugkomt of van organisatie wisselt, telt opnieuw.", "S-U 12; S-A 9"},
	{"uitstroom", "Aantal verblijven dat in het tijdvak eindigt, naar de organisatie die opving.", "S-U 12; S-A 9"},
	{"bezetting", "Aantal verblijven dat aan het einde van de peildatum loopt: begonnen op of voor die dag en op die dag nog niet geëindigd. De eerste peildatum is de dag voor de periode.", "S-A 9"},
	{"uitstroom_reden", "Aantal verblijven dat in het jaar eindigt, naar de reden van uitstroom en de oplossing waar die reden onder valt. Art. 64 is een medisch gegeven en heeft een hogere drempel. Wat niet afzonderlijk wordt geregistreerd, is leeg en niet nul.", "S-U 12; S-A def. l"},
	{"uitstroom_oplossing", "Aantal verblijven dat in de periode eindigt, naar organisatie en oplossing.", "S-U 12; S-A def. l"},
	{"instroom_nationaliteit", "Aantal verblijven dat in de periode begint, naar de nationaliteit van de persoon (BRP-tabel 32), regio en werelddeel (M49 van de Verenigde Naties). Nationaliteiten die niet voorkomen, staan er niet in.", "S-U 12"},
	{"instroom_geslacht", "Aantal verblijven dat in de periode begint, naar werelddeel van de nationaliteit en geslacht.", "S-U 12"},
	{"instroom_leeftijd", "Aantal verblijven dat in de periode begint, naar werelddeel van de nationaliteit en leeftijd bij instroom. " + ageMeaning, "S-U 12"},
	{"instroom_geslacht_leeftijd", "Aantal verblijven dat in de periode begint, naar geslacht en leeftijd bij instroom. " + ageMeaning, "S-U 12"},
	{"verblijfsduur", "Aantal verblijven dat in de periode eindigt, naar hele kalendermaanden tussen begin en einde, en de oplossing. Verblijven die voor de periode begonnen staan bij elkaar: van hen is niet gevolgd wie eerder al vertrok.", "S-A 6.2"},
	{"verblijfsduur_lopend", "Aantal verblijven dat aan het einde van de periode nog loopt, naar hele kalendermaanden tot die dag. Hun uiteindelijke duur is onbekend (gecensureerd).", "S-A 6.2"},
	{"personen", "Aantal verschillende personen met een verblijfsdag in de periode, de dag van vertrek meegerekend. Wie bij meer organisaties verbleef, telt een keer.", "S-A 9"},
	{"personen_koppeling", "Aantal verschillende personen, naar of zij herkend konden worden. Wie geen V-nummer heeft en niet is gekoppeld, kan iemand zijn die al is geteld. Het totaal is daarom een bovengrens; het aantal herkende personen is een ondergrens.", "S-A 9"},
	{"traject_gestart", "Aantal begeleidingstrajecten dat in het jaar begint, naar het scenario waaraan nu wordt gewerkt, of waaraan het laatst werd gewerkt. Een scenario is een voornemen en geen uitkomst. Een persoon kan meer trajecten hebben. Nog in onderzoek is een eigen categorie.", "S-A 4.3, 4.4"},
	{"traject_beeindigd", "Aantal begeleidingstrajecten dat in de periode eindigt, naar het scenario (het voornemen) en het resultaat (wat het heeft opgeleverd). Het resultaat is wat de organisatie opgeeft en niet hetzelfde als de reden van uitstroom uit de opvang.", "S-A 4.3, 6.2"},
	{"traject_lopend", "Aantal begeleidingstrajecten dat aan het einde van de peildatum loopt, naar het scenario: begonnen op of voor die dag en op die dag nog niet geëindigd. De eerste peildatum is de dag voor de periode.", "S-A 4.3"},
	{"hulp_personen", "Aantal personen dat volgens de maandopgaven hulp kreeg, opgeteld over organisaties en maanden. Wie in twee maanden hulp kreeg, telt twee keer. Alleen maanden waarvan de eerste dag in de periode valt.", "S-U 2a"},
	{"hulp_contacten", "Aantal contacten volgens de maandopgaven.", "S-U 2a"},
	{"aanmelding_jaar", "Aantal aanmeldingen voor opvang in het jaar, naar het besluit zoals het nu bekend is.", "S-A 3.1-3.3, 4.2"},
	{"aanmelding_lijn", "Aantal aanmeldingen voor opvang in de eerste of tweede lijn, naar het besluit. Voor de tweede lijn toetst INLIA vooraf.", "S-U 2c"},
}

// ageMeaning says who is counted in which group of ages.
const ageMeaning = "Een leeftijd telt alleen in een groep als ook een onvolledige geboortedatum niet anders kan; anders is zij onzeker. 60 jaar hoort bij de middelste groep."

// meaning returns the definition of a table and its clause.
func meaning(table string) (text, clause string) {
	for _, d := range definitions {
		if d.table == table {
			return d.text, d.clause
		}
	}
	panic("evaluator: internal error: table " + table + " has no definition")
}
