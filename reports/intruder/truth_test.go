package intruder

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Beside a reason that holds a whole group a zero is hidden too. Who takes it for
// one or more deceives himself and learned nothing, of stays as of persons.
func TestADotThatIsAZeroTellsNothing(t *testing.T) {
	t.Parallel()
	const art64 = " 2019-01-01..2019-12-31 reden=art64 1-13"
	left := func(reasons ...string) (all []Stay) {
		for i := range 14 {
			s := crowdOf(t, "0131", "2019-02", 1)[0]
			s.Person, s.Out, s.Reason = i, day(t, "2019-08-01"), reasons[i%len(reasons)]
			all = append(all, s)
		}
		return all
	}
	stays := map[string]string{"uitstroom_reden": longSheet("reden", outPeriod, "semi_bestendig 14\n art64 .\n rijksopvang .")}
	persons := map[string]string{"uitkomsten_reden": "groep,reden,personen_2019\nsemi_bestendig,semi_bestendig,14\nsemi_bestendig,art64,.\nsemi_bestendig,rijksopvang,.\n"}
	for _, c := range []struct {
		name  string
		files map[string]string
		known []Stay
		want  []string
	}{
		{"stays, all for one reason", stays, left("rijksopvang"), nil},
		{"persons, all for one reason", persons, left("rijksopvang"), nil},
		{"stays, for two reasons", stays, left("rijksopvang", "art64"), []string{"all_others certain reden 0-0", "holder narrow uitstroom" + art64, "knows_zeros narrow uitstroom" + art64}},
		{"persons, for two reasons", persons, left("rijksopvang", "art64"), []string{"holder narrow vertrokken" + art64, "knows_zeros narrow vertrokken" + art64}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, learned(attackedBy(t, Knowledge{Stays: c.known}, year2019(c.files)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The only one who left for a reason knows of himself whether he stayed away.
func TestWhoIsAloneLearnsOfHimself(t *testing.T) {
	t.Parallel()
	var all []Stay
	for i := range 14 {
		s := crowdOf(t, "0131", "2019-02", 1)[0]
		s.Person, s.Out, s.Reason = i, day(t, "2019-08-01"), "rijksopvang"
		all = append(all, s)
	}
	all[0].Reason = "art64"
	r := attackedBy(t, Knowledge{Stays: all}, year2019(map[string]string{
		"uitstroom_reden":  longSheet("reden", outPeriod, "semi_bestendig .\n art64 .\n rijksopvang ."),
		"uitkomsten_reden": "groep,reden,personen_2019\nsemi_bestendig,semi_bestendig,.\nsemi_bestendig,art64,.\nsemi_bestendig,rijksopvang,.\n",
	}))
	if y := r.tally(Sole); !y.Ready || y.Exact != 0 {
		t.Errorf("he learned of others: %v", learned(r))
	}
}
