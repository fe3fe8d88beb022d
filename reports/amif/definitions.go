package amif

import (
	"fmt"
	"strconv"

	"lvv/reports/parcel"
	"lvv/schemas"
)

// notice stands on every sheet: participants and readers are told where the
// money comes from (Subsidieregeling AMIF en ISF 2014-2020 art. 19).
const notice = "Medegefinancierd door de Europese Unie uit het Fonds voor asiel, migratie en integratie (AMIF)."

// keeping is how long the account has to be kept, by programme.
var keeping = map[string]string{
	Profile2014: "ten minste tot en met 31-12-2027, of een latere dag die de minister meedeelt (Subsidieregeling AMIF en ISF 2014-2020 art. 16)",
	Profile2021: "vijf jaar vanaf 31 december van het jaar van de laatste betaling (Verordening (EU) 2021/1060 art. 82)",
}

// privacy says what the lists are.
const privacy = "Pseudoniem: de lijsten gaan over personen en zijn persoonsgegevens (AVG art. 4 lid 5). Geen naam, V-nummer, geboortedatum of vrije tekst; begin- en einddata staan er als datum in, omdat een controle ze nodig heeft."

// definitions are printed beside the figures.
var definitions = []parcel.Meaning{
	{Term: "telbaar traject", Clause: "S-A 15.3, 4.3",
		Text: "Traject met begeleidingsscenario terugkeer van een derdelander, met ten minste een dag in de periode en in de looptijd van het programma."},
	{Term: "derdelander", Clause: "S-A 3.1; Verordening (EU) 2021/1147 art. 2 lid 11",
		Text: "Wie op de startdag van het traject geen burger van de Unie is. Staatloos en onbekend tellen mee; Britse burgers vanaf 1 januari 2021; van een nieuwe lidstaat tellen burgers niet meer vanaf de toetreding."},
	{Term: "scenariowissel", Clause: "S-A 4.3",
		Text: "Het scenario in de laatste levering telt voor het hele traject. Wie van scenario wisselt en beide wil verantwoorden, sluit het traject en begint een nieuw met een eigen nummer."},
	{Term: "stand", Clause: "Subsidieregeling AMIF en ISF 2014-2020 art. 17",
		Text: "Een traject staat er zoals het was op de laatste dag van de periode. Wat later is geëindigd, loopt nog en telt in een latere verantwoording."},
	{Term: "deelname", Clause: "S-A 15.3",
		Text: "Een persoon met een of meer telbare trajecten bij een organisatie."},
	{Term: "unieke persoon", Clause: "S-A 15.3; Verordening (EU) 516/2014 bijlage IV",
		Text: "Een persoon met een of meer telbare trajecten, bij hoeveel organisaties ook. De bovengrens neemt aan dat geen enkel voorgelegd paar dezelfde persoon is; zolang er geen paren zijn voorgelegd, zijn onder- en bovengrens gelijk."},
	{Term: "kenmerken van een persoon", Clause: "S-U 12; S-A 15.3",
		Text: "Nationaliteit, geslacht en leeftijd komen elk uit het verblijf in de opvang dat het gegeven kent en het laatst voor of op de start van het traject begon; is er geen, dan uit het eerste erna. Bij gelijke datum gaat de organisatie van het traject voor. Voor een deelnemer gelden de kenmerken bij het eerste telbare traject. Spreken verblijven elkaar tegen, dan staat er 'verschillend'; zonder verblijf staat er 'geen_verblijf' en is de nationaliteit onbekend."},
	{Term: "leeftijd", Clause: "Verordening (EU) 2021/1147 bijlage VIII",
		Text: "Leeftijd op de startdag van het traject, als interval van hele jaren. Een groep alleen als het hele interval erin past, anders onzeker. 18 en 60 horen bij 18 t/m 60 jaar."},
	{Term: "aangetoond, onzeker", Clause: "Subsidieregeling AMIF en ISF 2014-2020 art. 15 lid 5",
		Text: "Terugkeer is aangetoond als de organisatie een kenmerk van bewijs en een einddatum opgaf; anders onzeker. Van een persoon met meer dan een terugkeer telt er een: een aangetoonde voor een onzekere, daarna de laatste."},
	{Term: "herintegratie", Clause: "Verordening (EU) 516/2014 bijlage IV (c)(ii); Verordening (EU) 2021/1147 bijlage VIII, O.3.3",
		Text: "Hulp bij herintegratie in een telbaar traject. Aangetoond als de terugkeer van dat traject is aangetoond, anders onzeker."},
	{Term: "verslagjaar", Clause: "Subsidieregeling AMIF en ISF 2014-2020 art. 17",
		Text: "Van 16 oktober tot en met 15 oktober; het eerste begint bij de start van het programma. In te leveren op 15 november. Het kalenderjaar staat ernaast, uit dezelfde rijen."},
	{Term: "vervangen", Clause: "S-A 15.3",
		Text: "Een rij over een traject waarover een latere levering van dezelfde organisatie opnieuw iets zegt: alleen de laatste telt."},
	{Term: "steekproef", Clause: "Gedelegeerde Verordening (EU) 1042/2014 art. 14",
		Text: "Aselect uit de telbare trajecten, ten minste een tiende. Van elk traject wordt een lot berekend: de SHA-256 van 'lvv/amif/steekproef/v1', het startgetal, de wijze van trekken en het traject, elk op een eigen regel. De laagste loten zijn getrokken; gestratificeerd naar organisatie, naar evenredigheid en ten minste een. Naar geldeenheden alleen als er een bedrag per traject is: de bedragen liggen in volgorde van traject achter elkaar en worden met gelijke stappen geraakt, vanaf een begin dat uit het startgetal volgt. Wie controleert, geeft het startgetal op voordat er wordt getrokken."},
}

// settings are the choices that could have been others.
func (a *account) settings() []parcel.Setting {
	o := &a.options
	cost := "niet vastgesteld: trekken naar geldeenheden is niet van toepassing"
	if o.UnitCost > 0 {
		cost = euro(o.UnitCost) + " per telbaar traject"
	}
	return append(a.sizeSettings(), []parcel.Setting{
		{Name: "programma van het fonds", Value: o.Profile, Clause: "S-A 15.3"},
		{Name: "startgetal van de steekproef", Value: strconv.FormatUint(o.Seed, 10), Clause: "Gedelegeerde Verordening (EU) 1042/2014 art. 14"},
		{Name: "gevraagde omvang van de steekproef", Value: strconv.Itoa(o.Sample), Clause: "Gedelegeerde Verordening (EU) 1042/2014 art. 14"},
		{Name: "bedrag per eenheid", Value: cost, Clause: "S-A 15.3"},
		{Name: "dag van de doelgroeptoets", Value: "startdag van het traject", Clause: "S-A 3.1"},
		{Name: "dag van de leeftijd", Value: "startdag van het traject", Clause: "Verordening (EU) 2021/1147 bijlage VIII"},
		{Name: "gedwongen terugkeer", Value: "telt als terugkeer, apart van zelfstandige", Clause: "Verordening (EU) 516/2014 bijlage IV (c)(iii)"},
	}...)
}

// euro writes cents as people do.
func euro(cents int64) string { return fmt.Sprintf("€ %d,%02d", cents/100, cents%100) }

// span writes a period as people do.
func span(p schemas.Period) string { return p.From.Dutch() + " t/m " + p.To.Dutch() }
