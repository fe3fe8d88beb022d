package chart_test

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"lvv/reports/chart"
	"lvv/reports/page/dutch"

	"pgregory.net/rapid"
)

var pictures = flag.String("pictures", "", "folder to which the examples are written, to look at")

func ints(ns ...int64) []chart.Value {
	var all []chart.Value
	for _, n := range ns {
		if n < 0 {
			all = append(all, chart.Suppressed())
			continue
		}
		all = append(all, chart.Int(n))
	}
	return all
}

// examples has one picture of each kind, with everything that can be in it;
// -1 stands for a suppressed value.
func examples() map[string]chart.Drawing {
	var months []string
	var stay, ams []chart.Value
	var places []chart.Value
	for i := range 36 {
		months = append(months, dutch.Month(time.Date(2019, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC)))
		n := int64(40 + 300*(1-math.Exp(-float64(i)/7)))
		stay, ams = append(stay, chart.Int(n)), append(ams, chart.Int(n*2/3+int64(i%5)*4))
		capacity := int64(300)
		if i >= 12 {
			capacity = 360
		}
		places = append(places, chart.Int(capacity))
	}
	ams[20], ams[21] = chart.Suppressed(), chart.Suppressed()
	return map[string]chart.Drawing{
		"bezetting": chart.Lines{
			Frame: chart.Frame{Title: "Bezetting en capaciteit", Desc: "De bezetting groeit van 40 naar 336 en blijft onder de 360 plaatsen.",
				Note: "personen op de eerste dag van de maand; plaatsen volgens het capaciteitsregister"},
			X: months, Series: []chart.Series{{Label: "bezetting", Values: stay}, {Label: "waarvan eerste lijn", Values: ams},
				{Label: "plaatsen", Values: places, Step: true, Reference: true}}},
		"stroom": chart.Bars{
			Frame: chart.Frame{Title: "Instroom en uitstroom per kwartaal", Desc: "De instroom daalt, de uitstroom stijgt.", Note: "aantal verblijven"},
			X:     []string{"2020-K1", "2020-K2", "2020-K3", "2020-K4"},
			Series: []chart.Series{{Label: "instroom", Values: ints(112, 64, 71, 58)},
				{Label: "uitstroom", Values: ints(35, -1, 61, 66)}}},
		"gestapeld": chart.Bars{Stacked: true,
			Frame: chart.Frame{Title: "Uitstroom naar soort oplossing", Desc: "Een vijfde van de uitstroom is bestendig."},
			X:     []string{"2019", "2020", "2021"},
			Series: []chart.Series{{Label: "bestendig", Values: ints(22, 41, 63)}, {Label: "semi-bestendig", Values: ints(55, 90, -1)},
				{Label: "geen oplossing", Values: ints(61, 88, 97)}}},
		"uitstroom": chart.Bars{Lying: true,
			Frame:  chart.Frame{Title: "Uitstroom naar reden", Desc: "Met onbekende bestemming komt het meest voor.", Note: "2019 t/m 2021, 517 beëindigde verblijven"},
			X:      []string{"met onbekende bestemming vertrokken", "naar rijksopvang", "eenzijdige beëindiging van de opvang", "verblijfsvergunning", "teruggekeerd", "uitstel van vertrek (artikel 64)"},
			Series: []chart.Series{{Values: ints(171, 143, 88, 61, 43, -1)}}},
		"incidentie": chart.Curve{
			Frame: chart.Frame{Title: "Cumulatieve uitstroom naar verblijfsduur", Desc: "Na 24 maanden heeft 22 % een bestendige oplossing.", Note: "percentage van alle instroom; lopende verblijven gecensureerd", Unit: chart.Percent},
			X:     []float64{0, 3, 6, 12, 24}, End: 36, XLabel: "maanden na instroom",
			Series: []chart.Series{{Label: "bestendige oplossing", Values: percents(1.2, 4.5, 11, 22, 25)},
				{Label: "semi-bestendig", Values: percents(3, 9.5, 19, 31, 35)}, {Label: "geen oplossing", Values: percents(5, 14, -1, 33, 36)}}},
		"geld": chart.Compare{
			Frame:  chart.Frame{Title: "Berekend tegenover beschikbaar", Desc: "In 2020 is € 88.000 meer berekend dan beschikbaar.", Unit: chart.Euro, Note: "plaatsen x dagen x tarief tegenover het jaarbedrag"},
			Labels: [2]string{"berekend", "beschikbaar"},
			Rows: []chart.Pair{{Label: "2019", First: chart.Cents(550800000), Second: chart.Cents(560000000)},
				{Label: "2020", First: chart.Cents(658800000), Second: chart.Cents(650000000)},
				{Label: "2021", First: chart.Cents(657000000), Second: chart.Suppressed()}}},
	}
}

func percents(ns ...float64) []chart.Value {
	var all []chart.Value
	for _, n := range ns {
		all = append(all, chart.Value{N: n, Missing: n < 0})
	}
	return all
}

