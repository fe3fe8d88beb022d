package amif

import (
	"strings"

	"lvv/schemas"
)

// groundEU is why a row does not count; nothing for one that does.
func groundEU() func(union bool) value {
	ground := coded("grond")(placeOf("grond", reasonEU))
	return func(union bool) value {
		if union {
			return ground
		}
		return value{}
	}
}

// codeOnly is a code that stands as code for people too.
func codeOnly(v value) value { return value{kind: v.kind, text: v.text} }

// orgsText are the organisations of a participant.
func (a *account) orgsText(p *participant) string {
	orgs := a.orgsOf(p)
	if len(orgs) == 1 {
		return a.orgs[orgs[0]]
	}
	var names []string
	for _, org := range orgs {
		names = append(names, a.orgs[org])
	}
	return strings.Join(names, ", ")
}

// participantColumns are the columns of the list of participants.
func participantColumns(a *account) []column {
	link, grounds, sex, age, result := coded("koppelstatus"), groundEU(), coded("geslacht"), coded(schemas.AgeGroupList), coded("resultaat")
	nationality, nationalityName := coded(schemas.NationalityList), labelled(schemas.NationalityList)
	p := func(i int) *participant { return &a.participants[i] }
	return []column{
		{"deelnemer", "Deelnemer", 25, func(i int) value { return text(a.names[i]) },
			"pseudoniem van de persoon, alleen voor dit fonds", "v_nummer (niet te herleiden)", "unieke personen"},
		{"koppelstatus", "Koppeling", 30, func(i int) value { return link(p(i).link) },
			"hoe rijen van een persoon zijn samengebracht", "v_nummer", "zekerheid over unieke personen"},
		{"telbaar", "Telbaar", 9, func(i int) value { return yesNo(p(i).countable()) },
			"of de deelnemer tot de doelgroep hoort", "nationaliteit, datum_start", "doelgroeptoets"},
		{"reden", "Reden niet telbaar", 19, func(i int) value { return grounds(p(i).union) },
			"waarom de deelnemer niet tot de doelgroep hoort; leeg als die telt", "nationaliteit, datum_start", "doelgroeptoets"},
		{"nationaliteit", "Code", 8, func(i int) value { return codeOnly(nationality(p(i).nationality)) },
			"nationaliteit, code van BRP-tabel 32", "nationaliteit (opvang)", "doelgroeptoets"},
		{"nationaliteit_naam", "Nationaliteit", 30, func(i int) value { return nationalityName(p(i).nationality) },
			"naam van die nationaliteit", "nationaliteit (opvang)", "doelgroeptoets"},
		{"geslacht", "Geslacht", 11, func(i int) value { return sex(p(i).sex) },
			"man, vrouw of onbekend", "geslacht (opvang)", "indicatoren"},
		{"leeftijd", "Leeftijd bij start", 22, func(i int) value { return age(p(i).ageGroup) },
			"leeftijdsgroep bij de start van het eerste telbare traject", "geboortedatum (opvang), als leeftijd in jaren", "indicatoren"},
		{"gegevens", "Gegevens", 15, func(i int) value { return text(p(i).facts.String()) },
			"of de verblijven van de persoon elkaar tegenspreken: gelijk, verschillend of geen_verblijf", "opvang", "zekerheid over de kenmerken"},
		{"stad", "Stad", 12, func(int) value { return text(a.job.Contract.City) },
			"gemeente van de pilot", "het leveringscontract", "deelnemersadministratie"},
		{"organisaties", "Organisatie(s)", 28, func(i int) value { return text(a.orgsText(p(i))) },
			"organisaties die de telbare trajecten gaven", "afzender van de levering", "deelnames"},
		{"terugkeer", "Terugkeer", 25, func(i int) value { return result(p(i).returned) },
			"hoe de persoon terugkeerde; leeg als dat niet gebeurde", "resultaat", "indicatoren"},
		{"zekerheid", "Zekerheid", 13, func(i int) value { return optional(p(i).certainty.String()) },
			"aangetoond (met kenmerk van bewijs en einddatum) of onzeker", "bewijs_kenmerk (alleen of het er is), datum_einde", "indicatoren"},
		{"herintegratie", "Herintegratie", 15, func(i int) value { return optional(p(i).supported.String()) },
			"of hulp bij herintegratie is aangetoond (bij een aangetoonde terugkeer) of onzeker; leeg als die niet is gegeven", "herintegratie", "indicatoren"},
		{"eerste_activiteit", "Eerste activiteit", 18, func(i int) value { return day(p(i).first, false) },
			"start van het eerste telbare traject", "datum_start", "deelnemersadministratie"},
		{"laatste_activiteit", "Laatste activiteit", 19, func(i int) value { return day(p(i).last, p(i).open) },
			"einde van het laatste telbare traject; leeg als er een loopt", "datum_einde", "deelnemersadministratie"},
		{"deelnames", "Deelnames", 12, func(i int) value { return number(p(i).orgs) },
			"aantal van die organisaties", "berekend", "aansluiting"},
		{"trajecten", "Telbare trajecten", 18, func(i int) value { return number(p(i).counted) },
			"aantal telbare trajecten", "berekend", "aansluiting"},
		{"terugkeren", "Terugkeren", 12, func(i int) value { return number(p(i).returns) },
			"aantal trajecten met terugkeer als resultaat", "resultaat", "aansluiting"},
	}
}

