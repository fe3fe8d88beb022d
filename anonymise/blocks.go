package anonymise

// blocks is a list that grows without copying what is in it. The zero value is
// an empty list.
type blocks[T any] struct {
	of [][]T
	n  int
}

const (
	blockLog = 14
	block    = 1 << blockLog
)

func (b *blocks[T]) at(i uint32) *T { return &b.of[i>>blockLog][i&(block-1)] }

func (b *blocks[T]) add(v T) {
	if b.n&(block-1) == 0 {
		b.of = append(b.of, make([]T, block))
	}
	b.of[b.n>>blockLog][b.n&(block-1)] = v
	b.n++
}
