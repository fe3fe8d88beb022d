package store_test

import (
	"io"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"lvv/anonymise"
	"lvv/anonymise/register"
	"lvv/anonymise/store"
	"lvv/anonymise/store/rowstest"
)

func cpu(b *testing.B, rows int) func() {
	b.Helper()
	used := func() int64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return u.Utime.Nano() + u.Stime.Nano()
	}
	before := used()
	return func() { b.ReportMetric(float64(used()-before)/float64(b.N)/float64(rows), "cpu-ns/row") }
}

const million = 1_000_000

// Gate and store together: from judged rows to a segment in force.
func BenchmarkIngest(b *testing.B) {
	batches := rowstest.Stays(b, million, 10_000, 1)
	key := identity(b)
	b.ReportAllocs()
	defer cpu(b, million)()
	for b.Loop() {
		st, err := store.Open(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		deliver(b, st, register.New(), key.Recipient(), rowstest.Scope(b, "a", "opvang", "2019-01-01", "2021-12-31"), batches)
	}
}

func BenchmarkLoad(b *testing.B) {
	st, err := store.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	key := identity(b)
	deliver(b, st, register.New(), key.Recipient(), rowstest.Scope(b, "a", "opvang", "2019-01-01", "2021-12-31"), rowstest.Stays(b, million, 10_000, 1))
	b.ReportAllocs()
	defer cpu(b, million)()
	for b.Loop() {
		r, err := st.Read(b.Context(), memory.NewGoAllocator(), key)
		if err != nil {
			b.Fatal(err)
		}
		rows := 0
		err = r.Load(b.Context(), rowstest.Dataset(b, "opvang"), func(_ store.Meta, batch anonymise.Batch) error {
			rows += batch.Len()
			return nil
		})
		if err != nil || rows < million-100 { // a few are doubles by chance
			b.Fatal(rows, err)
		}
	}
}

// What compressing a segment would cost, and what it would save. Sealing goes
// at about 1 GB/s, so compressing must save more than 1 ns a byte to pay.
func BenchmarkCompression(b *testing.B) {
	var kept []anonymise.Batch
	scope := rowstest.Scope(b, "a", "opvang", "2019-01-01", "2021-12-31")
	session := register.New().Begin(scope, rowstest.Random(scope))
	g := anonymise.NewGate(rowstest.Dataset(b, "opvang"), rowstest.Keys(1), session, func(batch anonymise.Batch) error {
		batch.Retain()
		kept = append(kept, batch)
		return nil
	})
	for _, rows := range rowstest.Stays(b, million, 10_000, 1) {
		if _, err := g.Admit(rows); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := g.Finish(); err != nil {
		b.Fatal(err)
	}
	key := identity(b)
	for name, opts := range map[string][]ipc.Option{"none": nil, "lz4": {ipc.WithLZ4()}, "zstd": {ipc.WithZstd()}} {
		b.Run(name, func(b *testing.B) {
			defer cpu(b, million)()
			var n counter
			for b.Loop() {
				n = 0
				sealed, err := age.Encrypt(&n, key.Recipient())
				if err != nil {
					b.Fatal(err)
				}
				w := ipc.NewWriter(sealed, append(opts, ipc.WithSchema(kept[0].Record().Schema()))...)
				for _, batch := range kept {
					if err := w.Write(batch.Record()); err != nil {
						b.Fatal(err)
					}
				}
				if err := sealed.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)/million, "bytes/row")
		})
	}
}

type counter int64

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

var _ io.Writer = (*counter)(nil)

var made = time.Date(2021, 3, 1, 12, 0, 0, 0, time.UTC)
