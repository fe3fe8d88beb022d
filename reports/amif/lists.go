package amif

import (
	"strings"

	"lvv/schemas"
)

// trajectoryRow is a trajectory with the pseudonym of its person, as listed.
type trajectoryRow struct {
	*trajectory
	who string
}

func (a *account) trajectoryRows() []trajectoryRow {
	rows := make([]trajectoryRow, len(a.trajectories))
	for i := range a.trajectories {
		t := &a.trajectories[i]
		rows[i] = trajectoryRow{t, a.options.Pseudonym(t.person)}
	}
	return rows
}

// nationalityName is the label of a nationality in a column beside its code.
func nationalityName(code string) value {
	v := coded(schemas.NationalityList, code)
	if v.kind == empty {
		return v
	}
	return text(v.label)
}

// participantColumns are the columns of the list of participants.
func participantColumns(city string) []column[participant] {
	type p = participant
	return []column[p]{
		{"deelnemer", "Deelnemer", 25, func(p *p) value { return text(p.pseudonym) },
			"pseudoniem van de persoon, alleen voor dit fonds", "v_nummer (niet te herleiden)", "unieke personen"},
		{"koppelstatus", "Koppeling", 30, func(p *p) value { return coded("koppelstatus", p.link) },
			"hoe rijen van een persoon zijn samengebracht", "v_nummer", "zekerheid over unieke personen"},
		{"telbaar", "Telbaar", 9, func(p *p) value { return yesNo(p.countable()) },
			"of de deelnemer tot de doelgroep hoort", "nationaliteit, datum_start", "doelgroeptoets"},
		{"reden", "Reden niet telbaar", 19, func(p *p) value { return coded("grond", p.reason) },
			"waarom de deelnemer niet tot de doelgroep hoort; leeg als die telt", "nationaliteit, datum_start", "doelgroeptoets"},
		{"nationaliteit", "Code", 8, func(p *p) value { return text(p.nationality) },
			"nationaliteit, code van BRP-tabel 32", "nationaliteit (opvang)", "doelgroeptoets"},
		{"nationaliteit_naam", "Nationaliteit", 30, func(p *p) value { return nationalityName(p.nationality) },
			"naam van die nationaliteit", "nationaliteit (opvang)", "doelgroeptoets"},
		{"geslacht", "Geslacht", 11, func(p *p) value { return coded("geslacht", p.sex) },
			"man, vrouw of onbekend", "geslacht (opvang)", "indicatoren"},
		{"leeftijd", "Leeftijd bij start", 22, func(p *p) value { return coded(schemas.AgeGroupList, p.ageGroup) },
			"leeftijdsgroep bij de start van het eerste telbare traject", "geboortedatum (opvang), als leeftijd in jaren", "indicatoren"},
		{"gegevens", "Gegevens", 15, func(p *p) value { return text(p.facts) },
			"of de verblijven van de persoon elkaar tegenspreken: gelijk, verschillend of geen_verblijf", "opvang", "zekerheid over de kenmerken"},
		{"stad", "Stad", 12, func(*p) value { return text(city) },
			"gemeente van de pilot", "het leveringscontract", "deelnemersadministratie"},
		{"organisaties", "Organisatie(s)", 28, func(p *p) value { return text(strings.Join(p.orgs, ", ")) },
			"organisaties die de telbare trajecten gaven", "afzender van de levering", "deelnames"},
		{"terugkeer", "Terugkeer", 25, func(p *p) value { return coded("resultaat", p.returned) },
			"hoe de persoon terugkeerde; leeg als dat niet gebeurde", "resultaat", "indicatoren"},
		{"zekerheid", "Zekerheid", 13, func(p *p) value { return optional(p.certainty) },
			"aangetoond (met kenmerk van bewijs en einddatum) of onzeker", "bewijs_kenmerk (alleen of het er is), datum_einde", "indicatoren"},
		{"herintegratie", "Herintegratie", 15, func(p *p) value { return optional(p.supported) },
			"of hulp bij herintegratie is aangetoond (bij een aangetoonde terugkeer) of onzeker; leeg als die niet is gegeven", "herintegratie", "indicatoren"},
		{"eerste_activiteit", "Eerste activiteit", 18, func(p *p) value { return day(p.first, false) },
			"start van het eerste telbare traject", "datum_start", "deelnemersadministratie"},
		{"laatste_activiteit", "Laatste activiteit", 19, func(p *p) value { return day(p.last, p.open) },
			"einde van het laatste telbare traject; leeg als er een loopt", "datum_einde", "deelnemersadministratie"},
		{"deelnames", "Deelnames", 12, func(p *p) value { return number(len(p.orgs)) },
			"aantal van die organisaties", "berekend", "aansluiting"},
		{"trajecten", "Telbare trajecten", 18, func(p *p) value { return number(p.counted) },
			"aantal telbare trajecten", "berekend", "aansluiting"},
		{"terugkeren", "Terugkeren", 12, func(p *p) value { return number(p.returns) },
			"aantal trajecten met terugkeer als resultaat", "resultaat", "aansluiting"},
	}
}

