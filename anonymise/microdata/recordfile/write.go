package recordfile

import (
	"bufio"
	"io"
	"strings"

	"lvv/anonymise/microdata"
)

// Write writes a set as a table: a header, then a line a record, the
// quasi-identifiers before the sensitive columns, UTF-8, lines that end in LF.
func Write(w io.Writer, set *microdata.Set, delimiter byte) error {
	out := bufio.NewWriterSize(w, 1<<16)
	columns := append(set.Quasi(), set.Sensitive()...)
	cells := make([][]string, len(columns)) // by code, with what stands behind it
	for c, column := range columns {
		behind := string(delimiter)
		if c == len(columns)-1 {
			behind = "\n"
		}
		out.WriteString(cell(column.Name, delimiter) + behind)
		for _, label := range column.Labels {
			cells[c] = append(cells[c], cell(label, delimiter)+behind)
		}
	}
	for record := range set.N() {
		for c := range columns {
			if _, err := out.WriteString(cells[c][columns[c].Codes[record]]); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

// cell quotes a text that would otherwise not come back as it is (RFC 4180).
func cell(text string, delimiter byte) string {
	if strings.IndexByte(text, delimiter) < 0 && !strings.ContainsAny(text, "\"\r\n") {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}
