package evaluator

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"lvv/anonymise/microdata"
	"lvv/reports/csvfile"
	"lvv/reports/parcel"
	"lvv/reports/warehouse"
)

// A recordColumn is a column of the file of records as it is written.
type recordColumn struct {
	name, about string
	quasi       bool
	levels      string        // the column whose levels this one tells; empty for others
	values      []recordValue // that can occur, in order
	missing     []string      // codes of what is missing that can occur
}

// A recordValue is a value in the set, its code in the file and its label.
type recordValue struct{ value, code, label string }

// Codes of missing values, as the codebook explains them.
const (
	codeUnregistered = "-1"
	codeSuppressed   = "-3"
)

// columns describes the file. A column of which nothing is told stands there
// with the code for suppressed, so that the file has the same columns in every
// release. Where levels are mixed, each column has a companion that tells the
// level of every value.
func (r *records) columns(s *set) []recordColumn {
	var out []recordColumn
	for q := range r.quasi {
		out = append(out, r.quasi[q].column(s.written[q]))
		if s.recoding == Local {
			out = append(out, r.quasi[q].levelColumn())
		}
	}
	out = append(out, outcome(colSolution, "groep van redenen", r.solution.Values, s.dark))
	if s.reason {
		return append(out, outcome(colReason, "reden", r.reason.Values, len(s.veiled) > 0))
	}
	return append(out, recordColumn{name: colReason, about: "niets", missing: []string{codeSuppressed}})
}

// column describes a quasi-identifier by the values that are written, from fine
// to coarse.
func (q quasi) column(written spelled) recordColumn {
	occurs := written.occurring()
	c := recordColumn{name: q.name, quasi: true, about: strings.Join(q.abouts(occurs), ", ")}
	for i, l := range q.levels[:q.top()] {
		for _, v := range distinct(l.Values) {
			if occurs[v] && q.level(v) == i {
				c.values = append(c.values, recordValue{v, v, l.Labels[v]})
			}
		}
	}
	if occurs[microdata.Top] {
		c.missing = []string{codeSuppressed}
	}
	return c
}

// tally counts the records of each value.
func tally(v microdata.Values) []int {
	out := make([]int, len(v.Labels))
	for _, c := range v.Codes {
		out[c]++
	}
	return out
}

// abouts are the kinds of value among those that occur.
func (q quasi) abouts(occurs map[string]bool) []string {
	used := make([]bool, len(q.levels))
	for v := range occurs {
		used[q.level(v)] = true
	}
	var out []string
	for i, l := range q.levels {
		if used[i] {
			out = append(out, l.About)
		}
	}
	return out
}

// levelSuffix ends the name of a column that tells the levels of another.
const levelSuffix = "_niveau"

// levelColumn describes the companion of a column. Level 0 is the finest.
func (q quasi) levelColumn() recordColumn {
	c := recordColumn{name: q.name + levelSuffix, levels: q.name, about: "niveau"}
	for i, l := range q.levels {
		c.values = append(c.values, recordValue{strconv.Itoa(i), strconv.Itoa(i), l.About})
	}
	return c
}

func outcome(name, about string, values []string, veiled bool) recordColumn {
	c := recordColumn{name: name, about: about, missing: []string{codeUnregistered}}
	if veiled {
		c.missing = append(c.missing, codeSuppressed)
	}
	for _, v := range values {
		code := v
		if v == unknown {
			code = codeUnregistered
		}
		c.values = append(c.values, recordValue{v, code, outcomeLabel(v)})
	}
	return c
}

// A written is a column with what is written for each run of equal records.
type written struct {
	recordColumn
	texts  []string
	labels []string
	codes  []int32 // of each run its text and label
}

// writtenColumns joins the description of the columns to the approved records,
// which stand in runs of equal ones: a million are some ten thousand runs.
func writtenColumns(columns []recordColumn, level map[levelKey]string, s *microdata.Set) (out []written, runs []int) {
	all := append(s.Quasi(), s.Sensitive()...)
	runs = gather(all, s.N())
	from := map[string]microdata.Values{}
	for _, v := range all {
		from[v.Name] = v
	}
	nothing := microdata.Values{Labels: []string{microdata.Top}, Codes: make([]int32, len(runs))}
	for _, c := range columns {
		name := c.name
		if c.levels != "" {
			name = c.levels
		}
		values, ok := from[name]
		if !ok {
			values = nothing
		}
		out = append(out, c.written(values, level))
	}
	return out, runs
}

