package check

import (
	"strconv"

	"lvv/ingest/table"
	"lvv/schemas"
)

// Shown turns the cells of one row of a batch into what its sender saw: in a
// workbook a date is kept as a number of days, which means nothing to the person
// who has to correct the row. Other cells stay as they are.
func (j *Judge) Shown(b *table.Batch, cells [][]byte) {
	if !b.Excel() {
		return
	}
	for _, c := range j.columns {
		dated := c.field.Kind == schemas.KindDate || c.field.Kind == schemas.KindBirthDate
		if !dated || c.cell < 0 || c.cell >= len(cells) || len(cells[c.cell]) != serialDigits {
			continue
		}
		if n, err := strconv.Atoi(string(cells[c.cell])); err == nil {
			cells[c.cell] = []byte(serial(n, b.Date1904()).Dutch())
		}
	}
}

// serialDigits is the length of the numbers by which Excel keeps the days from
// 1927 to 2173. Shorter ones can be years.
const serialDigits = 5