// trajectoryColumns are the columns of the list of trajectories.
func trajectoryColumns(a *account) []column {
	grounds, result := groundEU(), coded("resultaat")
	country, countryName, support := coded(schemas.NationalityList), labelled(schemas.NationalityList), coded("ja_nee")
	t := func(i int) *trajectory { return &a.trajectories[i] }
	return []column{
		{"traject", "Traject", 25, func(i int) value { return text(a.ids[i]) },
			"pseudoniem van het traject", "trajectnummer (niet te herleiden)", "een rij per traject; steekproef"},
		{"deelnemer", "Deelnemer", 25, func(i int) value { return text(a.names[t(i).who]) },
			"pseudoniem van de persoon, als in de lijst van deelnemers", "v_nummer (niet te herleiden)", "unieke personen"},
		{"organisatie", "Organisatie", 20, func(i int) value { return text(a.orgs[t(i).org]) },
			"organisatie die het traject gaf", "afzender van de levering", "deelnames, steekproef"},
		{"telbaar", "Telbaar", 9, func(i int) value { return yesNo(t(i).countable()) },
			"of het traject meetelt", "nationaliteit, datum_start", "doelgroeptoets"},
		{"reden", "Reden niet telbaar", 19, func(i int) value { return grounds(t(i).union) },
			"waarom het niet meetelt; leeg als het telt", "nationaliteit, datum_start", "doelgroeptoets"},
		{"resultaat", "Resultaat", 25, func(i int) value { return result(t(i).result) },
			"wat het traject opleverde, zoals bekend op de laatste dag van de periode", "resultaat", "resultaten, indicatoren"},
		{"zekerheid", "Zekerheid", 13, func(i int) value { return optional(t(i).certainty().String()) },
			"bij terugkeer: aangetoond of onzeker", "bewijs_kenmerk (alleen of het er is), datum_einde", "resultaten, indicatoren"},
		{"bewijs", "Bewijs aanwezig", 17, func(i int) value { return yesNo(t(i).proven) },
			"of de organisatie een kenmerk van bewijs opgaf", "bewijs_kenmerk (alleen of het er is)", "resultaten"},
		{"land", "Code land", 11, func(i int) value { return codeOnly(country(t(i).country)) },
			"land van terugkeer als nationaliteitscode; leeg als het niet is opgegeven", "land_van_terugkeer", "resultaten"},
		{"land_naam", "Land van terugkeer", 28, func(i int) value { return countryName(t(i).country) },
			"naam bij die code", "land_van_terugkeer", "resultaten"},
		{"herintegratie", "Herintegratie", 15, func(i int) value { return codeOnly(support(t(i).support)) },
			"of hulp bij herintegratie is gegeven; leeg als het niet is opgegeven", "herintegratie", "indicatoren"},
		{"datum_start", "Start", 12, func(i int) value { return day(t(i).start, false) },
			"eerste dag van het traject", "datum_start", "periode, jaren"},
		{"datum_einde", "Einde", 12, func(i int) value { return day(t(i).end, t(i).open) },
			"laatste dag; leeg als het traject op de laatste dag van de periode liep", "datum_einde", "periode, jaren"},
		{"levering_tot", "Levering t/m", 14, func(i int) value { return day(a.tallies[t(i).delivery].until, false) },
			"laatste dag van de levering waaruit de rij komt", "levering", "terug naar het dossier"},
		{"volgnummer", "Volgnummer", 13, func(i int) value { return number(a.tallies[t(i).delivery].seq) },
			"volgnummer van die levering", "levering", "terug naar het dossier"},
		{"rij", "Rij", 8, func(i int) value { return number(t(i).row) },
			"rijnummer in die levering, zoals de organisatie het ziet", "levering", "terug naar het dossier"},
	}
}

// sampleColumns are the columns of the drawn samples.
func sampleColumns(a *account) []column {
	d := func(i int) *drawn { return &a.sample[i] }
	t := func(i int) *trajectory { return &a.trajectories[a.sample[i].t] }
	return []column{
		{"trekking", "Trekking", 17, func(i int) value { return text(d(i).way.String()) },
			"wijze van trekken", "berekend", "steekproef"},
		{"traject", "Traject", 25, func(i int) value { return text(a.ids[d(i).t]) },
			"pseudoniem van het traject", "trajectnummer (niet te herleiden)", "steekproef"},
		{"deelnemer", "Deelnemer", 25, func(i int) value { return text(a.names[t(i).who]) },
			"pseudoniem van de persoon", "v_nummer (niet te herleiden)", "steekproef"},
		{"organisatie", "Organisatie", 20, func(i int) value { return text(a.orgs[t(i).org]) },
			"wie het dossier heeft", "afzender van de levering", "terug naar het dossier"},
		{"lot", "Lot", 20, func(i int) value { return text(d(i).ticket()) },
			"eerste 16 tekens van de SHA-256 waarop is getrokken", "berekend", "trekking nadoen"},
		{"nummer", "Nr.", 7, func(i int) value { return number(d(i).number) },
			"volgorde van trekken", "berekend", "steekproef"},
		{"levering_tot", "Levering t/m", 14, func(i int) value { return day(a.tallies[t(i).delivery].until, false) },
			"laatste dag van de levering", "levering", "terug naar het dossier"},
		{"volgnummer", "Volgnummer", 13, func(i int) value { return number(a.tallies[t(i).delivery].seq) },
			"volgnummer van de levering", "levering", "terug naar het dossier"},
		{"rij", "Rij", 8, func(i int) value { return number(t(i).row) },
			"rijnummer in de levering", "levering", "terug naar het dossier"},
	}
}
