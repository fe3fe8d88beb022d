package check

import "lvv/schemas"

// Missing stands in an integer column where the sender left the cell empty.
const Missing = int64(-1 << 63)

// Rows is a batch of rows that passed their checks, column by column in the
// order of the dataset's fields. It still holds identities, in memory only; the
// one place that may take it further is the gate that makes a Batch of it.
//
// A Rows is reused for the next batch: nothing may be kept of it.
type Rows struct {
	Dataset *schemas.Dataset
	Number  []int32  // row number of each row as the sender sees it; the header is row 1
	Columns []Column // one for each field of the dataset
}

// Len is the number of rows.
func (r *Rows) Len() int { return len(r.Number) }

// A Column holds one field of a batch. For kinds name and reference it is
// Text; for all others Int, as follows:
//
//	vnumber      the ten digits as a number, 0 to 9,999,999,999
//	nationality  position in the code list
//	code         position in the code list
//	birthdate    year*10000 + month*100 + day, with 00 for an unknown month or day
//	date         schemas.Day
//	month        schemas.Day of the first of the month
//	count        0 to 2,147,483,647
//	cents        cents
//
// An empty cell is [Missing] in Int and nil in Text.
type Column struct {
	Field *schemas.Field
	Int   []int64
	Text  [][]byte
}

// A Problem is one thing that is wrong with one row. It holds no value.
type Problem struct {
	Row   int32          // row number as the sender sees it; 0 for the file as a whole
	Field *schemas.Field // nil for the row or file as a whole
	Code  string         // key into schemas.Problem
}
