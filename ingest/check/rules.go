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
		switch field, other := &cols[r.field], &cols[r.other]; {
		case r.requires:
			j.requires(r.code, field, other)
		case other.Field.Kind == schemas.KindBirthDate:
			j.bornBefore(r.code, field, other)
		default:
			j.notBefore(r.code, field, other)
		}
	}
	for _, i := range j.dated {
		j.valid(i, cols)
	}
}

// requires finds the rows in which a field is filled in and the other is not.
func (j *Judge) requires(code string, field, other *Column) {
	if field.Int != nil && other.Int != nil {
		j.requiresValue(code, field, other)
		return
	}
	for k := range j.rows {
		// One branch that is never taken, instead of two that follow the data.
		if filled(field, k)&^filled(other, k) != 0 {
			j.found = append(j.found, found{k: int32(k), field: field.Field, code: code, unless: other.Field})
		}
	}
}

// requiresValue is requires for two columns of numbers.
func (j *Judge) requiresValue(code string, field, other *Column) {
	than := other.Int[:len(j.rows)]
	for k, v := range field.Int[:len(j.rows)] {
		// What is not there differs from Missing in no bit: again one branch.
		if there(v) > there(than[k]) {
			j.found = append(j.found, found{k: int32(k), field: field.Field, code: code, unless: other.Field})
		}
	}
}

// there is 1 for a value and 0 for a missing one.
func there(v int64) (is uint8) {
	if v != Missing {
		is = 1
	}
	return is
}

// notBefore finds the rows in which a date lies before the other. Missing is
// less than any date.
func (j *Judge) notBefore(code string, field, other *Column) {
	than := other.Int[:len(j.rows)]
	for k, day := range field.Int[:len(j.rows)] {
		if day < than[k] && day != Missing {
			j.fault(k, field.Field, code)
		}
	}
}

// bornBefore finds the rows in which a date certainly lies before the date of
// birth: of one whose month or day is unknown the first possible day is taken.
func (j *Judge) bornBefore(code string, field, birth *Column) {
	births := birth.Int[:len(j.rows)]
	for k, day := range field.Int[:len(j.rows)] {
		born := births[k]
		// Nearly always the day lies after the year of birth, which is seen without
		// a calendar: no year has more than 366 days.
		if year := born / 10000; day > 366*max(year-1969, 0) || day == Missing || born == Missing {
			continue
		}
		if day < earliest(born) {
			j.fault(k, field.Field, code)
		}
	}
}

// filled is 1 where the column has a value, and otherwise 0.
func filled(c *Column, k int) (is uint8) {
	if c.Int != nil {
		if c.Int[k] != Missing {
			is = 1
		}
	} else if c.Text[k] != nil {
		is = 1
	}
	return is
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
