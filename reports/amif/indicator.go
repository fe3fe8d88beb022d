package amif

import "lvv/schemas"

// An indicator counts unique persons, by age group and sex. Its wording is that
// of the regulation.
type indicator struct {
	profile string
	code    string
	wording string      // as in the regulation
	meaning string      // Dutch: what is counted for it here
	column  string      // of the list of participants, with the certainty; empty when nothing is delivered
	result  string      // only persons who returned in this way; empty for all
	cells   [][]tallied // [age group][sex], in order of the code lists
	total   tallied     // counted apart from the cells
}

// The columns of the list of participants that tell how sure something is.
const (
	columnReturn  = "zekerheid"
	columnSupport = "herintegratie"
)

// certainty is how sure it is that a participant counts for the indicator, of
// which result is the place.
func (n *indicator) certainty(p *participant, result place) certainty {
	switch {
	case n.column == columnSupport:
		return p.supported
	case n.column == columnReturn && (n.result == "" || result == p.returned):
		return p.certainty
	}
	return notSo
}

// tallied counts persons by how sure what is said of them is.
type tallied struct{ proven, uncertain int }

func (t tallied) all() int { return t.proven + t.uncertain }

func (t tallied) plus(u tallied) tallied {
	return tallied{t.proven + u.proven, t.uncertain + u.uncertain}
}

func (t *tallied) add(certainty certainty) {
	switch certainty {
	case proven:
		t.proven++
	case uncertain:
		t.uncertain++
	}
}

// notRecorded says that no delivery tells of an indicator; that is not zero.
const notRecorded = "niet geregistreerd"

// newIndicators are the indicators of both programmes that guidance to return
// can tell of, and R.3.8, of which nothing is delivered.
func newIndicators() []indicator {
	return []indicator{
		{profile: Profile2014, code: "IV(c)(ii)", wording: "Returnees who received pre- or post-return reintegration assistance",
			meaning: "deelnemers die hulp bij herintegratie kregen", column: columnSupport},
		{profile: Profile2014, code: "IV(c)(iii)", wording: "Returnees whose return was co-financed",
			meaning: "deelnemers die zijn teruggekeerd", column: columnReturn},
		{profile: Profile2014, code: "IV(c)(iii)-v", wording: "of which: voluntary",
			meaning: "waarvan zelfstandig teruggekeerd", column: columnReturn, result: voluntary},
		{profile: Profile2014, code: "IV(c)(iii)-r", wording: "of which: removed",
			meaning: "waarvan gedwongen teruggekeerd", column: columnReturn, result: removed},
		{profile: Profile2021, code: "O.3.3", wording: "Number of returnees who received reintegration assistance",
			meaning: "deelnemers die hulp bij herintegratie kregen", column: columnSupport},
		{profile: Profile2021, code: "R.3.6", wording: "Number of returnees voluntarily returned",
			meaning: "deelnemers die zelfstandig zijn teruggekeerd", column: columnReturn, result: voluntary},
		{profile: Profile2021, code: "R.3.7", wording: "Number of returnees who were removed",
			meaning: "deelnemers die gedwongen zijn teruggekeerd", column: columnReturn, result: removed},
		{profile: Profile2021, code: "R.3.8", wording: "Number of returnees subject to alternatives to detention",
			meaning: "de levering kent hierover geen gegeven; dat is niet nul"},
	}
}

func makeIndicators(people []participant) []indicator {
	all := newIndicators()
	for i := range all {
		all[i].count(people)
	}
	return all
}

func (n *indicator) count(people []participant) {
	ages, sexes := schemas.List(schemas.AgeGroupList), schemas.List("geslacht")
	n.cells = make([][]tallied, len(ages.Codes))
	for i := range n.cells {
		n.cells[i] = make([]tallied, len(sexes.Codes))
	}
	result := untold
	if n.result != "" {
		result = placeOf("resultaat", n.result)
	}
	for i := range people {
		p := &people[i]
		if !p.countable() {
			continue
		}
		certainty := n.certainty(p, result)
		n.total.add(certainty)
		n.cells[p.ageGroup][p.sex].add(certainty)
	}
}

// broken is the sum of the cells.
func (n *indicator) broken() tallied {
	var t tallied
	for _, row := range n.cells {
		for _, c := range row {
			t = t.plus(c)
		}
	}
	return t
}
