package counts

import (
	"errors"
	"io"
	"strings"

	"lvv/ingest/table"
)

// maxColumns bounds the columns of a file.
const maxColumns = 64

// A sheet is a whole CSV file as text.
type sheet struct {
	header  []string
	rows    [][]string // as wide as the header
	numbers []int      // of each row, as Excel shows it
}

// readSheet reads a CSV file. With a header the first row names the columns.
// What cannot be read as a table is a problem; an error is the reader's own.
func readSheet(r io.Reader, header bool) (*sheet, []Problem, error) {
	src, err := table.NewCSV(r, table.Limits{Columns: maxColumns})
	if err != nil {
		return unreadable(err)
	}
	defer src.Close()
	s := &sheet{header: src.Header()}
	if !header {
		s.header = make([]string, len(src.Header()))
		s.rows, s.numbers = [][]string{src.Header()}, []int{1}
	}
	var problems []Problem
	for {
		b, err := src.Next()
		if err == io.EOF {
			return s, append(problems, s.judge(header)...), nil
		}
		if err == nil {
			err = b.Parse()
		}
		if err != nil {
			return unreadable(err)
		}
		problems = append(problems, s.add(b)...)
		b.Release()
	}
}

// unreadable turns what is wrong with the text of a file into a problem.
func unreadable(err error) (*sheet, []Problem, error) {
	at := (*table.RowError)(nil)
	switch {
	case errors.Is(err, table.ErrEmpty):
		return nil, []Problem{{Code: NoRows}}, nil
	case errors.As(err, &at):
		return nil, []Problem{{Code: Unreadable, Row: int(at.Row)}}, nil
	case errors.Is(err, table.ErrNotText) || errors.Is(err, table.ErrEncoding):
		return nil, []Problem{{Code: Unreadable}}, nil
	}
	return nil, nil, err
}

// add takes in the rows of a batch. Blank lines are skipped.
func (s *sheet) add(b *table.Batch) (problems []Problem) {
	for i := range b.Len() {
		if blank(b, i) {
			continue
		}
		if b.Width(i) != len(s.header) {
			problems = append(problems, Problem{Code: RowWidth, Row: int(b.Number(i))})
			continue
		}
		row := make([]string, len(s.header))
		for c := range row {
			row[c] = string(b.Cell(i, c))
		}
		s.rows, s.numbers = append(s.rows, row), append(s.numbers, int(b.Number(i)))
	}
	return problems
}

func blank(b *table.Batch, row int) bool {
	for c := range b.Width(row) {
		if len(strings.TrimSpace(string(b.Cell(row, c)))) > 0 {
			return false
		}
	}
	return true
}

// judge looks at the names of the columns and whether there are rows at all.
func (s *sheet) judge(header bool) (problems []Problem) {
	if len(s.rows) == 0 {
		problems = append(problems, Problem{Code: NoRows})
	}
	if !header {
		return problems
	}
	seen := map[string]bool{}
	for i, name := range s.header {
		s.header[i] = strings.TrimSpace(name)
		switch lower := strings.ToLower(s.header[i]); {
		case lower == "":
			problems = append(problems, Problem{Code: EmptyColumn, Row: 1})
		case seen[lower]:
			problems = append(problems, Problem{Code: SameColumn, Row: 1, Column: s.header[i]})
		default:
			seen[lower] = true
		}
	}
	return problems
}

// column returns the index of the column of that name, in any case, or -1.
func (s *sheet) column(name string) int {
	for i, h := range s.header {
		if strings.EqualFold(h, name) {
			return i
		}
	}
	return -1
}

// code returns the text of a cell if it can be a code.
func (s *sheet) code(row, col int) (string, []Problem) {
	text := s.rows[row][col]
	switch trimmed := strings.TrimSpace(text); {
	case trimmed == "":
		return "", []Problem{s.problem(Empty, row, col)}
	case trimmed != text || strings.ContainsAny(text, "\r\n\t"):
		return "", []Problem{s.problem(Blanks, row, col)}
	}
	return text, nil
}

// count returns the figure of a cell.
func (s *sheet) count(row, col int) (int64, []Problem) {
	text := strings.TrimSpace(s.rows[row][col])
	digits, minus := strings.CutPrefix(text, "-")
	var n int64
	for _, r := range digits {
		if r < '0' || r > '9' {
			return 0, []Problem{s.problem(NotCount, row, col)}
		}
		if n = n*10 + int64(r-'0'); n > MaxValue {
			return 0, []Problem{s.problem(TooLarge, row, col)}
		}
	}
	switch {
	case text == "":
		return 0, []Problem{s.problem(Empty, row, col)}
	case digits == "":
		return 0, []Problem{s.problem(NotCount, row, col)}
	case minus:
		return 0, []Problem{s.problem(Negative, row, col)}
	}
	return n, nil
}

func (s *sheet) problem(code Code, row, col int) Problem {
	return Problem{Code: code, Row: s.numbers[row], Column: s.header[col]}
}