// trajectoryColumns are the columns of the list of trajectories.
func trajectoryColumns() []column[trajectoryRow] {
	type t = trajectoryRow
	return []column[t]{
		{"traject", "Traject", 25, func(t *t) value { return text(t.id) },
			"pseudoniem van het traject", "trajectnummer (niet te herleiden)", "een rij per traject; steekproef"},
		{"deelnemer", "Deelnemer", 25, func(t *t) value { return text(t.who) },
			"pseudoniem van de persoon, als in de lijst van deelnemers", "v_nummer (niet te herleiden)", "unieke personen"},
		{"organisatie", "Organisatie", 20, func(t *t) value { return text(t.org) },
			"organisatie die het traject gaf", "afzender van de levering", "deelnames, steekproef"},
		{"telbaar", "Telbaar", 9, func(t *t) value { return yesNo(t.countable()) },
			"of het traject meetelt", "nationaliteit, datum_start", "doelgroeptoets"},
		{"reden", "Reden niet telbaar", 19, func(t *t) value { return coded("grond", t.reason()) },
			"waarom het niet meetelt; leeg als het telt", "nationaliteit, datum_start", "doelgroeptoets"},
		{"resultaat", "Resultaat", 25, func(t *t) value { return coded("resultaat", t.result) },
			"wat het traject opleverde, zoals bekend op de laatste dag van de periode", "resultaat", "resultaten, indicatoren"},
		{"zekerheid", "Zekerheid", 13, func(t *t) value { return optional(t.certainty()) },
			"bij terugkeer: aangetoond of onzeker", "bewijs_kenmerk (alleen of het er is), datum_einde", "resultaten, indicatoren"},
		{"bewijs", "Bewijs aanwezig", 17, func(t *t) value { return yesNo(t.proven) },
			"of de organisatie een kenmerk van bewijs opgaf", "bewijs_kenmerk (alleen of het er is)", "resultaten"},
		{"land", "Code land", 11, func(t *t) value { return optional(t.country) },
			"land van terugkeer als nationaliteitscode; leeg als het niet is opgegeven", "land_van_terugkeer", "resultaten"},
		{"land_naam", "Land van terugkeer", 28, func(t *t) value { return nationalityName(t.country) },
			"naam bij die code", "land_van_terugkeer", "resultaten"},
		{"herintegratie", "Herintegratie", 15, func(t *t) value { return optional(t.support) },
			"of hulp bij herintegratie is gegeven; leeg als het niet is opgegeven", "herintegratie", "indicatoren"},
		{"datum_start", "Start", 12, func(t *t) value { return day(t.start, false) },
			"eerste dag van het traject", "datum_start", "periode, jaren"},
		{"datum_einde", "Einde", 12, func(t *t) value { return day(t.end, t.open) },
			"laatste dag; leeg als het traject op de laatste dag van de periode liep", "datum_einde", "periode, jaren"},
		{"levering_tot", "Levering t/m", 14, func(t *t) value { return day(t.until, false) },
			"laatste dag van de levering waaruit de rij komt", "levering", "terug naar het dossier"},
		{"volgnummer", "Volgnummer", 13, func(t *t) value { return number(t.seq) },
			"volgnummer van die levering", "levering", "terug naar het dossier"},
		{"rij", "Rij", 8, func(t *t) value { return number(t.row) },
			"rijnummer in die levering, zoals de organisatie het ziet", "levering", "terug naar het dossier"},
	}
}

// sampleColumns are the columns of the drawn samples.
func sampleColumns(who func(*drawn) string) []column[drawn] {
	type d = drawn
	return []column[d]{
		{"trekking", "Trekking", 17, func(d *d) value { return text(d.way) },
			"wijze van trekken", "berekend", "steekproef"},
		{"traject", "Traject", 25, func(d *d) value { return text(d.t.id) },
			"pseudoniem van het traject", "trajectnummer (niet te herleiden)", "steekproef"},
		{"deelnemer", "Deelnemer", 25, func(d *d) value { return text(who(d)) },
			"pseudoniem van de persoon", "v_nummer (niet te herleiden)", "steekproef"},
		{"organisatie", "Organisatie", 20, func(d *d) value { return text(d.t.org) },
			"wie het dossier heeft", "afzender van de levering", "terug naar het dossier"},
		{"lot", "Lot", 20, func(d *d) value { return text(d.ticket) },
			"eerste 16 tekens van de SHA-256 waarop is getrokken", "berekend", "trekking nadoen"},
		{"nummer", "Nr.", 7, func(d *d) value { return number(d.number) },
			"volgorde van trekken", "berekend", "steekproef"},
		{"levering_tot", "Levering t/m", 14, func(d *d) value { return day(d.t.until, false) },
			"laatste dag van de levering", "levering", "terug naar het dossier"},
		{"volgnummer", "Volgnummer", 13, func(d *d) value { return number(d.t.seq) },
			"volgnummer van de levering", "levering", "terug naar het dossier"},
		{"rij", "Rij", 8, func(d *d) value { return number(d.t.row) },
			"rijnummer in de levering", "levering", "terug naar het dossier"},
	}
}
