package disclosure

import "testing"

func TestEconomy(t *testing.T) {
	t.Parallel()
	two := []TableControl{{Primary: 20, Secondary: 40}, {Primary: 3, Secondary: 1}}
	for _, c := range []struct {
		control Control
		want    string
	}{
		{Control{}, "geen cel onderdrukt"},
		{Control{Tables: two, Cost: 60, Bound: 60, Proven: true}, "41 cellen onderdrukt om 23 te kleine te beschermen; bewezen zo min mogelijk, gewogen naar personen"},
		{Control{Tables: two, Cost: 60, Bound: 50.9}, "41 cellen onderdrukt om 23 te kleine te beschermen; hooguit 16 % daarvan is te sparen, gewogen naar personen: dat is bewezen"},
		{Control{Tables: two, Cost: 60}, "41 cellen onderdrukt om 23 te kleine te beschermen; hoeveel er ten minste nodig is, is niet bewezen"},
		{Control{Tables: []TableControl{{Secondary: 76}}, Cost: 7.5, Bound: 7.5, Proven: true}, "76 cellen onderdrukt omdat deze met eerdere uitgaven te weinig mensen zouden aanwijzen; bewezen zo min mogelijk, gewogen naar personen"},
		{Control{Tables: []TableControl{{Primary: 1}}, Proven: true}, "1 cel onderdrukt; daarnaast was niets nodig"},
		{Control{Tables: []TableControl{{Secondary: 72}}, Proven: true}, "72 cellen onderdrukt zoals in eerdere uitgaven; daar kwam niets bij"},
	} {
		if got := c.control.Economy(); got != c.want {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
}
