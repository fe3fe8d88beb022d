package anonymise

import (
	"lvv/ingest/check"
	"lvv/schemas"
)

// fill copies the picked rows into the columns.
func (g *Gate) fill(rows *check.Rows, p *Prepared) {
	at := g.filled
	for i := range g.columns {
		c := &g.columns[i]
		switch {
		case c.Name == schemas.ColPerson:
			for k, i := range g.pick {
				c.i32[at+k] = int32(g.persons[i])
			}
		case c.Name == schemas.ColLink:
			for k, i := range g.pick {
				c.u8[at+k] = linkOf(rows.Columns[g.person].Int[i])
			}
		case c.Name == schemas.ColAgeFrom:
			for k, i := range g.pick {
				c.u8[at+k] = p.ageFrom[i]
			}
		case c.Name == schemas.ColAgeTo:
			for k, i := range g.pick {
				c.u8[at+k] = p.ageTo[i]
			}
		case c.Name == schemas.ColRow:
			for k, i := range g.pick {
				c.i32[at+k] = rows.Number[i]
			}
		case c.Field.Store == schemas.KeepToken:
			c.put(at, p.tokens[c.Field.Index], g.pick)
		case c.Field.Store == schemas.KeepPresence:
			c.putPresence(at, rows.Columns[c.Field.Index].Text, g.pick)
		default:
			c.put(at, rows.Columns[c.Field.Index].Int, g.pick)
		}
	}
	g.filled += len(g.pick)
}

func linkOf(number int64) byte {
	if number == check.Missing {
		return linkNone
	}
	return linkNumber
}
