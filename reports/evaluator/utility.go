package evaluator

import (
	"strconv"

	"lvv/anonymise/microdata"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
)

// A usePrivacy is a question of the evaluation, answered from the stays as they
// are and from the records as they leave: the share of a group with a durable
// solution.
type usePrivacy struct {
	Question string  `json:"bestendige_oplossing_naar"`
	Group    string  `json:"groep"`
	True     float64 `json:"oorspronkelijk"`
	Found    float64 `json:"in_de_records"`
	Known    float64 `json:"aandeel_van_de_groep_dat_de_records_laten_zien"`
}

// leastAsked is how many stays must be behind a share that is printed. With a
// thousand, a whole percent is ten stays, the width that hidden figures have: a
// share of a smaller group would give its count away.
const leastAsked = 1000

// utility re-runs questions of the evaluation on both: the share of durable
// solutions by part of the world, sex, age group, and year of entry.
func (r *records) utility(s *set) []usePrivacy {
	var out []usePrivacy
	for _, ask := range []struct {
		q, level int
		name     string
	}{{qNationality, partLevel, "werelddeel"}, {qSex, 0, "geslacht"}, {qAge, groupLevel, "leeftijd"}, {qEntry, yearLevel, "jaar van instroom"}} {
		level := r.quasi[ask.q].levels[ask.level]
		for _, group := range distinct(level.Values) {
			all, durable := r.ask(ask.q, r.quasi[ask.q].box(group), nil)
			kept, found := r.ask(ask.q, r.quasi[ask.q].box(group), s)
			if all < leastAsked || kept < leastAsked {
				continue
			}
			out = append(out, usePrivacy{ask.name, level.Labels[group],
				percents(durable, all), percents(found, kept), percents(kept, all)})
		}
	}
	return out
}

// yearLevel is the level of years of entry.
const yearLevel = 3

func percents(part, of int) float64 {
	n, _ := strconv.ParseFloat(strconv.FormatFloat(100*float64(part)/float64(of), 'f', 0, 64), 64)
	return n / 100
}

// ask counts the stays of a group and those of them with a durable solution: as
// they are when s is nil, else the records of which it is written that they are
// in the group.
func (r *records) ask(q int, group []bool, s *set) (all, durable int) {
	count := func(row int32) {
		all++
		if r.solution.Values[r.solution.Codes[row]] == solutions[0].code {
			durable++
		}
	}
	if s == nil {
		for row, leaf := range r.quasi[q].codes {
			if group[leaf] {
				count(int32(row))
			}
		}
		return all, durable
	}
	sure := r.surely(q, group, s.written[q])
	for at, row := range s.Kept() {
		if sure[s.written[q].Codes[at]] {
			count(row)
		}
	}
	return all, durable
}

// surely marks the values that lie within a group.
func (r *records) surely(q int, group []bool, written microdata.Values) []bool {
	out := make([]bool, len(written.Labels))
	for code, n := range tally(written) {
		out[code] = n > 0 && within(r.quasi[q].box(written.Labels[code]), group)
	}
	return out
}

// useful shows what a researcher would find in the records.
func (p privacy) useful() page.Section {
	s := page.Section{Title: "Bruikbaarheid"}
	if p.Records == nil || len(p.Records.Utility) == 0 {
		s.Blocks = []page.Block{page.Text("Er is geen vraag die op ten minste duizend records rust.")}
		return s
	}
	t := page.Table{Caption: "Aandeel met een bestendige oplossing, in de verblijven zelf en in de records", Heads: 2, Columns: []page.Column{{Head: "Naar"}, {Head: "Groep"},
		{Head: "Zelf", Number: true}, {Head: "Records", Number: true}, {Head: "Verschil", Number: true}, {Head: "Groep te zien", Number: true}}}
	for _, u := range p.Records.Utility {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{page.Value(u.Question), page.Value(u.Group), page.Value(dutch.Percent(100*u.True, 0)),
			page.Value(dutch.Percent(100*u.Found, 0)), page.Value(dutch.Decimal(100*(u.Found-u.True), 0)), page.Value(dutch.Percent(100*u.Known, 0))}})
	}
	s.Blocks = []page.Block{page.Text("Alleen groepen van duizend of meer, in hele procenten: een procent is dan tien of meer verblijven, zodat geen aantal is terug te rekenen. Het verschil is in procentpunten; de laatste kolom zegt van welk deel van de groep de records laten zien dat zij erbij hoort."), t}
	return s
}
