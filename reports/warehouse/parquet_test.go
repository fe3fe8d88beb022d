package warehouse

import (
	"bytes"
	"errors"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// numbers are n whole numbers in C memory, in batches.
func numbers(t *testing.T, batches, n int) array.RecordReader {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{{Name: "getal", Type: arrow.PrimitiveTypes.Int32}}, nil)
	build := array.NewInt32Builder(Memory())
	defer build.Release()
	var all []arrow.RecordBatch
	for b := range batches {
		for i := range n {
			build.Append(int32(b*n + i*7%n))
		}
		column := build.NewArray()
		all = append(all, array.NewRecordBatch(schema, []arrow.Array{column}, int64(n)))
		column.Release()
	}
	r, err := array.NewRecordReader(schema, all)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range all {
		b.Release()
	}
	t.Cleanup(r.Release)
	return r
}

// The same records give the same bytes, however the work was shared, and the
// database is of use afterwards.
func TestParquetSameBytes(t *testing.T) {
	db := openTest(t)
	var first []byte
	for i := range 4 {
		var b bytes.Buffer
		if err := db.WriteParquet(t.Context(), &b, numbers(t, 3, 150_000)); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = b.Bytes()
		}
		if !bytes.Equal(b.Bytes(), first) || !bytes.HasPrefix(first, []byte("PAR1")) || !bytes.HasSuffix(first, []byte("PAR1")) {
			t.Fatalf("time %d: %d bytes, at first %d", i+1, b.Len(), len(first))
		}
	}
}

// narrow takes so many bytes and no more.
type narrow int

var errFull = errors.New("full")

func (n *narrow) Write(p []byte) (int, error) {
	if len(p) > int(*n) {
		return 0, errFull
	}
	*n -= narrow(len(p))
	return len(p), nil
}

// A writer that fails ends the writing, with its own error.
func TestParquetToNowhere(t *testing.T) {
	db := openTest(t)
	to := narrow(1000)
	if err := db.WriteParquet(t.Context(), &to, numbers(t, 1, 300_000)); !errors.Is(err, errFull) {
		t.Fatalf("error %v", err)
	}
	if err := db.WriteParquet(t.Context(), &bytes.Buffer{}, numbers(t, 1, 10)); err != nil {
		t.Fatalf("afterwards: %v", err)
	}
}
