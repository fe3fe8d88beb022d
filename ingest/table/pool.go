package table

import "sync"

// A pool keeps batches for reuse, so that reading a large file takes no more
// memory than the batches in flight.
type pool struct{ free sync.Pool }

func (p *pool) get() *Batch {
	if b, ok := p.free.Get().(*Batch); ok {
		return b
	}
	return &Batch{home: p}
}

func (p *pool) put(b *Batch) {
	*b = Batch{data: b.data[:0], cells: b.cells[:0], starts: b.starts[:0], numbers: b.numbers[:0], home: p}
	p.free.Put(b)
}
