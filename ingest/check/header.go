package check

import (
	"slices"

	"lvv/schemas"
)

// New makes a Judge of a table with this header. The problems are about the
// file as a whole, all of them; when one of them refuses it the Judge is nil.
//
// A column of the file is a field's when their names agree but for case,
// accents, spaces and punctuation: by the field's name, its labels or one of
// its aliases. Other columns are dropped.
func New(d *schemas.Dataset, header []string, lim Limits) (*Judge, []Problem) {
	j := &Judge{data: d, lim: lim, width: len(header), tiers: allTiers(), rules: rulesOf(d), days: newCalendar(), event: -1, person: -1}
	problems := j.match(header)
	problems = append(problems, refuseHeader(d, header)...)
	if j.tiers.worst(problems) == schemas.TierFile {
		return nil, problems
	}
	if f := d.Field(d.Event); f != nil {
		j.event = f.Index
	}
	if f := d.PersonField(); f != nil {
		j.person = f.Index
	}
	return j, problems
}

// match gives each field its column.
func (j *Judge) match(header []string) []Problem {
	for len(header) > 0 && folded(header[len(header)-1]) == "" {
		header = header[:len(header)-1] // separators at the end of the line
	}
	j.need = len(header)
	keys := make([]string, len(header))
	for i, h := range header {
		keys[i] = folded(h)
	}
	var problems []Problem
	used := 0
	for _, f := range j.data.Fields {
		c := column{field: f, cell: -1, latest: j.latest(f)}
		if f.Codes != nil {
			if c.list = newList(f.Codes); c.list.dated {
				j.dated = append(j.dated, f.Index)
			}
		}
		names := foldedAll(f.Names())
		for i, key := range keys {
			if key == "" || !slices.Contains(names, key) {
				continue
			}
			if used++; c.cell >= 0 {
				problems = append(problems, Problem{Field: f, Code: ColumnTwice})
			}
			c.cell = i
		}
		if c.cell < 0 {
			problems = append(problems, Problem{Field: f, Code: j.absent(f)})
		}
		j.columns = append(j.columns, c)
	}
	j.dropped = len(header) - used
	if used == 0 {
		return []Problem{{Code: FileNoHeader}}
	}
	return problems
}

// latest is the last day that a date of a field can be without a problem.
func (j *Judge) latest(f *schemas.Field) schemas.Day {
	if f.Name == j.data.Event && j.lim.PeriodEnd != 0 {
		return min(j.lim.Today, j.lim.PeriodEnd)
	}
	return j.lim.Today
}

// absent is the code for a file without a column for a field. The columns
// without which a row cannot be understood, or a closed stay would pass for an
// open one, must be there even where their cells may be empty.
func (j *Judge) absent(f *schemas.Field) string {
	if f.Required || f.Name == j.data.Event || f.Name == j.data.End || f.Store == schemas.KeepPerson {
		return ColumnMissing
	}
	return ColumnAbsent
}

// foldedAll returns the names folded, as headers are compared.
func foldedAll(names []string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = folded(name)
	}
	return all
}

// refuseHeader looks for columns that may not be in the file at all, not even
// to be dropped: a citizen service number, and, among counts, anything that
// tells who somebody is.
func refuseHeader(d *schemas.Dataset, header []string) []Problem {
	var problems []Problem
	var about []string
	if d.Shape == schemas.Counts {
		about = foldedAll(schemas.PersonColumns())
	}
	for _, h := range header {
		key := folded(h)
		if slices.Contains([]string{"bsn", "bsnnummer", "burgerservicenummer", "sofinummer"}, key) {
			problems = append(problems, Problem{Code: ColumnBSN})
		}
		if slices.Contains(about, key) {
			problems = append(problems, Problem{Code: FileAboutPersons})
			about = nil // once is enough
		}
	}
	return problems
}

// aboutPersons finds the rows of counts that hold what looks like a V-number,
// in any of their cells. Counts and amounts do not have ten digits.
func (j *Judge) aboutPersons() {
	for k, row := range j.rows {
		for i := range j.batch.Width(int(row)) {
			if cell := j.bare(trim(j.batch.Cell(int(row), i))); len(cell) == 10 && digits(cell) {
				j.fault(k, nil, FileAboutPersons)
				break
			}
		}
	}
}
