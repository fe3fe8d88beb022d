package table

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// sheetRows is how many rows of a workbook make a batch.
const sheetRows = 4096

// lastRow is the last row that a sheet can have.
const lastRow = 1 << 20

// xlsxSource reads one sheet of a workbook.
type xlsxSource struct {
	file   *excelize.File
	rows   *excelize.Rows
	lim    Limits
	pool   pool
	header []string
	row    int32 // number of the row read last
	date4  bool
	err    error // what Next returns from now on
}

// NewXLSX reads one sheet of an Excel workbook: the one that bears one of the
// wanted names, in any case, or else the only one there is. Cells come as they
// are stored, so a date is its serial number and an amount has all its digits.
//
// The whole workbook is checked and unzipped in memory, never to disk; one
// that would unzip to more than the limit is refused before it does.
func NewXLSX(r io.ReaderAt, size int64, sheets []string, lim Limits) (Source, error) {
	lim = lim.filled()
	if err := inspect(r, size, lim); err != nil {
		return nil, err
	}
	s := &xlsxSource{lim: lim}
	err := guard(func() error { return s.open(r, size, sheets) })
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *xlsxSource) open(r io.ReaderAt, size int64, sheets []string) error {
	var err error
	// Equal limits keep excelize from unzipping to the temporary folder.
	opt := excelize.Options{RawCellValue: true, UnzipSizeLimit: s.lim.Sheet, UnzipXMLSizeLimit: s.lim.Sheet}
	s.file, err = excelize.OpenReader(io.NewSectionReader(r, 0, size), opt)
	if err != nil {
		return ErrDamaged // excelize's own text may hold text of the file
	}
	props, err := s.file.GetWorkbookProps()
	if err != nil {
		return ErrDamaged
	}
	s.date4 = props.Date1904 != nil && *props.Date1904
	name, err := pick(s.file, sheets)
	if err != nil {
		return err
	}
	if s.rows, err = s.file.Rows(name); err != nil {
		return ErrDamaged
	}
	for len(s.header) == 0 {
		if s.header, err = s.read(); err == io.EOF {
			return ErrEmpty
		} else if err != nil {
			return err
		}
	}
	return nil
}

// pick finds the sheet to read.
func pick(f *excelize.File, wanted []string) (string, error) {
	have := f.GetSheetList()
	for _, w := range wanted {
		for _, h := range have {
			if strings.EqualFold(strings.TrimSpace(h), w) {
				return h, nil
			}
		}
	}
	if len(have) == 1 {
		return have[0], nil
	}
	return "", ErrNoSheet
}

func (s *xlsxSource) Header() []string { return s.header }

// Close lets go of the workbook.
func (s *xlsxSource) Close() error {
	var err error
	if s.rows != nil {
		err = s.rows.Close()
	}
	if s.file != nil {
		err = errors.Join(err, s.file.Close())
	}
	s.rows, s.file, s.err = nil, nil, io.EOF
	if err != nil {
		return fmt.Errorf("closing the workbook: %w", ErrDamaged)
	}
	return nil
}

// Next reads the next rows. Rows without a filled-in cell are left out.
func (s *xlsxSource) Next() (*Batch, error) {
	if s.err != nil {
		return nil, s.err
	}
	b := s.pool.get()
	b.parsed, b.excel, b.date4, b.lim = true, true, s.date4, s.lim
	b.starts, b.numbers = append(b.starts, 0), b.numbers[:0]
	err := guard(func() error { return s.batch(b) })
	if s.err = err; err == io.EOF && b.Len() > 0 {
		return b, nil
	}
	if err != nil {
		b.Release()
		return nil, err
	}
	return b, nil
}

func (s *xlsxSource) batch(b *Batch) error {
	for b.Len() < sheetRows && len(b.data) < s.lim.Block {
		cells, err := s.read()
		if err != nil {
			return err
		}
		if len(cells) > 0 {
			s.add(b, cells)
		}
	}
	return nil
}

// add appends a row. Excel does not store empty cells at the end of a row, so
// a short row is filled up to the width of the header.
func (s *xlsxSource) add(b *Batch, cells []string) {
	for _, c := range cells {
		from := len(b.data)
		b.data = append(b.data, c...)
		b.cells = append(b.cells, span{uint32(from), uint32(len(b.data))})
	}
	for range len(s.header) - len(cells) {
		b.cells = append(b.cells, span{})
	}
	b.starts = append(b.starts, int32(len(b.cells)))
	b.numbers = append(b.numbers, s.row)
}

// read returns the cells of the next row, none for a blank one, io.EOF at the end.
func (s *xlsxSource) read() ([]string, error) {
	if !s.rows.Next() {
		if s.rows.Error() != nil {
			return nil, ErrDamaged
		}
		return nil, io.EOF
	}
	if s.row++; s.row > lastRow { // the library would count up to any number it is given
		return nil, ErrDamaged
	}
	cells, err := s.rows.Columns()
	if err != nil {
		return nil, &RowError{s.row, ErrDamaged}
	}
	size, filled := 0, 0
	for i, c := range cells {
		if size += len(c); c != "" {
			filled = i + 1
		}
	}
	switch {
	case filled > s.lim.Columns:
		return nil, &RowError{s.row, ErrTooWide}
	case size > s.lim.Row:
		return nil, &RowError{s.row, ErrTooLong}
	}
	return cells[:filled], nil
}

// guard turns a panic of the library on a malformed workbook into ErrDamaged:
// a foreign file must not be able to stop the program.
func guard(do func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = ErrDamaged
		}
	}()
	return do()
}
