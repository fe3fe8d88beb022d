package codebook

import "lvv/schemas"

// FromField begins the description of a variable that comes from a field of a
// delivery: name, labels, type, values, definition and source. What was done to
// it, and what is missing, is for the caller to add.
func FromField(d *schemas.Dataset, f *schemas.Field) Variable {
	v := Variable{
		Name: f.Name, Label: f.Label, LabelEN: f.LabelEN, Type: Text, Definition: f.Meaning,
		Source: "levering " + d.Name + ", kolom " + f.Label + " (" + f.Clause + ")",
	}
	switch f.Kind {
	case schemas.KindDate:
		v.Type = Date
	case schemas.KindMonth:
		v.Type = Month
	case schemas.KindCount:
		v.Type = Integer
	case schemas.KindCents:
		v.Type = Decimal
	case schemas.KindCode, schemas.KindNationality:
		v.Type, v.Values = Coded, FromList(f.Codes)
	}
	return v
}

// FromList returns the codes of a list with their Dutch labels, in its order.
func FromList(l *schemas.CodeList) []Value {
	values := make([]Value, len(l.Codes))
	for i, c := range l.Codes {
		values[i] = Value{Code: c.Code, Label: c.Label}
	}
	return values
}

// RollUp describes how the exit reasons of a contract are put together, for
// [Book.Mappings]. A reason that the contract does not register is said to be
// not registered, because a zero would be untrue.
func RollUp(c *schemas.Contract) Mapping {
	version, groups := schemas.RollUp()
	registered := c.Dataset("opvang").Field("reden_uitstroom").Codes
	m := Mapping{
		Name:    "Bestendige oplossing",
		Version: version,
		Remark:  "Indeling van de uitstroomredenen door de makers van dit bestand, naar de indeling van de eindevaluatie (2022). Een gedwongen vertrek is niet te onderscheiden van een zelfstandige terugkeer.",
	}
	for _, reason := range schemas.List(version).Codes {
		group := groups[reason.Code]
		if registered.Index(reason.Code) < 0 {
			group = "niet afzonderlijk geregistreerd"
		}
		m.Rows = append(m.Rows, [2]string{reason.Label, group})
	}
	return m
}
