package evaluator

import (
	"strconv"

	"lvv/reports/statfile"
)

// statFile is the records for SPSS and Stata. Values are numbered as inlezen.do
// numbers them: in the order of the codebook, from 1.
func (e edition) statFile() statfile.File {
	f := statfile.File{Label: "Monitoringgegevens " + e.job.Programme, Created: e.job.At, Rows: e.records.N(), Runs: e.runs}
	for i, v := range e.recordVariables() {
		w := e.written[i]
		c := statfile.Column{Name: v.Name, Label: v.Label, Codes: w.codes}
		number := map[string]int32{}
		for k, x := range v.Values {
			number[x.Code] = int32(k + 1)
		}
		for k, code := range w.texts {
			n, ok := number[code]
			if !ok {
				n = missingReason(code)
			}
			c.Values = append(c.Values, statfile.Value{Number: n, Label: w.labels[k]})
		}
		f.Columns = append(f.Columns, c)
	}
	return f
}

// missingReason is the number of a code for what is missing.
func missingReason(code string) int32 {
	n, err := strconv.Atoi(code)
	if err != nil || n >= 0 {
		panic("evaluator: internal error: a code that the codebook does not explain")
	}
	return int32(n)
}
