// Package blocks holds lists that grow without copying what is in them.
//
// A list of a million rows that doubles is copied as often as it is filled, and is
// twice in memory at its largest. A list of blocks is neither. What is in it must
// hold no pointers if the collector is not to walk over it.
//
// It knows nothing of what it holds and refuses nothing.
package blocks

import "iter"

const (
	sizeLog = 14
	size    = 1 << sizeLog // values of a block
)

// A List is a list that grows at its end. The zero value is an empty one. Not
// safe for concurrent use.
type List[T any] struct {
	of [][]T
	n  int
}

// Len is the number of values.
func (l *List[T]) Len() int { return l.n }

// At returns value i, which must be there. It stays where it is while the list
// grows.
func (l *List[T]) At(i uint32) *T { return &l.of[i>>sizeLog][i&(size-1)] }

// Add adds a value at the end.
func (l *List[T]) Add(v T) { *l.Next() = v }

// Next adds a value at the end and returns its place, which may hold anything.
// It is for values that are filled in part by part, because that is quicker.
func (l *List[T]) Next() *T {
	if l.n&(size-1) == 0 {
		l.of = append(l.of, make([]T, size))
	}
	next := &l.of[l.n>>sizeLog][l.n&(size-1)]
	l.n++
	return next
}

// Cut shortens the list to n values.
func (l *List[T]) Cut(n int) {
	l.of, l.n = l.of[:(n+size-1)>>sizeLog], n
}

// Runs goes over the values from place from until before place to, or the end of
// the list, in runs of at most so many.
func (l *List[T]) Runs(from, to, most int) iter.Seq[[]T] {
	to = min(to, l.n)
	return func(yield func([]T) bool) {
		for i := from; i < to; {
			run := l.of[i>>sizeLog][i&(size-1):]
			run = run[:min(len(run), most, to-i)]
			if !yield(run) {
				return
			}
			i += len(run)
		}
	}
}
