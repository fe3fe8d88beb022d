package synth

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"lvv/schemas"
)

// Answers are what a test needs to judge what was made of a delivery.
type Answers struct {
	Rows   int     // rows below the header
	Person []int32 // true number of the person of each row; -1 where there is none
	Faults []Fault // faults put in on purpose, by row
}

// FileName is the name by which a delivery says what it is, without the
// extension: organisation, dataset, first and last day.
func FileName(org, dataset string, p schemas.Period) string {
	return fmt.Sprintf("%s_%s_%s_%s", org, dataset, p.From, p.To)
}

// Rows returns a delivery in memory: the header, which holds the Dutch labels
// unless organisations have habits, then the rows.
func (p Plan) Rows(org, dataset string, period schemas.Period) ([][]string, Answers, error) {
	return p.rows(org, dataset, period, false)
}

func (p Plan) rows(org, dataset string, period schemas.Period, workbook bool) ([][]string, Answers, error) {
	var rows [][]string
	answers, err := p.deliver(org, dataset, period, workbook, func(cells []string) error {
		rows = append(rows, slices.Clone(cells))
		return nil
	})
	return rows, answers, err
}

// WriteCSV writes a delivery as CSV: ';' between cells, UTF-8, CRLF, a header
// as in [Plan.Rows]. Memory does not grow with the number of rows, but for
// four bytes a row in the answers. An error is that of w, or an organisation
// or dataset that the plan does not know.
func (p Plan) WriteCSV(w io.Writer, org, dataset string, period schemas.Period) (Answers, error) {
	out := bufio.NewWriterSize(w, 1<<16)
	answers, err := p.deliver(org, dataset, period, false, func(cells []string) error {
		for i, cell := range cells {
			if i > 0 {
				out.WriteByte(';')
			}
			writeCell(out, cell)
		}
		_, err := out.WriteString("\r\n")
		return err
	})
	if err != nil {
		return answers, err
	}
	return answers, out.Flush()
}

// writeCell quotes a cell where the format asks for it. The writer remembers
// its first error.
func writeCell(out *bufio.Writer, cell string) {
	if !strings.ContainsAny(cell, ";\"\r\n") {
		out.WriteString(cell)
		return
	}
	out.WriteByte('"')
	out.WriteString(strings.ReplaceAll(cell, `"`, `""`))
	out.WriteByte('"')
}

// deliver makes a delivery row by row, header first, and puts the faults in;
// into a workbook only those that one can have.
func (p Plan) deliver(org, dataset string, period schemas.Period, workbook bool, write func(cells []string) error) (Answers, error) {
	w := p.world()
	o, d, err := w.find(org, dataset)
	if err != nil {
		return Answers{}, err
	}
	source := rowSources[d.Name]
	if source == nil {
		panic("synth: internal error: nothing invents dataset " + d.Name)
	}
	habit := w.habit(o)
	if err := write(habit.header(d, workbook)); err != nil {
		return Answers{}, err
	}
	remarked := habit.remarked(d, workbook)
	var answers Answers
	spoiler := newSpoiler(w, d, o, period, workbook)
	source(w, d, o, period, func(person int, cells []string) bool {
		if remarked {
			cells = append(cells, remark(d, cells))
		}
		row, fault := spoiler.row(cells)
		times := 1
		if fault != nil && fault.Code == twiceCode {
			times = 2
		}
		for range times {
			if err = write(row); err != nil {
				return false
			}
			answers.Rows++
			answers.Person = append(answers.Person, int32(person))
		}
		if fault != nil {
			fault.Row = answers.Rows + 1
			answers.Faults = append(answers.Faults, *fault)
		}
		return true
	})
	return answers, err
}
