package evaluator

import (
	"bytes"
	"io"

	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/page/dutch"
	"lvv/reports/parcel"
)

// A report is what is left when everything has been judged: no counts, only how
// to write what was approved.
type report struct {
	job   reports.Job
	opts  Options
	notes []note
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
	views []view
}

func (r report) edition(a release.Approved) edition {
	e := edition{report: r}
	safe := a.Tables()
	for _, n := range r.notes {
		e.views = append(e.views, view{safe.Table(n.name), n.definition, n.clause, n.reference})
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
			dutch.Period(r.job.Period.From.Time(), r.job.Period.To.Time()) + ", voor het onafhankelijke evaluatieonderzoek.",
		Provenance: e.provenance(),
	}
	for _, step := range []func() ([]parcel.File, error){e.tableFiles} {
		files, err := step()
		if err != nil {
			return parcel.Contents{}, err
		}
		c.Files = append(c.Files, files...)
	}
	return c, nil
}

// provenance adds the definitions to what was known before.
func (e edition) provenance() parcel.Provenance {
	p := e.job.Provenance
	p.Definitions = append([]parcel.Meaning(nil), p.Definitions...)
	for _, v := range e.views {
		p.Definitions = append(p.Definitions, parcel.Meaning{Term: v.Title, Text: v.definition, Clause: v.clause})
	}
	return p
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
