package synth

import (
	"slices"
	"time"

	"lvv/schemas"
)

// A Fault is something wrong that was put into a row on purpose.
type Fault struct {
	Row   int    // row number as the sender sees it; the header is row 1
	Field string // name of the field that was spoilt; empty for the row as a whole
	Code  string // problem code by which a check must find it; other problems may follow from it
}

// A spoilt is a row that is about to get a fault.
type spoilt struct {
	dice
	d     *schemas.Dataset
	cells []string
}

func (s *spoilt) get(field string) string     { return s.cells[s.d.Field(field).Index] }
func (s *spoilt) set(field, text string) bool { s.cells[s.d.Field(field).Index] = text; return true }
func (s *spoilt) day(field string) (time.Time, bool) {
	for _, layout := range []string{"02-01-2006", time.DateOnly} {
		if t, err := time.Parse(layout, s.get(field)); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// setDay writes a date some days from another field's date; false when that
// field holds none.
func (s *spoilt) setDay(field, from string, days int) bool {
	t, ok := s.day(from)
	return ok && s.set(field, t.AddDate(0, 0, days).Format("02-01-2006"))
}

// A mistake is one kind of fault. It reports false, with the row untouched,
// when the row has nothing to spoil in this way.
type mistake struct {
	code    string
	dataset string
	field   string
	spoil   func(*spoilt) bool
}

// mistakes are the faults that are met in real deliveries: what Excel does to
// numbers and dates, what people type in the wrong column, what does not rhyme.
var mistakes = []mistake{
	{"vnummer-negen-cijfers", "opvang", "v_nummer", func(s *spoilt) bool { return s.set("v_nummer", nineDigits(s.dice, false)) }},
	{"vnummer-bsn", "opvang", "v_nummer", func(s *spoilt) bool { return s.set("v_nummer", nineDigits(s.dice, true)) }},
	{"vnummer-macht", "opvang", "v_nummer", func(s *spoilt) bool { return s.set("v_nummer", "2,80168E+09") }},
	{"vnummer-plaatshouder", "opvang", "v_nummer", func(s *spoilt) bool { return s.set("v_nummer", "1234567890") }},
	{"vnummer-ongeldig", "opvang", "v_nummer", func(s *spoilt) bool { return s.set("v_nummer", "onderweg") }},
	{"naam-formule", "opvang", "naam", func(s *spoilt) bool {
		return s.set("naam", `=HYPERLINK("http://voorbeeld.invalid";"`+s.get("naam")+`")`)
	}},
	{"nationaliteit-onbekend", "opvang", "nationaliteit", func(s *spoilt) bool { return s.set("nationaliteit", "Atlantische") }},
	{"excel-foutwaarde", "opvang", "nationaliteit", func(s *spoilt) bool { return s.set("nationaliteit", "#N/B") }},
	{"verplicht-leeg", "opvang", "geslacht", func(s *spoilt) bool { return s.set("geslacht", "") }},
	{"code-onbekend", "opvang", "geslacht", func(s *spoilt) bool { return s.set("geslacht", "huisdier") }},
	{"geboortedatum-toekomst", "opvang", "geboortedatum", func(s *spoilt) bool { return s.set("geboortedatum", "01-02-2095") }},
	{"instroom-voor-geboorte", "opvang", "datum_instroom", func(s *spoilt) bool { return s.setDay("geboortedatum", "datum_instroom", 7) }},
	{"datum-bestaat-niet", "opvang", "datum_instroom", func(s *spoilt) bool { return s.set("datum_instroom", "31-02-2019") }},
	{"datum-1900", "opvang", "datum_instroom", func(s *spoilt) bool { return s.set("datum_instroom", "01-01-1900") }},
	{"datum-volgnummer", "opvang", "datum_instroom", func(s *spoilt) bool { return s.set("datum_instroom", "43525") }},
	{"datum-2100", "opvang", "datum_uitstroom", func(s *spoilt) bool { return s.get("datum_uitstroom") != "" && s.set("datum_uitstroom", "31-12-2199") }},
	{"uitstroom-voor-instroom", "opvang", "datum_uitstroom", func(s *spoilt) bool {
		return s.get("datum_uitstroom") != "" && s.setDay("datum_uitstroom", "datum_instroom", -3)
	}},
	{"code-onbekend", "opvang", "reden_uitstroom", func(s *spoilt) bool { return s.get("reden_uitstroom") != "" && s.set("reden_uitstroom", "verhuisd") }},
	{"uitstroom-zonder-reden", "opvang", "datum_uitstroom", func(s *spoilt) bool { return s.get("reden_uitstroom") != "" && s.set("reden_uitstroom", "") }},
	{"reden-zonder-uitstroom", "opvang", "reden_uitstroom", func(s *spoilt) bool { return s.get("reden_uitstroom") == "" && s.set("reden_uitstroom", "mob") }},
	{twiceCode, "opvang", "v_nummer", func(s *spoilt) bool { return s.get("v_nummer") != "" }},
	{"rij-breedte", "opvang", "", func(s *spoilt) bool { s.cells = append(s.cells, "zie dossier"); return true }},
	{"einde-voor-start", "traject", "datum_einde", func(s *spoilt) bool {
		return s.get("datum_einde") != "" && s.setDay("datum_einde", "datum_start", -3)
	}},
	{"code-onbekend", "traject", "scenario", func(s *spoilt) bool { return s.set("scenario", "wachten") }},
	{"kenmerk-tekens", "traject", "trajectnummer", func(s *spoilt) bool { return s.set("trajectnummer", "map van mw. X") }},
	{"besluit-voor-aanmelding", "aanmelding", "datum_besluit", func(s *spoilt) bool {
		return s.get("datum_besluit") != "" && s.setDay("datum_besluit", "datum_aanmelding", -3)
	}},
	{"aantal-ongeldig", "hulp", "aantal_personen", func(s *spoilt) bool { return s.set("aantal_personen", "een paar") }},
	{"bedrag-ongeldig", "kosten", "gerealiseerd", func(s *spoilt) bool { return s.set("gerealiseerd", "n.t.b.") }},
	{"bedrag-decimalen", "kosten", "begroot", func(s *spoilt) bool { return s.set("begroot", "12,345") }},
}

// csvOnly are the problems that a sheet of a workbook cannot have in the same
// way: its rows have no width, and its dates are serial numbers by right.
var csvOnly = []string{"rij-breedte", "datum-volgnummer"}

// twiceCode is the problem of a row that stands there a second time, which is
// seen between rows: where people are linked, not where cells are judged.
const twiceCode = "dubbele-rij"

// nineDigits returns a number of nine digits that passes the check of the BSN
// (eleven-test), or fails it: then it looks like a V-number that lost its zero.
func nineDigits(d dice, bsn bool) string {
	for {
		n := 100000000 + d.IntN(899999999)
		if elevenTest(n) == bsn {
			return vtext(uint64(n))[1:]
		}
	}
}

// elevenTest is the check of the BSN: weights 9 to 2, and -1 for the last.
func elevenTest(n int) bool {
	sum := -(n % 10)
	for weight := 2; weight <= 9; weight++ {
		n /= 10
		sum += n % 10 * weight
	}
	return sum%11 == 0
}

// A spoiler puts faults into the rows of one delivery, each kind in its turn.
type spoiler struct {
	share float64
	dice  dice
	d     *schemas.Dataset
	kinds []mistake
	next  int
	cells []string
}

// newSpoiler prepares the faults of one delivery.
func newSpoiler(w *world, d *schemas.Dataset, org int, p schemas.Period, workbook bool) *spoiler {
	s := &spoiler{share: w.Errors, d: d, dice: newDice(w.Seed)}
	for _, m := range mistakes {
		if m.dataset == d.Name && !(workbook && slices.Contains(csvOnly, m.code)) {
			s.kinds = append(s.kinds, m)
		}
	}
	s.dice.at(streamFault, uint64(uint32(p.From))<<16|uint64(org))
	return s
}

// row returns the cells as they are, or spoilt, with the fault that was put in.
// A row that is to stand there twice comes back as it is. The result is used again for the next row.
func (s *spoiler) row(cells []string) ([]string, *Fault) {
	if s.share == 0 || !s.dice.chance(s.share) {
		return cells, nil
	}
	for range s.kinds {
		m := s.kinds[s.next%len(s.kinds)]
		s.next++
		s.cells = append(s.cells[:0], cells...)
		bad := &spoilt{dice: s.dice, d: s.d, cells: s.cells}
		if m.spoil(bad) && (m.code == twiceCode || !slices.Equal(bad.cells, cells)) {
			return bad.cells, &Fault{Field: m.field, Code: m.code}
		}
	}
	return cells, nil
}
