package synth

import (
	"io"
	"time"

	"lvv/schemas"
	"lvv/schemas/template"
)

// WriteXLSX writes a delivery as the Excel template of the contract, filled in.
// made is the date of the workbook. The whole delivery is held in memory, so
// this is for the size that people really send. Faults that only a CSV file can have are left out.
func (p Plan) WriteXLSX(w io.Writer, org, dataset string, period schemas.Period, made time.Time) (Answers, error) {
	rows, answers, err := p.rows(org, dataset, period, true)
	if err != nil {
		return answers, err
	}
	fill := func(*schemas.Dataset) [][]string { return rows[1:] }
	return answers, template.Fill(w, p.settle().Contract, org, []string{dataset}, made, fill)
}
