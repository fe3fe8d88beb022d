package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// ErrTooLarge means that a sheet has more rows, or a cell more text, than
// Excel can hold: give the table as CSV instead.
var ErrTooLarge = errors.New("workbook: more than Excel can hold")

const (
	maxRows   = 1_048_576
	maxText   = 32_767 // characters in a cell
	maxName   = 31     // characters in the name of a sheet
	creator   = "lvv"
	paperA4   = 9
	charts    = "Grafiekgegevens"
	chartNote = "Onderdrukte waarden zijn hier leeg, zodat de grafiek een gat toont en geen nul."
)

// noTempDir is a folder that cannot exist: should excelize ever want a
// temporary file, it gets an error and nothing leaves memory.
const noTempDir = "/dev/null/geen tijdelijke bestanden"

// Write writes the workbook. Errors are those of w and [ErrTooLarge]; a Book
// that could never be a workbook (no sheets, two with one name, a row longer
// than its columns) panics.
func (b Book) Write(w io.Writer) error {
	b = b.withChartData()
	b.mustBeSound()
	if err := b.fits(); err != nil {
		return err
	}
	f := excelize.NewFile(excelize.Options{
		UnzipSizeLimit: 1 << 40, UnzipXMLSizeLimit: 1 << 40, TmpDir: noTempDir})
	k := &writer{f: f, styles: map[styleKey]int{}}
	if err := k.book(b); err != nil {
		return errors.Join(fmt.Errorf("building workbook: %w", err), f.Close())
	}
	var raw bytes.Buffer
	if err := errors.Join(f.Write(&raw), f.Close()); err != nil {
		return fmt.Errorf("packing workbook: %w", err)
	}
	return canonical(w, raw.Bytes(), k.values)
}

// writer carries a Book into excelize.
type writer struct {
	f         *excelize.File
	styles    map[styleKey]int
	good, bad *int // styles of check cells, made at first use
	sheet     string
	cached    map[string]Cell   // of the sheet at hand: formula cell to its value
	values    []map[string]Cell // cached of all sheets, in order
}

func (k *writer) book(b Book) error {
	created := b.Created.UTC().Truncate(time.Second).Format(time.RFC3339)
	yes := true
	if err := errors.Join(
		k.f.SetDocProps(&excelize.DocProperties{Title: b.Title, Subject: b.Subject, Creator: creator,
			LastModifiedBy: creator, Created: created, Modified: created, Language: "nl-NL"}),
		k.f.SetAppProps(&excelize.AppProperties{Application: creator}),
		k.f.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &yes}),
		k.f.SetSheetName("Sheet1", b.Sheets[0].Name),
	); err != nil {
		return err
	}
	for _, s := range b.Sheets {
		if _, err := k.f.NewSheet(s.Name); err != nil {
			return err
		}
		if err := k.one(s, b.Title); err != nil {
			return fmt.Errorf("sheet %q: %w", s.Name, err)
		}
	}
	for _, n := range b.Names {
		if err := k.f.SetDefinedName(&excelize.DefinedName{Name: n.Name, RefersTo: n.Ref}); err != nil {
			return fmt.Errorf("name %q: %w", n.Name, err)
		}
	}
	return nil
}

func (k *writer) one(s Sheet, title string) error {
	k.sheet = s.Name
	k.cached = map[string]Cell{}
	k.values = append(k.values, k.cached)
	for _, step := range []func(Sheet) error{
		k.columns, k.head, k.body, k.view, k.charts,
		func(s Sheet) error { return k.page(s, title) },
	} {
		if err := step(s); err != nil {
			return err
		}
	}
	return nil
}

// head writes title, notes and header row.
func (k *writer) head(s Sheet) error {
	row, last := 1, s.width()-1
	if s.Title != "" {
		if err := errors.Join(
			k.put(0, row, Text(s.Title), styleKey{role: roleTitle}),
			k.f.SetRowHeight(k.sheet, row, titleHeight),
		); err != nil {
			return err
		}
		row++
	}
	for _, n := range s.Notes {
		if err := k.note(row, last, n, s); err != nil {
			return err
		}
		row++
	}
	for i, c := range s.Columns {
		if err := k.put(i, s.HeaderRow(), Text(c.Header), styleKey{role: roleHeader, number: s.numbers(i)}); err != nil {
			return err
		}
	}
	return nil
}

