package evaluator

import (
	"strings"

	"lvv/schemas"
	"lvv/schemas/codebook"
)

// A source is the field behind a column of the records, and what the codebook
// says of the column beyond what the schema says of the field.
type source struct{ field, label, labelEN, definition string }

var sources = map[string]source{
	"nationaliteit": {"nationaliteit", "", "Nationality", ""},
	"geslacht":      {"geslacht", "", "Sex", ""},
	"leeftijd_instroom": {"geboortedatum", "Leeftijd bij instroom", "Age at entry",
		"Leeftijd in hele jaren op de eerste dag; in een klasse als ook een onvolledige geboortedatum niet anders kan, anders onzeker."},
	"instroom": {"datum_instroom", "Begin van het verblijf", "Entry", ""},
	"verblijfsduur": {"datum_uitstroom", "Verblijfsduur", "Length of stay",
		"Hele kalendermaanden tussen begin en einde; van wie er nog is, tot het einde van de periode."},
	colSolution: {"reden_uitstroom", "Oplossing", "Solution",
		"Groep van de reden van uitstroom, volgens de indeling onder Bestendige oplossing."},
	colReason: {"reden_uitstroom", "", "Reason for exit", ""},
}

const (
	allSuppressed = "Alle waarden zijn onderdrukt (-3): met dit kenmerk erbij waren personen te herkennen."
	mixedLevels   = " Het detail verschilt per record, omdat elk record zo fijn is als kan: " +
		"de kolom met _niveau erachter zegt hoe fijn. Een grover niveau voor alle records maakt u met gegevens/niveaus.csv."
)

// recordVariables describes the columns of the records, in their order.
func (e edition) recordVariables() []codebook.Variable {
	var out []codebook.Variable
	for _, c := range e.columns {
		if c.levels != "" {
			out = append(out, e.levelVariable(c))
			continue
		}
		v := e.variableOf(c.name)
		v.Type, v.Values, v.Missing = codebook.Coded, nil, c.missing
		for _, x := range c.values {
			if x.code != codeUnregistered {
				v.Values = append(v.Values, codebook.Value{Code: x.code, Label: x.label})
			}
		}
		if len(v.Values) == 0 {
			// A coded variable has codes; this one has only what is missing.
			v.Type, v.Suppression = codebook.Integer, allSuppressed
		}
		v.Transformation = "Detail: " + c.about + "."
		if c.quasi && strings.Contains(c.about, ", ") {
			v.Transformation += mixedLevels
		}
		out = append(out, v)
	}
	return out
}

// variableOf begins the description of a column with what the schema says.
func (e edition) variableOf(column string) codebook.Variable {
	d := e.job.Contract.Dataset("opvang")
	src := sources[column]
	v := codebook.FromField(d, d.Field(src.field))
	v.Name, v.LabelEN = column, src.labelEN
	if src.label != "" {
		v.Label = src.label
	}
	if src.definition != "" {
		v.Definition = src.definition
	}
	v.Population = "Verblijven die in de periode begonnen."
	return v
}

// levelVariable describes the companion of a column of mixed levels.
func (e edition) levelVariable(c recordColumn) codebook.Variable {
	v := e.variableOf(c.levels)
	v.Name, v.Label, v.LabelEN = c.name, v.Label+": niveau", v.LabelEN+": level"
	v.Type, v.Values, v.Missing = codebook.Coded, nil, nil
	v.Definition = "Hoe fijn de waarde in " + c.levels + " is: 0 is het fijnst."
	v.Transformation = ""
	for _, x := range c.values {
		v.Values = append(v.Values, codebook.Value{Code: x.code, Label: x.label})
	}
	return v
}

// levelsVariables describes the file that brings values to a coarser level.
func levelsVariables() []codebook.Variable {
	text := func(name, label, english, meaning string) codebook.Variable {
		return codebook.Variable{Name: name, Label: label, LabelEN: english, Type: codebook.Text, Width: 80, Definition: meaning, Source: "schemas/hierarchies.toml van lvv"}
	}
	number := text("niveau", "Niveau", "Level", "Het niveau waarop de waarde is gebracht; 0 is het fijnst.")
	number.Type, number.Width = codebook.Integer, 0
	return []codebook.Variable{
		text("kolom", "Kolom", "Column", "De kolom van het recordbestand."),
		text("code", "Code", "Code", "Een waarde zoals zij in het recordbestand staat."),
		number,
		text("niveaunaam", "Naam van het niveau", "Name of the level", "Wat voor soort waarde op dat niveau staat."),
		text("waarde", "Waarde op dat niveau", "Value at that level", "De code van de waarde, of van de groep waarin zij valt."),
		text("waarde_naam", "Naam van de waarde", "Label of the value", "Wat die code betekent."),
	}
}

// A step brings a value to a level that is as coarse or coarser.
type step struct {
	column, code string
	level        int
	about        string
	value, label string
}

// steps lists, for every value of a file of mixed levels, what it is on its own
// level and on each coarser one but the last, which tells nothing.
func (r *records) steps(columns []recordColumn) []step {
	var out []step
	for _, q := range r.quasi {
		for _, c := range columns {
			if c.name != q.name {
				continue
			}
			for _, v := range c.values {
				out = append(out, q.stepsOf(v.value)...)
			}
		}
	}
	return out
}

func (q quasi) stepsOf(value string) []step {
	own := q.level(value)
	leaf := firstOf(q.levels[own], value)
	var out []step
	for i := own; i < q.top(); i++ {
		l := q.levels[i]
		out = append(out, step{q.name, value, i, l.About, l.Values[leaf], l.Labels[l.Values[leaf]]})
	}
	return out
}

// firstOf is the first leaf of a value.
func firstOf(l schemas.Level, value string) int {
	for leaf, v := range l.Values {
		if v == value {
			return leaf
		}
	}
	panic("evaluator: internal error: no such value")
}
