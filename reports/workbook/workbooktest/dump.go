// Package workbooktest helps tests look into workbooks: it tells what stands
// in one as text that can be compared and reviewed, and lets LibreOffice
// calculate one again.
package workbooktest

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Dump tells in lines of text what a reader of the workbook meets: properties,
// sheets with their size, each filled cell with its type, raw value, formula,
// number format and weight, then merged cells, frozen panes, filter, drop-down
// lists, and at the end the defined names (print areas and titles among them).
//
//	props creator="lvv" created="2022-01-01T00:00:00Z" title="Overzicht"
//	sheet "Blad" A1:C2
//	  A1 text "maand"
//	  B1 number "1234" format="#,##0" bold
//	  C1 formula "1234" =SUM(B1:B1)
func Dump(r io.Reader) (string, error) {
	f, err := excelize.OpenReader(r, excelize.Options{UnzipSizeLimit: 1 << 30, UnzipXMLSizeLimit: 1 << 30})
	if err != nil {
		return "", fmt.Errorf("opening workbook: %w", err)
	}
	defer f.Close() // reading only: nothing can be lost
	var b strings.Builder
	props, err := f.GetDocProps()
	if err != nil {
		return "", fmt.Errorf("reading properties: %w", err)
	}
	fmt.Fprintf(&b, "props creator=%q created=%q title=%q\n", props.Creator, props.Created, props.Title)
	for _, sheet := range f.GetSheetList() {
		if err := dumpSheet(&b, f, sheet); err != nil {
			return "", fmt.Errorf("reading sheet %q: %w", sheet, err)
		}
	}
	for _, n := range f.GetDefinedName() {
		fmt.Fprintf(&b, "name %s scope=%q %s\n", n.Name, n.Scope, n.RefersTo)
	}
	return b.String(), nil
}

func dumpSheet(b *strings.Builder, f *excelize.File, sheet string) error {
	size, err := f.GetSheetDimension(sheet)
	if err != nil {
		return err
	}
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "sheet %q %s\n", sheet, size)
	for row, cells := range rows {
		for col := range cells {
			at, err := excelize.CoordinatesToCellName(col+1, row+1)
			if err != nil {
				return err
			}
			if err := dumpCell(b, f, sheet, at); err != nil {
				return err
			}
		}
	}
	return dumpLayout(b, f, sheet)
}

func dumpCell(b *strings.Builder, f *excelize.File, sheet, at string) error {
	c, err := readCell(f, sheet, at)
	if err != nil || c.kind == "" {
		return err
	}
	fmt.Fprintf(b, "  %s %s %q", at, c.kind, c.raw)
	if c.formula != "" {
		b.WriteString(" =" + c.formula)
	}
	style, err := f.GetCellStyle(sheet, at)
	if err != nil {
		return err
	}
	look, err := f.GetStyle(style)
	if err != nil {
		return err
	}
	if look.CustomNumFmt != nil {
		fmt.Fprintf(b, " format=%q", *look.CustomNumFmt)
	}
	if look.Font != nil && look.Font.Bold {
		b.WriteString(" bold")
	}
	b.WriteByte('\n')
	return nil
}

// cell is one cell as it stands in the file.
type cell struct{ kind, raw, formula string }

// readCell reads a cell; a blank one has no kind.
func readCell(f *excelize.File, sheet, at string) (cell, error) {
	var c cell
	var err error
	if c.formula, err = f.GetCellFormula(sheet, at); err != nil {
		return c, err
	}
	if c.raw, err = f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true}); err != nil {
		return c, err
	}
	kind, err := f.GetCellType(sheet, at)
	if err != nil {
		return c, err
	}
	switch {
	case c.formula != "":
		c.kind = "formula"
	case c.raw == "":
		return cell{}, nil
	case kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString:
		c.kind = "text"
	case kind == excelize.CellTypeBool:
		c.kind = "bool"
	case kind == excelize.CellTypeError:
		c.kind = "error"
	default:
		c.kind = "number"
	}
	return c, nil
}

func dumpLayout(b *strings.Builder, f *excelize.File, sheet string) error {
	merged, err := f.GetMergeCells(sheet)
	if err != nil {
		return err
	}
	for _, m := range merged {
		fmt.Fprintf(b, "  merge %s:%s\n", m.GetStartAxis(), m.GetEndAxis())
	}
	panes, err := f.GetPanes(sheet)
	if err != nil {
		return err
	}
	if panes.Freeze {
		fmt.Fprintf(b, "  frozen %d rows %d columns\n", panes.YSplit, panes.XSplit)
	}
	page, err := f.GetPageLayout(sheet)
	if err != nil {
		return err
	}
	if page.Orientation != nil && page.FitToWidth != nil {
		fmt.Fprintf(b, "  page %s, %d wide\n", *page.Orientation, *page.FitToWidth)
	}
	if err := dumpChecks(b, f, sheet); err != nil {
		return err
	}
	lists, err := f.GetDataValidations(sheet)
	if err != nil {
		return err
	}
	for _, v := range lists {
		fmt.Fprintf(b, "  allow %s %s %s\n", v.Sqref, v.Type, v.Formula1)
	}
	return nil
}

func dumpChecks(b *strings.Builder, f *excelize.File, sheet string) error {
	formats, err := f.GetConditionalFormats(sheet)
	if err != nil {
		return err
	}
	areas := make([]string, 0, len(formats))
	for area := range formats {
		areas = append(areas, area)
	}
	sort.Strings(areas)
	for _, area := range areas {
		fmt.Fprintf(b, "  coloured %s\n", area)
	}
	return nil
}
