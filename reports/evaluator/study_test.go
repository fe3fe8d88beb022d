package evaluator

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lvv/anonymise/pseudonym"
	"lvv/anonymise/release"
	"lvv/schemas"
)

// domain is a pseudonym domain that depends on a letter alone.
func domain(letter byte) pseudonym.Domain {
	return pseudonym.New(slices.Repeat([]byte{letter}, 32), "ON")
}

func idOf(person int32) pseudonym.ID {
	var id pseudonym.ID
	binary.BigEndian.PutUint32(id[:], uint32(person))
	return id
}

// cohort follows persons over time, two of whom turned out to be one.
func cohort() Options {
	return Options{K: 10, Study: "cohort", Longitudinal: &Study{Pseudonyms: domain('a'), ID: idOf, Changed: []Changed{{idOf(1), idOf(2)}, {idOf(2), idOf(2)}}}}
}

// Each record of a longitudinal study has the pseudonym of its person: the
// person whose stay it is, counted once more in the warehouse.
func TestStudySaysWhoseEachRecordIs(t *testing.T) {
	t.Parallel()
	p := pilotOf(t, large)
	f, c := p.facts, p.parcel(t, cohort())
	records, rows := lines(t, content(t, c, recordPath), ','), lines(t, content(t, c, studyPath), ',')
	if len(rows) != len(records) {
		t.Fatalf("%d lines for %d records", len(rows), len(records))
	}
	got, want := map[string]int{}, map[string]int{}
	for i, p := range f.person {
		if f.entered(i) {
			want[domain('a').Of(idOf(p))+" "+schemas.List("koppelstatus").Codes[f.link[i]].Code]++
		}
	}
	for _, row := range rows[1:] {
		if !pseudonym.Valid(row[1]) {
			t.Fatalf("%q is no pseudonym", row[1])
		}
		got[row[1]+" "+row[2]]++
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stays by person:\n%s", diff)
	}
}

// Whoever opens a longitudinal parcel is told everywhere that it is pseudonymous;
// without a longitudinal study there is no pseudonym in any file.
func TestLongitudinalIsPseudonymousEverywhere(t *testing.T) {
	t.Parallel()
	p := pilotOf(t, large)
	c := p.parcel(t, cohort())
	for path, word := range map[string]string{"codeboek.html": "pseudoniem", "datapackage.json": "pseudoniem",
		"onthullingscontrole.html": "Records: pseudoniem", "onthullingscontrole.json": `"label": "pseudoniem"`, "monitoring.html": "pseudoniem"} {
		if text := content(t, c, path); !strings.Contains(text, word) || strings.Contains(text, "Records: anoniem") {
			t.Errorf("%s does not say %q", path, word)
		}
	}
	if !strings.Contains(c.Lead, "pseudoniem") {
		t.Error("the letter does not say that the parcel is pseudonymous")
	}
	plain := p.parcel(t, Options{K: 10})
	for _, f := range plain.Files {
		if strings.Contains(content(t, plain, f.Name), "ON-") || f.Name == studyPath || f.Name == concordancePath {
			t.Errorf("%s of an anonymous parcel holds pseudonyms", f.Name)
		}
	}
	if content(t, c, recordPath) != content(t, plain, recordPath) {
		t.Error("the records themselves differ")
	}
}

// Gate 3 lets pseudonyms go to a bureau only when the study was set up so.
func TestGateAsksForALongitudinalStudy(t *testing.T) {
	t.Parallel()
	request := pilotOf(t, large).made(t, cohort()).Request
	request.Recipients, request.Allowed = []string{"bureau"}, []string{"bureau"}
	for about, change := range map[string]func(*release.Request){
		"not set up":            func(r *release.Request) { r.Longitudinal = false },
		"labelled anonymous":    func(r *release.Request) { r.Label = release.Anonymous },
		"for the monitor":       func(r *release.Request) { r.Purpose, r.Records = schemas.Monitor, nil },
		"without a single name": func(r *release.Request) { r.Rows = 0 },
	} {
		r := request
		change(&r)
		if _, err := release.Approve(r); err == nil {
			t.Errorf("%s: approved", about)
		}
	}
	if _, err := release.Approve(request); err != nil {
		t.Errorf("set up and labelled: %v", err)
	}
}

// A merge lists all that came together, a split all that one became; what did
// not change is not listed, and another recipient reads nothing in it.
func TestConcordance(t *testing.T) {
	t.Parallel()
	a, b, c, d, e := idOf(1), idOf(2), idOf(3), idOf(4), idOf(5)
	of := domain('a')
	got := Concordance(of, []Changed{{a, c}, {b, c}, {d, d}, {d, e}, {e, e}, {e, e}})
	want := []Concord{{of.Of(a), of.Of(c), Merged}, {of.Of(b), of.Of(c), Merged}, {of.Of(d), of.Of(d), Split}, {of.Of(d), of.Of(e), Merged}, {of.Of(e), of.Of(e), Merged}}
	slices.SortFunc(want, func(x, y Concord) int { return strings.Compare(x.Old+x.New, y.Old+y.New) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := Concordance(of, []Changed{{d, d}}); len(got) != 0 {
		t.Errorf("no change is listed: %v", got)
	}
	if got := Concordance(of, []Changed{{d, d}, {d, e}}); len(got) != 2 || got[0].Kind != Split || got[1].Kind != Split {
		t.Errorf("a split: %v", got)
	}
	if got := Concordance(of, []Changed{{a, b}}); len(got) != 1 || got[0].Kind != Renumbered {
		t.Errorf("another number: %v", got)
	}
	for _, x := range Concordance(domain('b'), []Changed{{a, b}}) {
		if x.Old == of.Of(a) || x.New == of.Of(b) {
			t.Error("two recipients have the same concordance")
		}
	}
}
