package evaluator

import (
	"io"

	"lvv/anonymise/pseudonym"
	"lvv/reports/csvfile"
	"lvv/reports/parcel"
	"lvv/schemas"
	"lvv/schemas/codebook"
)

// A Study follows persons over time. Its parcel says of each record whose it is
// by a pseudonym that stays the same from release to release, and is therefore
// pseudonymous as a whole: personal data still (GDPR art. 4(5)).
type Study struct {
	Pseudonyms pseudonym.Domain                // of this study and its one recipient
	ID         func(person int32) pseudonym.ID // of a person of the store
	Changed    []Changed                       // since the first parcel of the study
}

// A study is what the parcel of a longitudinal study holds beside the others'.
type study struct {
	follows     []follow // one for each record, in their order
	concordance []Concord
}

// A follow says whose a record is, and how that was found.
type follow struct{ pseudonym, link string }

// study names the person of each record.
func (r *records) study(s *set, of *Study) (*study, error) {
	ids := make([]pseudonym.ID, len(r.stored))
	for i, person := range r.stored {
		ids[i] = of.ID(person)
	}
	names, err := of.Pseudonyms.Bulk(ids)
	if err != nil {
		return nil, err
	}
	out := &study{concordance: Concordance(of.Pseudonyms, of.Changed)}
	links := schemas.List("koppelstatus").Strings()
	for _, row := range s.Kept() {
		out.follows = append(out.follows, follow{names[r.persons[row]], links[r.link[row]]})
	}
	return out, nil
}

const (
	studyPath       = "gegevens/studie.csv"
	concordancePath = "gegevens/concordantie.csv"
)

// studyFiles say whose the records are. They are separate files, so that the
// file of records is the same as in a parcel without them.
func (e edition) studyFiles() []parcel.File {
	if e.study == nil {
		return nil
	}
	var follows, changes [][]csvfile.Cell
	for i, f := range e.study.follows {
		follows = append(follows, []csvfile.Cell{csvfile.Int(int64(i + 1)), csvfile.Text(f.pseudonym), csvfile.Text(f.link)})
	}
	for _, c := range e.study.concordance {
		changes = append(changes, []csvfile.Cell{csvfile.Text(c.Old), csvfile.Text(c.New), csvfile.Text(c.Kind)})
	}
	return []parcel.File{
		{Name: studyPath, About: "PSEUDONIEM: van wie elk record is, om personen door de tijd te volgen", Write: func(w io.Writer) error {
			return csvfile.Data(w, []string{"regel", "pseudoniem", "koppelstatus"}, follows)
		}},
		{Name: concordancePath, About: "PSEUDONIEM: pseudoniemen van eerdere pakketten van dit onderzoek die nu anders zijn", Write: func(w io.Writer) error {
			return csvfile.Data(w, []string{"oud", "nieuw", "soort"}, changes)
		}},
	}
}

// studyBook describes those files.
func (e edition) studyBook() []codebook.File {
	if e.study == nil {
		return nil
	}
	d := e.job.Contract.Dataset("opvang")
	name := func(column, label, english, meaning string) codebook.Variable {
		v := codebook.FromField(d, d.PersonField())
		v.Name, v.Label, v.LabelEN, v.Definition, v.Type, v.Width, v.Values, v.Missing = column, label, english, meaning, codebook.Text, 24, nil, nil
		v.Transformation = "Pseudoniem van dit onderzoek en deze ontvanger alleen; het laatste teken is een controleteken."
		return v
	}
	link := name("koppelstatus", "Koppelstatus", "Linkage", "Hoe is vastgesteld van wie het record is. Met E is een persoon misschien ook onder een ander pseudoniem bekend.")
	link.Type, link.Width, link.Transformation = codebook.Coded, 0, ""
	for _, c := range schemas.List("koppelstatus").Codes {
		link.Values = append(link.Values, codebook.Value{Code: c.Code, Label: c.Label})
	}
	row := name("regel", "Regel", "Line", "Het hoeveelste record van "+recordPath+", van 1 af.")
	row.Type, row.Width, row.Transformation = codebook.Integer, 0, ""
	kind := name("soort", "Soort wijziging", "Kind of change", "Waarom het pseudoniem anders is.")
	kind.Type, kind.Width, kind.Transformation = codebook.Coded, 0, ""
	for _, k := range []string{Merged, Split, Renumbered} {
		kind.Values = append(kind.Values, codebook.Value{Code: k, Label: changeLabels[k]})
	}
	return []codebook.File{
		{Path: studyPath, Title: "Studie: van wie elk record is (pseudoniem)", Rows: len(e.study.follows),
			Variables: []codebook.Variable{row, name("pseudoniem", "Pseudoniem", "Pseudonym", "Dezelfde persoon heeft in elk pakket van dit onderzoek hetzelfde pseudoniem."), link}},
		{Path: concordancePath, Title: "Concordantie: pseudoniemen die zijn veranderd", Rows: len(e.study.concordance),
			Variables: []codebook.Variable{name("oud", "Oud pseudoniem", "Old pseudonym", "Het pseudoniem in eerdere pakketten."), name("nieuw", "Nieuw pseudoniem", "New pseudonym", "Het pseudoniem van nu."), kind}},
	}
}
