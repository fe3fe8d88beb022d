package intruder

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lvv/schemas"
)

const recordHeader = "nationaliteit,geslacht,leeftijd_instroom,instroom,verblijfsduur,oplossing,reden_uitstroom\n"

// recordLines writes records: so many times each line.
func recordLines(lines map[string]int) string {
	var text []string
	for line, n := range lines {
		text = append(text, strings.Repeat(line+"\n", n))
	}
	slices.Sort(text)
	return recordHeader + strings.Join(text, "")
}

// crowdOf are persons of one nationality who came in one month, one stay each.
func crowdOf(t *testing.T, nationality, month string, n int) (all []Stay) {
	t.Helper()
	for i := range n {
		all = append(all, Stay{Person: i, House: "a", Nationality: nationality, Sex: "man", AgeFrom: 30, AgeTo: 30,
			In: day(t, month+"-10"), Out: Goes})
	}
	return all
}

func looking(stays []Stay) Knowledge {
	return Knowledge{Stays: stays, Background: WholeBackground(), AllButOne: true}
}

func found(r *Report) (out []string) {
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%s %s %d-%d of %d", f.Attacker, f.Kind, f.Low, f.High, f.Persons))
	}
	return out
}

func TestWhatRecordsTell(t *testing.T) {
	t.Parallel()
	moroccans := crowdOf(t, "0131", "2019-02", 20)
	for _, c := range []struct {
		name    string
		stays   []Stay
		records map[string]int
		want    []string
	}{
		{"enough records with outcomes of all kinds", moroccans, map[string]int{
			"afrika,man,18-60,2019,0-6,geen,mob": 10, "afrika,man,18-60,2019,0-6,lopend,lopend": 10}, nil},
		{"everything that fits has one outcome", moroccans, map[string]int{
			"afrika,man,18-60,2019,0-6,geen,mob": 20, "azie,man,18-60,2019,0-6,geen,overig": 20},
			[]string{"acquaintance certain 20-20 of 20"}},
		{"nearly everything has", moroccans, map[string]int{
			"afrika,man,26-30,2019-K1,0-6,geen,mob": 19, "afrika,man,26-30,2019-K1,0-6,lopend,lopend": 1},
			[]string{"acquaintance skewed 20-20 of 20"}},
		{"nearly all who came long ago are still there", moroccans, map[string]int{
			"afrika,man,18-60,2019,0-6,lopend,lopend": 19, "afrika,man,18-60,2019,0-6,geen,mob": 1},
			[]string{"acquaintance skewed 20-20 of 20"}},
		{"nearly all who came just now are still there", crowdOf(t, "0131", "2019-11", 30), map[string]int{
			"afrika,man,18-60,2019,0-6,lopend,lopend": 28, "afrika,man,18-60,2019,0-6,geen,mob": 2}, nil},
		{"all but himself have", crowdOf(t, "0131", "2019-02", 12), map[string]int{
			"afrika,man,18-60,2019,0-6,geen,mob": 9, "afrika,man,18-60,2019,0-6,lopend,lopend": 1},
			[]string{"all_but_one certain 10-10 of 12"}},
		{"a few records fit", moroccans, map[string]int{
			"noord_afrika,man,*,2019-02,0-6,geen,mob": 2, "regionX,man,*,2019-02,0-6,lopend,lopend": 2},
			[]string{"acquaintance class 4-4 of 20"}},
		{"many records of a few persons", crowdOf(t, "0131", "2019-02", 3), map[string]int{
			"afrika,-3,-3,-3,0-6,geen,mob": 10, "afrika,-3,-3,-3,0-6,lopend,lopend": 10},
			[]string{"acquaintance class 3-3 of 3"}},
		{"nothing that fits, fits", moroccans, map[string]int{
			"azie,man,18-60,2019,0-6,geen,mob": 3}, nil},
		{"a value that he does not know fits anybody", moroccans, map[string]int{
			"afrika_en_azie,man,18-60,2019,0-6,geen,mob": 8, "azie,man,18-60,2019,0-6,geen,mob": 8, "afrika,man,18-60,2019,0-6,geen,overig": 8}, nil},
		{"no outcome is told", moroccans, map[string]int{"afrika,man,18-60,2019,0-6,-3,-3": 20}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := attackedBy(t, looking(c.stays), year2019(map[string]string{"microdata": recordLines(c.records)}))
			if got := found(r); !cmp.Equal(c.want, got) {
				t.Errorf("found %v, not %v", got, c.want)
			}
		})
	}
}

