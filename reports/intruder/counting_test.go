package intruder

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// counterLearned lists what only who counts the records learns.
func counterLearned(r *Report) (out []string) {
	for _, line := range learned(r) {
		if line[:7] == "counter" {
			out = append(out, line)
		}
	}
	return out
}

func TestCountingRecordsBesideTables(t *testing.T) {
	t.Parallel()
	const in, out = " instroom 2019-01-01..2019-12-31", " uitstroom 2019-01-01..2019-12-31"
	sexes := longSheet("geslacht", inPeriod, "totaal 60\n man .\n vrouw .\n onbekend .")
	crossed := longSheet("geslacht leeftijd", inPeriod, "totaal totaal 60\n totaal 18-60 40\n totaal >60 20\n"+
		"man totaal 30\n vrouw totaal 30\n man 18-60 .\n man >60 .\n vrouw 18-60 .\n vrouw >60 .")
	reasons := longSheet("reden", outPeriod, "totaal 60\n bestendig 30\n teruggekeerd 20\n verblijfsvergunning 10\n geen 30\n mob 30")
	for _, c := range []struct {
		name    string
		files   map[string]string
		records map[string]int
		want    []string
	}{
		{"each record tells its sex", map[string]string{"instroom_geslacht": sexes}, map[string]int{
			"*,man,18-60,2019,0-6,geen,mob": 50, "*,vrouw,18-60,2019,0-6,geen,mob": 6, "*,onbekend,18-60,2019,0-6,geen,mob": 4},
			[]string{"counter exact" + in + " geslacht=onbekend 4-4", "counter exact" + in + " geslacht=vrouw 6-6"}},
		{"none does", map[string]string{"instroom_geslacht": sexes}, map[string]int{"*,-3,18-60,2019,0-6,geen,mob": 60}, nil},
		{"some do, and the others may be either", map[string]string{"instroom_geslacht": sexes}, map[string]int{
			"*,man,18-60,2019,0-6,geen,mob": 50, "*,vrouw_of_onbekend,18-60,2019,0-6,geen,mob": 10}, nil},
		{"somebody was left out", map[string]string{"instroom_geslacht": sexes}, map[string]int{
			"*,man,18-60,2019,0-6,geen,mob": 40, "*,vrouw,18-60,2019,0-6,geen,mob": 2}, nil},
		{"sex by itself and age by itself, crossed in the table", map[string]string{"instroom_geslacht_leeftijd": crossed}, map[string]int{
			"*,man,18-60,2019,0-6,geen,mob": 24, "*,man,*,2019,0-6,geen,mob": 6, "*,vrouw,>60,2019,0-6,geen,mob": 14, "*,vrouw,*,2019,0-6,geen,mob": 16},
			nil},
		{"all of the one sex tell their age", map[string]string{"instroom_geslacht_leeftijd": crossed}, map[string]int{
			"*,man,18-60,2019,0-6,geen,mob": 24, "*,man,>60,2019,0-6,geen,mob": 6, "*,vrouw,*,2019,0-6,geen,mob": 30},
			[]string{"counter exact" + in + " geslacht=man;leeftijd=>60 6-6"}},
		{"who left and was there before", map[string]string{"uitstroom_reden": reasons, "instroom": longSheet("organisatie", inPeriod, "totaal 33\n a 33")}, map[string]int{
			"*,man,*,2019,0-6,bestendig,teruggekeerd": 13, "*,man,*,2019,0-6,bestendig,verblijfsvergunning": 10, "*,man,*,2019,0-6,geen,mob": 10},
			[]string{"counter difference" + out + " begonnen=eerder;reden=bestendig 7-7", "counter difference" + out + " begonnen=eerder;reden=teruggekeerd 7-7"}},
		{"the same, with ten reasons unsaid", map[string]string{"uitstroom_reden": reasons, "instroom": longSheet("organisatie", inPeriod, "totaal 33\n a 33")}, map[string]int{
			"*,man,*,2019,0-6,bestendig,teruggekeerd": 7, "*,man,*,2019,0-6,bestendig,verblijfsvergunning": 2, "*,man,*,2019,0-6,-3,-3": 14, "*,man,*,2019,0-6,geen,mob": 10}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.files["microdata"] = recordLines(c.records)
			if diff := cmp.Diff(c.want, counterLearned(attacked(t, year2019(c.files)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// When somebody left follows from when he came and how long he stayed.
func TestCountingWhenRecordsLeft(t *testing.T) {
	t.Parallel()
	quarters := longSheet("tijdvak", outPeriod, "totaal 100\n 2019-K1 .\n 2019-K2 .\n 2019-K3 40\n 2019-K4 52")
	p := year2019(map[string]string{"uitstroom": quarters,
		"microdata": recordLines(map[string]int{"*,man,*,2019-01,0-3,geen,mob": 10, "*,man,*,2019-03,0-3,geen,mob": 5, "*,man,*,2019-K3,0-3,geen,mob": 5})})
	r := attacked(t, p)
	if got := counterLearned(r); len(got) > 0 {
		t.Errorf("learned %v", got)
	}
	for _, c := range []struct {
		entry, length, from, to string
	}{
		{"2019-01", "0-3", "2019-01-01", "2019-04-30"},
		{"2019-K1", "6-12", "2019-07-01", "2019-12-31"},
		{"2019", "12+", "2020-01-01", "2019-12-31"},
	} {
		w := row{}
		w.values[byEntry], w.values[byLength] = c.entry, c.length
		from, to, ok := w.on(left, parcelPeriod(t))
		if !ok || from.String() != c.from || to.String() != c.to {
			t.Errorf("who came in %s and stayed %s left from %s to %s", c.entry, c.length, from, to)
		}
	}
}