// gather leaves of each run of equal records one, and tells how many it has.
func gather(columns []microdata.Values, n int) (runs []int) {
	begins := make([]bool, n)
	for _, c := range columns {
		for at := 1; at < n; at++ {
			begins[at] = begins[at] || c.Codes[at] != c.Codes[at-1]
		}
	}
	for at, is := range begins {
		if at > 0 && !is {
			runs[len(runs)-1]++
			continue
		}
		for i := range columns {
			columns[i].Codes[len(runs)] = columns[i].Codes[at]
		}
		runs = append(runs, 1)
	}
	for i := range columns {
		columns[i].Codes = columns[i].Codes[:len(runs)]
	}
	return runs
}

// written gives each record its text and label. Only what occurs is listed, and
// each text once.
func (c recordColumn) written(values microdata.Values, level map[levelKey]string) written {
	w := written{recordColumn: c, codes: make([]int32, len(values.Codes))}
	at := make([]int32, len(values.Labels))
	place := map[string]int32{}
	for code, n := range tally(values) {
		if n == 0 {
			continue
		}
		label := values.Labels[code]
		if c.levels != "" {
			label = level[levelKey{c.levels, label}]
		}
		text, meaning := c.describe(label)
		if _, ok := place[text]; !ok {
			place[text] = int32(len(w.texts))
			w.texts, w.labels = append(w.texts, text), append(w.labels, meaning)
		}
		at[code] = place[text]
	}
	for i, code := range values.Codes {
		w.codes[i] = at[code]
	}
	return w
}

// A levelKey is a value of a column, of which the level is told.
type levelKey struct{ column, value string }

// levelOf gives the level of every value that a column can have.
func (r *records) levelOf() map[levelKey]string {
	out := make(map[levelKey]string)
	for _, q := range r.quasi {
		for _, l := range q.levels {
			for _, v := range distinct(l.Values) {
				out[levelKey{q.name, v}] = strconv.Itoa(q.level(v))
			}
		}
	}
	return out
}

// describe gives the code and the label of a value of the set.
func (c recordColumn) describe(value string) (code, label string) {
	if value == microdata.Top {
		return codeSuppressed, "onderdrukt"
	}
	for _, v := range c.values {
		if v.value == value {
			return v.code, v.label
		}
	}
	panic("evaluator: internal error: column " + c.name + " has a value that was not described")
}

// writeRecords writes the records as CSV. There can be millions, so a line is made
// once for each run.
func writeRecords(w io.Writer, columns []written, runs []int, begin, comma string, text func(written) []string) error {
	out := bufio.NewWriterSize(w, 1<<16)
	out.WriteString(begin)
	fields := make([][][]byte, len(columns))
	for i, c := range columns {
		end := comma
		if i == len(columns)-1 {
			end = "\r\n"
		}
		out.WriteString(c.name + end)
		for _, s := range text(c) {
			fields[i] = append(fields[i], []byte(field(s, comma)+end))
		}
	}
	line := make([]byte, 0, 256)
	for at, records := range runs {
		line = line[:0]
		for i := range columns {
			line = append(line, fields[i][columns[i].codes[at]]...)
		}
		for range records {
			out.Write(line)
		}
	}
	return out.Flush()
}

