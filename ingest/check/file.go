package check

import (
	"errors"

	"lvv/ingest/table"
)

// fileCodes gives the problem code of each thing that can be wrong with a file
// as a table.
var fileCodes = []struct {
	err  error
	code string
}{
	{table.ErrEmpty, FileEmpty},
	{table.ErrNotText, FileNotText},
	{table.ErrEncoding, FileUTF16},
	{table.ErrTooBig, FileTooBig},
	{table.ErrTooWide, FileTooWide},
	{table.ErrTooLong, FileRowTooLong},
	{table.ErrUnclosedQuote, FileUnclosedQuote},
	{table.ErrNotWorkbook, FileNotWorkbook},
	{table.ErrOldWorkbook, FileOldWorkbook},
	{table.ErrPassword, FileLocked},
	{table.ErrDamaged, FileDamaged},
	{table.ErrNoSheet, FileNoSheet},
}

// OfTable turns an error of package table into the problem to tell the sender.
// It reports false for an error that is not about the file, such as a disk
// that cannot be read.
func OfTable(err error) (Problem, bool) {
	for _, f := range fileCodes {
		if errors.Is(err, f.err) {
			p := Problem{Code: f.code}
			if at := (*table.RowError)(nil); errors.As(err, &at) {
				p.Row = at.Row
			}
			return p, true
		}
	}
	return Problem{}, false
}
