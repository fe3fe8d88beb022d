package schemas

import (
	"slices"
	"strings"
	"testing"
)

// Every embedded contract loads without a complaint, and so do all lists.
func TestEveryContractLoads(t *testing.T) {
	t.Parallel()
	if got, want := Names(), []string{"amsterdam-2019", "utrecht-2019"}; !slices.Equal(got, want) {
		t.Errorf("contracts %q, want %q: an old contract stays, a new one is decided upon here", got, want)
	}
	for _, name := range Names() {
		c, err := load(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c.Start >= c.End || c.Title == "" || c.City == "" || c.Clause == "" {
			t.Errorf("%s: %s to %s in %q", name, c.Start, c.End, c.City)
		}
		for _, d := range c.Datasets {
			if c.Dataset(d.Name) != d || len(d.Columns()) == 0 || (d.PersonField() != nil) != (d.Shape == Records) {
				t.Errorf("%s: dataset %s cannot be used", name, d.Name)
			}
			for i, f := range d.Fields {
				if f.Index != i || d.Field(f.Name) != f {
					t.Errorf("%s %s: field %s is not where it says", name, d.Name, f.Name)
				}
			}
		}
	}
}

func TestLoadUnknownContract(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "rotterdam-2019", "../contracts/utrecht-2019"} {
		if _, err := Load(name); err == nil || !strings.Contains(err.Error(), "amsterdam-2019, utrecht-2019") {
			t.Errorf("Load(%q): %v", name, err)
		}
	}
}

// A contract that changes a field or list that is not there is refused.
func TestSettleFindsEachMistake(t *testing.T) {
	t.Parallel()
	for want, v := range map[string]variant{
		"changes field dag":   {Codes: map[string]string{"dag": "geslacht"}},
		"no code list zomaar": {Codes: map[string]string{"geslacht": "zomaar"}},
	} {
		if err := sound(t).settle(v); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

// An unknown name is a mistake in our own code, so it is not an error.
func TestUnknownListPanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("List of an unknown name did not panic")
		}
	}()
	List("zomaar")
}

// Every problem code has a tier and, in both languages, a sentence and an advice.
func TestProblemsHaveTexts(t *testing.T) {
	t.Parallel()
	for _, code := range ProblemCodes() {
		p, ok := Problem(code)
		if !ok || p.Code != code || !slices.Contains([]Tier{TierFile, TierRow, TierWarning}, p.Tier) {
			t.Errorf("%s: tier %q", code, p.Tier)
		}
		for _, lang := range []string{"nl", "en"} {
			if sentence, advice := p.In(lang); sentence == "" || advice == "" {
				t.Errorf("%s: no text in %s", code, lang)
			}
		}
	}
}
