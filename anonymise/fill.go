package anonymise

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"

	"lvv/ingest/check"
	"lvv/schemas"
)

// scratch holds what is worked out of the rows of one call before they are
// picked. Its memory is used again by the next call.
type scratch struct {
	persons []uint32
	ageFrom []uint8
	ageTo   []uint8
	prints  []uint64
	tokens  [][]int64 // by field; nil where no token is kept
	pick    []int32   // positions of the rows that are admitted
}

func (s *scratch) prepare(d *schemas.Dataset) {
	s.tokens = make([][]int64, len(d.Fields))
	for i, f := range d.Fields {
		if f.Store == schemas.KeepToken {
			s.tokens[i] = []int64{}
		}
	}
}

// fit makes room for n rows.
func (s *scratch) fit(n int) {
	if cap(s.prints) < n {
		s.persons, s.prints = make([]uint32, n), make([]uint64, n)
		s.ageFrom, s.ageTo = make([]uint8, n), make([]uint8, n)
		s.pick = make([]int32, 0, n)
		for f, t := range s.tokens {
			if t != nil {
				s.tokens[f] = make([]int64, n)
			}
		}
	}
	s.pick = s.pick[:0]
	s.persons, s.prints, s.ageFrom, s.ageTo = s.persons[:n], s.prints[:n], s.ageFrom[:n], s.ageTo[:n]
	for f, t := range s.tokens {
		if t != nil {
			s.tokens[f] = t[:n]
		}
	}
}

// tokens works out the keyed tokens of references: the first 63 bits of
// HMAC-SHA256 over the organisation and the reference, each with its length
// before it. Equal references of two organisations have nothing in common.
func (g *Gate) tokens(rows *check.Rows) {
	org := appendText(nil, g.session.Scope().Org)
	var buf []byte
	var sum [sha256.Size]byte
	for f, tokens := range g.scratch.tokens {
		for i := range tokens {
			text := rows.Columns[f].Text[i]
			if len(text) == 0 {
				tokens[i] = check.Missing
				continue
			}
			buf = appendText(append(buf[:0], org...), text)
			g.token.Reset()
			g.token.Write(buf)
			tokens[i] = int64(binary.BigEndian.Uint64(g.token.Sum(sum[:0])) >> 1)
		}
	}
}

// ages works out the age interval of each row at its event.
func (g *Gate) ages(rows *check.Rows) {
	birth := g.nameless.birth
	if birth < 0 {
		return
	}
	s := &g.scratch
	births, days := rows.Columns[birth].Int, rows.Columns[g.event].Int
	for i := range s.ageFrom {
		s.ageFrom[i], s.ageTo[i] = ages(births[i], split(schemas.Day(days[i])))
	}
}

// fingerprint works out, for each row, 32 bits that change when anything that
// the store keeps of it changes, its row number and person left out. It is kept
// in the sealed register only and need not withstand an attacker.
func (s *scratch) fingerprint(columns []schemas.Column, rows *check.Rows) {
	clear(s.prints)
	for _, c := range columns {
		switch {
		case c.Name == schemas.ColPerson || c.Name == schemas.ColLink || c.Name == schemas.ColRow:
		case c.Name == schemas.ColAgeFrom:
			for i, v := range s.ageFrom {
				s.prints[i] = mix(s.prints[i], uint64(v)<<8|uint64(s.ageTo[i]))
			}
		case c.Name == schemas.ColAgeTo: // went in with the other
		case c.Field.Store == schemas.KeepToken:
			for i, v := range s.tokens[c.Field.Index] {
				s.prints[i] = mix(s.prints[i], uint64(v))
			}
		case c.Field.Store == schemas.KeepPresence:
			for i, t := range rows.Columns[c.Field.Index].Text[:len(s.prints)] {
				s.prints[i] = mix(s.prints[i], uint64(min(len(t), 1)))
			}
		default:
			for i, v := range rows.Columns[c.Field.Index].Int[:len(s.prints)] {
				s.prints[i] = mix(s.prints[i], uint64(v))
			}
		}
	}
}

// mix takes one more value into a fingerprint. The rotation keeps a change in
// one column from undoing a change in another.
func mix(print, value uint64) uint64 {
	return (bits.RotateLeft64(print, 29) ^ value) * 0x9e3779b97f4a7c15
}

// fill copies the picked rows into the columns.
func (g *Gate) fill(rows *check.Rows) {
	s, at := &g.scratch, g.filled
	for i := range g.columns {
		c := &g.columns[i]
		switch {
		case c.Name == schemas.ColPerson:
			for k, i := range s.pick {
				c.i32[at+k] = int32(s.persons[i])
			}
		case c.Name == schemas.ColLink:
			for k, i := range s.pick {
				c.u8[at+k] = linkOf(rows.Columns[g.person].Int[i])
			}
		case c.Name == schemas.ColAgeFrom:
			for k, i := range s.pick {
				c.u8[at+k] = s.ageFrom[i]
			}
		case c.Name == schemas.ColAgeTo:
			for k, i := range s.pick {
				c.u8[at+k] = s.ageTo[i]
			}
		case c.Name == schemas.ColRow:
			for k, i := range s.pick {
				c.i32[at+k] = rows.Number[i]
			}
		case c.Field.Store == schemas.KeepToken:
			c.put(at, s.tokens[c.Field.Index], s.pick)
		case c.Field.Store == schemas.KeepPresence:
			c.putPresence(at, rows.Columns[c.Field.Index].Text, s.pick)
		default:
			c.put(at, rows.Columns[c.Field.Index].Int, s.pick)
		}
	}
	g.filled += len(s.pick)
}

func linkOf(number int64) byte {
	if number == check.Missing {
		return linkNone
	}
	return linkNumber
}
