package check

import (
	"lvv/ingest/table"
	"lvv/schemas"
)

// Limits are the days that dates are held against.
type Limits struct {
	Today     schemas.Day // the day of the check; later dates lie in the future
	Earliest  schemas.Day // start of the pilot, less a margin; earlier dates are warned about
	PeriodEnd schemas.Day // last day of the delivery's period; later events are warned about; 0 when it is not known
}

// A Judge judges the rows of one table. It is not safe for concurrent use:
// each goroutine takes its own Clone.
type Judge struct {
	data    *schemas.Dataset
	lim     Limits
	need    int      // cells that a row must have
	width   int      // cells that a row may fill in
	columns []column // one for each field of the dataset
	dropped int      // columns of the file that the dataset does not have
	rules   []rule   // the dataset's rules, by column index
	dated   []int    // columns of which the codes have validity dates
	tiers   tiers    // of every code
	days    *calendar
	event   int // index of the event date, -1 when the dataset has none
	person  int // index of the person field, -1 for counts
	working
}

// working is what a Judge holds of the batch that it judges. Its memory is used
// again for the next one.
type working struct {
	batch   *table.Batch
	even    bool     // every row is as wide as the header, and none is blank
	rows    []int32  // the rows that are not blank; place k below is row rows[k]
	found   []found  // problems, as they were found
	order   []uint64 // place and position of each of them, for sorting
	drop    []int32  // places of the rows put aside
	scratch []byte   // for folding
}

// A column is how one field of the dataset is judged.
type column struct {
	field   *schemas.Field
	cell    int         // its place in a row of the file; -1 when the file has no such column
	latest  schemas.Day // a later date has a problem
	list    *list       // for codes and nationalities
	entries []int32     // of the list, by place, where codes have validity dates
}

// Judged is what became of one batch. It is reused for the next one.
type Judged struct {
	Rows     Rows      // the good rows
	Bad      []int32   // indexes in the batch of the rows put aside
	Problems []Problem // of all rows, in the order of the rows
	Blank    int       // rows without a filled-in cell
	NoPerson int       // good rows without a V-number
	Refused  bool      // one of the problems refuses the whole file
}

// Dropped is the number of columns of the file that the dataset does not have.
// They are not read any further.
func (j *Judge) Dropped() int { return j.dropped }

// Dataset is what the rows are judged by.
func (j *Judge) Dataset() *schemas.Dataset { return j.data }

// Clone returns a Judge of the same table for another goroutine.
func (j *Judge) Clone() *Judge {
	c := *j
	c.working = working{}
	c.columns = make([]column, len(j.columns))
	for i, col := range j.columns {
		c.columns[i] = column{field: col.field, cell: col.cell, latest: col.latest}
		if col.list != nil {
			c.columns[i].list = col.list.clone()
		}
	}
	return &c
}

// Rows judges a parsed batch into out, replacing what was there. The good rows
// point into the batch: they are valid until it is released.
//
// It goes column by column, because the same kind of cell many times in a row
// is what a processor is quick at; problems, which are few, are brought back
// into the order of the rows afterwards.
func (j *Judge) Rows(b *table.Batch, out *Judged) {
	out.reset(j.data, b.Len())
	j.batch, j.found, j.drop = b, j.found[:0], j.drop[:0]
	j.shapes(out)
	for i := range j.columns {
		j.cells(&j.columns[i], &out.Rows.Columns[i])
	}
	j.relate(out.Rows.Columns)
	if j.data.Shape == schemas.Counts {
		j.aboutPersons()
	}
	j.settle(out)
	j.batch = nil
}

// shapes lists the rows that are not blank and finds those that have other
// cells than the header.
func (j *Judge) shapes(out *Judged) {
	j.rows = room(j.rows, j.batch.Len())[:0]
	first, even := j.batch.Column(0, j.width)
	for row := range j.batch.Len() {
		if even && (begun(first.Text(row)) || j.begun(row)) {
			j.rows = append(j.rows, int32(row)) // nearly all rows
			continue
		}
		ok, blank := j.shape(row)
		if blank {
			out.Blank++
			continue
		}
		if !ok {
			j.fault(len(j.rows), nil, RowWidth)
		}
		j.rows = append(j.rows, int32(row))
	}
	j.even = even && out.Blank == 0
}

// column returns a column of the batch at once; false where that cannot be, so
// that its cells have to be taken one by one.
func (j *Judge) column(c *column) (table.Column, bool) {
	if c.cell < 0 || !j.even {
		return table.Column{}, false
	}
	return j.batch.Column(c.cell, j.width)
}

// begun reports whether a row has a cell that certainly is filled in.
func (j *Judge) begun(row int) bool {
	for i := range j.width {
		if begun(j.batch.Cell(row, i)) {
			return true
		}
	}
	return false
}

