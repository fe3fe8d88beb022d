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
	// level is fast; a higher one wins little on tables and costs much: 3 makes long
	// lists half a percent shorter, small tables six, and takes a quarter longer.
	level = 2
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

// A press compresses blocks side by side, for all files of a parcel. Blocks and
// compressors are used again: files follow each other by the hundred.
type press struct {
	idle   chan *flate.Writer // as many as blocks may be compressed at once; nil until first used
	blocks chan []byte        // empty, to be filled again
}

func newPress() *press {
	p := &press{idle: make(chan *flate.Writer, runtime.GOMAXPROCS(0)), blocks: make(chan []byte, 2*runtime.GOMAXPROCS(0))}
	for range cap(p.idle) {
		p.idle <- nil
	}
	return p
}

// blank is a block to fill, which may have been one before.
func (p *press) blank() []byte {
	select {
	case b := <-p.blocks:
		return b[:0]
	default:
		return nil
	}
}

// again keeps a block to be filled again, unless there are enough.
func (p *press) again(block []byte) {
	select {
	case p.blocks <- block:
	default:
	}
}

// pack reads one file and compresses it.
func (p *press) pack(name string, write func(io.Writer) error) (packed, error) {
	f := &packer{press: p, out: packed{Entry: Entry{Name: name}, method: zip.Deflate}, sum: sha256.New(), crc: crc32.NewIEEE()}
	if stored(name) {
		f.out.method = zip.Store
	} else {
		f.block = p.blank()
	}
	err := write(f)
	f.flush(true)
	f.running.Wait()
	if err != nil {
		return packed{}, fmt.Errorf("packing %s: %w", name, err)
	}
	for _, b := range f.blocks {
		f.out.parts = append(f.out.parts, b.Bytes())
		f.out.size += int64(b.Len())
	}
	f.out.crc = f.crc.Sum32()
	f.sum.Sum(f.out.SHA256[:0])
	return f.out, nil
}

// packer is the writer that a file is written to.
type packer struct {
	press   *press
	out     packed
	sum     hash.Hash
	crc     hash.Hash32
	block   []byte
	blocks  []*bytes.Buffer // in order; each filled by one goroutine
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
	block := p.block
	p.block = nil
	if p.out.method == zip.Store {
		p.blocks = append(p.blocks, bytes.NewBuffer(block))
		return
	}
	out := new(bytes.Buffer)
	p.blocks = append(p.blocks, out)
	w := <-p.press.idle
	p.running.Go(func() {
		p.press.idle <- deflate(w, out, block, last)
		p.press.again(block)
	})
	if !last {
		p.block = p.press.blank()
	}
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
