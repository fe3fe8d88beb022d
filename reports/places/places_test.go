package places

import (
	"errors"
	"math/big"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"lvv/schemas"
)

func day(t interface{ Fatal(...any) }, s string) schemas.Day {
	d, err := schemas.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func period(t interface{ Fatal(...any) }, from, to string) schemas.Period {
	return schemas.Period{From: day(t, from), To: day(t, to)}
}

// files are registers as finance keeps them, with what a test puts in place.
func files(change map[string]string) fstest.MapFS {
	all := map[string]string{
		"capaciteit.csv":   "organisatie;locatie;van;tot;plaatsen\namsterdam;hoofdlocatie;01-03-2019;;360\n",
		"tarief.csv":       "van;tot;eur_per_plek_per_dag\n2019-01-01;;50,00\n",
		"financiering.csv": "jaar;bron;bedrag\n2020;JenV;5.500.000,00\n2020;Gemeentefonds;1.800.000,01\n",
		"pilots.csv":       "van;tot;actief;gepland\n2019-01-01;;5;5\n",
		"doelen.csv":       "doel;noemer;waarde\nbestendige_oplossingen;plaatsen;72\n",
	}
	dir := make(fstest.MapFS)
	for name, text := range all {
		if other, ok := change[name]; ok {
			text = other
		}
		dir[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return dir
}

func registers(t *testing.T, change map[string]string) Registers {
	t.Helper()
	r, err := Read(files(change))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// 360 places at 50 euro, as the covenant's own numbers give it.
func TestThreeHundredAndSixtyPlaces(t *testing.T) {
	r := registers(t, nil)
	for _, c := range []struct {
		from, to    string
		days, cents int64
	}{
		{"2019-03-01", "2019-12-31", 306, 5_508_000_00},
		{"2020-01-01", "2020-12-31", 366, 6_588_000_00},
		{"2021-01-01", "2021-12-31", 365, 6_570_000_00},
		{"2020-01-01", "2020-03-31", 91, 91 * 18_000_00},
		{"2020-04-01", "2020-06-30", 91, 91 * 18_000_00},
		{"2020-07-01", "2020-09-30", 92, 92 * 18_000_00},
		{"2020-10-01", "2020-12-31", 92, 92 * 18_000_00},
	} {
		lines, err := r.Lines(period(t, c.from, c.to))
		if err != nil {
			t.Fatal(err)
		}
		var days, cents int64
		for _, l := range lines {
			days += l.PlaceDays
			cents += l.Cents
		}
		if days != c.days*360 || cents != c.cents {
			t.Errorf("%s..%s: %d place-days, %d cents; want %d and %d", c.from, c.to, days, cents, c.days*360, c.cents)
		}
	}
}

// Whatever the registers say, the lines are what adding up day by day gives.
func TestLinesAreTheSumOverTheDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := day(t, "2019-01-01")
		span := func(name string) schemas.Period {
			from := base + schemas.Day(rapid.IntRange(0, 500).Draw(t, name))
			return schemas.Period{From: from, To: from + schemas.Day(rapid.IntRange(0, 500).Draw(t, name))}
		}
		var r Registers
		for range rapid.IntRange(0, 5).Draw(t, "rows") {
			r.Capacity = append(r.Capacity, Capacity{
				Org: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "org"), Location: "x",
				Period: span("period"), Places: int64(rapid.IntRange(0, 400).Draw(t, "places")),
			})
		}
		turn := base + schemas.Day(rapid.IntRange(1, 900).Draw(t, "turn"))
		r.Rates = []Rate{{schemas.Period{From: base, To: turn - 1}, 50_00}, {schemas.Period{From: turn, To: Open}, 61_37}}
		p := span("reported")
		lines, err := r.Lines(p)
		if err != nil {
			t.Fatal(err)
		}
		var got, want, placeDays int64
		for _, l := range lines {
			got += l.Cents
			placeDays += l.PlaceDays
		}
		var wantDays int64
		for d := p.From; d <= p.To; d++ {
			rate := int64(50_00)
			if d >= turn {
				rate = 61_37
			}
			want += r.PlacesOn(d, "") * rate
			wantDays += r.PlacesOn(d, "")
		}
		if got != want || placeDays != wantDays || wantDays != r.PlaceDays(p, "") {
			t.Fatalf("%d cents and %d place-days, want %d and %d", got, placeDays, want, wantDays)
		}
	})
}

