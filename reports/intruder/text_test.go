package intruder

import (
	"strings"
	"testing"
)

func TestEverythingHasWordsInBothLanguages(t *testing.T) {
	t.Parallel()
	kinds := []Kind{Shown, Exact, Narrow, Difference, Revised, Group, Class, Certain, Skewed, Elsewhere}
	for _, lang := range []string{"nl", "en"} {
		words := texts(lang)
		for _, a := range Attackers() {
			if words.attackers[a] == "" || words.means[a] == "" {
				t.Errorf("%s: no words for %s", lang, a)
			}
		}
		for _, k := range kinds {
			if words.kinds[k] == "" {
				t.Errorf("%s: no words for %s", lang, k)
			}
		}
	}
}

func TestTextSaysWhatWasLearned(t *testing.T) {
	t.Parallel()
	r := attackedBy(t, looking(crowdOf(t, "0131", "2019-02", 20)), year2019(map[string]string{
		"microdata": recordLines(map[string]int{"afrika,man,18-60,2019,0-6,geen,mob": 20})}))
	for lang, want := range map[string]string{
		"nl": "wie iemand kent: de uitkomst is zeker. records = 20 (20 personen) [pakket microdata]",
		"en": "who knows somebody: the outcome is certain. records = 20 (20 persons) [pakket microdata]",
	} {
		var b strings.Builder
		if err := r.WriteText(&b, lang); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s is not in\n%s", want, b.String())
		}
	}
}

// The same parcels give the same report.
func TestReportsAreTheSameEveryTime(t *testing.T) {
	t.Parallel()
	lines := "totaal totaal 200\n totaal bestendig .\n totaal geen .\n a totaal 120\n a bestendig .\n a geen .\n b totaal .\n b bestendig .\n b geen .\n c totaal .\n c bestendig .\n c geen 9"
	var first string
	for range 5 {
		var b strings.Builder
		p := year2019(map[string]string{"uit": longSheet("organisatie reden", outPeriod, lines)})
		if err := attacked(t, p, p).WriteText(&b, "nl"); err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = b.String()
		}
		if b.String() != first {
			t.Fatalf("%s\nis not\n%s", b.String(), first)
		}
	}
}
