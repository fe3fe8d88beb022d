package check

import (
	"slices"
	"strings"
	"testing"

	"lvv/schemas"
)

func dataset(t testing.TB, name string) *schemas.Dataset {
	t.Helper()
	c, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	return c.Dataset(name)
}

func day(t testing.TB, s string) schemas.Day {
	t.Helper()
	d, err := schemas.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func limits(t testing.TB) Limits {
	return Limits{Today: day(t, "2021-03-01"), Earliest: day(t, "2018-01-01")}
}

const opvangHeader = "v_nummer;naam;nationaliteit;geslacht;geboortedatum;datum_instroom;datum_uitstroom;reden_uitstroom"

// codes lists problems as "row:field:code".
func codes(problems []Problem) []string {
	var out []string
	for _, p := range problems {
		field := ""
		if p.Field != nil {
			field = p.Field.Name
		}
		out = append(out, strings.TrimPrefix(field+":"+p.Code, ":"))
	}
	return out
}

// Headers as people write them, and what is refused.
func TestHeader(t *testing.T) {
	tests := []struct {
		about, dataset, header string
		dropped                int
		want                   []string
	}{
		{"as agreed", "opvang", opvangHeader, 0, nil},
		{"labels", "opvang", "V-nummer;Naam;Nationaliteit;Geslacht;Geboortedatum;Datum instroom;Datum uitstroom;Reden uitstroom", 0, nil},
		{"case, spaces, accents, points", "opvang", " V NUMMER ;NÁAM;nationaliteit;M/V;Geb. datum;datum-in;Datum_Uit:;Reden*", 0, nil},
		{"another order", "opvang", "reden;naam;v_nr;uitstroom;instroom;geboren;sekse;nat", 0, nil},
		{"separators at the end", "opvang", opvangHeader + ";;;", 0, nil},
		{"more columns are dropped and counted", "opvang", "telefoon;" + opvangHeader + ";opmerking;", 2, nil},
		{"a column twice", "opvang", opvangHeader + ";instroom", 0, []string{"datum_instroom:kolom-dubbel"}},
		{"columns missing", "opvang", "v_nummer;geslacht;datum_instroom;geboortedatum;naam", 0,
			[]string{"nationaliteit:kolom-ontbreekt", "datum_uitstroom:kolom-ontbreekt", "reden_uitstroom:kolom-afwezig"}},
		{"a column that may be absent", "opvang", strings.Replace(opvangHeader, "naam;", "", 1), 0, []string{"naam:kolom-afwezig"}},
		{"no header at all", "opvang", "1234567891;Jan;0084", 3, []string{"bestand-kop-ontbreekt"}},
		{"citizen service number", "opvang", opvangHeader + ";BSN", 1, []string{"kolom-bsn"}},
		{"counts", "hulp", "Maand;Soort hulp;Aantal personen;Aantal contacten", 0, nil},
		{"counts with persons", "hulp", "maand;soort;aantal_personen;aantal_contacten;Naam;V-nummer", 2, []string{"bestand-over-personen"}},
		{"costs with a birth date", "kosten", "maand;kostensoort;begroot;gerealiseerd;geb_datum", 1, []string{"bestand-over-personen"}},
	}
	for _, tt := range tests {
		t.Run(tt.about, func(t *testing.T) {
			j, problems := New(dataset(t, tt.dataset), strings.Split(tt.header, ";"), limits(t))
			if got := codes(problems); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			refused := allTiers().worst(problems) == schemas.TierFile
			if (j == nil) != refused {
				t.Fatalf("Judge %v, refused %v", j, refused)
			}
			if j != nil && j.Dropped() != tt.dropped {
				t.Errorf("dropped %d, want %d", j.Dropped(), tt.dropped)
			}
		})
	}
}
