package keyring

import (
	"bytes"
	"io"
	"testing"
)

// Each source has bytes of its own, however they are read.
func TestRandomBytes(t *testing.T) {
	t.Parallel()
	const n = 1 << 16
	a, b := make([]byte, n), make([]byte, n)
	first, second := Random(), Random()
	for part := a; len(part) > 0; part = part[min(len(part), 1000):] {
		if _, err := io.ReadFull(first, part[:min(len(part), 1000)]); err != nil {
			t.Fatal(err)
		}
	}
	b[0] = 1 // what was in memory does not matter
	if _, err := io.ReadFull(second, b); err != nil {
		t.Fatal(err)
	}
	var counts [256]int
	for i, c := range a {
		counts[c]++
		if i >= 16 && bytes.Equal(a[i-16:i], b[:16]) {
			t.Fatal("two sources give the same bytes")
		}
	}
	for c, count := range counts {
		if count < n/256/2 || count > n/256*2 { // sixteen standard deviations at 65,536 bytes
			t.Errorf("byte %d came %d times", c, count)
		}
	}
}
