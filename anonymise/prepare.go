package anonymise

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"math/bits"

	"lvv/anonymise/register"
	"lvv/ingest/check"
	"lvv/schemas"
)

// Prepared is what is worked out of each row of a batch by itself, so that it
// can be done beside other batches. The zero value is ready for use, by one
// goroutine at a time, and by one gate for all its batches; it keeps nothing of
// the rows but keyed hashes.
type Prepared struct {
	gate    *Gate // whose rows these are
	ageFrom []uint8
	ageTo   []uint8
	prints  []uint64
	tokens  [][]int64 // by field; nil where no token is kept

	place    []int32 // by row without a V-number: its place in nameless and counted
	nameless []register.Key
	counted  []bool // whether the key hangs on the rows before it

	by    *nameless
	token hash.Hash
}

// Prepare works out what can be known of rows before it is their turn. It may be
// called for several batches at a time, beside Admit and its like.
func (g *Gate) Prepare(rows *check.Rows, p *Prepared) {
	if p.gate != g {
		p.begin(g)
	}
	p.fit(rows.Len())
	p.makeTokens(rows)
	p.ages(rows)
	p.fingerprint(g.layout.columns, rows)
	p.recognise(rows)
}

// begin makes what is needed for the rows of a gate.
func (p *Prepared) begin(g *Gate) {
	*p = Prepared{gate: g, by: newNameless(g.data, g.session.Scope().Org, newKeyer(g.keys.NoNumber)),
		token: hmac.New(sha256.New, g.keys.Token), tokens: make([][]int64, len(g.data.Fields))}
	for i, f := range g.data.Fields {
		if f.Store == schemas.KeepToken {
			p.tokens[i] = []int64{}
		}
	}
}

// fit makes room for n rows.
func (p *Prepared) fit(n int) {
	if cap(p.prints) < n {
		p.prints, p.place, p.ageFrom, p.ageTo = make([]uint64, n), make([]int32, n), make([]uint8, n), make([]uint8, n)
		for f, t := range p.tokens {
			if t != nil {
				p.tokens[f] = make([]int64, n)
			}
		}
	}
	p.prints, p.place, p.ageFrom, p.ageTo = p.prints[:n], p.place[:n], p.ageFrom[:n], p.ageTo[:n]
	for f, t := range p.tokens {
		if t != nil {
			p.tokens[f] = t[:n]
		}
	}
}

// makeTokens works out the keyed tokens of references: the first 63 bits of
// HMAC-SHA256 over the organisation and the reference, each with its length
// before it. Equal references of two organisations have nothing in common.
func (p *Prepared) makeTokens(rows *check.Rows) {
	org := appendText(nil, p.by.org)
	var buf []byte
	var sum [sha256.Size]byte
	for f, tokens := range p.tokens {
		for i := range tokens {
			text := rows.Columns[f].Text[i]
			if len(text) == 0 {
				tokens[i] = check.Missing
				continue
			}
			buf = appendText(append(buf[:0], org...), text)
			p.token.Reset()
			p.token.Write(buf)
			tokens[i] = int64(binary.BigEndian.Uint64(p.token.Sum(sum[:0])) >> 1)
		}
	}
}

// ages works out the age interval of each row at its event.
func (p *Prepared) ages(rows *check.Rows) {
	if p.by.birth < 0 {
		return
	}
	births, days := rows.Columns[p.by.birth].Int, rows.Columns[p.by.event].Int
	for i := range p.ageFrom {
		p.ageFrom[i], p.ageTo[i] = ages(births[i], split(schemas.Day(days[i])))
	}
}

// recognise makes the keys of the persons without a V-number.
func (p *Prepared) recognise(rows *check.Rows) {
	p.nameless, p.counted = p.nameless[:0], p.counted[:0]
	if p.gate.person < 0 {
		return
	}
	for i, v := range rows.Columns[p.gate.person].Int[:rows.Len()] {
		if v != check.Missing {
			continue
		}
		p.place[i] = int32(len(p.nameless))
		key, counted := p.by.key(rows, i)
		p.nameless, p.counted = append(p.nameless, key), append(p.counted, counted)
	}
}

// fingerprint works out, for each row, 32 bits that change when anything that
// the store keeps of it changes, its row number and person left out. It is kept
// in the sealed register only and need not withstand an attacker.
func (p *Prepared) fingerprint(columns []schemas.Column, rows *check.Rows) {
	clear(p.prints)
	for _, c := range columns {
		switch {
		case c.Name == schemas.ColPerson || c.Name == schemas.ColLink || c.Name == schemas.ColRow:
		case c.Name == schemas.ColAgeFrom:
			for i, v := range p.ageFrom {
				p.prints[i] = mix(p.prints[i], uint64(v)<<8|uint64(p.ageTo[i]))
			}
		case c.Name == schemas.ColAgeTo: // went in with the other
		case c.Field.Store == schemas.KeepToken:
			for i, v := range p.tokens[c.Field.Index] {
				p.prints[i] = mix(p.prints[i], uint64(v))
			}
		case c.Field.Store == schemas.KeepPresence:
			for i, t := range rows.Columns[c.Field.Index].Text[:len(p.prints)] {
				p.prints[i] = mix(p.prints[i], uint64(min(len(t), 1)))
			}
		default:
			for i, v := range rows.Columns[c.Field.Index].Int[:len(p.prints)] {
				p.prints[i] = mix(p.prints[i], uint64(v))
			}
		}
	}
}

// mix takes one more value into a fingerprint. The rotation keeps a change in
// one column from undoing a change in another.
func mix(print, value uint64) uint64 {
	return (bits.RotateLeft64(print, 29) ^ value) * 0x9e3779b97f4a7c15
}
