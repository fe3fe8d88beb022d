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

// PutAside counts rows that passed, so many of them without a V-number, among
// those put aside after all.
func (s *Stats) PutAside(rows, noPerson int) {
	s.Good -= rows
	s.Bad += rows
	s.NoPerson -= noPerson
}

// A Sink takes what became of a batch. Batch and Judged are reused once it
// returns: it may keep nothing of them.
type Sink func(b *table.Batch, j *check.Judged) error

// A job is one batch on its way from the reader through a worker to the sink.
type job[P any] struct {
	batch *table.Batch
	made  *made[P]
	err   error
	done  chan struct{} // closed by the worker when made or err is set
}

// made is what a worker made of a batch; it is used again for another one.
type made[P any] struct {
	judged   check.Judged
	prepared P
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
	return RunPrepared(ctx, src, judge, workers, func(*check.Rows, *struct{}) {},
		func(b *table.Batch, j *check.Judged, _ *struct{}) error { return sink(b, j) })
}

// RunPrepared is Run with a step more: prepare is called for the good rows of
// each batch on the goroutine that judged them, while they are still in its
// cache. It makes of them what the sink wants beside them and may keep memory in
// P, which is used again, but never by two goroutines at a time.
func RunPrepared[P any](ctx context.Context, src table.Source, judge *check.Judge, workers int,
	prepare func(*check.Rows, *P), sink func(*table.Batch, *check.Judged, *P) error) (Stats, error) {
	workers = max(workers, 1)
	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	work := make(chan *job[P])
	queue := make(chan *job[P], 4*workers) // in order; its room bounds what is in flight
	spare := sync.Pool{New: func() any { return new(made[P]) }}

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
					w.made = spare.Get().(*made[P])
					j.Rows(w.batch, &w.made.judged)
					prepare(&w.made.judged.Rows, &w.made.prepared)
				}
				close(w.done)
			}
		})
	}

	var stats Stats
	err := drain(ctx, queue, func(w *job[P]) error {
		defer spare.Put(w.made)
		defer w.batch.Release()
		if err := sink(w.batch, &w.made.judged, &w.made.prepared); err != nil {
			return err
		}
		stats.add(w.batch, &w.made.judged)
		return nil
	})
	cancel()
	group.Wait()
	return stats, err
}

// feed cuts batches until the source ends or ctx does. A failure of the source
// is a job too, so that it is seen after all that came before it.
func feed[P any](ctx context.Context, src table.Source, work, queue chan<- *job[P]) {
	for {
		w := &job[P]{done: make(chan struct{})}
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
func drain[P any](ctx context.Context, queue <-chan *job[P], take func(*job[P]) error) error {
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
