package microdata

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawPopulation adds a register that holds everybody of the records, some of
// them twice, and others; and demands of it.
func drawPopulation(t *rapid.T, r *Records, p *Policy) {
	people := &Population{Codes: make([][]int32, len(r.Quasi))}
	add := func(codes []int32) {
		people.N++
		for c, code := range codes {
			people.Codes[c] = append(people.Codes[c], code)
		}
	}
	for row := range r.N {
		var codes []int32
		for c := range r.Quasi {
			codes = append(codes, r.Quasi[c].Codes[row])
		}
		for range rapid.IntRange(1, 2).Draw(t, "copies") {
			add(codes)
		}
	}
	for range rapid.IntRange(0, 10).Draw(t, "others") {
		var codes []int32
		for c := range r.Quasi {
			codes = append(codes, rapid.Int32Range(0, int32(r.Quasi[c].Hierarchy.size()-1)).Draw(t, "other"))
		}
		add(codes)
	}
	r.Population = people
	p.KMap = rapid.SampledFrom([]int{0, 0, 4, 10}).Draw(t, "k-map")
	p.DeltaMin = rapid.SampledFrom([]float64{0, 0, 0.2}).Draw(t, "delta from")
	p.DeltaMax = rapid.SampledFrom([]float64{0.6, 0.75, 1}).Draw(t, "delta to")
	if p.DeltaMin == 0 && rapid.Bool().Draw(t, "no delta") {
		p.DeltaMax = 0
	}
}

// oracleFits counts the population that has the labels of a row.
func oracleFits(r *Records, levels []int, row int) int {
	n := 0
	for person := range r.Population.N {
		same := true
		for c := range r.Quasi {
			h := r.Quasi[c].Hierarchy
			same = same && h.Generalise(r.Population.Codes[c][person], levels[c]) == label(&r.Quasi[c], row, levels[c])
		}
		if same {
			n++
		}
	}
	return n
}

// oraclePresent judges a class by the population.
func oraclePresent(r *Records, p Policy, levels []int, rows []int) bool {
	if r.Population == nil {
		return true
	}
	people := oracleFits(r, levels, rows[0])
	present := float64(oraclePersons(r, rows)) / float64(people)
	return people >= p.KMap && (p.DeltaMax == 0 || present >= p.DeltaMin-1e-9 && present <= p.DeltaMax+1e-9)
}

// oracleAbsent reports whether the population has a class without records.
func oracleAbsent(r *Records, levels []int) bool {
	classes := oracleClasses(r, levels)
	for person := range r.Population.N {
		key := ""
		for c := range r.Quasi {
			key += r.Quasi[c].Hierarchy.Generalise(r.Population.Codes[c][person], levels[c]) + ";"
		}
		if _, in := classes[key]; !in {
			return true
		}
	}
	return false
}

// The journalist's and the marketer's risk, recounted person by person.
func TestPopulationRisksEqualOracle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r, p := smallRecords(t), Policy{}
		r.Person = nil
		drawPopulation(t, &r, &p)
		levels := make([]int, len(r.Quasi))
		for i := range levels {
			levels[i] = rapid.IntRange(0, r.Quasi[i].Hierarchy.Levels()-1).Draw(t, "level")
		}
		got, err := Measure(r, levels)
		if err != nil {
			t.Fatal(err)
		}
		least, people, links := r.Population.N, 0, 0.0
		classes := oracleClasses(&r, levels)
		for _, key := range slices.Sorted(maps.Keys(classes)) {
			fit := oracleFits(&r, levels, classes[key][0])
			least, people = min(least, fit), people+fit
			links += float64(len(classes[key])) / float64(fit)
		}
		marketer := links / float64(r.N)
		if !near(got.JournalistMax, 1/float64(least)) || !near(got.Marketer, marketer) || !near(got.JournalistMean, max(marketer, float64(len(classes))/float64(people))) {
			t.Errorf("%+v; smallest class of the population %d, marketer %v", got, least, marketer)
		}
	})
}

