// Package tabletest is the suite that every reader of package table must pass:
// what is put into a table comes out of it, cell by cell, with the row numbers
// that Excel shows.
package tabletest

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lvv/ingest/table"
)

// An Opener writes rows in the format under test and opens what it wrote. A
// nil row is a blank line.
type Opener func(t *testing.T, rows [][]string, lim table.Limits) (table.Source, error)

// A Row is what a reader gives for one row that is not blank.
type Row struct {
	Number int32
	Cells  []string
}

// ReadAll reads a source to its end and closes it. It leaves out blank rows,
// which some formats do not store.
func ReadAll(t testing.TB, src table.Source) []Row {
	t.Helper()
	rows, err := Drain(src)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Drain is ReadAll for tests that expect an error.
func Drain(src table.Source) (rows []Row, err error) {
	defer func() { err = errors.Join(err, src.Close()) }()
	for {
		b, err := src.Next()
		if err == io.EOF {
			return rows, nil
		}
		if err == nil {
			err = b.Parse()
		}
		if err != nil {
			return rows, err
		}
		for r := range b.Len() {
			row := Row{Number: b.Number(r)}
			for _, c := range b.Raw(nil, r) {
				row.Cells = append(row.Cells, string(c))
			}
			if strings.Join(row.Cells, "") != "" {
				rows = append(rows, row)
			}
		}
		b.Release()
	}
}

var cases = []struct {
	name, about string
	rows        [][]string
	want        []Row
}{
	{"nil return", "a header without rows is a table without rows", [][]string{{"a", "b"}}, nil},
	{"zeros", "leading zeros are kept", [][]string{{"a", "b"}, {"0123456789", "00"}}, []Row{{2, []string{"0123456789", "00"}}}},
	{"empty cells", "a row is as wide as the header, whatever is empty in it",
		[][]string{{"a", "b", "c"}, {"", "x", ""}, {"y", "", ""}},
		[]Row{{2, []string{"", "x", ""}}, {3, []string{"y", "", ""}}}},
	{"blank rows", "blank rows count in the numbering",
		[][]string{{"a", "b"}, nil, {"1", "2"}, nil, nil, {"3", "4"}},
		[]Row{{3, []string{"1", "2"}}, {6, []string{"3", "4"}}}},
	{"header below blank rows", "the header need not stand on row 1",
		[][]string{nil, nil, {"a", "b"}, {"1", "2"}}, []Row{{4, []string{"1", "2"}}}},
	{"specials", "separators, quotes and line breaks are part of a cell",
		[][]string{{"a", "b"}, {"x;y,z\tw", `say "ja"`}, {"two\nlines", `"`}},
		[]Row{{2, []string{"x;y,z\tw", `say "ja"`}}, {3, []string{"two\nlines", `"`}}}},
	{"letters", "letters of all kinds", [][]string{{"náam", "b"}, {"Çelik ☃", "ትግርኛ"}}, []Row{{2, []string{"Çelik ☃", "ትግርኛ"}}}},
	{"markup", "what means something elsewhere means nothing here",
		[][]string{{"a", "b"}, {"<b>&amp;", "=1+1"}}, []Row{{2, []string{"<b>&amp;", "=1+1"}}}},
}

// Run runs the suite.
func Run(t *testing.T, open Opener) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src, err := open(t, c.rows, table.Limits{})
			if err != nil {
				t.Fatalf("%s: %v", c.about, err)
			}
			header := c.rows[0]
			for i := 0; header == nil; i++ {
				header = c.rows[i]
			}
			if diff := cmp.Diff(header, src.Header()); diff != "" {
				t.Errorf("%s: header (-want +got):\n%s", c.about, diff)
			}
			if diff := cmp.Diff(c.want, ReadAll(t, src)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.about, diff)
			}
		})
	}
	t.Run("many rows", func(t *testing.T) { manyRows(t, open) })
	t.Run("empty", func(t *testing.T) { wants(t, open, nil, table.Limits{}, table.ErrEmpty, 0) })
	t.Run("too wide", func(t *testing.T) {
		rows := [][]string{{"a", "b"}, {"1", "2"}, strings.Split("1,2,3,4,5", ",")}
		wants(t, open, rows, table.Limits{Columns: 4}, table.ErrTooWide, 3)
	})
	t.Run("too long", func(t *testing.T) {
		rows := [][]string{{"a", "b"}, {"1", "2"}, {"3", strings.Repeat("x", 5000)}}
		wants(t, open, rows, table.Limits{Row: 4096}, table.ErrTooLong, 3)
	})
}

// manyRows reads more rows than fit into a batch, holding two batches at once.
func manyRows(t *testing.T, open Opener) {
	rows := [][]string{{"a", "b"}}
	var want []Row
	for i := range 10_000 {
		rows = append(rows, []string{fmt.Sprint(i), strings.Repeat("é", i%40)})
		want = append(want, Row{int32(i + 2), rows[i+1]})
	}
	src, err := open(t, rows, table.Limits{Block: 32 << 10})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, ReadAll(t, src)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := src.Next(); err != io.EOF {
		t.Errorf("Next after Close: %v, want EOF", err)
	}
}

// wants checks that reading fails with an error, at a row when it is not 0.
func wants(t *testing.T, open Opener, rows [][]string, lim table.Limits, want error, row int32) {
	src, err := open(t, rows, lim)
	if err == nil {
		_, err = Drain(src)
	}
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
	if at := (*table.RowError)(nil); row != 0 && (!errors.As(err, &at) || at.Row != row) {
		t.Errorf("got %v, want it at row %d", err, row)
	}
}
