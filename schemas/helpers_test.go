package schemas

import (
	"slices"
	"strconv"
	"testing"
)

func TestEUCitizen(t *testing.T) {
	t.Parallel()
	tests := []struct {
		about, code, day string
		want             bool
	}{
		{"a founding member", "0052", "2019-03-01", true},
		{"British on the last day of the transition", "0060", "2020-12-31", true},
		{"British on the day after it", "0060", "2021-01-01", false},
		{"British overseas citizens never were", "0085", "2019-03-01", false},
		{"Croatian on the day before accession", "0043", "2013-06-30", false},
		{"Croatian on the day of accession", "0043", "2013-07-01", true},
		{"stateless people are third-country nationals", "0499", "2019-03-01", false},
		{"so are people of unknown nationality", "0000", "2019-03-01", false},
		{"Swiss are not in the Union", "0081", "2019-03-01", false},
		{"a code that is not there", "9999", "2019-03-01", false},
	}
	for _, tt := range tests {
		if got := EUCitizen(tt.code, mustDay(tt.day)); got != tt.want {
			t.Errorf("%s: EUCitizen(%s, %s) = %v", tt.about, tt.code, tt.day, got)
		}
	}
	members := 0
	for _, c := range List(NationalityList).Codes {
		if EUCitizen(c.Code, mustDay("2021-06-01")) {
			members++
		}
	}
	if members != 27 {
		t.Errorf("%d nationalities of the Union in 2021, want 27", members)
	}
}

func TestAgeBand(t *testing.T) {
	t.Parallel()
	tests := []struct {
		from, to    uint8
		band, group string
	}{
		{17, 17, "15-17", "<18"},
		{17, 18, UncertainAge, UncertainAge},
		{18, 18, "18-20", "18-60"},
		{20, 21, UncertainAge, "18-60"},
		{60, 60, "56-60", "18-60"},
		{60, 61, UncertainAge, UncertainAge},
		{61, 61, "61-65", ">60"},
		{254, 254, "71+", ">60"},
		{UnknownAge, UnknownAge, UncertainAge, UncertainAge},
		{0, UnknownAge, UncertainAge, UncertainAge},
		{30, 29, UncertainAge, UncertainAge},
	}
	for _, tt := range tests {
		if got := AgeBand(AgeBandList, tt.from, tt.to); got != tt.band {
			t.Errorf("AgeBand(band, %d, %d) = %s, want %s", tt.from, tt.to, got, tt.band)
		}
		if got := AgeBand(AgeGroupList, tt.from, tt.to); got != tt.group {
			t.Errorf("AgeBand(group, %d, %d) = %s, want %s", tt.from, tt.to, got, tt.group)
		}
	}
}

// Every age lies in exactly one band of each list, and a fine band lies in the
// group it names.
func TestAgeBandsCoverAllAges(t *testing.T) {
	t.Parallel()
	group := make(map[string]string)
	for _, c := range List(AgeBandList).Codes {
		group[c.Code] = c.Extra["groep"]
	}
	for age := range UnknownAge {
		band, g := AgeBand(AgeBandList, uint8(age), uint8(age)), AgeBand(AgeGroupList, uint8(age), uint8(age))
		if band == UncertainAge || g == UncertainAge || group[band] != g {
			t.Errorf("age %d: band %s of group %s, group %s", age, band, group[band], g)
		}
	}
}

func TestDurationClass(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, out, want string }{
		{"2019-01-01", "2019-01-01", "0-3"},
		{"2019-01-15", "2019-04-14", "0-3"},
		{"2019-01-15", "2019-04-15", "3-6"},
		{"2019-11-30", "2020-02-29", "3-6"}, // three months after the 30th there is no 30th
		{"2019-11-30", "2020-02-28", "0-3"},
		{"2019-01-15", "2019-07-15", "6-12"},
		{"2019-01-15", "2020-01-15", "12-24"},
		{"2019-01-15", "2021-01-14", "12-24"},
		{"2019-01-15", "2021-01-15", "24+"},
		{"1970-01-01", "2021-01-15", "24+"},
	}
	for _, tt := range tests {
		if got := DurationClass(mustDay(tt.in), mustDay(tt.out)); got != tt.want {
			t.Errorf("DurationClass(%s, %s) = %s, want %s", tt.in, tt.out, got, tt.want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a stay that ends before it begins did not panic")
		}
	}()
	DurationClass(1, 0)
}

