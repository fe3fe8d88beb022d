package intruder

import (
	"fmt"
	"testing"
	"testing/fstest"
)

// Who knows how all others left takes them off an exact figure, and not off one
// that may be rounded either way.
func TestWhoKnowsHowAllOthersLeft(t *testing.T) {
	t.Parallel()
	var all []Stay
	for i := range 40 {
		s := crowdOf(t, "0131", "2019-02", 1)[0]
		s.Person, s.Out, s.Reason = i, day(t, "2019-08-01"), []string{"mob", "overig"}[i%2]
		all = append(all, s)
	}
	for _, c := range []struct {
		name, lines, rounded string
		persons              int
	}{
		{"exact", "totaal 40\n mob 20\n overig 20", "0", 40},
		{"hidden", "totaal 40\n mob .\n overig .", "0", 0},
		{"rounded", "totaal 40\n mob 20\n overig 20", "5", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := year2019(map[string]string{"uitstroom_reden": longSheet("reden", outPeriod, c.lines)})
			origin := p.Files.(fstest.MapFS)[originFile]
			origin.Data = fmt.Appendf(nil, `{"label":"anoniem","periode":{"van":"2019-01-01","tot_en_met":"2019-12-31"},"instellingen":[{"naam":"afronding","waarde":%q}]}`, c.rounded)
			y := attackedBy(t, Knowledge{Stays: all}, p).tally(AllOthers)
			if !y.Ready || !y.Beyond || y.Certain != c.persons {
				t.Errorf("of %d persons he knows it: %+v", c.persons, *y)
			}
		})
	}
}
