package table

import (
	"bytes"
	"fmt"
	"io"
)

// A Source is a table that is being read. It is not safe for concurrent use;
// the batches that it gives are independent of it and of each other.
type Source interface {
	// Header returns the cells of the first row that is not blank.
	Header() []string
	// Next returns the next batch, in order, and io.EOF after the last one.
	Next() (*Batch, error)
	// Close lets go of what the source holds. It does not close the reader
	// that was handed in.
	Close() error
}

// Limits bound what a Source reads. The zero value of each means its default.
type Limits struct {
	Columns  int   // most columns of a row; 256
	Row      int   // most bytes of a CSV record; 1 MiB
	Block    int   // bytes of a CSV batch; 256 KiB, which with its cells and values fits in a core's cache
	Zipped   int64 // most bytes of a workbook as it is; 64 MiB
	Sheet    int64 // most bytes of all parts of a workbook, unzipped; 300 MB
	Elements int   // most XML elements of a workbook beside its sheets, two for each different text; 6 million
}

func (l Limits) filled() Limits {
	or := func(p *int, n int) {
		if *p <= 0 {
			*p = n
		}
	}
	or(&l.Columns, 256)
	or(&l.Row, 1<<20)
	or(&l.Block, 256<<10)
	or(&l.Elements, 6e6)
	if l.Zipped <= 0 {
		l.Zipped = 64 << 20
	}
	if l.Sheet <= 0 {
		l.Sheet = 300e6
	}
	return l
}

// A Kind is a file format.
type Kind string

// The formats that are read.
const (
	CSV  Kind = "csv"
	XLSX Kind = "xlsx"
)

// Sniff tells the format of a file by its first bytes, whatever its name is:
// XLSX for a ZIP archive or an old workbook, CSV for all else.
func Sniff(head []byte) Kind {
	if bytes.HasPrefix(head, zipMagic) || bytes.HasPrefix(head, oleMagic) {
		return XLSX
	}
	return CSV
}

// Open opens a file of either format; an empty kind is sniffed. Sheets are the
// names of the sheet wanted, for a workbook. The caller closes the Source.
func Open(kind Kind, r io.ReaderAt, size int64, sheets []string, lim Limits) (Source, error) {
	if kind == "" {
		head := make([]byte, 8)
		n, err := r.ReadAt(head, 0)
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("reading the beginning of the file: %w", err)
		}
		kind = Sniff(head[:n])
	}
	switch kind {
	case CSV:
		return NewCSV(io.NewSectionReader(r, 0, size), lim)
	case XLSX:
		return NewXLSX(r, size, sheets, lim)
	}
	return nil, fmt.Errorf("no reader for files of kind %q", kind)
}
