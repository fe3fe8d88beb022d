package anonymise

import (
	"lvv/ingest/check"
	"lvv/schemas"
)

// fill copies the admitted rows into the columns: all but those refused.
func (g *Gate) fill(rows *check.Rows, p *Prepared) {
	from := 0
	for _, refused := range g.refused {
		g.fillRun(rows, p, from, refused)
		from = refused + 1
	}
	g.fillRun(rows, p, from, rows.Len())
}

// fillRun copies a run of rows.
func (g *Gate) fillRun(rows *check.Rows, p *Prepared, from, to int) {
	at := g.filled
	for i := range g.columns {
		c := &g.columns[i]
		switch {
		case c.Name == schemas.ColPerson:
			for k, person := range g.persons[from:to] {
				c.i32[at+k] = int32(person)
			}
		case c.Name == schemas.ColLink:
			for k, v := range rows.Columns[g.person].Int[from:to] {
				c.u8[at+k] = linkOf(v)
			}
		case c.Name == schemas.ColAgeFrom:
			copy(c.u8[at:], p.ageFrom[from:to])
		case c.Name == schemas.ColAgeTo:
			copy(c.u8[at:], p.ageTo[from:to])
		case c.Name == schemas.ColRow:
			copy(c.i32[at:], rows.Number[from:to])
		case c.Field.Store == schemas.KeepToken:
			c.put(at, p.tokens[c.Field.Index][from:to])
		case c.Field.Store == schemas.KeepPresence:
			c.putPresence(at, rows.Columns[c.Field.Index].Text[from:to])
		default:
			c.put(at, rows.Columns[c.Field.Index].Int[from:to])
		}
	}
	g.filled += to - from
}

func linkOf(number int64) byte {
	if number == check.Missing {
		return linkNone
	}
	return linkNumber
}
