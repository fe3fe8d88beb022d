package table

// A Batch is a run of rows of a table. Before its cells can be asked for it
// must be parsed. All it gives out points into its own memory and is valid
// until Release.
type Batch struct {
	data    []byte  // the block, and behind it cells that had to be decoded
	size    int     // bytes of the block itself
	quoted  bool    // the block may hold a quotation mark
	parsed  bool    // cells and starts are filled in
	rows    int     // rows in the block, counted when it was cut
	columns int     // cells that a row should have
	cells   []span  // all cells, row after row
	starts  []int32 // of each row its first cell, and one more at the end
	width   int     // cells of every row, or unknown or uneven
	first   int32   // number of the first row
	numbers []int32 // number of each row, for workbooks, which have gaps
	sep     byte
	lim     Limits
	excel   bool
	date4   bool
	home    *pool
}

// A span is the place of a cell in the data of its batch.
type span struct{ from, to uint32 }

// Len is the number of rows, blank lines included.
func (b *Batch) Len() int { return len(b.starts) - 1 }

// Width is the number of cells of a row; 0 for a blank line.
func (b *Batch) Width(row int) int { return int(b.starts[row+1] - b.starts[row]) }

// Cell returns the text of a cell in UTF-8, nil where the row has no such cell.
func (b *Batch) Cell(row, col int) []byte {
	i := b.starts[row] + int32(col)
	if i >= b.starts[row+1] {
		return nil
	}
	s := b.cells[i]
	return b.data[s.from:s.to:s.to]
}

// Number is the number of a row as Excel shows it: the header stands on row 1
// (or lower, below blank lines), and blank lines count.
func (b *Batch) Number(row int) int32 {
	if b.numbers != nil {
		return b.numbers[row]
	}
	return b.first + int32(row)
}

// Raw appends the cells of a row to dst.
func (b *Batch) Raw(dst [][]byte, row int) [][]byte {
	for col := range b.Width(row) {
		dst = append(dst, b.Cell(row, col))
	}
	return dst
}

// Excel reports whether the cells come from a workbook as it is stored, so
// that a date can be a serial number and an amount a binary fraction.
func (b *Batch) Excel() bool { return b.excel }

// Date1904 reports whether serial numbers count from 1 January 1904.
func (b *Batch) Date1904() bool { return b.date4 }

// Release gives the memory of the batch back to its source. The batch and all
// that was taken from it must not be used any more.
func (b *Batch) Release() {
	if b.home != nil {
		b.home.put(b)
	}
}

// Parse finds the cells. It returns a *RowError when the block is not text, or
// a row is too wide or too long. A batch of a workbook comes parsed.
func (b *Batch) Parse() error {
	if b.parsed {
		return nil
	}
	b.parsed = true
	return b.split()
}
