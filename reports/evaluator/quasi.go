package evaluator

import (
	"fmt"
	"slices"
	"strings"

	"lvv/anonymise/microdata"
	"lvv/schemas"
)

// A quasi is a column of the records by which somebody might be recognised,
// with the ways in which it may be made coarser.
type quasi struct {
	name   string
	levels []level
	codes  []int32 // for each record its value, in the order of levels[0]
}

// A level is one way to write a column: the value of every leaf, and what the
// values mean.
type level struct {
	about  string   // what kind of value this is, in Dutch
	values []string // one for each leaf
	labels map[string]string
}

// top is the level that says nothing; every column ends in it.
func (q quasi) top() int { return len(q.levels) - 1 }

// from makes a column for gate 2 that is no finer than a level.
func (q quasi) from(floor int) microdata.Column {
	leaves := distinct(q.levels[floor].values)
	at := make(map[string]int32, len(leaves))
	for i, v := range leaves {
		at[v] = int32(i)
	}
	rows := make([][]string, len(leaves))
	place := make([]int32, len(q.levels[floor].values))
	for leaf, v := range q.levels[floor].values {
		place[leaf] = at[v]
		if rows[at[v]] != nil {
			continue
		}
		for _, l := range q.levels[floor:] {
			rows[at[v]] = append(rows[at[v]], l.values[leaf])
		}
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

// loss is the share of detail that a level loses, by the counts of the leaves:
// 0 keeps all, 1 nothing (the loss of gate 2, taken over the leaves that the
// column had before any floor). Records that were left out count as lost.
func (q quasi) loss(at int, kept []int32) float64 {
	m := float64(len(q.levels[0].values))
	n := float64(len(q.codes))
	if n == 0 || m < 2 {
		return 0
	}
	under := make(map[string]int)
	for _, v := range q.levels[at].values {
		under[v]++
	}
	share := make([]int, len(q.levels[at].values)) // leaves that a leaf can no longer be told from
	for leaf, v := range q.levels[at].values {
		share[leaf] = under[v]
	}
	leaves := 0
	for _, row := range kept {
		leaves += share[q.codes[row]]
	}
	sum := n - float64(len(kept)) + float64(leaves)/m
	return (sum - n/m) / (n - n/m)
}

func everything(n int) level {
	l := level{about: "niets", values: make([]string, n)}
	for i := range l.values {
		l.values[i] = microdata.Top
	}
	return l
}

// listed makes the levels of a code list: its codes, then columns of the list
// that group them, then nothing.
func listed(list *schemas.CodeList, about string, groups ...level) []level {
	first := level{about: about, labels: map[string]string{}}
	for _, c := range list.Codes {
		first.values = append(first.values, c.Code)
		first.labels[c.Code] = c.Label
	}
	return append(append([]level{first}, groups...), everything(len(list.Codes)))
}

// grouped makes a level from a function of a code.
func grouped(list *schemas.CodeList, about string, group func(schemas.Code) (value, label string)) level {
	l := level{about: about, labels: map[string]string{}}
	for _, c := range list.Codes {
		v, label := group(c)
		l.values = append(l.values, v)
		l.labels[v] = label
	}
	return l
}

// nationalityLevels are nationality, region, part of the world, and the two
// parts that most people come from beside the rest.
func nationalityLevels() []level {
	list := schemas.List(schemas.NationalityList)
	extra := func(column string) func(schemas.Code) (string, string) {
		return func(c schemas.Code) (string, string) { return slug(c.Extra[column]), capital(c.Extra[column]) }
	}
	return listed(list, "nationaliteit (BRP-code)",
		grouped(list, "regio", extra("regio")), grouped(list, "werelddeel", extra("werelddeel")),
		grouped(list, "Afrika, Azië of overig", func(c schemas.Code) (string, string) {
			if w := c.Extra["werelddeel"]; w == "Afrika" || w == "Azië" {
				return slug(w), w
			}
			return "overig", "Overige werelddelen, staatloos of onbekend"
		}))
}

// slug writes a name with letters that survive every code page.
func slug(s string) string {
	s = strings.ToLower(s)
	s = strings.NewReplacer("ë", "e", "ï", "i", "é", "e").Replace(s)
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, s)
}

func sexLevels() []level {
	list := schemas.List("geslacht")
	return listed(list, "geslacht", grouped(list, "man of niet", func(c schemas.Code) (string, string) {
		if c.Code == "man" {
			return c.Code, c.Label
		}
		return "vrouw_of_onbekend", "Vrouw of onbekend"
	}))
}

func ageLevels() []level {
	list, groups := schemas.List(schemas.AgeBandList), schemas.List(schemas.AgeGroupList)
	return listed(list, "klasse van vijf jaar",
		grouped(list, "groep van AMIF", func(c schemas.Code) (string, string) {
			g := groups.Codes[groups.Index(c.Extra["groep"])]
			return g.Code, g.Label
		}),
		grouped(list, "18 t/m 60 jaar of niet", func(c schemas.Code) (string, string) {
			if c.Extra["groep"] == "18-60" {
				return "18-60", "18 t/m 60 jaar"
			}
			return "anders", "Jonger dan 18, ouder dan 60 of onzeker"
		}))
}

func durationLevels() []level {
	list := schemas.List(schemas.DurationList)
	return listed(list, "klasse van maanden", grouped(list, "half jaar, jaar of langer", func(c schemas.Code) (string, string) {
		switch c.Code {
		case "0-3", "3-6":
			return "0-6", "Korter dan 6 maanden"
		case "6-12":
			return c.Code, c.Label
		}
		return "12+", "12 maanden of langer"
	}))
}

// entryLevels are the months of a period, quarters, years, and nothing.
func entryLevels(p schemas.Period) []level {
	var month, quarter, year level
	month.about, quarter.about, year.about = "maand", "kwartaal", "jaar"
	y0, m0, _ := p.From.Date()
	y1, m1, _ := p.To.Date()
	for y, m := y0, m0; y < y1 || y == y1 && m <= m1; {
		month.values = append(month.values, fmt.Sprintf("%04d-%02d", y, m))
		quarter.values = append(quarter.values, fmt.Sprintf("%04d-K%d", y, (m+2)/3))
		year.values = append(year.values, fmt.Sprintf("%04d", y))
		if m++; m > 12 {
			y, m = y+1, 1
		}
	}
	levels := []level{month, quarter, year, everything(len(month.values))}
	for i := range levels[:3] {
		levels[i].labels = map[string]string{}
		for _, v := range levels[i].values {
			levels[i].labels[v] = v
		}
	}
	return levels
}

// used lists the values of a level that may occur, in the order of the leaves.
func (l level) used() []string {
	return slices.DeleteFunc(distinct(l.values), func(v string) bool { return v == microdata.Top })
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
