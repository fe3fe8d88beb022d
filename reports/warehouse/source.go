package warehouse

import (
	"context"
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"lvv/anonymise"
	"lvv/schemas"
)

// A source is the Arrow reader that DuckDB pulls from while a feed pushes into
// it. It adds to each batch the columns that its delivery has in common.
type source struct {
	ctx     context.Context
	cancel  context.CancelFunc
	alloc   memory.Allocator
	schema  *arrow.Schema
	batches chan arrow.RecordBatch
	current arrow.RecordBatch
	done    chan error          // what the feed ended with
	waiting []arrow.RecordBatch // of the feed, not handed over yet
	rows    int64               // of these

	failed  error                     // set by Next before it says that there is no more
	periods map[string]schemas.Period // of the first delivery of each organisation
	repeats bool                      // some organisation delivered more than one period
}

// errStopped ends a feed whose reader has gone.
var errStopped = errors.New("the database stopped reading")

func newSource(ctx context.Context, d *schemas.Dataset) *source {
	ctx, cancel := context.WithCancel(ctx)
	return &source{
		ctx: ctx, cancel: cancel, alloc: Memory(), schema: arrowSchema(d),
		batches: make(chan arrow.RecordBatch, 2), done: make(chan error, 1),
		periods: make(map[string]schemas.Period),
	}
}

// arrowSchema is organisatie, the store's columns, levering_tot and volgnummer. A
// code is told by its place in its list.
func arrowSchema(d *schemas.Dataset) *arrow.Schema {
	fields := []arrow.Field{{Name: "organisatie", Type: orgType}}
	layout := anonymise.NewLayout(d, memory.DefaultAllocator)
	defer layout.Release()
	for _, f := range layout.Schema().Fields() {
		if code, ok := f.Type.(*arrow.DictionaryType); ok {
			f.Type = code.IndexType
		}
		fields = append(fields, f)
	}
	fields = append(fields,
		arrow.Field{Name: "levering_tot", Type: arrow.FixedWidthTypes.Date32},
		arrow.Field{Name: "volgnummer", Type: arrow.PrimitiveTypes.Int32})
	return arrow.NewSchema(fields, nil)
}

// orgType tells an organisation by number: it is the same in all rows of a batch.
var orgType = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Uint16, ValueType: arrow.BinaryTypes.String}

func (s *source) start(feed Feed) {
	go func() {
		err := feed(s.deliver)
		if err == nil {
			err = s.send()
		}
		for _, rec := range s.waiting {
			rec.Release()
		}
		close(s.batches)
		s.done <- err
	}()
}

// deliver takes one batch; it is called by the feed, on its goroutine. Small ones wait
// for more.
func (s *source) deliver(of Delivery, b anonymise.Batch) error {
	first, ok := s.periods[of.Org]
	s.repeats = s.repeats || ok && first != of.Period
	s.periods[of.Org] = of.Period
	if b.Record().NumRows() == 0 {
		return nil // what has no rows has no memory, and cannot be put together
	}
	rec := s.widen(of, b.Record())
	s.waiting, s.rows = append(s.waiting, rec), s.rows+rec.NumRows()
	if s.rows < RowGroup {
		return nil
	}
	return s.send()
}

// send hands over what waits, as one batch: fewer rows than a row group the database
// would put together again.
func (s *source) send() error {
	if s.rows == 0 {
		return nil
	}
	rec, err := s.together()
	if err != nil {
		return err
	}
	select {
	case s.batches <- rec:
		return nil
	case <-s.ctx.Done():
		rec.Release()
		return errStopped
	}
}

// together makes one batch of those that wait.
func (s *source) together() (arrow.RecordBatch, error) {
	var columns []arrow.Array
	defer func() {
		for _, c := range columns {
			c.Release()
		}
	}()
	for i := range s.schema.NumFields() {
		var pieces []arrow.Array
		for _, rec := range s.waiting {
			pieces = append(pieces, rec.Column(i))
		}
		column, err := array.Concatenate(pieces, s.alloc)
		if err != nil {
			return nil, fmt.Errorf("warehouse: putting batches together: %w", err)
		}
		columns = append(columns, column)
	}
	for _, rec := range s.waiting {
		rec.Release()
	}
	rows := s.rows
	s.waiting, s.rows = nil, 0
	return array.NewRecordBatch(s.schema, columns, rows), nil
}

func (s *source) widen(of Delivery, rec arrow.RecordBatch) arrow.RecordBatch {
	n := int(rec.NumRows())
	org, name := array.NewUint16Builder(s.alloc), array.NewStringBuilder(s.alloc)
	end := array.NewDate32Builder(s.alloc)
	seq := array.NewInt32Builder(s.alloc)
	defer org.Release()
	defer end.Release()
	defer seq.Release()
	defer name.Release()
	name.Append(of.Org)
	org.Reserve(n)
	end.Reserve(n)
	seq.Reserve(n)
	for range n {
		org.UnsafeAppend(0)
		end.UnsafeAppend(arrow.Date32(of.Period.To))
		seq.UnsafeAppend(int32(of.Seq))
	}
	index, names := org.NewArray(), name.NewArray()
	defer index.Release()
	defer names.Release()
	cols := []arrow.Array{array.NewDictionaryArray(orgType, index, names)}
	for _, c := range rec.Columns() {
		if codes, ok := c.(*array.Dictionary); ok {
			c = codes.Indices()
		}
		c.Retain()
		cols = append(cols, c)
	}
	cols = append(cols, end.NewArray(), seq.NewArray())
	defer func() {
		for _, c := range cols {
			c.Release()
		}
	}()
	return array.NewRecordBatch(s.schema, cols, int64(n))
}

// stop ends the feed, whether or not all was read, and says how it ended.
func (s *source) stop() error {
	s.cancel()
	for rec := range s.batches {
		rec.Release()
	}
	if err := <-s.done; !errors.Is(err, errStopped) {
		return err
	}
	return nil
}

// The rest makes a source an array.RecordReader, which DuckDB pulls from.

// Next moves to the next batch and reports whether there is one.
func (s *source) Next() bool {
	if s.current != nil {
		s.current.Release()
		s.current = nil
	}
	rec, ok := <-s.batches
	if ok {
		s.current = rec
		return true
	}
	s.failed = <-s.done
	s.done <- s.failed
	return false
}

// Err is why there is no next batch: what the feed failed with, or nil. DuckDB
// then rolls the statement back, so that no half table stays.
func (s *source) Err() error {
	if s.failed != nil {
		return errStopped
	}
	return nil
}

func (s *source) Schema() *arrow.Schema          { return s.schema }
func (s *source) RecordBatch() arrow.RecordBatch { return s.current }
func (s *source) Record() arrow.RecordBatch      { return s.current }
func (s *source) Retain()                        {}
func (s *source) Release()                       {}
