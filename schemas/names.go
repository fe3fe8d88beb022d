package schemas

import "slices"

// Names are the headers under which a column of the field may be delivered, as
// they are written; readers fold case, accents and separators.
func (f *Field) Names() []string {
	return append([]string{f.Name, f.Label, f.LabelEN}, f.Aliases...)
}

// aboutPersons are the kinds of field that identify or describe a person.
var aboutPersons = []Kind{KindVNumber, KindName, KindBirthDate, KindNationality}

// PersonColumns returns the headers of all fields, in any contract, that identify
// or describe a person. Among counts they may not even stand in the header (S-U
// 2a).
func PersonColumns() []string {
	var names []string
	for _, name := range Names() {
		c, err := Load(name)
		if err != nil {
			panic("schemas: internal error: " + err.Error())
		}
		for _, d := range c.Datasets {
			for _, f := range d.Fields {
				if slices.Contains(aboutPersons, f.Kind) {
					names = append(names, f.Names()...)
				}
			}
		}
	}
	return names
}