// Every exit reason of every contract has a group, and nothing else has.
func TestRollUpCoversAllReasons(t *testing.T) {
	t.Parallel()
	version, groups := RollUp()
	if version != "bestendig_v1" {
		t.Errorf("version %s: a new reading needs a decision, and its own list", version)
	}
	seen := make(map[string]bool)
	for _, name := range Names() {
		c, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range c.Dataset("opvang").Field("reden_uitstroom").Codes.Strings() {
			seen[code] = true
			if !slices.Contains([]string{Durable, SemiDurable, NoSolution}, groups[code]) {
				t.Errorf("%s: reason %s has group %q", name, code, groups[code])
			}
		}
	}
	if len(seen) != len(groups) {
		t.Errorf("the roll-up has %d reasons, the contracts have %d", len(groups), len(seen))
	}
}

// In every hierarchy, codes that are equal on a level stay equal on all coarser
// levels, the last level says nothing, and one value means one group of codes
// on whatever level it stands: records of mixed levels can be read.
func TestHierarchiesAreNested(t *testing.T) {
	t.Parallel()
	for list := range hierarchies() {
		if lists()[list] == nil {
			t.Errorf("a hierarchy for %s, which is no code list", list)
		}
	}
	for name := range lists() {
		levels := Hierarchy(name)
		holds, label := make(map[string]string), make(map[string]string)
		for i, l := range levels {
			if len(l.Values) != len(List(name).Codes) || l.About == "" || slices.Contains(l.Values, "") {
				t.Fatalf("%s, level %d: %d values, about %q", name, i, len(l.Values), l.About)
			}
			groups := make(map[string]string) // value -> the codes that it holds
			for code, v := range l.Values {
				groups[v] += " " + strconv.Itoa(code)
				if i+1 < len(levels) && l.Labels[v] == "" {
					t.Errorf("%s: %s has no label", name, v)
				}
				for other := range code {
					if l.Values[other] == v && i+1 < len(levels) && levels[i+1].Values[other] != levels[i+1].Values[code] {
						t.Errorf("%s: %s lies in two values of level %d", name, v, i+1)
					}
				}
			}
			for v, codes := range groups {
				if was := holds[v]; was != "" && was != codes {
					t.Errorf("%s: %s stands for two groups", name, v)
				}
				if was := label[v]; was != "" && was != l.Labels[v] {
					t.Errorf("%s: %s is called %s and %s", name, v, was, l.Labels[v])
				}
				holds[v], label[v] = codes, l.Labels[v]
			}
		}
		for _, v := range levels[len(levels)-1].Values {
			if v != Everything {
				t.Errorf("%s: the last level says %s", name, v)
			}
		}
	}
}

// What a reader of the file of hierarchies would expect of three codes.
func TestHierarchyOf(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		list, code string
		want       []string
	}{
		{NationalityList, "0084", []string{"0084", "oost_afrika", "afrika", "afrika", "*"}},
		{AgeBandList, "56-60", []string{"56-60", "46-60", "18-60", "18-60", "*"}},
		{AgeBandList, "onzeker", []string{"onzeker", "onzeker", "onzeker", "anders", "*"}},
		{DurationList, "6-12", []string{"6-12", "6-12", "0-12", "*"}},
	} {
		var got []string
		for _, l := range Hierarchy(test.list) {
			got = append(got, l.Values[List(test.list).Index(test.code)])
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s %s: %q, want %q", test.list, test.code, got, test.want)
		}
	}
}

// The age groups of AMIF are one of the levels of the age bands.
func TestAgeLevelIsTheAgeGroup(t *testing.T) {
	t.Parallel()
	for i, c := range List(AgeBandList).Codes {
		if got := Hierarchy(AgeBandList)[2].Values[i]; got != c.Extra["groep"] {
			t.Errorf("%s lies in %s, the list says %s", c.Code, got, c.Extra["groep"])
		}
	}
}
