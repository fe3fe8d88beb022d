package intruder

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"lvv/schemas"
)

// parcelOf makes a parcel over a period with some files of data.
func parcelOf(name, from, to string, files map[string]string) Parcel {
	out := fstest.MapFS{originFile: {Data: fmt.Appendf(nil, `{"label":"anoniem","periode":{"van":%q,"tot_en_met":%q}}`, from, to)}}
	for file, text := range files {
		out[dataFolder+"/"+file+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	return Parcel{name, out}
}

// year2019 is a parcel over 2019.
func year2019(files map[string]string) Parcel {
	return parcelOf("pakket", "2019-01-01", "2019-12-31", files)
}

const (
	inPeriod  = "verblijven met datum instroom in de periode"
	outPeriod = "verblijven met datum uitstroom in de periode"
)

// longSheet writes a sheet with a figure a row: "code code figure", a line each.
func longSheet(dims, population, lines string) string {
	kind := "aantal_stroom"
	if strings.Contains(population, "peildatum") {
		kind = "aantal_stand"
	}
	text := strings.ReplaceAll(dims, " ", ",") + "," + kind + ",noemer,aandeel_pct,eenheid,populatie\n"
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		text += strings.Join(strings.Fields(line), ",") + ",,,verblijven," + population + "\n"
	}
	return text
}

// attacked attacks parcels without any truth.
func attacked(t *testing.T, parcels ...Parcel) *Report {
	t.Helper()
	return attackedBy(t, Knowledge{}, parcels...)
}

func attackedBy(t *testing.T, known Knowledge, parcels ...Parcel) *Report {
	t.Helper()
	r, err := Attack(t.Context(), parcels, DefaultRules(), known)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Unread) > 0 {
		t.Fatalf("not understood: %v", r.Unread)
	}
	return r
}

// learned lists the findings as "attacker kind what low-high", in order.
func learned(r *Report) []string {
	var out []string
	for _, f := range slices.Concat(r.Findings, r.Beyond) {
		out = append(out, fmt.Sprintf("%s %s %s %d-%d", f.Attacker, f.Kind, f.What, f.Low, f.High))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func day(t *testing.T, text string) schemas.Day {
	t.Helper()
	d, err := schemas.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// parcelPeriod is that of year2019.
func parcelPeriod(t *testing.T) schemas.Period {
	t.Helper()
	return schemas.Period{From: day(t, "2019-01-01"), To: day(t, "2019-12-31")}
}
