package evaluator

import (
	"slices"
	"strconv"

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
	asks := []struct {
		q, level int
		name     string
	}{{qNationality, partLevel, "werelddeel"}, {qSex, 0, "geslacht"}, {qAge, groupLevel, "leeftijd"}, {qEntry, yearLevel, "jaar van instroom"}}
	var count []func() []answer
	for _, ask := range asks {
		count = append(count, func() []answer { return r.byLeaf(ask.q) })
	}
	leaves, values := side(count...), r.byValue(s)
	for i, ask := range asks {
		level := r.quasi[ask.q].levels[ask.level]
		are, written := leaves[i], values[ask.q]
		for _, group := range distinct(level.Values) {
			inside := r.quasi[ask.q].box(group)
			all := sum(are, inside)
			kept := sum(written, r.surely(ask.q, inside, s.written[ask.q].Labels, written))
			if all.stays < leastAsked || kept.stays < leastAsked {
				continue
			}
			out = append(out, usePrivacy{ask.name, level.Labels[group],
				percents(all.durable, all.stays), percents(kept.durable, kept.stays), percents(kept.stays, all.stays)})
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

// An answer is how many stays there are, and how many of them have a durable
// solution.
type answer struct{ stays, durable int }

// byLeaf answers for each leaf of a column, from the stays as they are.
func (r *records) byLeaf(q int) []answer {
	out := make([]answer, len(r.quasi[q].levels[0].Values))
	durable := r.durable()
	for row, leaf := range r.quasi[q].codes {
		out[leaf].stays++
		out[leaf].durable += durable[r.solution.Codes[row]]
	}
	return out
}

// byValue answers for each value of each column, from the records that are kept.
func (r *records) byValue(s *set) (out [quasis][]answer) {
	for q := range out {
		out[q] = make([]answer, len(s.written[q].Labels))
	}
	durable, kept := r.durable(), s.Kept()
	for first, end := range s.classes {
		here := answer{stays: end - first}
		for _, row := range kept[first:end] {
			here.durable += durable[r.solution.Codes[row]]
		}
		for q := range out {
			value := &out[q][s.written[q].Codes[first]]
			value.stays, value.durable = value.stays+here.stays, value.durable+here.durable
		}
	}
	return out
}

// durable is 1 for the solution that is durable, and 0 for the others.
func (r *records) durable() []int {
	out := make([]int, len(r.solution.Values))
	out[slices.Index(r.solution.Values, solutions[0].code)] = 1
	return out
}

// sum adds up the answers that are marked.
func sum(answers []answer, marks []bool) answer {
	var all answer
	for i, a := range answers {
		if marks[i] {
			all.stays, all.durable = all.stays+a.stays, all.durable+a.durable
		}
	}
	return all
}

// surely marks the values that occur and lie within a group.
func (r *records) surely(q int, group []bool, values []string, answers []answer) []bool {
	out := make([]bool, len(values))
	for i, value := range values {
		out[i] = answers[i].stays > 0 && within(r.quasi[q].box(value), group)
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
