package check

import "lvv/schemas"

// A RowKey says what names a row within an organisation: its person and the day
// of its event, a reference, or a key of its own that fits into 64 bits.
type RowKey struct {
	ByPerson bool
	Token    int   // field of the reference that names the row, or -1
	parts    []int // otherwise the fields that together name it
}

// NewRowKey reads it from the schema. That a key does not fit is a fault in our
// schemas.
func NewRowKey(d *schemas.Dataset) RowKey {
	if d.NamedByPerson() {
		return RowKey{ByPerson: true, Token: -1}
	}
	k := RowKey{Token: -1}
	bits := 0
	for _, name := range d.Key {
		f := d.Field(name)
		switch {
		case f.Store == schemas.KeepToken && len(d.Key) == 1:
			k.Token = f.Index
			return k
		case f.Kind == schemas.KindDate || f.Kind == schemas.KindMonth:
			bits += 32
		case f.Kind == schemas.KindCode || f.Kind == schemas.KindNationality:
			bits += 16
		default:
			bits += 65
		}
		k.parts = append(k.parts, f.Index)
	}
	if bits == 0 || bits > 64 {
		panic("check: internal error: the key of dataset " + d.Name + " does not fit")
	}
	return k
}

// Pack returns the key of a row that has one of its own parts. Required fields
// are never missing here; a missing one counts as zero.
func (k *RowKey) Pack(rows *Rows, i int) uint64 {
	var key uint64
	for _, f := range k.parts {
		c := &rows.Columns[f]
		width := 16
		if c.Field.Kind == schemas.KindDate || c.Field.Kind == schemas.KindMonth {
			width = 32
		}
		key = key<<width | uint64(c.Int[i])&(1<<width-1)
	}
	return key
}
