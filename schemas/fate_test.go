package schemas

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// decided is, written by hand and apart from the schema files, what becomes of
// every field: what the store keeps, and its fate for evaluator, amif, finance
// and monitor. A field that is not here, or differs, fails until somebody has
// decided in review. Silence is never "keep".
var decided = map[string]string{
	"opvang.v_nummer":        "person   drop     pseudonym drop  drop",
	"opvang.naam":            "drop     drop     drop      drop  drop",
	"opvang.nationaliteit":   "keep     region   keep      drop  count",
	"opvang.geslacht":        "keep     keep     keep      drop  count",
	"opvang.geboortedatum":   "age      age-band age-band  drop  count",
	"opvang.datum_instroom":  "keep     month    keep      count count",
	"opvang.datum_uitstroom": "keep     month    keep      count count",
	"opvang.reden_uitstroom": "keep     keep     drop      drop  count",

	"traject.v_nummer":           "person   drop   pseudonym drop drop",
	"traject.trajectnummer":      "token    drop   pseudonym drop drop",
	"traject.datum_start":        "keep     month  keep      drop count",
	"traject.datum_einde":        "keep     month  keep      drop count",
	"traject.scenario":           "keep     keep   keep      drop count",
	"traject.resultaat":          "keep     keep   keep      drop count",
	"traject.land_van_terugkeer": "keep     region keep      drop drop",
	"traject.herintegratie":      "keep     drop   keep      drop count",
	"traject.bewijs_kenmerk":     "presence drop   presence  drop drop",

	"hulp.maand":            "keep month drop month month",
	"hulp.soort":            "keep keep  drop keep  keep",
	"hulp.aantal_personen":  "keep count drop drop  count",
	"hulp.aantal_contacten": "keep count drop drop  count",

	"aanmelding.v_nummer":         "person drop  drop drop drop",
	"aanmelding.datum_aanmelding": "keep   month drop drop count",
	"aanmelding.lijn":             "keep   keep  drop drop count",
	"aanmelding.besluit":          "keep   keep  drop drop count",
	"aanmelding.grond":            "keep   keep  drop drop count",
	"aanmelding.uitzondering":     "keep   keep  drop drop count",
	"aanmelding.datum_besluit":    "keep   month drop drop count",

	"kosten.maand":        "keep drop drop keep drop",
	"kosten.kostensoort":  "keep drop drop keep drop",
	"kosten.begroot":      "keep drop drop keep drop",
	"kosten.gerealiseerd": "keep drop drop keep drop",
}

func TestEveryFieldHasADecidedFate(t *testing.T) {
	t.Parallel()
	for _, name := range Names() {
		c, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		left := maps.Clone(decided)
		for _, d := range c.Datasets {
			for _, f := range d.Fields {
				key := d.Name + "." + f.Name
				got := []string{string(f.Store)}
				for _, p := range []Purpose{Evaluator, AMIF, Finance, Monitor} {
					got = append(got, string(f.Fate[p]))
				}
				if want := strings.Fields(left[key]); !slices.Equal(got, want) {
					t.Errorf("%s: %s is %q, decided was %q", name, key, got, want)
				}
				delete(left, key)
			}
		}
		for key := range left {
			t.Errorf("%s: %s was decided upon but is not there", name, key)
		}
	}
	if len(Purposes) != 4 {
		t.Errorf("%d purposes: decide every field's fate for the new one", len(Purposes))
	}
}

// What no purpose may ever have, whatever a schema file says.
func TestNamesAndBirthDatesReachNoPurpose(t *testing.T) {
	t.Parallel()
	for _, name := range Names() {
		c, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range c.Datasets {
			for _, col := range d.Columns() {
				if col.Field != nil && (col.Field.Kind == KindName || col.Name == "v_nummer" || col.Name == "geboortedatum") {
					t.Errorf("%s %s: the store has column %s", name, d.Name, col.Name)
				}
			}
			for _, f := range d.Fields {
				if f.Kind == KindName && (f.Store != KeepNothing || len(f.Fate) != 4 || f.Fate[Evaluator]+f.Fate[AMIF]+f.Fate[Finance]+f.Fate[Monitor] != FateDrop+FateDrop+FateDrop+FateDrop) {
					t.Errorf("%s %s: a name goes somewhere", name, d.Name)
				}
			}
		}
	}
}

// The shelter dataset is the closed list of S-U 12 and 13: eight fields, and
// for Utrecht seven reasons.
func TestTheClosedListIsClosed(t *testing.T) {
	t.Parallel()
	want := []string{"v_nummer", "naam", "nationaliteit", "geslacht", "geboortedatum", "datum_instroom", "datum_uitstroom", "reden_uitstroom"}
	reasons := []string{"rijksopvang", "verblijfsvergunning", "art64", "teruggekeerd", "eenzijdige_beeindiging", "mob", "overig"}
	for name, reasons := range map[string][]string{"utrecht-2019": reasons, "amsterdam-2019": append(slices.Clone(reasons), "doormigratie")} {
		c, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range c.Dataset("opvang").Fields {
			got = append(got, f.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: fields %q", name, got)
		}
		if got := c.Dataset("opvang").Field("reden_uitstroom").Codes.Strings(); !slices.Equal(got, reasons) {
			t.Errorf("%s: reasons %q", name, got)
		}
	}
}
