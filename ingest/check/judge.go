package check

import (
	"unicode/utf8"

	"lvv/ingest/table"
	"lvv/schemas"
)

// Limits are the days that dates are held against.
type Limits struct {
	Today    schemas.Day // the day of the check; later dates lie in the future
	Earliest schemas.Day // start of the pilot, less a margin; earlier dates are warned about
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
	scratch []byte   // for folding
	event   int      // index of the event date, -1 when the dataset has none
	person  int      // index of the person field, -1 for counts
	batch   *table.Batch
}

// A column is how one field of the dataset is judged.
type column struct {
	field *schemas.Field
	cell  int   // its place in a row of the file; -1 when the file has no such column
	list  *list // for codes and nationalities
	entry int32 // of the list, for the cell judged last
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
	c.scratch, c.batch = nil, nil
	c.columns = make([]column, len(j.columns))
	for i, col := range j.columns {
		if c.columns[i] = col; col.list != nil {
			c.columns[i].list = col.list.clone()
		}
	}
	return &c
}

// Rows judges a parsed batch into out, replacing what was there. The good rows
// point into the batch: they are valid until it is released.
func (j *Judge) Rows(b *table.Batch, out *Judged) {
	out.reset(j.data, b.Len())
	j.batch = b
	for row := range b.Len() {
		j.row(row, out)
	}
	j.batch = nil
	out.Rows.cut(len(out.Rows.Number))
}

// row judges one row. Its values are written behind the good rows; a bad row
// is written over by the next one.
func (j *Judge) row(row int, out *Judged) {
	n, seen := len(out.Rows.Number), len(out.Problems)
	number := j.batch.Number(row)
	if ok, blank := j.shape(row); blank {
		out.Blank++
		return
	} else if !ok {
		out.Problems = append(out.Problems, Problem{Row: number, Code: RowWidth})
	} else {
		for i := range j.columns {
			if code := j.cell(i, row, n, out); code != "" {
				out.Problems = append(out.Problems, Problem{number, j.columns[i].field, code})
			}
		}
		j.relate(n, number, len(out.Problems) > seen, out)
	}
	if j.data.Shape == schemas.Counts && j.aboutPerson(row) {
		out.Problems = append(out.Problems, Problem{Row: number, Code: FileAboutPersons})
	}
	switch j.tiers.worst(out.Problems[seen:]) {
	case schemas.TierFile:
		out.Refused = true
		fallthrough
	case schemas.TierRow:
		out.Bad = append(out.Bad, int32(row))
		return
	}
	if j.person >= 0 && out.Rows.Columns[j.person].Int[n] == Missing {
		out.NoPerson++
	}
	out.Rows.Number = append(out.Rows.Number, number)
}

// shape reports whether a row has the cells it must have, and whether it has
// none that is filled in. More cells than the header has are no fault while
// they are empty: Excel likes to add separators at the end of a line.
func (j *Judge) shape(row int) (ok, blank bool) {
	width := j.batch.Width(row)
	if width == j.width {
		if first := j.batch.Cell(row, 0); len(first) > 0 && first[0] > ' ' && first[0] < utf8.RuneSelf {
			return true, false // nearly all rows
		}
	}
	filled := 0
	for i := range width {
		if len(trim(j.batch.Cell(row, i))) > 0 {
			filled = i + 1
		}
	}
	return width >= j.need && filled <= j.width, filled == 0
}

// cell judges one cell into place n of its column and returns a problem code,
// or "". The value counts only if the problem is a warning.
func (j *Judge) cell(i, row, n int, out *Judged) string {
	c, to := &j.columns[i], &out.Rows.Columns[i]
	var text []byte
	if c.cell >= 0 {
		text = trim(j.batch.Cell(row, c.cell))
	}
	if to.Text != nil {
		to.Text[n] = nil
	} else {
		to.Int[n] = Missing
	}
	if len(text) == 0 {
		if c.field.Required {
			return CellRequired
		}
		return ""
	}
	if text[0] == '#' && excelError(text) {
		return CellExcelErr
	}
	var code string
	switch c.field.Kind {
	case schemas.KindVNumber:
		to.Int[n], code = j.vnumber(text)
	case schemas.KindName:
		to.Text[n], code = name(text)
	case schemas.KindReference:
		to.Text[n], code = reference(text)
	case schemas.KindCode:
		to.Int[n], code = j.code(c.list, text)
	case schemas.KindNationality:
		to.Int[n], code = j.nationality(c, text)
	case schemas.KindDate:
		to.Int[n], code = j.date(text)
	case schemas.KindBirthDate:
		to.Int[n], code = j.birth(text)
	case schemas.KindMonth:
		to.Int[n], code = j.month(text)
	case schemas.KindCount:
		to.Int[n], code = count(text)
	case schemas.KindCents:
		to.Int[n], code = cents(text, j.batch.Excel())
	default:
		panic("check: internal error: field of unknown kind " + string(c.field.Kind))
	}
	return code
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

// cut shortens the columns to n rows.
func (r *Rows) cut(n int) {
	for i := range r.Columns {
		c := &r.Columns[i]
		if c.Text != nil {
			c.Text = c.Text[:n]
		} else {
			c.Int = c.Int[:n]
		}
	}
}

// tiers hold the tier of each code; shared by clones and never changed.
type tiers map[string]schemas.Tier

func allTiers() tiers {
	t := make(tiers)
	for _, code := range schemas.ProblemCodes() {
		text, _ := schemas.Problem(code)
		t[code] = text.Tier
	}
	return t
}

// worst returns the gravest tier of some problems, "" when there are none.
func (t tiers) worst(problems []Problem) schemas.Tier {
	var worst schemas.Tier
	for _, p := range problems {
		switch tier := t[p.Code]; {
		case tier == schemas.TierFile:
			return tier
		case tier == schemas.TierRow, worst == "":
			worst = tier
		}
	}
	return worst
}
