package workbook

// source is the tab that a chart reads, and where in it each column of the
// chart's own sheet is found.
type source struct {
	sheet    *Sheet
	moved    map[int]int // nil when the chart reads its own sheet
	negative bool        // some value is below zero
}

func (s source) column(col int) int {
	if s.moved == nil {
		return col
	}
	return s.moved[col]
}

// withChartData answers the Book with every chart told where to read. Charts
// over suppressed cells read from an added tab in which those are blank.
func (b Book) withChartData() Book {
	sheets := append([]Sheet(nil), b.Sheets...)
	data := &Sheet{Name: charts, Title: "Gegevens achter de grafieken", Notes: []string{chartNote}, NoFilter: true}
	for i := range sheets {
		s := &sheets[i]
		s.Charts = append([]Chart(nil), s.Charts...)
		for n := range s.Charts {
			c := &s.Charts[n]
			if c.To == 0 {
				c.To = len(s.Rows) - 1
			}
			if c.From < 0 || c.To < c.From || c.To >= len(s.Rows) || len(c.Series) == 0 {
				panic("workbook: internal error: chart without rows or series")
			}
			hides, negative := c.look(*s)
			c.source = source{sheet: s, negative: negative}
			if hides {
				c.source.sheet, c.source.moved = data, data.copyOf(*s, *c)
				c.From, c.To = 0, c.To-c.From
			}
		}
	}
	if len(data.Columns) > 0 {
		sheets = append(sheets, *data)
	}
	b.Sheets = sheets
	return b
}

// look answers whether some value of the chart is text (suppressed) and
// whether some number is below zero.
func (c Chart) look(s Sheet) (hides, negative bool) {
	for _, r := range s.Rows[c.From : c.To+1] {
		for _, col := range c.Series {
			if col >= len(r) {
				continue
			}
			hides = hides || r[col].kind == textual
			negative = negative || r[col].kind == numeric && r[col].text[0] == '-'
		}
	}
	return hides, negative
}

// copyOf adds the columns of a chart to the right of s, numbers as live
// references and text in a series as blanks, and answers where they came.
func (s *Sheet) copyOf(from Sheet, c Chart) map[int]int {
	moved := map[int]int{}
	for n, col := range append([]int{c.Categories}, c.Series...) {
		at := len(s.Columns)
		moved[col] = at
		s.Columns = append(s.Columns, Column{Header: from.Columns[col].Header, Width: columnWidth(from, col)})
		for i, r := range from.Rows[c.From : c.To+1] {
			for len(s.Rows) <= i {
				s.Rows = append(s.Rows, nil)
			}
			for len(s.Rows[i]) <= at {
				s.Rows[i] = append(s.Rows[i], Impossible())
			}
			if col >= len(r) || r[col].kind == blank || (n > 0 && r[col].kind == textual) {
				continue
			}
			value := r[col]
			value.formula, value.style = "", plain
			s.Rows[i][at] = Formula(from.Abs(col, c.From+i), value)
		}
	}
	return moved
}
