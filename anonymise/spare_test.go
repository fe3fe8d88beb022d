package anonymise

import "testing"

// Memory is handed out again when it was given back, whatever part of it was, and
// only then.
func TestSpareMemory(t *testing.T) {
	t.Parallel()
	s := newSpare()
	a, b := s.Allocate(100), s.Allocate(100)
	if &a[0] == &b[0] {
		t.Fatal("memory in use was handed out")
	}
	s.Free(a[:10])
	if c := s.Allocate(50); &c[0] == &a[0] {
		t.Error("memory of another size was handed out")
	}
	if c := s.Allocate(100); &c[0] != &a[0] || len(c) != 100 {
		t.Error("memory that was given back is not used")
	}
	if c := s.Reallocate(200, append(b[:0], 7)); len(c) != 200 || c[0] != 7 {
		t.Error("what was in memory that grew is lost")
	}
}