// note writes one line across the table, high enough for its text: a merged
// cell does not grow by itself.
func (k *writer) note(row, last int, text string, s Sheet) error {
	if err := k.put(0, row, Text(text), styleKey{role: roleNote}); err != nil {
		return err
	}
	chars := 0.0
	for i := 0; i <= last; i++ {
		chars += columnWidth(s, i)
	}
	if last > 0 {
		if err := k.f.MergeCell(k.sheet, address(0, row), address(last, row)); err != nil {
			return err
		}
	}
	return k.f.SetRowHeight(k.sheet, row, lineHeight*lines(text, chars))
}

// The heights of a line of text and of the title, in points.
const (
	lineHeight  = 15
	titleHeight = 24
)

// lines is how many lines a text takes in a column of so many characters. Words
// do not break, so a tenth of each line is lost.
func lines(text string, chars float64) float64 {
	return math.Ceil(max(1, float64(utf8.RuneCountInString(text))) / max(0.9*chars, 1))
}

func (k *writer) body(s Sheet) error {
	for i, cells := range slices.Concat(s.Rows, s.Totals) {
		r := roleBody
		if i >= len(s.Rows) {
			r = roleTotal
		}
		if err := k.row(s.Row(i), cells, r); err != nil {
			return err
		}
		if err := k.height(s, i, cells); err != nil {
			return err
		}
	}
	return nil
}

// height makes a row as high as its longest wrapped text: not every program
// does so by itself when it opens a workbook.
func (k *writer) height(s Sheet, i int, cells []Cell) error {
	most := 1.0
	for col, c := range cells {
		if c.style == wrapped {
			most = max(most, lines(c.text, columnWidth(s, col)))
		}
	}
	if most == 1 {
		return nil
	}
	return k.f.SetRowHeight(k.sheet, s.Row(i), lineHeight*most)
}

func (k *writer) row(row int, cells []Cell, r role) error {
	for col, c := range cells {
		if c.kind == blank && r == roleBody {
			continue
		}
		if err := k.put(col, row, c, styleKey{role: r, format: c.format, weight: c.style, number: c.kind == numeric}); err != nil {
			return err
		}
		if c.style == check {
			if err := k.mark(address(col, row)); err != nil {
				return err
			}
		}
	}
	return nil
}

// put writes one cell. The value of a formula is added when the file is made
// canonical, because excelize would write it as text.
func (k *writer) put(col, row int, c Cell, key styleKey) error {
	at := address(col, row)
	var err error
	switch {
	case c.formula != "":
		k.cached[at] = c
		err = k.f.SetCellFormula(k.sheet, at, c.formula)
	case c.kind == textual:
		err = k.f.SetCellStr(k.sheet, at, c.text)
	case c.kind == numeric:
		err = k.f.SetCellDefault(k.sheet, at, c.text)
	}
	if err != nil {
		return err
	}
	id, err := k.style(key)
	if err != nil {
		return err
	}
	return k.f.SetCellStyle(k.sheet, at, at, id)
}

// fits answers whether Excel can hold the Book.
func (b Book) fits() error {
	for _, s := range b.Sheets {
		if s.Row(len(s.Rows)+len(s.Totals)) > maxRows {
			return fmt.Errorf("sheet %q: %w", s.Name, ErrTooLarge)
		}
		for _, rows := range [][][]Cell{s.Rows, s.Totals} {
			for _, r := range rows {
				for _, c := range r {
					if len(c.text) > maxText && utf8.RuneCountInString(c.text) > maxText {
						return fmt.Errorf("sheet %q: text of a cell: %w", s.Name, ErrTooLarge)
					}
				}
			}
		}
	}
	return nil
}
