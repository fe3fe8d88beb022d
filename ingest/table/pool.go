package table

import "sync"

// A pool keeps the batches of one source for reuse, so that reading a large
// file takes no more memory than the batches in flight.
type pool struct {
	mu   sync.Mutex
	free []*Batch
}

func (p *pool) get() *Batch {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.free) - 1
	if last < 0 {
		return &Batch{home: p}
	}
	b := p.free[last]
	p.free = p.free[:last]
	return b
}

func (p *pool) put(b *Batch) {
	*b = Batch{data: b.data[:0], cells: b.cells[:0], starts: b.starts[:0], numbers: b.numbers[:0], home: p}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, b)
}
