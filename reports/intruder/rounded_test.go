package intruder

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// roundedTo five is what a parcel says in its account of origin.
func roundedTo(p Parcel) Parcel {
	p.Files.(fstest.MapFS)[originFile].Data = []byte(`{"label":"anoniem","periode":{"van":"2019-01-01","tot_en_met":"2019-12-31"},` +
		`"instellingen":[{"naam":"afronding","waarde":"5"},{"naam":"afronding_hoogstens_ernaast","waarde":"4"}]}`)
	return p
}

func TestWhatRoundedFiguresTell(t *testing.T) {
	t.Parallel()
	const whole = "2019-01-01..2019-12-31"
	sheet := func(lines string) map[string]string {
		return map[string]string{"instroom": longSheet("organisatie", inPeriod, lines)}
	}
	for _, c := range []struct {
		name    string
		parcels []Parcel
		want    []string
	}{
		{"figures that add up", []Parcel{roundedTo(year2019(sheet("totaal 100\n a 5\n b 95")))}, nil},
		{"a small figure of five beside zeros", []Parcel{roundedTo(year2019(sheet("totaal 5\n a 5\n b 0\n c 0")))}, nil},
		// The parts can be 9 together at most more than they are: then a total
		// that does not add up says that all of them are.
		{"a total that does not add up", []Parcel{roundedTo(year2019(sheet("totaal 20\n a 5\n b 5")))}, []string{
			"holder narrow instroom " + whole + " organisatie=a 7-9",
			"holder narrow instroom " + whole + " organisatie=b 7-9",
			"knows_zeros narrow instroom " + whole + " organisatie=a 7-9",
			"knows_zeros narrow instroom " + whole + " organisatie=b 7-9",
			"outsider narrow instroom " + whole + " organisatie=a 7-9",
			"outsider narrow instroom " + whole + " organisatie=b 7-9",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, learned(attacked(t, c.parcels...))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
