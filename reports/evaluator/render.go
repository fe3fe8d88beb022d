package evaluator

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"

	"lvv/anonymise/microdata"
	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/parcel"
	"lvv/schemas"
)

// A report is what is left when everything has been judged: no counts, only how
// to write what was approved.
type report struct {
	job    reports.Job
	opts   Options
	notes  []note
	detail detail

	columns []recordColumn      // of the records; nil when they were refused
	level   map[levelKey]string // of every value that they may have
	steps   []step              // how they come to one level; nil when they are of one
	privacy privacy
	study   *study // nil unless the study follows persons
}

// A note is what must stand beside the figures of a table.
type note struct{ name, definition, clause, reference string }

func notesOf(all []table) []note {
	var out []note
	for _, t := range all {
		out = append(out, note{t.Name, t.definition, t.clause, t.reference})
	}
	return out
}

// An edition is a report with leave to go out.
type edition struct {
	report
	rounding reports.Rounding // of all counts in the views
	views    []view
	label    release.Label
	records  *microdata.Set // nil when they were refused
	written  []written
	runs     []int // how many equal records follow each other
}

func (r report) edition(a release.Approved) edition {
	e := edition{report: r, label: a.Label()}
	safe := a.Tables()
	e.rounding = reports.RoundingOf(safe)
	for _, n := range r.notes {
		e.views = append(e.views, view{safe.Table(n.name), e.rounding.After(n.definition), n.clause, n.reference})
	}
	if e.records = a.Records(); e.records != nil {
		e.written, e.runs = writtenColumns(r.columns, r.level, e.records)
	}
	return e
}

func (e edition) view(name string) view {
	for _, v := range e.views {
		if v.Name == name {
			return v
		}
	}
	panic("evaluator: internal error: no table " + name)
}

// render writes the parcel.
func (r report) render(a release.Approved) (parcel.Contents, error) {
	e := r.edition(a)
	c := parcel.Contents{
		Title: "Monitoringgegevens voor de evaluatie", Contact: r.job.Contact,
		Lead: "Dit pakket bevat de monitoringtabellen van " + r.job.Programme + " over " +
			e.span() + ", voor het onafhankelijke evaluatieonderzoek. " + e.recordsLead(),
		Provenance: e.provenance(),
	}
	tables, err := e.tableFiles()
	if err != nil {
		return parcel.Contents{}, err
	}
	derived, err := e.derivedFiles()
	if err != nil {
		return parcel.Contents{}, err
	}
	books, err := e.codebookFiles(tables)
	if err != nil {
		return parcel.Contents{}, err
	}
	c.Files = slices.Concat(e.pageFiles(), books, e.recordFiles(), e.studyFiles(), tables, derived)
	return c, nil
}

// pageFiles are what people look at first.
func (e edition) pageFiles() []parcel.File {
	files := []parcel.File{
		{Name: "monitoring.html", About: "Kengetallen, tabellen en grafieken om te lezen", Write: e.monitoringPage},
		{Name: "tabellen.xlsx", About: "Alle tabellen in een werkmap, met grafieken", Write: func(w io.Writer) error { return e.workbook().Write(w) }},
		{Name: "onthullingscontrole.html", About: "Hoe herkenning is voorkomen en welk risico overblijft", Write: e.controlPage},
		{Name: "onthullingscontrole.json", About: "Hetzelfde voor programma's", Write: e.controlJSON},
	}
	for _, p := range e.pictures() {
		files = append(files, parcel.File{Name: "grafieken/" + p.name + ".svg", About: p.about, Write: func(w io.Writer) error {
			_, err := io.WriteString(w, p.drawing.SVG())
			return err
		}})
	}
	return files
}

// provenance adds the definitions to what was known before.
func (e edition) provenance() parcel.Provenance {
	p := e.job.Provenance
	p.Definitions = append(append([]parcel.Meaning(nil), p.Definitions...), e.rounding.Definitions()...)
	for _, v := range e.views {
		p.Definitions = append(p.Definitions, parcel.Meaning{Term: v.Title, Text: v.definition, Clause: v.clause})
	}
	version, _ := schemas.RollUp()
	pr := e.privacy.Settings
	p.Settings = append(append([]parcel.Setting(nil), p.Settings...),
		parcel.Setting{Name: "indeling bestendige oplossing", Value: version, Clause: "S-A def. l"},
		parcel.Setting{Name: "leeftijd", Value: "op de eerste dag van het verblijf", Clause: "S-U 12"},
		parcel.Setting{Name: "stand", Value: "aan het einde van de dag; wie vertrekt is er die dag niet meer bij", Clause: "S-A 9"},
		parcel.Setting{Name: "in- en uitstroom en bezetting", Value: e.detail.String(), Clause: "S-A 9"},
		parcel.Setting{Name: "drempel", Value: fmt.Sprintf("%d personen, bij gezondheid %d", pr.Threshold, pr.HealthThreshold), Clause: "S-A 9; S-U 2a"},
		parcel.Setting{Name: "records", Value: fmt.Sprintf("k = %d personen, l = %d, t = %g", pr.K, pr.L, pr.T), Clause: "S-A 9"})
	p.Settings = append(p.Settings, e.rounding.Settings()...)
	if e.opts.Study != "" {
		value := e.opts.Study
		if e.study != nil {
			value += ", volgt personen door de tijd (pseudoniem)"
		}
		p.Settings = append(p.Settings, parcel.Setting{Name: "onderzoek", Value: value, Clause: "S-U 11"})
	}
	return p
}

// recordsLead says whether there are records, in the first lines that are read.
func (e edition) recordsLead() string {
	if e.rounding.Rounded() {
		return e.rounding.Note() + " Records over afzonderlijke verblijven zitten er niet bij: wie ze telt, zou de aantallen precies weten."
	}
	if e.records == nil && e.privacy.Differing {
		return recordsStay + " Het label anoniem geldt voor de tabellen."
	}
	if e.records == nil {
		return "Records over afzonderlijke verblijven zitten er niet bij: zij konden niet anoniem en bruikbaar worden gemaakt. Het label anoniem geldt voor de tabellen."
	}
	lead := "Er zijn ook records bij, een regel per verblijf, waarin iedereen op ten minste " + strconv.Itoa(e.privacy.Settings.K-1) + " anderen lijkt."
	if e.study != nil {
		lead += " Dit onderzoek volgt personen door de tijd: " + studyPath + " zegt met een pseudoniem welke records van dezelfde persoon zijn. Het hele pakket is daarom pseudoniem en bevat persoonsgegevens."
	}
	return lead
}

// tableFiles writes each table twice: for programs and for a Dutch Excel.
func (e edition) tableFiles() ([]parcel.File, error) {
	var files []parcel.File
	for _, form := range []struct {
		folder, about string
		write         func(view, io.Writer) error
	}{{"gegevens/", "codes, voor programma's", view.data}, {"excel/", "namen, voor Excel", view.excel}} {
		for _, v := range e.views {
			f, err := file(form.folder+v.Name+".csv", v.Title+" ("+form.about+")", func(w io.Writer) error { return form.write(v, w) })
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
	}
	return files, nil
}

// file writes a file into memory.
func file(name, about string, write func(io.Writer) error) (parcel.File, error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return parcel.File{}, err
	}
	return parcel.File{Name: name, About: about, Data: b.Bytes()}, nil
}
