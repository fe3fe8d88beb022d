package reportstest

import (
	"context"
	"sync"
	"testing"
)

// A Shared holds what several tests of a package look at and none of them
// changes: the first test that asks for it makes it, the others get the same.
// The zero value is ready.
type Shared[K comparable, V any] struct {
	mu   sync.Mutex
	made map[K]func() V
}

// Get returns what belongs to key, and makes it if nobody has yet. The test that
// makes it is kept as long as the process, so that what it made stays open.
func (s *Shared[K, V]) Get(t testing.TB, key K, make func(testing.TB) V) V {
	t.Helper()
	return s.once(t, key, make)()
}

func (s *Shared[K, V]) once(t testing.TB, key K, produce func(testing.TB) V) func() V {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.made == nil {
		s.made = make(map[K]func() V)
	}
	if s.made[key] == nil {
		s.made[key] = sync.OnceValue(func() V { return produce(kept{t}) })
	}
	return s.made[key]
}

// A kept test does not end before the process does.
type kept struct{ testing.TB }

func (kept) Cleanup(func()) {}

func (kept) Context() context.Context { return context.Background() }
