package template

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"lvv/schemas"
)

// Rows is the number of rows below the header that have drop-downs.
const Rows = 5000

// Names of the sheets beside those of the datasets.
const (
	explainSheet = "Uitleg"
	listSheet    = "Lijsten"
)

// Write writes an empty template of a contract for one organisation, with a
// sheet for each of the named datasets in that order; made is its date. A
// dataset that the contract does not have is an error.
func Write(w io.Writer, c *schemas.Contract, org string, datasets []string, made time.Time) error {
	return Fill(w, c, org, datasets, made, func(*schemas.Dataset) [][]string { return nil })
}

// Fill writes a template that is filled in: rows returns the cells of a
// dataset in the order of its fields, without header, as people write them.
// Whole dates, numbers and amounts become real dates and numbers, as they
// would when typed into Excel; all else is text.
func Fill(w io.Writer, c *schemas.Contract, org string, datasets []string, made time.Time, rows func(*schemas.Dataset) [][]string) error {
	f := excelize.NewFile()
	defer f.Close()
	b := &book{f: f, contract: c, org: org}
	for _, name := range datasets {
		d := c.Dataset(name)
		if d == nil {
			return fmt.Errorf("contract %s has no dataset %q", c.Name, name)
		}
		b.datasets = append(b.datasets, d)
	}
	if len(b.datasets) == 0 {
		return fmt.Errorf("a template needs at least one dataset")
	}
	b.write(made, rows)
	if b.err != nil {
		return fmt.Errorf("writing the template: %w", b.err)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		return fmt.Errorf("writing the template: %w", err)
	}
	return canonical(w, buf.Bytes())
}

// A book is a template in the making. It remembers the first error.
type book struct {
	f        *excelize.File
	contract *schemas.Contract
	org      string
	datasets []*schemas.Dataset
	styles   styles
	err      error
}

func (b *book) note(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) write(made time.Time, rows func(*schemas.Dataset) [][]string) {
	b.properties(made)
	b.makeStyles()
	for i, d := range b.datasets {
		if i == 0 {
			b.note(b.f.SetSheetName("Sheet1", d.Name))
		} else {
			b.newSheet(d.Name)
		}
		b.dataset(d)
		b.fill(d, rows(d))
	}
	b.newSheet(explainSheet)
	b.explain()
	b.newSheet(listSheet)
	b.lists()
	b.note(b.f.SetSheetVisible(listSheet, false))
	b.f.SetActiveSheet(0)
}

func (b *book) newSheet(name string) {
	_, err := b.f.NewSheet(name)
	b.note(err)
}

func (b *book) properties(made time.Time) {
	at := made.UTC().Format(time.RFC3339)
	var names []string
	for _, d := range b.datasets {
		names = append(names, d.Name)
	}
	b.note(b.f.SetDocProps(&excelize.DocProperties{
		Title:          "Levering " + b.org,
		Subject:        b.contract.Title,
		Keywords:       b.contract.Name + " " + strings.Join(names, " "),
		Creator:        "lvv",
		LastModifiedBy: "lvv",
		Created:        at,
		Modified:       at,
		Language:       "nl-NL",
	}))
	b.note(b.f.SetAppProps(&excelize.AppProperties{Application: "lvv"}))
}

// set writes text; excelize keeps it text whatever it begins with.
func (b *book) set(sheet string, col, row int, text string) {
	b.note(b.f.SetCellStr(sheet, cell(col, row), text))
}

// cell names a cell; columns and rows are counted from 1.
func cell(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		panic("template: internal error: " + err.Error())
	}
	return name
}

// column names a column, counted from 1.
func column(col int) string {
	name, err := excelize.ColumnNumberToName(col)
	if err != nil {
		panic("template: internal error: " + err.Error())
	}
	return name
}
