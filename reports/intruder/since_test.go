package intruder

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const atDay = "verblijven die aan het einde van de peildatum lopen"

// years are parcels over 2019, 2020 and both, each with how many came per
// organisation, and who of those that left came before its period.
func years(first, second, both, before string) []Parcel {
	parcel := func(name, from, to, came, earlier string) Parcel {
		return parcelOf(name, from, to, map[string]string{
			"instroom":      longSheet("organisatie", inPeriod, came),
			"verblijfsduur": longSheet("verblijfsduur oplossing", outPeriod, "eerder geen "+earlier)})
	}
	return []Parcel{parcel("een", "2019-01-01", "2019-12-31", first, "40"), parcel("twee", "2020-01-01", "2020-12-31", second, "90"),
		parcel("beide", "2019-01-01", "2020-12-31", both, before)}
}

// Who came before a period is told of that period: parcels over others say something
// else, and do not contradict it.
func TestPeriodsMeanThemselves(t *testing.T) {
	t.Parallel()
	r := attacked(t, years("totaal 100\n a .\n b .\n c 70", "totaal 120\n a 30\n b 30\n c 60", "totaal 220\n a 37\n b 53\n c 130", "60")...)
	if len(r.Apart) > 0 {
		t.Errorf("not laid beside the others: %v", r.Apart)
	}
	want := []string{"holder exact instroom 2019-01-01..2019-12-31 organisatie=a 7-7"}
	if diff := cmp.Diff(want, learned(r)); diff != "" {
		t.Error(diff)
	}
}

// A parcel that does contradict others is said to be left out.
func TestWhatContradictsIsSaidToBeLeftOut(t *testing.T) {
	t.Parallel()
	r := attacked(t, years("totaal 100\n a 30\n b 70", "totaal 120\n a 60\n b 60", "totaal 230\n a 90\n b 140", "45")...)
	var text strings.Builder
	if err := r.WriteText(&text, "nl"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"een"}, r.Apart); diff != "" || !strings.Contains(text.String(), "niet alles is naast elkaar gelegd") {
		t.Errorf("%s\n%s", diff, &text)
	}
}

// Who was there when a period began has left by its end or is there still; who came
// since a day came since an earlier one.
func TestCohorts(t *testing.T) {
	t.Parallel()
	parcel := func(from string, stock, left string) Parcel {
		return parcelOf(from, from, "2020-12-31", map[string]string{
			"bezetting":     longSheet("peildatum", atDay, stock),
			"verblijfsduur": longSheet("verblijfsduur oplossing", outPeriod, "eerder totaal "+left),
			"lopend":        longSheet("peildatum verblijfsduur", atDay, "2020-12-31 eerder .")})
	}
	one := parcel("2020-01-01", "2019-12-31 60\n 2020-12-31 50", "53")
	want := []string{"holder exact bezetting 2020-12-31..2020-12-31 begonnen=eerder 7-7", "knows_rule narrow bezetting 2020-12-31..2020-12-31 begonnen=eerder 7-7",
		"knows_zeros exact bezetting 2020-12-31..2020-12-31 begonnen=eerder 7-7", "outsider exact bezetting 2020-12-31..2020-12-31 begonnen=eerder 7-7"}
	if diff := cmp.Diff(want, learned(attacked(t, one))); diff != "" {
		t.Error(diff)
	}
	one, two := parcel("2020-01-01", "2019-12-31 60", "30"), parcel("2020-07-01", "2020-06-30 80", "46")
	want = []string{"holder difference bezetting, 2020-01-01..2020-07-01 2020-12-31..2020-12-31 4-4"}
	if diff := cmp.Diff(want, learned(attacked(t, one, two))); diff != "" {
		t.Error(diff)
	}
}