func TestWhoWasLeftOutIsAClass(t *testing.T) {
	t.Parallel()
	r := attacked(t, year2019(map[string]string{
		"instroom":  longSheet("organisatie", inPeriod, "totaal 24\n a 24"),
		"microdata": recordLines(map[string]int{"afrika,man,18-60,2019,0-6,geen,mob": 20}),
	}))
	if want := []string{"holder class 4-4 of 0"}; !cmp.Equal(want, found(r)) {
		t.Errorf("found %v", found(r))
	}
}

func TestRecordsOfTwoReleases(t *testing.T) {
	t.Parallel()
	stays := crowdOf(t, "0131", "2019-02", 20)
	first := map[string]int{"afrika,man,18-60,2019,0-6,geen,mob": 10, "afrika,man,18-60,2019,0-6,bestendig,teruggekeerd": 10}
	for _, c := range []struct {
		name        string
		first, next map[string]int
		want        []string
	}{
		{"the same again", first, first, nil},
		{"one outcome in common", first,
			map[string]int{"afrika,man,*,*,0-6,geen,mob": 10, "afrika,man,*,*,0-6,geen,overig": 10},
			[]string{"linker certain 20-20 of 20"}},
		{"all who were still there left in one way",
			map[string]int{"afrika,man,18-60,2019,0-6,geen,mob": 10, "afrika,man,18-60,2019,0-6,lopend,lopend": 10},
			map[string]int{"afrika,man,18-60,2019,0-6,geen,mob": 10, "afrika,man,18-60,2019,0-6,bestendig,teruggekeerd": 10},
			[]string{"linker certain 20-20 of 20"}},
		{"they left in two ways",
			map[string]int{"afrika,man,18-60,2019,0-6,geen,mob": 10, "afrika,man,18-60,2019,0-6,lopend,lopend": 10},
			map[string]int{"afrika,man,18-60,2019,0-6,geen,mob": 14, "afrika,man,18-60,2019,0-6,bestendig,teruggekeerd": 6}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := attackedBy(t, looking(stays), year2019(map[string]string{"microdata": recordLines(c.first)}),
				parcelOf("later", "2019-01-01", "2020-12-31", map[string]string{"microdata": recordLines(c.next)}))
			if !cmp.Equal(c.want, found(r)) {
				t.Errorf("found %v, not %v", found(r), c.want)
			}
		})
	}
}

func TestEveryLevelOfEveryHierarchyIsUnderstood(t *testing.T) {
	t.Parallel()
	v := newVocabulary()
	for i, list := range []string{schemas.NationalityList, "geslacht", schemas.AgeBandList} {
		for _, l := range schemas.Hierarchy(list) {
			for leaf, code := range schemas.Hierarchy(list)[0].Values {
				for other, value := range l.Values {
					if fits := v.fits(i, value, code); l.Values[leaf] == value && !fits {
						t.Fatalf("%s: %s does not fit %s", list, value, code)
					} else if fits && value != schemas.Everything && l.Values[leaf] != value && !wider(list, value, leaf) {
						t.Fatalf("%s: %s, a value of %s, fits %s", list, value, l.Values[other], code)
					}
				}
			}
		}
	}
	for value, want := range map[string]bool{"2019": true, "2019-K1": true, "2019-03": true, "2019-H1": true, "2019-H2": false, "2019-K2": false, "2020": false, "2019-04": false, "*": true, "voorjaar": true, "2019-X": true} {
		if v.fits(3, value, "2019-03") != want {
			t.Errorf("%s: %v", value, !want)
		}
	}
}

// wider reports whether some level writes a leaf with that value.
func wider(list, value string, leaf int) bool {
	return slices.ContainsFunc(schemas.Hierarchy(list), func(l schemas.Level) bool { return l.Values[leaf] == value })
}

func TestBackground(t *testing.T) {
	t.Parallel()
	if b, err := ParseBackground("nationality, sex,age,entry"); err != nil || b != WholeBackground() {
		t.Errorf("%+v, %v", b, err)
	}
	if b, err := ParseBackground("sex"); err != nil || b != (Background{Sex: true}) {
		t.Errorf("%+v, %v", b, err)
	}
	if _, err := ParseBackground("name"); err == nil {
		t.Error("a name is no background")
	}
	s := crowdOf(t, "0131", "2019-02", 1)[0]
	if got := (Background{Nationality: true, Entry: true}).values(s); got != [4]string{"0131", "", "", "2019-02"} {
		t.Errorf("%v", got)
	}
}
