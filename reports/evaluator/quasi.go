package evaluator

import (
	"fmt"
	"slices"

	"lvv/anonymise/microdata"
	"lvv/schemas"
)

// A quasi is a column of the records by which somebody might be recognised,
// with the ways in which it may be made coarser.
type quasi struct {
	name   string
	levels []schemas.Level // the last one tells nothing
	codes  []int32         // for each record its value, in the order of levels[0]
}

// top is the level that says nothing; every column ends in it.
func (q quasi) top() int { return len(q.levels) - 1 }

// from makes a column for gate 2 that is no finer than a level, nor, for each
// leaf, than a value that it lies in.
func (q quasi) from(floor int, cuts []string) microdata.Column {
	rows, finest := [][]string(nil), make(map[string]int32)
	place := make([]int32, len(q.levels[0].Values))
	for leaf := range place {
		row := q.chain(leaf, floor, cuts)
		at, known := finest[row[0]]
		if !known {
			at = int32(len(rows))
			finest[row[0]] = at
			rows = append(rows, row)
		}
		place[leaf] = at
	}
	h, err := microdata.NewHierarchy(q.name, rows)
	if err != nil {
		panic("evaluator: internal error: " + err.Error())
	}
	c := microdata.Column{Name: q.name, Hierarchy: h, Codes: make([]int32, len(q.codes))}
	for i, leaf := range q.codes {
		c.Codes[i] = place[leaf]
	}
	return c
}

// chain is what a leaf is on each level from the floor on. Below a cut it is the
// cut.
func (q quasi) chain(leaf, floor int, cuts []string) []string {
	from, at := floor, ""
	for _, cut := range cuts {
		if l := q.level(cut); l > from && q.levels[l].Values[leaf] == cut {
			from, at = l, cut
		}
	}
	var out []string
	for i, l := range q.levels[floor:] {
		if floor+i < from {
			out = append(out, at)
		} else {
			out = append(out, l.Values[leaf])
		}
	}
	return out
}

func distinct(values []string) []string {
	seen := make(map[string]bool, len(values))
	var out []string
	for _, v := range values {
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

// level is the finest level that has a value. A value means the same on every
// level that has it.
func (q quasi) level(value string) int {
	for i, l := range q.levels {
		if slices.Contains(l.Values, value) {
			return i
		}
	}
	panic("evaluator: internal error: column " + q.name + " has no such value")
}

// box marks the leaves that a value may stand for.
func (q quasi) box(value string) []bool {
	values := q.levels[q.level(value)].Values
	inside := make([]bool, len(values))
	for leaf, v := range values {
		inside[leaf] = v == value
	}
	return inside
}

// loss is the share of detail that is lost by writing the kept records of n as
// they are written: 0 keeps all, 1 nothing (the loss of gate 2, taken over the
// leaves that the column had before any floor). Records that were left out
// count as lost.
func (q quasi) loss(written spelled, n int) float64 {
	m := float64(len(q.levels[0].Values))
	if n == 0 || m < 2 {
		return 0
	}
	sum := 0
	for code, rows := range written.rows {
		if rows > 0 {
			sum += rows * marked(q.box(written.Labels[code]))
		}
	}
	all := float64(n-len(written.Codes)) + float64(sum)/m
	return (all - float64(n)/m) / (float64(n) - float64(n)/m)
}

func marked(marks []bool) int {
	n := 0
	for _, m := range marks {
		if m {
			n++
		}
	}
	return n
}

// ageLevels are the levels of the bands of ages, with a leaf more for each group
// of ages: for who is surely in the group though the band within it is not
// known.
func ageLevels() []schemas.Level {
	levels := schemas.Hierarchy(schemas.AgeBandList)
	for _, g := range schemas.List(schemas.AgeGroupList).Codes {
		if g.Code == schemas.UncertainAge {
			continue
		}
		member := firstOf(levels[groupLevel], g.Code)
		for i := range levels {
			value := levels[i].Values[member]
			if i < groupLevel {
				value = g.Code + "_" + schemas.UncertainAge
				levels[i].Labels[value] = g.Label + ", klasse onzeker"
			}
			levels[i].Values = append(levels[i].Values, value)
		}
	}
	return levels
}

// ageLeaves gives for each interval of ages its leaf in [ageLevels].
func ageLeaves(levels []schemas.Level, from, to []int32) []int32 {
	bands, groups := bandsOf(schemas.List(schemas.AgeBandList), from, to), bandsOf(schemas.List(schemas.AgeGroupList), from, to)
	list := schemas.List(schemas.AgeGroupList)
	uncertain := int32(schemas.List(schemas.AgeBandList).Index(schemas.UncertainAge))
	within := make([]int32, len(list.Codes))
	for g, c := range list.Codes {
		within[g] = uncertain
		if c.Code != schemas.UncertainAge {
			within[g] = int32(firstOf(levels[0], c.Code+"_"+schemas.UncertainAge))
		}
	}
	for i, band := range bands {
		if band == uncertain {
			bands[i] = within[groups[i]]
		}
	}
	return bands
}

// entryLevels are the months of a period, quarters, halves, years, and nothing.
func entryLevels(p schemas.Period) []schemas.Level {
	levels := []schemas.Level{{About: "maand"}, {About: "kwartaal"}, {About: "half jaar"}, {About: "jaar"}}
	y0, m0, _ := p.From.Date()
	y1, m1, _ := p.To.Date()
	for y, m := y0, m0; y < y1 || y == y1 && m <= m1; {
		for i, v := range []string{fmt.Sprintf("%04d-%02d", y, m), fmt.Sprintf("%04d-K%d", y, (m+2)/3), fmt.Sprintf("%04d-H%d", y, (m+5)/6), fmt.Sprintf("%04d", y)} {
			levels[i].Values = append(levels[i].Values, v)
		}
		if m++; m > 12 {
			y, m = y+1, 1
		}
	}
	for i := range levels {
		levels[i].Labels = make(map[string]string)
		for _, v := range levels[i].Values {
			levels[i].Labels[v] = v
		}
	}
	return append(levels, schemas.Nothing(len(levels[0].Values)))
}

// outcomeLabel is what a value of a sensitive column means.
func outcomeLabel(code string) string {
	switch code {
	case unknown:
		return "Niet geregistreerd"
	case stillPresent:
		return "Nog in de opvang aan het einde van de periode"
	}
	for _, s := range solutions {
		if s.code == code {
			return s.label
		}
	}
	version, _ := schemas.RollUp()
	list := schemas.List(version)
	return list.Codes[list.Index(code)].Label
}
