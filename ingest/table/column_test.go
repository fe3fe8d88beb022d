package table

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The marks that a processor finds in its own way are those of plain code.
func TestMarksAreTheSameEverywhere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		sep := rapid.SampledFrom([]byte(separators)).Draw(r, "separator")
		var chunk [stride]byte
		of := rapid.OneOf(rapid.Byte(), rapid.SampledFrom([]byte{sep, '\n', 0, 0x80 | sep, '\n' | 0x80, sep ^ 1, '\n' ^ 1, 'a'}))
		copy(chunk[:], rapid.SliceOfN(of, stride, stride).Draw(r, "bytes"))
		if zeros := rapid.IntRange(-1, stride).Draw(r, "zeros"); zeros < stride { // at that place alone, or nowhere
			for i, c := range chunk {
				chunk[i] = max(c, 1)
			}
			if zeros >= 0 {
				chunk[zeros] = 0
			}
		}
		got, plain, want := marked{ends: [8]uint64{1}, tops: [8]uint64{1}, zeros: true}, marked{zeros: true}, marked{}
		marks(&got, &chunk, sep)
		marksAnywhere(&plain, &chunk, sep)
		for i, c := range chunk {
			if c == sep || c == '\n' {
				want.ends[i/64] |= 1 << (i % 64)
			}
			if c >= 0x80 {
				want.tops[i/64] = 1
			}
			want.zeros = want.zeros || c == 0
		}
		for _, of := range []*marked{&got, &plain} {
			for w := range of.tops {
				of.tops[w] = min(of.tops[w], 1)
			}
			if *of != want {
				t.Fatalf("got %+v, want %+v", *of, want)
			}
		}
	})
}

// A column holds the cells of its rows, followed by readable memory, and is there
// only when all rows are equally wide.
func TestColumn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		about, in string
		width     int // 0 when there are no columns
	}{
		{"even", "a;b\n1;2\n3;4\n", 2},
		{"quoted", "a;b\n\"1\";2\n3;\"4;5\"\n", 2},
		{"one column", "a\n1\n2\n", 1},
		{"too few", "a;b\n1;2\n3\n", 0},
		{"too many", "a;b\n1;2\n3;4;5\n", 0},
		{"as many together", "a;b\n1\n3;4;5\n", 0},
		{"a blank line", "a;b\n1;2\n\n3;4\n", 0},
		{"blank lines alone", "a\n\n\n", 0},
	} {
		src, err := NewCSV(strings.NewReader(tt.in), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		b, err := src.Next()
		if err == nil {
			err = b.Parse()
		}
		if err != nil {
			t.Fatal(err)
		}
		for col := range max(tt.width, 2) {
			c, ok := b.Column(col, len(src.Header()))
			if ok != (tt.width > col) {
				t.Errorf("%s: column %d: %v", tt.about, col, ok)
			}
			for row := 0; ok && row < b.Len(); row++ {
				if text := c.Text(row); string(text) != string(b.Cell(row, col)) || cap(text) < len(text)+24 {
					t.Errorf("%s: row %d, column %d: %q with room for %d", tt.about, row, col, text, cap(text))
				}
			}
		}
	}
}
