package evaluator

import (
	"slices"
	"strings"
	"testing"

	"lvv/anonymise/release/history"
	"lvv/reports/parcel"
	"lvv/schemas"
)

// controlFiles are the control report for people and for programs.
func controlFiles(t *testing.T, c parcel.Contents) (page, data string) {
	t.Helper()
	return content(t, c, "onthullingscontrole.html"), content(t, c, "onthullingscontrole.json")
}

// The control report says against whom what was proved, how far the pattern is
// from the least that would do, and that there was nothing to compare with. It
// does not say how many hidden figures are small.
func TestControlSaysWhatWasProved(t *testing.T) {
	t.Parallel()
	p := pilotOf(t, large)
	made := p.made(t, Options{K: 10})
	page, data := controlFiles(t, made.contents)
	control := made.Request.Tables.Control()
	if len(control.Models) < 4 {
		t.Fatalf("only %d kinds of attacker", len(control.Models))
	}
	for _, m := range control.Models {
		if m.Demanded < 1 || m.SmallestWidth >= 0 && m.SmallestWidth < m.Demanded {
			t.Errorf("%s: %d wide is demanded, %d was proved", m.Name, m.Demanded, m.SmallestWidth)
		}
		if !strings.Contains(page, m.Name) || !strings.Contains(data, m.Name) {
			t.Errorf("the report does not name %q", m.Name)
		}
	}
	for _, want := range []string{"Naast eerdere vrijgaven", "Er viel niets te vergelijken", control.Least()} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, word := range []string{"primary", "secondary", "primair", "secundair"} {
		if strings.Contains(strings.ToLower(page+data), word) {
			t.Errorf("the report says %q", word)
		}
	}
}

// Records that would differ by a few people from those of an earlier release
// stay; every place that tells of records says why, and none of them names the
// earlier release or whom it was for.
func TestRecordsStayBesideEarlierOnes(t *testing.T) {
	t.Parallel()
	p := pilotOf(t, large)
	before := p.made(t, Options{K: 10})
	kinds := *before.Kinds
	kinds.Kinds = slices.Clone(kinds.Kinds)
	kinds.Kinds[0].Count += 3
	earlier := history.Release{Number: 7, Purpose: schemas.Evaluator, Period: p.job.Period, Made: p.job.At, Recipients: []string{"ander-bureau"}, Records: &kinds}
	earlier.Remember(before.Counted, before.Relations, before.Request.Tables)
	job := p.job
	job.Past = history.NewPast([]history.Release{earlier})
	now := approve(t, job, Options{K: 10})
	if now.Request.Records != nil {
		t.Fatal("records go out")
	}
	page, data := controlFiles(t, now.contents)
	for name, text := range map[string]string{"page": page, "letter": now.contents.Lead, "codebook": content(t, now.contents, "codeboek.html"), "draft": strings.Join(now.Differences, "")} {
		if !strings.Contains(text, recordsStay) || strings.Contains(text, "bruikbaar worden gemaakt") {
			t.Errorf("the %s does not say why there are no records", name)
		}
	}
	if !strings.Contains(data, `"vergeleken": true`) || !strings.Contains(page, "samen beoordeeld met alles wat eerder is vrijgegeven") {
		t.Error("the control report does not say what was compared")
	}
	for _, f := range now.contents.Files {
		if strings.Contains(content(t, now.contents, f.Name), "ander-bureau") {
			t.Errorf("%s names another recipient", f.Name)
		}
	}
}
