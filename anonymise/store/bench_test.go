package store_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
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
	"lvv/ingest"
	"lvv/ingest/check"
	"lvv/ingest/table"
	"lvv/schemas"
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
		deliver(b, st, rowstest.Register(b), key.Recipient(), rowstest.Scope(b, "a", "opvang", "2019-01-01", "2021-12-31"), batches)
	}
}

func BenchmarkLoad(b *testing.B) {
	st, err := store.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	key := identity(b)
	deliver(b, st, rowstest.Register(b), key.Recipient(), rowstest.Scope(b, "a", "opvang", "2019-01-01", "2021-12-31"), rowstest.Stays(b, million, 10_000, 1))
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

// From a sealed CSV of a million rows to a segment in force and a saved register,
// with everything that lies between: the whole of taking a delivery in.
func BenchmarkDelivery(b *testing.B) {
	key := identity(b)
	sealed := sealedCSV(b, key.Recipient(), million)
	d := rowstest.Dataset(b, "opvang")
	scope := rowstest.Scope(b, "a", "opvang", "2019-01-01", "2021-12-31")
	lim := check.Limits{Today: rowstest.Day(b, "2022-01-01"), Earliest: rowstest.Day(b, "2018-01-01")}
	b.ReportAllocs()
	defer cpu(b, million)()
	for b.Loop() {
		dir := b.TempDir()
		plain, err := age.Decrypt(bytes.NewReader(sealed), key)
		if err != nil {
			b.Fatal(err)
		}
		src, err := table.NewCSV(plain, table.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		judge, _ := check.New(d, src.Header(), lim)
		st, reg := open(b, dir), rowstest.Register(b)
		w, err := st.Create(meta(scope, "x"), d, key.Recipient())
		if err != nil {
			b.Fatal(err)
		}
		session := rowstest.Begin(b, reg, scope)
		g := anonymise.NewGate(d, rowstest.Keys(1), session, w)
		stats, err := ingest.Run(b.Context(), src, judge, 2, func(_ *table.Batch, j *check.Judged) error {
			_, err := g.Admit(&j.Rows)
			return err
		})
		if err != nil || stats.Good < million*99/100 {
			b.Fatal(stats, err)
		}
		if err := g.Finish(); err != nil {
			b.Fatal(err)
		}
		seg, err := w.Seal()
		if err != nil {
			b.Fatal(err)
		}
		if err := w.Place(); err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(session.Seal(register.Hash(seg.Hash)), session.Commit()); err != nil {
			b.Fatal(err)
		}
		if _, err := st.Commit(seg); err != nil {
			b.Fatal(err)
		}
	}
}

// sealedCSV writes invented stays as an organisation would deliver them.
func sealedCSV(b *testing.B, to age.Recipient, rows int) []byte {
	b.Helper()
	var out bytes.Buffer
	sealed, err := age.Encrypt(&out, to)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(sealed)
	d := rowstest.Dataset(b, "opvang")
	for i, f := range d.Fields {
		fmt.Fprintf(w, "%s%c", f.Label, ";\n"[i/(len(d.Fields)-1)])
	}
	for _, r := range rowstest.Stays(b, rows, 10_000, 1) {
		for k := range r.Number {
			for i, c := range r.Columns {
				switch v := c.Int[k]; {
				case c.Text != nil:
					w.Write(c.Text[k])
				case v == check.Missing:
				case c.Field.Kind == schemas.KindVNumber:
					fmt.Fprintf(w, "%010d", v)
				case c.Field.Kind == schemas.KindBirthDate:
					fmt.Fprintf(w, "%02d-%02d-%04d", v%100, v/100%100, v/10000)
				case c.Field.Kind == schemas.KindDate:
					fmt.Fprint(w, schemas.Day(v).Dutch())
				default:
					fmt.Fprint(w, c.Field.Codes.Codes[v].Label)
				}
				w.WriteByte(";\n"[i/(len(r.Columns)-1)])
			}
		}
	}
	if err := errors.Join(w.Flush(), sealed.Close()); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// What compressing a segment would cost, and what it would save. Sealing goes
// at about 1 GB/s, so compressing must save more than 1 ns a byte to pay.
func BenchmarkCompression(b *testing.B) {
	var kept []anonymise.Batch
	scope := rowstest.Scope(b, "a", "opvang", "2019-01-01", "2021-12-31")
	session := rowstest.Begin(b, rowstest.Register(b), scope)
	g := anonymise.NewGate(rowstest.Dataset(b, "opvang"), rowstest.Keys(1), session, &rowstest.Out{Batch: func(batch anonymise.Batch) error {
		batch.Retain()
		kept = append(kept, batch)
		return nil
	}})
	for _, rows := range rowstest.Stays(b, million, 10_000, 1) {
		if _, err := g.Admit(rows); err != nil {
			b.Fatal(err)
		}
	}
	if err := g.Finish(); err != nil {
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
