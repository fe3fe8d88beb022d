package evaluator

import (
	"crypto/sha256"
	"encoding/hex"
	"io"

	"lvv/anonymise/disclosure"
	"lvv/reports/parcel"
	"lvv/schemas/codebook"
)

// codebook describes the files for programs: the records and every table.
func (e edition) codebook(files []parcel.File) codebook.Book {
	b := codebook.Book{
		Name: "lvv-evaluatie-" + e.job.Period.From.String() + "-" + e.job.Period.To.String(), Title: "Monitoringgegevens " + e.job.Programme,
		Version: e.job.Provenance.Version, Created: e.job.At, Population: "Verblijven in de opvang met een dag in de periode.",
		Reference: e.span(), Label: codebook.Label(e.label), Reason: e.reason(), Mappings: []codebook.Mapping{codebook.RollUp(e.job.Contract)},
	}
	if e.records != nil {
		b.Files = append(b.Files, codebook.File{Path: recordPath, Title: "Records: verblijven die in de periode begonnen", Rows: e.records.N(), Variables: e.recordVariables()})
		if len(e.steps) > 0 {
			b.Files = append(b.Files, codebook.File{Path: levelsPath, Title: "Waarden van de records op grovere niveaus", Rows: len(e.steps), Variables: levelsVariables()})
		}
	}
	b.Files = append(b.Files, e.studyBook()...)
	for _, v := range e.views {
		f := codebook.File{Path: "gegevens/" + v.Name + ".csv", Title: v.Title, Rows: v.Len(), Variables: v.variables()}
		for _, x := range files {
			if x.Name == f.Path {
				sum := sha256.Sum256(x.Data)
				f.SHA256 = hex.EncodeToString(sum[:])
			}
		}
		b.Files = append(b.Files, f)
	}
	return b
}

// reason says by which test the parcel is called anonymous.
func (e edition) reason() string {
	if e.rounding.Rounded() {
		return "De tabellen zijn samen beschermd en gecontroleerd. " + e.rounding.Note() + " Records zijn weggelaten."
	}
	s := "De tabellen zijn samen beschermd en gecontroleerd: geen onderdrukte cel is uit te rekenen of nauwer te begrenzen dan ingesteld. "
	if e.records == nil && e.privacy.Differing {
		return s + recordsStay
	}
	if e.records == nil {
		return s + "Records konden niet anoniem en bruikbaar worden gemaakt en zijn weggelaten."
	}
	if e.study != nil {
		return s + "Pseudoniemen in " + studyPath + " verbinden records van dezelfde persoon, ook met eerdere en latere pakketten: dit zijn persoonsgegevens (AVG art. 4 lid 5)."
	}
	return s + "In de records komt elke combinatie van achtergrondkenmerken voor bij ten minste k personen, met verschillende uitkomsten."
}

// variables describes a table file.
func (v view) variables() []codebook.Variable {
	var out []codebook.Variable
	for _, d := range v.Dims {
		x := codebook.Variable{Name: d.Name, Label: d.Label, LabelEN: english(d.Name), Type: codebook.Coded, Definition: "Indeling van de tabel: " + d.Label + ".", Source: v.clause, Values: values(d)}
		out = append(out, x)
	}
	hidden := "Te kleine aantallen, en aantallen waaruit die te berekenen zijn, zijn een punt."
	text := func(name, label, english, meaning string) codebook.Variable {
		return codebook.Variable{Name: name, Label: label, LabelEN: english, Type: codebook.Text, Width: 500, Definition: meaning, Source: "de makers van dit bestand"}
	}
	out = append(out,
		codebook.Variable{Name: v.countColumn(), Label: "Aantal (teller)", LabelEN: "Count", Type: codebook.Integer, Definition: v.definition, Source: v.clause, Suppression: hidden, Missing: []string{codebook.Point}},
		codebook.Variable{Name: colBase, Label: "Noemer", LabelEN: "Denominator", Type: codebook.Integer, Definition: "Het totaal over de laatste indeling, in dezelfde overige categorieën.", Source: v.clause, Suppression: hidden, Missing: []string{codebook.Point}},
		codebook.Variable{Name: colShare, Label: "Aandeel in procenten", LabelEN: "Percentage", Type: codebook.Decimal, Definition: "Teller gedeeld door noemer, zoals zij hier staan, alleen als beide worden getoond.", Source: "berekend", Suppression: hidden, Missing: []string{codebook.Point}},
		text(colUnit, "Eenheid", "Unit", "Wat is geteld."), text(colKind, "Stand of stroom", "Stock or flow", "Stand: op een moment. Stroom: in een periode."),
		text(colPopulation, "Populatie", "Population", "Waarover de tabel gaat."), text(colReference, "Peilmoment", "Reference", "Peildatum of periode."),
		text(colDefinition, "Definitie", "Definition", "Wat het cijfer betekent."), text(colClause, "Grondslag", "Clause", "Waar het is afgesproken (S-U: Utrecht, S-A: Amsterdam)."))
	return out
}

// values lists the categories; labels that occur twice get their code beside
// them, as a value label must be unique.
func values(d disclosure.Dim) []codebook.Value {
	times := map[string]int{}
	for _, c := range d.Categories {
		times[c.Label]++
	}
	var out []codebook.Value
	for _, c := range d.Categories {
		label := c.Label
		if times[label] > 1 {
			label += " (" + c.Code + ")"
		}
		out = append(out, codebook.Value{Code: c.Code, Label: label})
	}
	return out
}

func english(dim string) string {
	return map[string]string{dimTime: "Period", dimDate: "Reference date", dimOrg: "Organisation", dimReason: "Reason for exit", dimNationality: "Nationality",
		dimSex: "Sex", dimAge: "Age at entry", dimDuration: "Length of stay", dimHouses: "Sheltered by", dimLink: "Linkage",
		dimKind: "Kind of help", dimLine: "Line", dimDecision: "Decision", dimScenario: "Guidance scenario", dimResult: "Result"}[dim]
}

// codebookFiles writes the codebook for people and for programs.
func (e edition) codebookFiles(described []parcel.File) ([]parcel.File, error) {
	b := e.codebook(described)
	var files []parcel.File
	for _, x := range []struct {
		name, about string
		write       func(io.Writer) error
	}{
		{"codeboek.html", "Codeboek: wat elke kolom betekent", b.HTML},
		{"datapackage.json", "Beschrijving van de bestanden voor programma's (Data Package)", b.DataPackage},
		{"inlezen.R", "Inlezen in R, met labels", b.R},
		{"inlezen.sps", "Inlezen in SPSS, met labels", b.SPSS},
		{"inlezen.do", "Inlezen in Stata, met labels", b.Stata},
	} {
		f, err := file(x.name, x.about, x.write)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}
