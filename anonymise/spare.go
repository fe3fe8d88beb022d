package anonymise

import "sync"

// spare is memory of columns that is used again for later ones: what a batch was
// in when it is released, wherever that happens. It is an Arrow allocator.
type spare struct {
	mu   sync.Mutex
	free map[int][][]byte // by capacity
}

func newSpare() *spare { return &spare{free: make(map[int][][]byte)} }

// Allocate returns n bytes, which hold anything.
func (s *spare) Allocate(n int) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last := len(s.free[n]) - 1; last >= 0 {
		b := s.free[n][last]
		s.free[n] = s.free[n][:last]
		return b[:n]
	}
	return make([]byte, n)
}

// Reallocate is there for Arrow, which does not resize what a column is in.
func (s *spare) Reallocate(n int, b []byte) []byte {
	now := s.Allocate(n)
	copy(now, b)
	s.Free(b)
	return now
}

// Free takes memory back.
func (s *spare) Free(b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free[cap(b)] = append(s.free[cap(b)], b)
}
