package schemas

import "sync"

// NationalityList is the code list of nationalities: table 32 of the Dutch
// personal records database (BRP), whose codes it uses.
//
// Codes, names and dates of validity were compared with two public copies of
// the table, as of 2017 and 2019, which agree. Later changes were not checked:
// 0086 keeps its old name and takes "Noord-Macedonië" as an alias. A code whose
// table entry says that it ended on a day is valid until the day before.
//
// English names, regions (United Nations M49), ISO codes and the dates of EU
// citizenship are ours. Where ISO 3166 has no current code, the code for ended
// states (3166-3) or for travel documents (ICAO 9303) stands in iso3. "Congo",
// "Korea" and "Palestijns" are no aliases: they say too little, so a row with
// one of them goes back to its sender.
const NationalityList = "nationaliteit"

// citizenship is the run of days on which a nationality made an EU citizen.
var citizenship = sync.OnceValue(func() map[string]Period {
	all := make(map[string]Period)
	for _, c := range List(NationalityList).Codes {
		if c.Extra["eu_van"] == "" {
			continue
		}
		p := Period{From: mustDay(c.Extra["eu_van"]), To: maxDay}
		if c.Extra["eu_tot"] != "" {
			p.To = mustDay(c.Extra["eu_tot"])
		}
		all[c.Code] = p
	}
	return all
})

// EUCitizen reports whether people of that nationality were citizens of the
// European Union on a day, from the accession of their state on. British
// citizens count up to 31 December 2020, the end of the transition under the
// withdrawal agreement. Stateless, unknown and all other codes are not.
func EUCitizen(code string, at Day) bool {
	p, ok := citizenship()[code]
	return ok && p.From <= at && at <= p.To
}

// maxDay is an end that is never reached.
const maxDay = Day(1<<31 - 1)

// mustDay reads a day from an embedded file.
func mustDay(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic("schemas: internal error: " + s + ": " + err.Error())
	}
	return d
}
