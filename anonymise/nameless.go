package anonymise

import (
	"encoding/binary"
	"slices"

	"lvv/anonymise/register"
	"lvv/ingest/check"
	"lvv/schemas"
)

// A nameless recognises persons without a V-number by what else the sender says
// of them, within one organisation only: two organisations never share such a
// person. What is hashed is
//
//	organisation
//	name, folded
//	birth date, nationality, sex: as far as the dataset describes persons
//	unless the name is there and the birth date is full:
//	    dataset, day of the event, reference that names the row
//	unless the name or such a reference is there:
//	    how many rows before it were alike in all of this
//
// so that the same row of the next delivery is the same person again, and
// people of whom too little is said never become one person. A birth date of 1
// January is not full: it is what is written when only the year is known.
type nameless struct {
	keyer *keyer
	org   string
	data  *schemas.Dataset
	parts []int // fields that describe the person
	name  int   // field indexes; -1 where there is none
	birth int
	event int
	ref   int // reference among the fields that name a row
	alike map[register.Key]uint32
	buf   []byte
	fold  []byte
}

func newNameless(d *schemas.Dataset, org string, keyer *keyer) *nameless {
	n := &nameless{keyer: keyer, org: org, data: d,
		name: -1, birth: -1, event: -1, ref: -1, alike: make(map[register.Key]uint32)}
	for i, f := range d.Fields {
		switch {
		case f.Name == d.Event:
			n.event = i
		case f.Kind == schemas.KindName:
			n.name = i
		case f.Kind == schemas.KindBirthDate:
			n.birth = i
		case f.Kind == schemas.KindReference && slices.Contains(d.Key, f.Name):
			n.ref = i
		}
	}
	if n.birth < 0 {
		return n // its codes describe rows, not persons
	}
	n.parts = append(n.parts, n.birth)
	for i, f := range d.Fields {
		if f.Required && (f.Kind == schemas.KindNationality || f.Kind == schemas.KindCode) {
			n.parts = append(n.parts, i)
		}
	}
	return n
}

// key returns what the person of a row without a V-number is recognised by, but
// for how many rows before it were alike: if that counts, see next.
func (n *nameless) key(rows *check.Rows, i int) (k register.Key, counted bool) {
	b := appendText(n.buf[:0], n.org)
	n.fold = n.fold[:0]
	if n.name >= 0 {
		n.fold = register.AppendName(n.fold, rows.Columns[n.name].Text[i])
	}
	b = appendText(b, n.fold)
	for _, c := range n.parts {
		b = binary.BigEndian.AppendUint64(b, uint64(rows.Columns[c].Int[i]))
	}
	named := len(n.fold) > 0
	if !named || n.birth < 0 || !fullBirth(rows.Columns[n.birth].Int[i]) {
		b = n.appendRow(b, rows, i)
	}
	n.buf = b
	return n.keyer.text(b), !named && n.ref < 0
}

// next returns the key of a row of which it counts how many rows before it were
// alike. It must be asked in the order of the rows.
func (n *nameless) next(rows *check.Rows, i int) register.Key {
	k, _ := n.key(rows, i)
	n.buf = binary.BigEndian.AppendUint32(n.buf, n.alike[k])
	n.alike[k]++
	return n.keyer.text(n.buf)
}

// appendRow appends what tells this row from others of people who look alike.
func (n *nameless) appendRow(b []byte, rows *check.Rows, i int) []byte {
	b = appendText(b, n.data.Name)
	if n.event >= 0 {
		b = binary.BigEndian.AppendUint64(b, uint64(rows.Columns[n.event].Int[i]))
	}
	if n.ref >= 0 {
		b = appendText(b, rows.Columns[n.ref].Text[i])
	}
	return b
}

// appendText appends a text with its length before it, so that two texts in a
// row cannot be cut differently.
func appendText[T string | []byte](b []byte, text T) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(text)))
	return append(b, text...)
}

// fullBirth reports whether a birth date has year, month and day, and is not 1
// January.
func fullBirth(v int64) bool {
	return v > 10000 && v%100 != 0 && v/100%100 != 0 && v%10000 != 101
}