// After local recoding a person of the population can fit several classes.
func TestRecodedClassesAreLookedUpInThePopulation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r, p := smallRecords(t), Policy{}
		r.Person = nil
		drawPopulation(t, &r, &p)
		set, err := Recode(t.Context(), r, Policy{K: 2, SuppressionLimit: 0.5})
		if err != nil {
			return
		}
		least := r.Population.N
		quasi := set.Quasi()
		for i := range set.N() {
			n := 0
			for person := range r.Population.N {
				fits := true
				for c := range quasi {
					one := Column{Hierarchy: r.Quasi[c].Hierarchy, Codes: r.Population.Codes[c]}
					fits = fits && slices.Contains(ancestors(&one, int32(person)), quasi[c].Label(i))
				}
				if fits {
					n++
				}
			}
			least = min(least, n)
		}
		if got := set.Result().After.JournalistMax; !near(got, 1/float64(least)) {
			t.Errorf("journalist %v, the rarest record fits %d of the population", got, least)
		}
	})
}

func TestPopulationRefusals(t *testing.T) {
	t.Parallel()
	r := shelterLike(t, 20, 10, false)
	everybody := &Population{N: r.N}
	for c := range r.Quasi {
		everybody.Codes = append(everybody.Codes, r.Quasi[c].Codes)
	}
	for _, tt := range []struct {
		name, about string
		population  *Population
		policy      Policy
		want        string
	}{
		{"none", "a demand without a register", nil, Policy{K: 2, KMap: 5}, "no population is given"},
		{"range", "the least share above the greatest", everybody, Policy{K: 2, DeltaMin: 0.6, DeltaMax: 0.5}, "delta is 0.6 to 0.5"},
		{"k-map", "a number below zero", everybody, Policy{K: 2, KMap: -1}, "k-map is -1"},
		{"columns", "a column is missing", &Population{N: 1, Codes: everybody.Codes[1:]}, Policy{K: 2}, "4 columns for 5"},
		{"codes", "a code beyond the leaves", &Population{N: 1, Codes: [][]int32{{99}, {0}, {0}, {0}, {0}}}, Policy{K: 2}, "population: records: column nationaliteit: code of row 0"},
		{"missing person", "somebody of the records is not in it", &Population{N: 1, Codes: [][]int32{{0}, {0}, {0}, {0}, {0}}}, Policy{K: 2}, "lacks people of the records"},
	} {
		r.Population = tt.population
		if _, err := Anonymise(t.Context(), r, tt.policy); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.about, err, tt.want)
		}
	}
	r.Population = everybody
	if _, err := Recode(t.Context(), r, Policy{K: 2, KMap: 3}); err == nil || !strings.Contains(err.Error(), "one level a column") {
		t.Errorf("recoding with k-map: %v", err)
	}
}

// One who stands in two classes counts once when they are joined, so that both may
// hold enough of the population and the two together too few.
func TestJoinedClassesMayHoldTooFew(t *testing.T) {
	t.Parallel()
	h, err := NewHierarchy("kamer", [][]string{{"a", Top}, {"b", Top}})
	if err != nil {
		t.Fatal(err)
	}
	r := Records{N: 4, Quasi: []Column{{Name: "kamer", Hierarchy: h, Codes: []int32{0, 0, 1, 1}}}, Person: []int32{0, 1, 0, 1},
		Population: &Population{N: 8, Codes: [][]int32{{0, 0, 0, 0, 1, 1, 1, 1}}}}
	set, err := Anonymise(t.Context(), r, Policy{K: 2, DeltaMin: 0.4, DeltaMax: 0.6})
	if err != nil {
		t.Fatal(err)
	}
	if levels := set.Levels(); levels[0] != 0 {
		t.Errorf("levels %v; both rooms hold half of their people, the house a quarter", levels)
	}
}
