package recordfile

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"lvv/ingest/table"
)

// delimiters are what may stand between two cells, the likeliest first.
const delimiters = ";,\t"

// delimiterOf returns the delimiter that a line holds most of; the first of
// [delimiters] if it holds none.
func delimiterOf(line []byte) byte {
	found, most := delimiters[0], 0
	for _, d := range []byte(delimiters) {
		if n := bytes.Count(line, []byte{d}); n > most {
			found, most = d, n
		}
	}
	return found
}

func firstLine(text []byte) []byte {
	if end := bytes.IndexAny(text, "\r\n"); end >= 0 {
		return text[:end]
	}
	return text
}

const byteOrderMark = "\ufeff"

// open begins to read a table with a delimiter, or with the one that its header
// holds most of if that is 0, and returns it. The reader of tables obeys a line
// "sep=" as Excel does, and does not count it as a row.
func open(r io.Reader, delimiter byte) (src table.Source, found byte, err error) {
	const headerSize = 1 << 16
	in := bufio.NewReaderSize(r, headerSize)
	head, err := in.Peek(headerSize)
	if err != nil && err != io.EOF {
		return nil, 0, fmt.Errorf("reading the table: %w", err)
	}
	if bytes.HasPrefix(head, []byte(byteOrderMark)) {
		in.Discard(len(byteOrderMark))
		head = head[len(byteOrderMark):]
	}
	line := firstLine(head)
	if said := hinted(line); said != 0 {
		src, err = table.NewCSV(in, table.Limits{})
		return src, said, err
	}
	if delimiter == 0 {
		delimiter = delimiterOf(line)
	}
	end := "\n"
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		end = "\r" // as old Excel for Mac ends its lines
	}
	src, err = table.NewCSV(io.MultiReader(strings.NewReader("sep="+string(delimiter)+end), in), table.Limits{})
	return src, delimiter, err
}

// hinted returns the delimiter of a line "sep=;", 0 if it is another line.
func hinted(line []byte) byte {
	const hint = "sep="
	if len(line) != len(hint)+1 || !strings.EqualFold(string(line[:len(hint)]), hint) || strings.IndexByte(delimiters, line[len(hint)]) < 0 {
		return 0
	}
	return line[len(hint)]
}