// A pilot that stops shrinks both sources from that day only, in proportion.
func TestFewerPilotsShrinkBothSources(t *testing.T) {
	r := registers(t, map[string]string{"pilots.csv": "van;tot;actief;gepland\n2019-01-01;2020-06-30;5;5\n2020-07-01;;4;5\n"})
	shares, err := r.Shares(2020)
	if err != nil {
		t.Fatal(err)
	}
	sum := map[string]int64{}
	before := map[string]int64{}
	for _, s := range shares {
		sum[s.Source] += s.Cents
		if _, month, _ := s.Month.Date(); month <= 6 {
			before[s.Source] += s.Cents
		}
	}
	// 182 days in full and 184 at four fifths: 329.2 of 366 days.
	if want := int64(494699454); sum["JenV"] != want {
		t.Errorf("JenV has %d cents, want %d", sum["JenV"], want)
	}
	if total := sum["JenV"] + sum["Gemeentefonds"]; total != 656601094 {
		t.Errorf("the sources have %d cents, want 656601094", total)
	}
	if want := int64(5_500_000_00 * 182 / 366); before["JenV"]-want > 6 || want-before["JenV"] > 6 {
		t.Errorf("the first half year has %d cents, want about %d", before["JenV"], want)
	}
}

func TestApportionAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Int64Range(0, 1_000_000).Draw(t, "total")
		var weights []*big.Rat
		for range rapid.IntRange(1, 12).Draw(t, "n") {
			weights = append(weights, big.NewRat(rapid.Int64Range(0, 366).Draw(t, "num"), rapid.Int64Range(1, 366).Draw(t, "den")))
		}
		weights[0].Add(weights[0], big.NewRat(1, 7))
		var sum int64
		whole := new(big.Rat)
		for _, w := range weights {
			whole.Add(whole, w)
		}
		for i, part := range Apportion(total, weights) {
			sum += part
			exact := new(big.Rat).Mul(big.NewRat(total, 1), new(big.Rat).Quo(weights[i], whole))
			if off := new(big.Rat).Sub(big.NewRat(part, 1), exact); off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 {
				t.Fatalf("part %d is a whole cent or more off", i)
			}
		}
		if sum != total {
			t.Fatalf("parts add up to %d, not %d", sum, total)
		}
	})
}

func TestRegistersThatContradictThemselves(t *testing.T) {
	for name, c := range map[string]struct{ file, text, says string }{
		"no header":       {"tarief.csv", "50,00\n", "tarief.csv:1"},
		"amount":          {"tarief.csv", "van;tot;eur_per_plek_per_dag\n2019-01-01;;50,005\n", "tarief.csv:2"},
		"date":            {"capaciteit.csv", "organisatie;locatie;van;tot;plaatsen\na;b;31-02-2019;;1\n", "capaciteit.csv:2"},
		"backward":        {"capaciteit.csv", "organisatie;locatie;van;tot;plaatsen\na;b;2020-01-02;2020-01-01;1\n", "ends before"},
		"two rates":       {"tarief.csv", "van;tot;eur_per_plek_per_dag\n2019-01-01;;50,00\n2020-01-01;;60,00\n", "two rates"},
		"too many pilots": {"pilots.csv", "van;tot;actief;gepland\n2019-01-01;;6;5\n", "more active pilots"},
		"two amounts":     {"financiering.csv", "jaar;bron;bedrag\n2020;JenV;1,00\n2020;JenV;2,00\n", "two amounts"},
	} {
		_, err := Read(files(map[string]string{c.file: c.text}))
		if !errors.Is(err, ErrRegister) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %q", name, err, c.says)
		}
	}
}

func TestDaysWithoutARateAreNotGuessed(t *testing.T) {
	r := registers(t, map[string]string{"tarief.csv": "van;tot;eur_per_plek_per_dag\n2019-01-01;2020-06-30;50,00\n"})
	if _, err := r.Lines(period(t, "2020-01-01", "2020-12-31")); !errors.Is(err, ErrRegister) {
		t.Errorf("got %v, want ErrRegister", err)
	}
}

func FuzzParseCents(f *testing.F) {
	for _, s := range []string{"50,00", "1.234,5", "€ 6.588.000", "0", ",5", "1.2,3", "-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, ok := ParseCents(s); ok && (n < 0 || n > maxCents) {
			t.Errorf("%q gave %d", s, n)
		}
	})
}
