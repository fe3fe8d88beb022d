package ingest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"lvv/ingest/check"
	"lvv/ingest/table"
)

func open(t testing.TB, data []byte, block int) (table.Source, *check.Judge) {
	t.Helper()
	src, err := table.NewCSV(bytes.NewReader(data), table.Limits{Block: block})
	if err != nil {
		t.Fatal(err)
	}
	j, problems := check.New(opvang(t), src.Header(), limits(t))
	if j == nil {
		t.Fatal(problems)
	}
	return src, j
}

// Rows arrive in order and complete, whatever the number of workers.
func TestRunInOrder(t *testing.T) {
	t.Parallel()
	data := stays(20_000)
	var first Stats
	for _, workers := range []int{0, 1, 2, 7} {
		src, j := open(t, data, 8<<10)
		next := int32(2)
		s, err := Run(t.Context(), src, j, workers, func(b *table.Batch, out *check.Judged) error {
			for row := range b.Len() {
				if b.Number(row) != next {
					t.Fatalf("row %d where %d should be", b.Number(row), next)
				}
				next++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if s.Rows != 20_000 || s.Rows != s.Good+s.Bad+s.Blank || s.Bad == 0 {
			t.Errorf("%d workers: %+v", workers, s)
		}
		if workers == 0 {
			first = s
		}
		if s != first {
			t.Errorf("%d workers: %+v, not %+v", workers, s, first)
		}
	}
}

// An error of the sink ends the run with that error.
func TestRunSinkError(t *testing.T) {
	t.Parallel()
	src, j := open(t, stays(20_000), 8<<10)
	full, calls := errors.New("disk full"), 0
	_, err := Run(t.Context(), src, j, 2, func(*table.Batch, *check.Judged) error {
		if calls++; calls == 3 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) || calls != 3 {
		t.Errorf("after %d calls: %v", calls, err)
	}
}

// A delivery that is cut off ends with the reader's error, after all rows
// before it.
func TestRunCutOff(t *testing.T) {
	t.Parallel()
	whole := stays(20_000)
	src, err := table.NewCSV(io.MultiReader(bytes.NewReader(whole), cut{}), table.Limits{Block: 8 << 10})
	if err != nil {
		t.Fatal(err)
	}
	j, _ := check.New(opvang(t), src.Header(), limits(t))
	s, err := Run(t.Context(), src, j, 2, func(*table.Batch, *check.Judged) error { return nil })
	if !errors.Is(err, io.ErrUnexpectedEOF) || s.Rows == 0 {
		t.Errorf("after %d rows: %v", s.Rows, err)
	}
}

type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// A block that is not text stops the run and names its row.
func TestRunNotText(t *testing.T) {
	t.Parallel()
	data := append(stays(1000), "1234567891;A;\x00;v;;01-03-2019;;\n"...)
	src, j := open(t, data, 8<<10)
	_, err := Run(t.Context(), src, j, 2, func(*table.Batch, *check.Judged) error { return nil })
	var at *table.RowError
	if !errors.Is(err, table.ErrNotText) || !errors.As(err, &at) || at.Row != 1002 {
		t.Error(err)
	}
}

// When the context ends, Run returns its error and leaves no goroutine: a
// bubble of synctest does not end while one of its goroutines lives.
func TestRunCancelled(t *testing.T) {
	data := stays(20_000)
	for _, after := range []int32{0, 1, 5} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if after == 0 {
				cancel()
			}
			src, j := open(t, data, 8<<10)
			var calls atomic.Int32
			_, err := Run(ctx, src, j, 3, func(*table.Batch, *check.Judged) error {
				if calls.Add(1) == after {
					cancel()
				}
				return nil
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("after %d calls: %v", after, err)
			}
		})
	}
}

// counting hands out batches and knows how many have not come back.
type counting struct {
	table.Source
	out, most atomic.Int32
}

func (c *counting) Next() (*table.Batch, error) {
	b, err := c.Source.Next()
	if err == nil {
		if n := c.out.Add(1); n > c.most.Load() {
			c.most.Store(n)
		}
	}
	return b, err
}

// A slow sink holds up the reader: only so many batches are in flight.
func TestRunBounded(t *testing.T) {
	t.Parallel()
	src, j := open(t, stays(20_000), 8<<10)
	c := &counting{Source: src}
	const workers = 2
	_, err := Run(t.Context(), c, j, workers, func(*table.Batch, *check.Judged) error {
		defer c.out.Add(-1)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if most := c.most.Load(); most > 4*workers+2 { // the queue, one at the reader, one at the sink
		t.Errorf("%d batches in flight with %d workers", most, workers)
	}
}

// Good rows of the sink hold the cells that stood in the file.
func TestRunValues(t *testing.T) {
	t.Parallel()
	data := "v_nummer;naam;nationaliteit;geslacht;geboortedatum;datum_instroom;datum_uitstroom;reden_uitstroom\n" +
		strings.Repeat("1234567891;\"A \"\"B\"\" C\";0084;v;1990;01-03-2019;;\n", 5000)
	src, j := open(t, []byte(data), 8<<10)
	_, err := Run(t.Context(), src, j, 3, func(_ *table.Batch, out *check.Judged) error {
		for n := range out.Rows.Len() {
			if string(out.Rows.Columns[1].Text[n]) != `A "B" C` || out.Rows.Columns[0].Int[n] != 1234567891 {
				t.Fatal("a good row holds another value")
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What was prepared of a batch reaches the sink with that batch, and its memory
// serves one batch at a time.
func TestRunPrepared(t *testing.T) {
	t.Parallel()
	type days struct{ first, sum int64 }
	sum := func(rows *check.Rows) (d days) {
		for i, v := range rows.Columns[5].Int[:rows.Len()] {
			if i == 0 {
				d.first = v
			}
			d.sum += v
		}
		return d
	}
	src, j := open(t, stays(20_000), 8<<10)
	batches := 0
	_, err := RunPrepared(t.Context(), src, j, 3,
		func(rows *check.Rows, p *days) { *p = sum(rows) },
		func(_ *table.Batch, out *check.Judged, p *days) error {
			batches++
			if *p != sum(&out.Rows) {
				t.Errorf("batch %d comes with what was prepared of another", batches)
			}
			return nil
		})
	if err != nil || batches < 100 {
		t.Fatalf("%d batches: %v", batches, err)
	}
}
