package intruder

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestWhatFiguresTell(t *testing.T) {
	t.Parallel()
	const whole = "2019-01-01..2019-12-31"
	for _, c := range []struct {
		name    string
		parcels []Parcel
		want    []string
	}{
		{"enough is hidden", []Parcel{year2019(map[string]string{
			"instroom": longSheet("organisatie", inPeriod, "totaal 100\n a .\n b .\n c 70"),
		})}, nil},
		{"one hidden figure beside a total", []Parcel{year2019(map[string]string{
			"instroom": longSheet("organisatie", inPeriod, "totaal 100\n a .\n b 95"),
		})}, []string{
			"holder exact instroom " + whole + " organisatie=a 5-5",
			"knows_rule narrow instroom " + whole + " organisatie=a 5-5",
			"knows_zeros exact instroom " + whole + " organisatie=a 5-5",
			"outsider exact instroom " + whole + " organisatie=a 5-5",
		}},
		{"zeros are shown, so two hidden figures of 2 are 1 each", []Parcel{year2019(map[string]string{
			"instroom": longSheet("organisatie", inPeriod, "totaal 98\n a .\n b .\n c 96"),
		})}, []string{
			"holder exact instroom " + whole + " organisatie=a 1-1",
			"holder exact instroom " + whole + " organisatie=b 1-1",
			"knows_zeros exact instroom " + whole + " organisatie=a 1-1",
			"knows_zeros exact instroom " + whole + " organisatie=b 1-1",
		}},
		{"a small figure is shown", []Parcel{year2019(map[string]string{
			"instroom": longSheet("organisatie", inPeriod, "totaal 100\n a 3\n b 97"),
		})}, []string{"outsider shown instroom " + whole + " organisatie=a 3-3"}},
		{"health has a higher threshold", []Parcel{year2019(map[string]string{
			"uit": longSheet("reden", outPeriod, "semi_bestendig 100\n art64 12\n rijksopvang 88"),
		})}, []string{"outsider shown uitstroom " + whole + " reden=art64 12-12"}},
		{"nearly all of a group leave in one way", []Parcel{year2019(map[string]string{
			"uit": longSheet("organisatie reden", outPeriod, "a totaal 100\n a bestendig 0\n a semi_bestendig 5\n a geen 95"),
		})}, []string{
			"outsider group uitstroom " + whole + " organisatie=a;reden=geen 95-95",
			"outsider shown uitstroom " + whole + " organisatie=a;reden=semi_bestendig 5-5",
		}},
		{"hidden here and shown there", []Parcel{
			year2019(map[string]string{"instroom": longSheet("organisatie", inPeriod, "totaal 100\n a .\n b .\n c 80")}),
			year2019(map[string]string{"stroom_organisatie": "organisatie,instroom_2019\na,4\nb,16\nc,80\ntotaal,100\n"}),
		}, []string{
			"outsider shown instroom " + whole + " organisatie=a 4-4",
		}},
		{"a percentage beside a dot", []Parcel{year2019(map[string]string{
			"instroom": "organisatie,aantal_stroom,noemer,aandeel_pct,eenheid,populatie\n" +
				"totaal,100,100,100.0,verblijven," + inPeriod + "\na,.,100,7.0,verblijven," + inPeriod + "\n" +
				"b,.,100,.,verblijven," + inPeriod + "\nc,60,100,60.0,verblijven," + inPeriod + "\n",
		})}, []string{
			"holder narrow instroom " + whole + " organisatie=a 6-8",
			"knows_rule narrow instroom " + whole + " organisatie=a 6-8",
			"knows_zeros narrow instroom " + whole + " organisatie=a 6-8",
			"outsider narrow instroom " + whole + " organisatie=a 6-8",
		}},
		{"quarters below a year", []Parcel{year2019(map[string]string{
			"instroom": longSheet("tijdvak", inPeriod, "totaal 100\n 2019 100\n 2019-K1 40\n 2019-K2 30\n 2019-K3 .\n 2019-K4 22"),
		})}, []string{
			"holder exact instroom 2019-07-01..2019-09-30 8-8",
			"knows_rule narrow instroom 2019-07-01..2019-09-30 8-8",
			"knows_zeros exact instroom 2019-07-01..2019-09-30 8-8",
			"outsider exact instroom 2019-07-01..2019-09-30 8-8",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, learned(attacked(t, c.parcels...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// One release after the other, each with nothing small in it.
func TestALongerPeriodTellsWhoCameSince(t *testing.T) {
	t.Parallel()
	first := year2019(map[string]string{"instroom": longSheet("organisatie", inPeriod, "totaal 100\n a 40\n b 60")})
	later := parcelOf("later", "2019-01-01", "2020-03-31", map[string]string{
		"instroom": longSheet("organisatie", inPeriod, "totaal 123\n a 43\n b 80")})
	if got := learned(attacked(t, first)); got != nil {
		t.Errorf("one release tells %v", got)
	}
	want := []string{"holder difference instroom 2020-01-01..2020-03-31 organisatie=a 3-3"}
	if diff := cmp.Diff(want, learned(attacked(t, first, later))); diff != "" {
		t.Error(diff)
	}
}

func TestACorrectionTellsWhoWasAdded(t *testing.T) {
	t.Parallel()
	first := year2019(map[string]string{"instroom": longSheet("organisatie", inPeriod, "totaal 100\n a 40\n b 60")})
	again := parcelOf("verbeterd", "2019-01-01", "2019-12-31", map[string]string{
		"instroom": longSheet("organisatie", inPeriod, "totaal 101\n a 41\n b 60")})
	want := []string{
		"holder revised instroom 2019-01-01..2019-12-31 1-1",
		"holder revised instroom 2019-01-01..2019-12-31 organisatie=a 1-1",
	}
	if diff := cmp.Diff(want, learned(attacked(t, first, again))); diff != "" {
		t.Error(diff)
	}
}

func TestStockAndFlowOfDifferentParcels(t *testing.T) {
	t.Parallel()
	flows := year2019(map[string]string{
		"instroom":  longSheet("organisatie", inPeriod, "a 50"),
		"uitstroom": longSheet("organisatie", outPeriod, "a ."),
	})
	stock := year2019(map[string]string{
		"bezetting_organisatie": "organisatie,bezetting_2018-12-31,bezetting_2019-12-31\na,20,66\n"})
	want := []string{"holder exact uitstroom 2019-01-01..2019-12-31 organisatie=a 4-4"}
	if diff := cmp.Diff(want, learned(attacked(t, flows, stock))); diff != "" {
		t.Error(diff)
	}
}

func TestPersonsAndStaysOfDifferentParcels(t *testing.T) {
	t.Parallel()
	exits := year2019(map[string]string{"uitstroom": longSheet("reden", outPeriod, "semi_bestendig 100\n art64 40\n rijksopvang 60")})
	leavers := year2019(map[string]string{
		"uitkomsten_reden": "groep,reden,personen_2019\nsemi_bestendig,semi_bestendig,78\nsemi_bestendig,art64,39\nsemi_bestendig,rijksopvang,39\n"})
	want := []string{"holder difference tussentijds vertrek 2019-01-01..2019-12-31 reden=art64 1-1"}
	if diff := cmp.Diff(want, learned(attacked(t, exits, leavers))); diff != "" {
		t.Error(diff)
	}
}

func TestPseudonymousParcelsAreNotAttacked(t *testing.T) {
	t.Parallel()
	files := map[string]string{"deelnemers": "deelnemer,stad\nAM-1,Utrecht\n"}
	p := year2019(files)
	r, err := Attack(t.Context(), []Parcel{p}, DefaultRules(), Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"pakket gegevens/deelnemers.csv"}; !cmp.Equal(want, r.Unread) {
		t.Errorf("of an anonymous parcel, not understood: %v", r.Unread)
	}
	p.Files.(fstest.MapFS)[originFile].Data = []byte(`{"label":"pseudoniem"}`)
	if r, err = Attack(t.Context(), []Parcel{p}, DefaultRules(), Knowledge{}); err != nil {
		t.Fatal(err)
	}
	if want := []string{"pakket (pseudoniem)"}; !cmp.Equal(want, r.Skipped) {
		t.Errorf("skipped %v", r.Skipped)
	}
}
