package workbook

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

const (
	defaultWidth = 14
	chartWidth   = 640 // pixels
	chartHeight  = 340
	chartColumns = 10 // that a chart covers at the usual column width
	chartRows    = 21 // at the lowest rows that a program draws
)

func columnWidth(s Sheet, i int) float64 {
	if i < len(s.Columns) && s.Columns[i].Width > 0 {
		return s.Columns[i].Width
	}
	return defaultWidth
}

// columns sets the size of the sheet and the widths of its columns.
func (k *writer) columns(s Sheet) error {
	last := max(1, s.Row(len(s.Rows)+len(s.Totals))-1)
	if err := k.f.SetSheetDimension(k.sheet, "A1:"+address(s.width()-1, last)); err != nil {
		return err
	}
	for i := range s.width() {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := k.f.SetColWidth(k.sheet, name, name, columnWidth(s, i)); err != nil {
			return err
		}
	}
	return nil
}

// view sets what a reader meets on screen: frozen header, filter, grid.
func (k *writer) view(s Sheet) error {
	if s.HideGrid {
		no := false
		if err := k.f.SetSheetView(k.sheet, 0, &excelize.ViewOptions{ShowGridLines: &no}); err != nil {
			return err
		}
	}
	if len(s.Columns) == 0 {
		return nil
	}
	head := s.HeaderRow()
	if !s.NoFilter && len(s.Rows) > 0 {
		area := address(0, head) + ":" + address(len(s.Columns)-1, s.Row(len(s.Rows)-1))
		if err := k.f.AutoFilter(k.sheet, area, nil); err != nil {
			return err
		}
	}
	if s.NoFreeze {
		return nil
	}
	below := address(0, head+1)
	return k.f.SetPanes(k.sheet, &excelize.Panes{Freeze: true, YSplit: head, TopLeftCell: below,
		ActivePane: "bottomLeft", Selection: []excelize.Selection{{SQRef: below, ActiveCell: below, Pane: "bottomLeft"}}})
}

// page sets what comes out of the printer: A4, one page wide, header row
// repeated, page numbers.
func (k *writer) page(s Sheet, title string) error {
	size, wide, high, fit := paperA4, 1, 0, true
	way := "landscape"
	if s.Portrait {
		way = "portrait"
	}
	margin, edge := 0.5, 0.3
	if err := k.f.SetPageLayout(k.sheet, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &way, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	if err := k.f.SetSheetProps(k.sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := k.f.SetPageMargins(k.sheet, &excelize.PageLayoutMarginsOptions{
		Left: &margin, Right: &margin, Top: &margin, Bottom: &margin, Header: &edge, Footer: &edge}); err != nil {
		return err
	}
	footer := "&L" + strings.ReplaceAll(title, "&", "&&") + "&C&A&RPagina &P van &N"
	if utf8.RuneCountInString(footer) > 255 {
		footer = "&C&A&RPagina &P van &N"
	}
	if err := k.f.SetHeaderFooter(k.sheet, &excelize.HeaderFooterOptions{OddFooter: footer}); err != nil {
		return err
	}
	return k.printNames(s)
}

func (k *writer) printNames(s Sheet) error {
	lastCol, lastRow := s.width()-1, max(1, s.Row(len(s.Rows)+len(s.Totals))-1)
	for i, c := range s.Charts {
		col, row := s.chartCorner(c, i)
		lastCol, lastRow = max(lastCol, col+chartColumns-1), max(lastRow, row+chartRows-1)
	}
	area := s.quoted() + "!$A$1:" + absolute(lastCol, lastRow)
	if err := k.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: area, Scope: s.Name}); err != nil {
		return err
	}
	if len(s.Columns) == 0 {
		return nil
	}
	titles := fmt.Sprintf("%s!$%d:$%d", s.quoted(), s.HeaderRow(), s.HeaderRow())
	return k.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: s.Name})
}

// quote writes the name of a sheet as formulas want it.
func quote(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// mustBeSound panics on a Book that no input can excuse.
func (b Book) mustBeSound() {
	if len(b.Sheets) == 0 || b.Created.IsZero() {
		panic("workbook: internal error: book without sheets or date")
	}
	seen := map[string]bool{}
	for _, s := range b.Sheets {
		fold := strings.ToLower(s.Name)
		if s.Name == "" || utf8.RuneCountInString(s.Name) > maxName || strings.ContainsAny(s.Name, `:\/?*[]`) ||
			strings.HasPrefix(s.Name, "'") || strings.HasSuffix(s.Name, "'") || seen[fold] {
			panic("workbook: internal error: sheet name empty, long, strange or double")
		}
		seen[fold] = true
		for _, rows := range [][][]Cell{s.Rows, s.Totals} {
			for _, r := range rows {
				if len(s.Columns) > 0 && len(r) > len(s.Columns) {
					panic("workbook: internal error: row longer than its columns")
				}
			}
		}
	}
}
