package intruder

import "testing"

// A parcel is held against what is remembered of it: a figure that is shown
// otherwise is named, whatever it is hidden or rounded as, and what is remembered of
// other people is not taken for it.
func TestCompare(t *testing.T) {
	t.Parallel()
	p := year2019(map[string]string{
		"instroom":  longSheet("tijdvak organisatie", inPeriod, "totaal totaal 80\n2019-K1 totaal 30\n2019-K1 stil ."),
		"bezetting": longSheet("peildatum", "verblijven die aan het einde van de peildatum lopen", "2019-12-31 44"),
	})
	of := func(time, org string) [][2]string { return [][2]string{{"tijdvak", time}, {"organisatie", org}} }
	all := []Remembered{
		{Population: inPeriod, Unit: stays, Of: of("", ""), Shown: true, Value: 80},
		{Population: inPeriod, Unit: stays, Of: of("2019-K1", ""), Shown: true, Value: 30},
		{Population: inPeriod, Unit: stays, Of: of("2019-K1", "stil")},
		{Population: outPeriod, Unit: stays, Of: of("2019-K1", "stil"), Shown: true, Value: 12},
		{Population: "verblijven die aan het einde van de peildatum lopen", Unit: stays, Stock: true, Of: [][2]string{{"peildatum", "2019-12-31"}}, Shown: true, Value: 44},
	}
	c, err := Compare(p, all)
	if err != nil || c.Figures != 4 || c.Compared != 4 || len(c.Other) > 0 {
		t.Fatalf("%+v, %v", c, err)
	}
	for i, change := range []func(r *Remembered){
		func(r *Remembered) { r.Value++ },
		func(r *Remembered) { r.Shown, r.Value = false, 0 },
		func(r *Remembered) { r.Shown, r.Value = true, 3 },
		nil,
		func(r *Remembered) { r.Value = 0 },
	} {
		if change == nil {
			continue
		}
		was := all[i]
		change(&all[i])
		if c, err := Compare(p, all); err != nil || len(c.Other) != 1 {
			t.Errorf("figure %d: %+v, %v", i, c, err)
		}
		all[i] = was
	}
}

// Rounded figures are compared as they are printed.
func TestCompareRounded(t *testing.T) {
	t.Parallel()
	p := roundedTo(year2019(map[string]string{"instroom": longSheet("tijdvak", inPeriod, "totaal 80")}))
	all := []Remembered{{Population: inPeriod, Unit: stays, Of: [][2]string{{"tijdvak", ""}}, Shown: true, Value: 80}}
	if c, err := Compare(p, all); err != nil || c.Compared != 1 || len(c.Other) > 0 {
		t.Errorf("%+v, %v", c, err)
	}
	all[0].Value = 85
	if c, err := Compare(p, all); err != nil || len(c.Other) != 1 {
		t.Errorf("%+v, %v", c, err)
	}
}
