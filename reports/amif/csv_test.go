package amif

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lvv/reports/csvfile"
	"lvv/schemas"
)

// cellOf is a value as csvfile has it.
func cellOf(v value) csvfile.Cell {
	switch v.kind {
	case word:
		return csvfile.Text(v.text)
	case whole:
		return csvfile.Int(int64(v.n))
	case date:
		return csvfile.Date(schemas.Day(v.n).Time())
	}
	return csvfile.Impossible()
}

var anyValue = rapid.Custom(func(t *rapid.T) value {
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		return value{}
	case 1:
		return number(rapid.IntRange(-1_000_000, 1_000_000).Draw(t, "number"))
	case 2:
		return day(schemas.Day(rapid.IntRange(-20_000, 60_000).Draw(t, "day")), false)
	case 3:
		return optional(rapid.StringMatching(`[-=+@' "a-z,;<>_.]{0,6}`).Draw(t, "awkward text"))
	}
	return optional(rapid.String().Draw(t, "text"))
})

// A list has the bytes that csvfile gives the same cells, in both forms.
func TestListsAreWrittenAsCells(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(anyValue, 3, 3), 0, 8).Draw(t, "rows")
		columns := make([]column, 3)
		for k, name := range []string{"een", "twee,;", "-drie"} {
			columns[k] = column{name: name, of: func(i int) value { return rows[i][k] }}
		}
		var cells [][]csvfile.Cell
		for _, row := range rows {
			cells = append(cells, []csvfile.Cell{cellOf(row[0]), cellOf(row[1]), cellOf(row[2])})
		}
		for _, f := range []form{dataForm(), excelForm()} {
			var got, want bytes.Buffer
			if err := errors.Join(f.list(&got, columns, len(rows)), f.write(&want, headers(columns), cells)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want.String(), got.String()); diff != "" {
				t.Fatalf("%s (-csvfile +list):\n%s", f.folder, diff)
			}
		}
	})
}

// A list longer than a block is whole, and what the writer says is heard.
func TestLongList(t *testing.T) {
	t.Parallel()
	columns := []column{{name: "nummer", of: func(i int) value { return number(i) }}, {name: "vast", of: func(int) value { return text("a b") }}}
	var b bytes.Buffer
	if err := dataForm().list(&b, columns, 50_000); err != nil {
		t.Fatal(err)
	}
	all := records(t, b.Bytes())
	if len(all) != 50_001 || all[50_000][0] != "49999" || all[50_000][1] != "a b" {
		t.Errorf("%d records", len(all))
	}
	for _, room := range []int{0, 100_000} {
		if err := dataForm().list(&full{room}, columns, 50_000); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("room for %d bytes: %v", room, err)
		}
	}
}

// full is a writer with room for so many bytes.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}
