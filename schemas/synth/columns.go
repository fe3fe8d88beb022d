package synth

import (
	"fmt"
	"strconv"

	"lvv/schemas"
)

// A rowSource writes the rows of one dataset of one organisation, in a fixed
// order. yield gets the true number of the person (-1 where there is none) and
// the cells in the order of the dataset's fields; the slice is used again.
type rowSource func(w *world, d *schemas.Dataset, org int, p schemas.Period, yield func(person int, cells []string) bool)

// rowSources says which datasets can be invented. A test holds it against the
// contracts, so a new dataset fails until somebody invents it.
var rowSources = map[string]rowSource{
	"opvang":     (*world).opvang,
	"traject":    (*world).traject,
	"aanmelding": (*world).aanmelding,
	"hulp":       (*world).hulp,
	"kosten":     (*world).kosten,
}

// columns says how each field of a dataset is written, by field name.
type columns[T any] map[string]func(*T) string

// writer puts the columns in the order of the dataset's fields. A field that
// nobody invented yet is our own bug.
func (c columns[T]) writer(d *schemas.Dataset) func(*T) []string {
	order := make([]func(*T) string, len(d.Fields))
	for i, f := range d.Fields {
		if order[i] = c[f.Name]; order[i] == nil {
			panic(fmt.Sprintf("synth: internal error: nothing invents field %s of %s", f.Name, d.Name))
		}
	}
	cells := make([]string, len(order))
	return func(t *T) []string {
		for i, column := range order {
			cells[i] = column(t)
		}
		return cells
	}
}

// A habit is how an organisation writes things down.
type habit struct {
	iso         bool // dates as yyyy-mm-dd
	letters     bool // sex as M or V
	nationality int  // 0 as the adjective, 1 as the country, 2 as the BRP code, 3 as ISO
	names       bool // column names as the agreement spells them for machines, not as labels
	remarks     bool // a column of its own, with remarks that name people: it was not agreed and must be dropped
}

func (w *world) habit(org int) habit {
	if !w.Habits {
		return habit{}
	}
	return habit{iso: org%3 == 1, letters: org%2 == 1, nationality: org % 4, names: org%3 == 2, remarks: org%5 == 3}
}

// header is what stands above the rows. A template has its own header, so in a
// workbook an organisation has no habits about it.
func (h habit) header(d *schemas.Dataset, workbook bool) []string {
	var heads []string
	for _, f := range d.Fields {
		if h.names && !workbook {
			heads = append(heads, f.Name)
		} else {
			heads = append(heads, f.Label)
		}
	}
	if h.remarked(d, workbook) {
		heads = append(heads, "Opmerkingen")
	}
	return heads
}

func (h habit) remarked(d *schemas.Dataset, workbook bool) bool {
	return h.remarks && !workbook && d.Shape == schemas.Records
}

// remark is the kind of thing that people write beside a row.
func remark(d *schemas.Dataset, cells []string) string {
	if f := d.Field("naam"); f != nil {
		return "gesproken met " + cells[f.Index]
	}
	return "zie dossier"
}

func (h habit) date(d schemas.Day) string {
	year, month, day := d.Date()
	return h.ymd(year, month, day)
}

// ymd writes a date of which month and day may be 0, unknown.
func (h habit) ymd(year, month, day int) string {
	b := make([]byte, 0, 10)
	if h.iso {
		b = append(b, byte('0'+year/1000), byte('0'+year/100%10), byte('0'+year/10%10), byte('0'+year%10), '-')
		b = append(b, byte('0'+month/10), byte('0'+month%10), '-', byte('0'+day/10), byte('0'+day%10))
		return string(b)
	}
	b = append(b, byte('0'+day/10), byte('0'+day%10), '-', byte('0'+month/10), byte('0'+month%10), '-')
	return string(strconv.AppendInt(b, int64(year), 10))
}

func (h habit) sex(code string) string {
	if !h.letters {
		return code
	}
	return map[string]string{"man": "M", "vrouw": "V", "onbekend": "O"}[code]
}

func (h habit) country(c *schemas.Code) string {
	switch {
	case h.nationality == 1 && len(c.Aliases) > 0:
		return c.Aliases[0]
	case h.nationality == 2:
		return c.Code
	case h.nationality == 3 && c.Extra["iso3"] != "":
		return c.Extra["iso3"]
	}
	return c.Label
}

// birth writes a date of birth; less says that this register knows less of it.
func (h habit) birth(b birth, less bool) string {
	known := b.known
	if less && known == knownFully {
		known = knownYear
	}
	switch known {
	case knownNot:
		return "onbekend"
	case knownYear:
		if h.iso {
			return strconv.Itoa(b.year)
		}
		return h.ymd(b.year, 0, 0)
	}
	return h.ymd(b.year, b.month, b.day)
}

// vtext writes a V-number; the zeros in front belong to it.
func vtext(v uint64) string {
	if v == 0 {
		return ""
	}
	return strconv.FormatUint(1e10+v, 10)[1:]
}
