package ingest

import (
	"context"
	"fmt"
	"io"
	"sync"

	"lvv/ingest/check"
	"lvv/ingest/table"
)

// Stats are the counts of a run. Rows = Good + Bad + Blank.
type Stats struct {
	Rows     int  // rows read, blank ones included, the header not
	Good     int  // rows that passed
	Bad      int  // rows put aside
	Blank    int  // rows without a filled-in cell
	NoPerson int  // good rows without a V-number
	Refused  bool // a problem refuses the whole file
}

// A Sink takes what became of a batch. Batch and Judged are reused once it
// returns: it may keep nothing of them.
type Sink func(b *table.Batch, j *check.Judged) error

// A job is one batch on its way from the reader through a worker to the sink.
type job struct {
	batch  *table.Batch
	judged *check.Judged
	err    error
	done   chan struct{} // closed by the worker when judged or err is set
}

// Run reads a table to its end. One goroutine cuts batches, workers parse and
// judge them, and the sink is called in order on the caller's goroutine. At
// most four batches for each worker are in flight, so memory does not grow with
// the file.
//
// It stops at the first error: of the source, of a batch that cannot be split,
// of the sink, or of ctx. All goroutines have ended when it returns. Stats
// count what the sink has taken. The caller closes the source.
func Run(ctx context.Context, src table.Source, judge *check.Judge, workers int, sink Sink) (Stats, error) {
	workers = max(workers, 1)
	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	work := make(chan *job)
	queue := make(chan *job, 4*workers) // in order; its room bounds what is in flight
	spare := sync.Pool{New: func() any { return new(check.Judged) }}

	group.Go(func() {
		defer close(work)
		defer close(queue)
		feed(ctx, src, work, queue)
	})
	for range workers {
		j := judge.Clone()
		group.Go(func() {
			for w := range work {
				if w.err = w.batch.Parse(); w.err == nil {
					w.judged = spare.Get().(*check.Judged)
					j.Rows(w.batch, w.judged)
				}
				close(w.done)
			}
		})
	}

	var stats Stats
	err := drain(ctx, queue, func(w *job) error {
		defer spare.Put(w.judged)
		defer w.batch.Release()
		if err := sink(w.batch, w.judged); err != nil {
			return err
		}
		stats.add(w.batch, w.judged)
		return nil
	})
	cancel()
	group.Wait()
	return stats, err
}

// feed cuts batches until the source ends or ctx does. A failure of the source
// is a job too, so that it is seen after all that came before it.
func feed(ctx context.Context, src table.Source, work, queue chan<- *job) {
	for {
		w := &job{done: make(chan struct{})}
		if w.batch, w.err = src.Next(); w.err == io.EOF {
			return
		}
		select {
		case queue <- w:
		case <-ctx.Done():
			return
		}
		if w.err != nil {
			close(w.done)
			return
		}
		select {
		case work <- w:
		case <-ctx.Done():
			return
		}
	}
}

// drain takes the jobs in order and hands each to take when it is done.
func drain(ctx context.Context, queue <-chan *job, take func(*job) error) error {
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case w, more := <-queue:
			if !more {
				return context.Cause(ctx)
			}
			select {
			case <-ctx.Done():
				return context.Cause(ctx)
			case <-w.done:
			}
			if w.err != nil {
				return fmt.Errorf("reading the delivery: %w", w.err)
			}
			if err := take(w); err != nil {
				return err
			}
		}
	}
}

func (s *Stats) add(b *table.Batch, j *check.Judged) {
	s.Rows += b.Len()
	s.Good += j.Rows.Len()
	s.Bad += len(j.Bad)
	s.Blank += j.Blank
	s.NoPerson += j.NoPerson
	s.Refused = s.Refused || j.Refused
}