func TestExamples(t *testing.T) {
	t.Parallel()
	for name, d := range examples() {
		svg := d.SVG()
		if again := d.SVG(); again != svg {
			t.Errorf("%s: two drawings differ", name)
		}
		wellFormed(t, name, svg)
		for _, want := range []string{`role="img"`, "<title ", "<desc "} {
			if !strings.Contains(svg, want) {
				t.Errorf("%s: no %s", name, want)
			}
		}
		if *pictures != "" {
			if err := os.WriteFile(filepath.Join(*pictures, name+".svg"), []byte(svg), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// wellFormed reads the picture as XML and refuses anything that could run or
// be fetched.
func wellFormed(t interface{ Errorf(string, ...any) }, name, svg string) {
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Errorf("%s: not XML: %v", name, err)
			return
		}
		if e, ok := token.(xml.StartElement); ok && (e.Name.Local == "script" || e.Name.Local == "image" || e.Name.Local == "a") {
			t.Errorf("%s: holds <%s>", name, e.Name.Local)
		}
	}
	if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
		t.Errorf("%s: a place is not a number", name)
	}
}

// The picture is the same, to the byte, whatever number stands behind a
// suppressed point; without any point there is still a picture.
func TestSuppressedNumberDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(t, "points")
		x := make([]string, n)
		a, b := make([]chart.Value, n), make([]chart.Value, n)
		grid := make([]float64, n)
		for i := range n {
			x[i], grid[i] = string(rune('a'+i)), float64(i)
			v := chart.Value{N: float64(rapid.IntRange(0, 1e6).Draw(t, "n")), Missing: rapid.Bool().Draw(t, "missing")}
			a[i], b[i] = v, v
			if v.Missing {
				b[i].N = math.Inf(1)
			}
		}
		frame := chart.Frame{Title: "t", Desc: "d"}
		for _, draw := range []func(v []chart.Value) chart.Drawing{
			func(v []chart.Value) chart.Drawing { return chart.Lines{Frame: frame, X: x, Series: series(v)} },
			func(v []chart.Value) chart.Drawing { return chart.Bars{Frame: frame, X: x, Series: series(v)} },
			func(v []chart.Value) chart.Drawing {
				return chart.Bars{Frame: frame, X: x, Series: series(v), Stacked: true}
			},
			func(v []chart.Value) chart.Drawing {
				return chart.Bars{Frame: frame, X: x, Series: series(v), Lying: true}
			},
			func(v []chart.Value) chart.Drawing {
				return chart.Curve{Frame: frame, X: grid, End: float64(n), Series: series(v)}
			},
			func(v []chart.Value) chart.Drawing {
				c := chart.Compare{Frame: frame, Labels: [2]string{"p", "q"}}
				for i := range v {
					c.Rows = append(c.Rows, chart.Pair{Label: x[i], First: v[i], Second: chart.Int(5)})
				}
				return c
			},
		} {
			one, two := draw(a).SVG(), draw(b).SVG()
			if one != two {
				t.Fatalf("a suppressed number shows in %T", draw(a))
			}
			wellFormed(t, "picture", one)
			if missing(a) != strings.Contains(one, "onderdrukt") {
				t.Fatalf("legend does not say whether something is suppressed in %T", draw(a))
			}
		}
	})
}

func series(v []chart.Value) []chart.Series { return []chart.Series{{Label: "reeks", Values: v}} }

func missing(v []chart.Value) bool {
	for _, x := range v {
		if x.Missing {
			return true
		}
	}
	return false
}

var (
	fontSize = regexp.MustCompile(`font-size:(\d+)px`)
	tickText = regexp.MustCompile(`class="tick" text-anchor="end">([^<]*)<`)
)

func TestLettersAreLargeEnough(t *testing.T) {
	t.Parallel()
	svg := examples()["geld"].SVG()
	sizes := fontSize.FindAllStringSubmatch(svg, -1)
	if len(sizes) == 0 {
		t.Fatal("no font size found")
	}
	for _, m := range sizes {
		if len(m[1]) < 2 || m[1] < "11" {
			t.Errorf("letters of %s px", m[1])
		}
	}
}

func TestTicksAreRound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		unit chart.Unit
		n    float64
		want string
	}{
		{"persons", chart.Count, 336, "0 100 200 300 400"},
		{"few persons are never halved", chart.Count, 3, "0 1 2 3"},
		{"nothing at all", chart.Count, 0, "0 1"},
		{"below zero", chart.Count, -48, "-50 -40 -30 -20 -10 0"},
		{"millions of euros", chart.Euro, 6588000, "€ 0 € 2.000.000 € 4.000.000 € 6.000.000 € 8.000.000"},
		{"small percentages", chart.Percent, 2, "0,0 % 0,5 % 1,0 % 1,5 % 2,0 %"},
	} {
		svg := chart.Lines{Frame: chart.Frame{Title: "t", Unit: c.unit}, X: []string{"a"},
			Series: []chart.Series{{Label: "x", Values: []chart.Value{{N: c.n}}}}}.SVG()
		var got []string
		for _, m := range tickText.FindAllStringSubmatch(svg, -1) {
			got = append(got, m[1])
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: ticks %q, want %q", c.name, s, c.want)
		}
	}
}

// Words from elsewhere cannot become markup.
func TestWordsAreEscaped(t *testing.T) {
	t.Parallel()
	svg := chart.Bars{Frame: chart.Frame{Title: `<script>"&`, Desc: "<b>", Note: "<i>"}, X: []string{"</svg>"},
		Series: []chart.Series{{Label: "<u>", Values: ints(3)}, {Label: "x", Values: ints(-1)}}}.SVG()
	wellFormed(t, "escaped", svg)
	for _, bad := range []string{"<script", "<b>", "<i>", "<u>"} {
		if strings.Contains(svg, bad) {
			t.Errorf("holds %s", bad)
		}
	}
}

func TestMistakesOfTheProgramPanic(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]chart.Drawing{
		"fewer values than names":    chart.Lines{X: []string{"a", "b"}, Series: series(ints(1))},
		"not a number":               chart.Bars{X: []string{"a"}, Series: series([]chart.Value{{N: math.NaN()}})},
		"negative part of a stack":   chart.Bars{Stacked: true, X: []string{"a"}, Series: series([]chart.Value{{N: -1}})},
		"intervals that do not rise": chart.Curve{X: []float64{3, 3}, End: 4, Series: series(ints(1, 2))},
		"seven series":               chart.Bars{Series: make([]chart.Series, 7)},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			d.SVG()
		}()
	}
}
