package check

import "lvv/schemas"

// A rule relates two columns of a row, by index.
type rule struct {
	code         string
	requires     bool // else: not before
	field, other int
}

func rulesOf(d *schemas.Dataset) []rule {
	var rules []rule
	for _, r := range d.Rules {
		rules = append(rules, rule{r.Code, r.Kind == schemas.RuleRequires, d.Field(r.Field).Index, d.Field(r.Other).Index})
	}
	return rules
}

// relate checks what the values of row n have to do with each other. When a
// cell already has a problem it looks only at what is certain all the same: a
// cell that could not be read is filled in, but has no value to compare.
func (j *Judge) relate(n int, number int32, troubled bool, out *Judged) {
	cols := out.Rows.Columns
	for _, r := range j.rules {
		broken := false
		if r.requires {
			broken = filled(&cols[r.field], n) && !filled(&cols[r.other], n) && !(troubled && has(out.Problems, number, cols[r.other].Field))
		} else {
			broken = before(&cols[r.field], &cols[r.other], n)
		}
		if broken {
			out.Problems = append(out.Problems, Problem{number, cols[r.field].Field, r.code})
		}
	}
	for _, i := range j.dated {
		j.valid(i, n, number, out)
	}
}

func filled(c *Column, n int) bool {
	if c.Text != nil {
		return c.Text[n] != nil
	}
	return c.Int[n] != Missing
}

// has reports whether a field of the row seen last has a problem.
func has(problems []Problem, row int32, f *schemas.Field) bool {
	for i := len(problems) - 1; i >= 0 && problems[i].Row == row; i-- {
		if problems[i].Field == f {
			return true
		}
	}
	return false
}

// before reports whether a date certainly lies before another. Of a birth date
// whose month or day is unknown the first possible day is taken.
func before(c, other *Column, n int) bool {
	day, than := c.Int[n], other.Int[n]
	if day == Missing || than == Missing {
		return false
	}
	if other.Field.Kind != schemas.KindBirthDate {
		return day < than
	}
	// Nearly always the day lies after the year of birth, which is seen without
	// a calendar: no year has more than 366 days.
	if year := than / 10000; day > 366*max(year-1969, 0) {
		return false
	}
	return day < earliest(than)
}

// earliest is the first day that a date of birth can be.
func earliest(v int64) int64 {
	d, ok := schemas.NewDay(int(v/10000), max(int(v/100%100), 1), max(int(v%100), 1))
	if !ok {
		panic("check: internal error: a birth date that does not exist was accepted")
	}
	return int64(d)
}

// valid holds the code in a column with validity dates against the date of the
// event: of several codes that the same word can mean it takes one that was
// valid then, and warns when none was.
func (j *Judge) valid(i, n int, number int32, out *Judged) {
	v := &out.Rows.Columns[i].Int[n]
	if *v == Missing || j.event < 0 || out.Rows.Columns[j.event].Int[n] == Missing {
		return
	}
	day := schemas.Day(out.Rows.Columns[j.event].Int[n])
	l := j.columns[i].list
	for e := j.columns[i].entry; e >= 0; e = l.entries[e].next {
		at := l.entries[e].code
		if c := &l.codes.Codes[at]; c.From <= day && (c.To == schemas.NoDay || day <= c.To) {
			*v = int64(at)
			return
		}
	}
	out.Problems = append(out.Problems, Problem{number, out.Rows.Columns[i].Field, NationalityValidity})
}
