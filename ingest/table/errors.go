package table

import (
	"errors"
	"fmt"
)

// What can be wrong with a file as a table. Callers branch on these to tell
// the sender what to do; see check.OfTable.
var (
	ErrEmpty         = errors.New("file holds no header row")
	ErrNotText       = errors.New("file is not text")
	ErrEncoding      = errors.New("file is text in UTF-16")
	ErrUnclosedQuote = errors.New("a quotation mark is not closed")
	ErrTooWide       = errors.New("row has too many columns")
	ErrTooLong       = errors.New("row is too long")
	ErrTooBig        = errors.New("file is larger than the limit")
	ErrNotWorkbook   = errors.New("file is not an Excel workbook")
	ErrOldWorkbook   = errors.New("file is a workbook in the old .xls format")
	ErrPassword      = errors.New("workbook is locked with a password")
	ErrDamaged       = errors.New("workbook is damaged")
	ErrNoSheet       = errors.New("workbook has no sheet of that name")
)

// A RowError is one of the errors above with the row at which it was seen, as
// Excel numbers rows.
type RowError struct {
	Row int32
	Err error
}

func (e *RowError) Error() string { return fmt.Sprintf("row %d: %v", e.Row, e.Err) }

// Unwrap returns the error without its row.
func (e *RowError) Unwrap() error { return e.Err }