// field quotes a value where a reader would take it for more than one. The
// values come from code lists; one that a spreadsheet would calculate is a bug.
func field(s, comma string) string {
	if _, err := strconv.Atoi(s); err != nil && strings.IndexAny(s, "=+-@\t\r\n'") == 0 {
		panic("evaluator: internal error: a label that looks like a formula")
	}
	if strings.ContainsAny(s, comma+"\"\r\n") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// recordFiles are the records in five forms.
func (e edition) recordFiles() []parcel.File {
	if e.records == nil {
		return nil
	}
	return append(e.levelFiles(), []parcel.File{
		{Name: recordPath, About: "Records: een regel per verblijf dat in de periode begon (codes, voor programma's)", Write: func(w io.Writer) error {
			return writeRecords(w, e.written, e.runs, "", ",", func(c written) []string { return c.texts })
		}},
		{Name: "gegevens/microdata.parquet", About: "Dezelfde records als Parquet", Write: func(w io.Writer) error {
			return e.parquet(w)
		}},
		{Name: "gegevens/microdata.sav", About: "Dezelfde records voor SPSS, met namen bij de codes", Write: func(w io.Writer) error {
			return e.statFile().SPSS(w)
		}},
		{Name: "gegevens/microdata.dta", About: "Dezelfde records voor Stata, met namen bij de codes", Write: func(w io.Writer) error {
			return e.statFile().Stata(w)
		}},
		{Name: "excel/microdata.csv", About: "Dezelfde records met namen in plaats van codes, voor Excel", Write: func(w io.Writer) error {
			return writeRecords(w, e.written, e.runs, "\ufeff", ";", func(c written) []string { return c.labels })
		}},
	}...)
}

const (
	recordPath = "gegevens/microdata.csv"
	levelsPath = "gegevens/niveaus.csv"
)

// levelFiles tell how values of mixed levels come to one level.
func (e edition) levelFiles() []parcel.File {
	if len(e.steps) == 0 {
		return nil
	}
	header := []string{"kolom", "code", "niveau", "niveaunaam", "waarde", "waarde_naam"}
	var rows [][]csvfile.Cell
	for _, s := range e.steps {
		rows = append(rows, []csvfile.Cell{csvfile.Text(s.column), csvfile.Text(s.code), csvfile.Int(int64(s.level)), csvfile.Text(s.about), csvfile.Text(s.value), csvfile.Text(s.label)})
	}
	about := "Wat elke waarde van de records op een grover niveau is, om alle records op één niveau te brengen"
	return []parcel.File{
		{Name: levelsPath, About: about, Write: func(w io.Writer) error { return csvfile.Data(w, header, rows) }},
		{Name: "excel/niveaus.csv", About: about + ", voor Excel", Write: func(w io.Writer) error { return csvfile.Excel(w, header, rows) }},
	}
}

// parquet writes the records through the database, which reads them from C
// memory.
func (e edition) parquet(w io.Writer) error {
	alloc := warehouse.Memory()
	rec := e.arrow(alloc)
	defer rec.Release()
	var groups []arrow.RecordBatch
	for from := int64(0); from < rec.NumRows(); from += warehouse.RowGroup {
		group := rec.NewSlice(from, min(from+warehouse.RowGroup, rec.NumRows()))
		defer group.Release()
		groups = append(groups, group)
	}
	reader, err := array.NewRecordReader(rec.Schema(), groups)
	if err != nil {
		return fmt.Errorf("evaluator: records as Arrow: %w", err)
	}
	defer reader.Release()
	// The writer of a parcel knows no context: it writes what was approved.
	return e.job.DB.WriteParquet(context.Background(), w, reader)
}

// arrow makes one record of dictionary columns.
func (e edition) arrow(alloc memory.Allocator) arrow.RecordBatch {
	var fields []arrow.Field
	var columns []arrow.Array
	for _, c := range e.written {
		t := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
		index := array.NewInt32Builder(alloc)
		index.Reserve(e.records.N())
		for at, records := range e.runs {
			for range records {
				index.UnsafeAppend(c.codes[at])
			}
		}
		words := array.NewStringBuilder(alloc)
		words.AppendValues(c.texts, nil)
		i, d := index.NewArray(), words.NewArray()
		columns = append(columns, array.NewDictionaryArray(t, i, d))
		fields = append(fields, arrow.Field{Name: c.name, Type: t})
		for _, x := range []interface{ Release() }{i, d, index, words} {
			x.Release()
		}
	}
	rec := array.NewRecordBatch(arrow.NewSchema(fields, nil), columns, int64(e.records.N()))
	for _, c := range columns {
		c.Release()
	}
	return rec
}
