package parcel

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"path"
	"runtime"
	"sync"
	"time"

	"github.com/klauspost/compress/flate"
)

const (
	// blockSize is how much is compressed at a time. Blocks are compressed
	// side by side, each on its own, so the bytes do not depend on the number
	// of cores.
	blockSize = 1 << 20
	// level is fast; a higher one wins little on tables and costs much.
	level = 3
)

// packed is one file ready for the ZIP, in memory and compressed: nothing is
// sent before everything is known to be right.
type packed struct {
	Entry
	method uint16
	crc    uint32
	size   int64 // compressed
	parts  [][]byte
}

// stored answers whether a file is left as it is because it is compressed or
// encrypted already.
func stored(name string) bool {
	switch path.Ext(name) {
	case ".parquet", ".xlsx", ".age", ".png":
		return true
	}
	return false
}

// pack reads one file and compresses it.
func pack(name string, write func(io.Writer) error) (packed, error) {
	p := &packer{out: packed{Entry: Entry{Name: name}, method: zip.Deflate}, sum: sha256.New(),
		crc: crc32.NewIEEE(), idle: make(chan *flate.Writer, runtime.GOMAXPROCS(0))}
	for range cap(p.idle) {
		p.idle <- nil
	}
	if stored(name) {
		p.out.method = zip.Store
	}
	err := write(p)
	p.flush(true)
	p.running.Wait()
	if err != nil {
		return packed{}, fmt.Errorf("packing %s: %w", name, err)
	}
	for _, b := range p.blocks {
		p.out.parts = append(p.out.parts, b.Bytes())
		p.out.size += int64(b.Len())
	}
	p.out.crc = p.crc.Sum32()
	p.sum.Sum(p.out.SHA256[:0])
	return p.out, nil
}

// packer is the writer that a file is written to.
type packer struct {
	out     packed
	sum     hash.Hash
	crc     hash.Hash32
	block   []byte
	blocks  []*bytes.Buffer    // in order; each filled by one goroutine
	idle    chan *flate.Writer // as many as blocks may be compressed at once; nil until first used
	running sync.WaitGroup
}

// Write takes the next bytes; it never fails.
func (p *packer) Write(data []byte) (int, error) {
	p.sum.Write(data)
	p.crc.Write(data)
	p.out.Size += int64(len(data))
	for rest := data; len(rest) > 0; {
		if len(p.block) == blockSize {
			p.flush(false)
		}
		n := min(blockSize-len(p.block), len(rest))
		p.block = append(p.block, rest[:n]...)
		rest = rest[n:]
	}
	return len(data), nil
}

// flush sends the block at hand to be compressed.
func (p *packer) flush(last bool) {
	block, out := p.block, new(bytes.Buffer)
	p.block = nil
	p.blocks = append(p.blocks, out)
	if p.out.method == zip.Store {
		out.Write(block)
		return
	}
	w := <-p.idle
	p.running.Go(func() { p.idle <- deflate(w, out, block, last) })
}

// deflate compresses one block with w, which it makes when there is none, and
// answers w for the next. All blocks but the last end on a byte and leave the
// stream open, so that the blocks one after another are one stream.
func deflate(w *flate.Writer, out *bytes.Buffer, block []byte, last bool) *flate.Writer {
	var err error
	if w == nil {
		w, err = flate.NewWriter(out, level)
	} else {
		w.Reset(out)
	}
	if err == nil {
		_, err = w.Write(block)
	}
	if err == nil && last {
		err = w.Close()
	} else if err == nil {
		err = w.Flush()
	}
	if err != nil {
		panic("parcel: internal error: compressing in memory: " + err.Error())
	}
	return w
}

// writeZIP writes the files in the given order, all with one time.
func writeZIP(w io.Writer, files []packed, at time.Time) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.Name, Method: f.method, CRC32: f.crc,
			CompressedSize64: uint64(f.size), UncompressedSize64: uint64(f.Size)}
		//lint:ignore SA1019 CreateRaw writes only the old time field, which this fills
		h.SetModTime(at.UTC())
		part, err := z.CreateRaw(h)
		if err != nil {
			return err
		}
		for _, b := range f.parts {
			if _, err := part.Write(b); err != nil {
				return err
			}
		}
	}
	return z.Close()
}
