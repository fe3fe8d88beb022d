package monitor

import (
	_ "embed"
	"encoding/csv"
	"strings"
)

// definitions are the terms that the report uses, and meanings what stands under
// each table. Both are text, kept as such.
//
//go:embed begrippen.txt
var termsFile string

//go:embed tabellen.txt
var meaningsFile string

// records reads an embedded file without its header; a broken one is our bug.
func records(file string, fields int) [][]string {
	r := csv.NewReader(strings.NewReader(file))
	r.Comma, r.FieldsPerRecord = '|', fields
	all, err := r.ReadAll()
	if err != nil {
		panic("monitor: internal error: " + err.Error())
	}
	return all[1:]
}

// terms are term, meaning and clause.
func terms() [][]string { return records(termsFile, 3) }

// meaningOf is what stands under the table of that code.
func meaningOf(code string) meaning {
	for _, r := range records(meaningsFile, 5) {
		if r[0] == code {
			return meaning{Definition: r[1], Population: r[2], Share: r[3], Clause: r[4]}
		}
	}
	panic("monitor: internal error: no meaning of table " + code)
}

// on says when.
func (m meaning) on(when string) meaning {
	m.When = when
	return m
}
