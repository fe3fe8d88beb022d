package workbook

import "github.com/xuri/excelize/v2"

// ChartKind is the form of a chart.
type ChartKind int

// The forms of chart.
const (
	LineChart   ChartKind = iota // a line over the rows for each series
	ColumnChart                  // upright bars side by side
	StackChart                   // upright bars on top of each other
	BarChart                     // lying bars, for long names
)

// Chart is a native Excel chart over rows of its own sheet. A suppressed cell
// is drawn as a gap, never as zero: Excel draws text as zero, so the numbers
// of such a series are copied, with gaps, to a tab of their own that the
// chart reads.
type Chart struct {
	Kind       ChartKind
	Title      string
	Categories int   // column (0-based) with the names along the axis
	Series     []int // columns with the values; the header is the name
	From, To   int   // first and last of Rows, both included; To 0 is the last
	Euro       bool  // axis in whole euros
	AtColumn   int   // where the upper left corner stands; 0 is right of the table
	AtRow      int   // Excel row; 0 is the header row, a further chart below the one before

	source source // set by Write
}

// chartColors are told apart by the colour-blind and, by lightness, in print
// without colour.
var chartColors = [...]string{"17527D", "D9782D", "2E8573", "6D3F8F", "B08A20", "6B7680"}

func (c Chart) excelType() excelize.ChartType {
	switch c.Kind {
	case ColumnChart:
		return excelize.Col
	case StackChart:
		return excelize.ColStacked
	case BarChart:
		return excelize.Bar
	default:
		return excelize.Line
	}
}

// chartCorner answers column (0-based) and row (1-based) of the upper left
// corner of the i-th chart; charts without a place stand below each other.
func (s Sheet) chartCorner(c Chart, i int) (col, row int) {
	col, row = c.AtColumn, c.AtRow
	if col == 0 {
		col = s.width() + 1
	}
	if row == 0 {
		row = s.HeaderRow() + i*(chartRows+1)
	}
	return col, row
}

func (k *writer) charts(s Sheet) error {
	for i, c := range s.Charts {
		col, row := s.chartCorner(c, i)
		if err := k.f.AddChart(k.sheet, address(col, row), c.excel()); err != nil {
			return err
		}
	}
	return nil
}

// excel declares the chart to excelize; withChartData has filled in source.
func (c Chart) excel() *excelize.Chart {
	src, from, to := c.source.sheet, c.From, c.To
	axisFont := excelize.Font{Size: 10, Color: muted}
	chart := &excelize.Chart{
		Type:         c.excelType(),
		Format:       excelize.GraphicOptions{AltText: c.Title, Name: c.Title},
		Dimension:    excelize.ChartDimension{Width: chartWidth, Height: chartHeight},
		Title:        excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.Title, Font: &excelize.Font{Size: 13, Bold: true, Color: ink}}}},
		Legend:       excelize.ChartLegend{Position: "bottom"},
		ShowBlanksAs: "gap",
		XAxis:        excelize.ChartAxis{Font: axisFont},
		YAxis:        excelize.ChartAxis{Font: axisFont, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: string(wholes)}},
	}
	if !c.source.negative {
		zero := 0.0
		chart.YAxis.Minimum = &zero // an axis cut off at the foot exaggerates
	}
	if c.Euro {
		chart.YAxis.NumFmt.CustomNumFmt = string(wholeEuros)
	}
	if c.Kind == BarChart {
		chart.XAxis.ReverseOrder = true // first row on top, as in the table
	}
	if len(c.Series) == 1 {
		chart.Legend.Position = "none"
	}
	for n, col := range c.Series {
		look := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{chartColors[n%len(chartColors)]}}
		series := excelize.ChartSeries{
			Name:       src.quoted() + "!" + absolute(c.source.column(col), src.HeaderRow()),
			Categories: src.Range(c.source.column(c.Categories), from, to),
			Values:     src.Range(c.source.column(col), from, to),
			Fill:       look,
		}
		if c.Kind == LineChart {
			series.Line = excelize.LineOptions{Width: 2.25, Fill: look}
			series.Marker = excelize.ChartMarker{Symbol: "circle", Size: 5, Fill: look} // a point between two gaps has no line
		}
		chart.Series = append(chart.Series, series)
	}
	return chart
}
