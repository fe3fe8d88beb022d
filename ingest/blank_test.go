package ingest

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lvv/schemas"
	"lvv/schemas/synth"
)

// Columns of a batch are judged as a whole where no line of it is blank, and row by
// row where one is. Both find the same.
func TestABlankLineChangesNoVerdict(t *testing.T) {
	t.Parallel()
	for _, d := range mustLoad(t, "utrecht-2019").Datasets {
		plan := synth.Plan{Seed: 11, Persons: 600, Orgs: []string{"stil"}, Habits: true, Errors: 0.3}
		var text bytes.Buffer
		if _, err := plan.WriteCSV(&text, "stil", d.Name, plan.Quarters()[5]); err != nil {
			t.Fatal(err)
		}
		last := bytes.LastIndexByte(bytes.TrimRight(text.Bytes(), "\r\n"), '\n') + 1
		blank := append(bytes.Clone(text.Bytes()[:last]), "\r\n"...)
		blank = append(blank, text.Bytes()[last:]...)
		whole, gapped := judged(t, d, text.Bytes()), judged(t, d, blank)
		if gapped.Stats.Blank != whole.Stats.Blank+1 || whole.Stats.Bad == 0 {
			t.Fatalf("%s: %+v, with a blank line %+v", d.Name, whole.Stats, gapped.Stats)
		}
		// Rows behind the blank line are one further on.
		if diff := cmp.Diff(whole.Findings, gapped.Findings, cmpopts.IgnoreFields(Finding{}, "Rows", "Field")); diff != "" {
			t.Errorf("%s: with a blank line (+):\n%s", d.Name, diff)
		}
		whole.Stats.Rows, whole.Stats.Blank = gapped.Stats.Rows, gapped.Stats.Blank
		if diff := cmp.Diff(whole.Stats, gapped.Stats); diff != "" {
			t.Errorf("%s: with a blank line (+):\n%s", d.Name, diff)
		}
	}
}

func judged(t *testing.T, d *schemas.Dataset, text []byte) *Report {
	t.Helper()
	lim := limits(t)
	lim.Today, _ = schemas.NewDay(2022, 1, 1)
	r, err := CheckFile(t.Context(), bytes.NewReader(text), int64(len(text)), "", d, lim)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
