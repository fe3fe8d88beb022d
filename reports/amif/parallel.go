package amif

import (
	"cmp"
	"encoding/binary"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// shared lets all cores do a thing for each of n; they run at the same time.
func shared(n int, do func(i int)) {
	parts := min(runtime.GOMAXPROCS(0), n/512+1)
	var all sync.WaitGroup
	for p := range parts {
		all.Go(func() {
			for i := p * n / parts; i < (p+1)*n/parts; i++ {
				do(i)
			}
		})
	}
	all.Wait()
}

// sideBySide does things at the same time.
func sideBySide(do ...func()) {
	var all sync.WaitGroup
	for _, one := range do {
		all.Go(one)
	}
	all.Wait()
}

// inOrder are the places of names in order of the alphabet. Pseudonyms begin
// alike; the eight bytes after that tell almost all of them apart.
func inOrder(names []string) []int32 {
	skip := alike(names)
	type entry struct {
		key uint64
		at  int32
	}
	entries := make([]entry, len(names))
	for i, name := range names {
		var key [8]byte
		copy(key[:], name[skip:])
		entries[i] = entry{binary.BigEndian.Uint64(key[:]), int32(i)}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return strings.Compare(names[a.at], names[b.at])
	})
	order := make([]int32, len(names))
	for i, e := range entries {
		order[i] = e.at
	}
	return order
}

// alike is how many bytes all names begin with.
func alike(names []string) int {
	if len(names) == 0 {
		return 0
	}
	n := len(names[0])
	for _, name := range names {
		n = min(n, len(name))
		for i := range n {
			if name[i] != names[0][i] {
				n = i
				break
			}
		}
	}
	return n
}

// arranged are the things in an order, which need not hold all of them.
func arranged[T any](all []T, order []int32) []T {
	out := make([]T, len(order))
	for i, at := range order {
		out[i] = all[at]
	}
	return out
}

// twice is how many of the names in order are the same as the one before.
func twice(sorted []string) int {
	n := 0
	for i := 1; i < len(sorted); i++ {
		if sorted[i] == sorted[i-1] {
			n++
		}
	}
	return n
}
