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

// relate checks what the values of each row have to do with each other. It
// looks only at what is certain, also where a cell has a problem.
func (j *Judge) relate(cols []Column) {
	for _, r := range j.rules {
		field, other := &cols[r.field], &cols[r.other]
		for k := range j.rows {
			switch {
			case !r.requires:
				if before(field, other, k) {
					j.fault(k, field.Field, r.code)
				}
			case filled(field, k) != filled(other, k) && filled(field, k):
				j.found = append(j.found, found{k: int32(k), field: field.Field, code: r.code, unless: other.Field})
			}
		}
	}
	for _, i := range j.dated {
		j.valid(i, cols)
	}
}

func filled(c *Column, n int) bool {
	if c.Text != nil {
		return c.Text[n] != nil
	}
	return c.Int[n] != Missing
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

// valid holds the codes in a column with validity dates against the date of the
// event: of several codes that the same word can mean it takes one that was
// valid then, and warns when none was.
func (j *Judge) valid(i int, cols []Column) {
	if j.event < 0 {
		return
	}
	c, to := &j.columns[i], cols[i].Int
	for k := range j.rows {
		day := cols[j.event].Int[k]
		if to[k] == Missing || day == Missing {
			continue
		}
		if e := c.list.at(c.entries[k], schemas.Day(day)); e >= 0 {
			to[k] = int64(c.list.entries[e].code)
		} else {
			j.fault(k, c.field, NationalityValidity)
		}
	}
}