// shape reports whether a row has the cells it must have, and whether it has
// none that is filled in. More cells than the header has are no fault while
// they are empty: Excel likes to add separators at the end of a line.
func (j *Judge) shape(row int) (ok, blank bool) {
	width, filled := j.batch.Width(row), 0
	for i := range width {
		if len(trim(j.batch.Cell(row, i))) > 0 {
			filled = i + 1
		}
	}
	return width >= j.need && filled <= j.width, filled == 0
}

// cells judges the cells of a column.
func (j *Judge) cells(c *column, to *Column) {
	if to.Text != nil {
		j.texts(c, to.Text[:len(j.rows)])
	} else {
		j.values(c, to.Int[:len(j.rows)])
	}
}

// values judges the cells of a column that holds numbers.
func (j *Judge) values(c *column, to []int64) {
	if c.list != nil && c.list.dated {
		c.entries = room(c.entries, len(to))
	}
	if quick := quickly[c.field.Kind]; quick != nil {
		if cells, ok := j.column(c); ok {
			quick(j, c, cells, to)
			return
		}
	}
	for k := range to {
		to[k] = j.value(c, k, j.cell(c, k))
	}
}

// texts judges the cells of a column that holds texts.
func (j *Judge) texts(c *column, to [][]byte) {
	if cells, ok := j.column(c); ok && c.field.Kind == schemas.KindName {
		j.names(c, cells, to)
		return
	}
	for k := range to {
		to[k] = j.words(c, k, j.cell(c, k))
	}
}

// cell returns the cell of a column at place k; nil when there is none.
func (j *Judge) cell(c *column, k int) []byte {
	if c.cell < 0 {
		return nil
	}
	return j.batch.Cell(int(j.rows[k]), c.cell)
}

// value judges the cell at place k of a column that holds numbers. A value with
// a problem counts only if that is a warning.
func (j *Judge) value(c *column, k int, cell []byte) int64 {
	text := j.text(c, k, cell)
	if len(text) == 0 {
		return Missing
	}
	value, code := judges[c.field.Kind](j, c, k, text)
	if code != "" {
		j.fault(k, c.field, code)
	}
	return value
}

// words judges the cell at place k of a column that holds texts.
func (j *Judge) words(c *column, k int, cell []byte) []byte {
	text := j.text(c, k, cell)
	if len(text) == 0 {
		return nil
	}
	judge := name
	if c.field.Kind == schemas.KindReference {
		judge = reference
	}
	value, code := judge(text)
	if code != "" {
		j.fault(k, c.field, code)
	}
	return value
}

// text returns what is written in the cell at place k; nil, with the problem
// found, when there is nothing that can be judged.
func (j *Judge) text(c *column, k int, cell []byte) []byte {
	text := trim(cell)
	switch {
	case len(text) == 0:
		if c.field.Required {
			j.fault(k, c.field, CellRequired)
		}
		return nil
	case text[0] == '#' && excelError(text):
		j.fault(k, c.field, CellExcelErr)
		return nil
	}
	return text
}

// judges are how the cells of each kind of number are judged.
var judges = map[schemas.Kind]func(j *Judge, c *column, k int, text []byte) (int64, string){
	schemas.KindVNumber:     func(j *Judge, _ *column, _ int, text []byte) (int64, string) { return j.vnumber(text) },
	schemas.KindCode:        func(j *Judge, c *column, _ int, text []byte) (int64, string) { return j.code(c.list, text) },
	schemas.KindNationality: (*Judge).nationality,
	schemas.KindDate:        func(j *Judge, c *column, _ int, text []byte) (int64, string) { return j.date(c, text) },
	schemas.KindBirthDate:   func(j *Judge, _ *column, _ int, text []byte) (int64, string) { return j.birth(text) },
	schemas.KindMonth:       func(j *Judge, c *column, _ int, text []byte) (int64, string) { return j.month(c, text) },
	schemas.KindCount:       func(_ *Judge, _ *column, _ int, text []byte) (int64, string) { return count(text) },
	schemas.KindCents:       func(j *Judge, _ *column, _ int, text []byte) (int64, string) { return cents(text, j.batch.Excel()) },
}

// reset makes room for the rows of a batch.
func (o *Judged) reset(d *schemas.Dataset, rows int) {
	o.Bad, o.Problems = o.Bad[:0], o.Problems[:0]
	o.Blank, o.NoPerson, o.Refused = 0, 0, false
	r := &o.Rows
	if r.Dataset != d {
		*r = Rows{Dataset: d, Columns: make([]Column, len(d.Fields))}
	}
	r.Number = r.Number[:0]
	for i, f := range d.Fields {
		c := &r.Columns[i]
		c.Field = f
		if f.Kind == schemas.KindName || f.Kind == schemas.KindReference {
			c.Text = room(c.Text, rows)
		} else {
			c.Int = room(c.Int, rows)
		}
	}
}

// room returns a slice of n elements, in s if it is large enough; never nil.
func room[T any](s []T, n int) []T {
	if s == nil || cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
