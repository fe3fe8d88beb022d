package rounding

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// A draw hands out a number from 0 to 1 for each figure. It follows from the
// key and the name of the figure; without names from the key and the whole
// problem: change one figure and all draws are others.
type draw struct {
	hash  hash.Hash
	names []string
}

func newDraw(p Problem) draw {
	h := hmac.New(sha256.New, p.Key)
	if p.Names != nil {
		return draw{h, p.Names}
	}
	put := func(n int64) {
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], uint64(n))
		h.Write(b[:])
	}
	put(p.Base)
	put(int64(len(p.Values)))
	for _, v := range p.Values {
		put(v)
	}
	for _, terms := range p.Constraints {
		put(int64(len(terms)))
		for _, t := range terms {
			put(int64(t.Cell))
			put(t.Coef)
		}
	}
	return draw{hash: hmac.New(sha256.New, h.Sum(nil))}
}

// of returns the number of a figure.
func (d draw) of(cell int) float64 {
	d.hash.Reset()
	if d.names != nil {
		d.hash.Write([]byte(d.names[cell]))
	} else {
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], uint64(cell))
		d.hash.Write(b[:])
	}
	return float64(binary.BigEndian.Uint64(d.hash.Sum(nil))>>11) / (1 << 53)
}
