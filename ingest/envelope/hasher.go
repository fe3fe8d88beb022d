package envelope

import (
	"crypto/sha256"
	"hash"
)

// A hasher computes SHA-256 beside the work of its caller. It copies what is
// written into one of two blocks; a full block is hashed by a goroutine of its
// own while the caller fills the other. SHA-256 is about as expensive as
// decryption, so doing it in turn would nearly halve the speed.
//
// Each goroutine ends with its block, so a hasher that is dropped before its
// end leaves nothing running. Not safe for concurrent use.
type hasher struct {
	h       hash.Hash
	filling []byte        // what the next block holds so far
	other   []byte        // the block being hashed, or free
	done    chan struct{} // gets a token when other is free again; nil while no block was started
}

// block is large enough that starting a goroutine for it costs nothing, small
// enough to stay in the processor's cache between copy and hash.
const block = 256 << 10

func newHasher() *hasher { return &hasher{h: sha256.New()} }

// Write never fails.
func (h *hasher) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		if h.filling == nil {
			h.filling = make([]byte, 0, block)
		}
		part := p[:min(len(p), block-len(h.filling))]
		h.filling = append(h.filling, part...)
		p = p[len(part):]
		if len(h.filling) == block {
			h.start()
		}
	}
	return n, nil
}

// start hands the filled block to a goroutine, once the one before is done.
func (h *hasher) start() {
	h.wait()
	if h.done == nil {
		h.done = make(chan struct{}, 1)
	}
	full := h.filling
	h.filling, h.other = h.other[:0], full
	go func() {
		h.h.Write(full)
		h.done <- struct{}{}
	}()
}

// wait returns when no goroutine is hashing.
func (h *hasher) wait() {
	if h.other != nil {
		<-h.done
	}
}

// sum returns the SHA-256 of all that was written. The hasher is spent.
func (h *hasher) sum() (s [32]byte) {
	h.wait()
	h.h.Write(h.filling)
	h.h.Sum(s[:0])
	return s
}
