package register

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"path/filepath"

	"filippo.io/age"

	"lvv/anonymise/durable"
)

// An output is the register's next file while it is written. It keeps its first
// error until seal.
type output struct {
	*bufio.Writer
	file   *durable.File
	sealed io.WriteCloser
	at     int64 // how much was written, in clear
	full   int   // parts that were written
}

// create begins the next file, beside the one that is in place.
func (r *Register) create() (*output, error) {
	f, err := durable.Create(filepath.Dir(r.file.Path))
	if err != nil {
		return nil, saving(err)
	}
	sealed, err := age.Encrypt(f, r.file.To)
	if err != nil {
		return nil, errors.Join(saving(err), f.Abort())
	}
	o := newOutput(sealed)
	o.file, o.sealed = f, sealed
	return o, nil
}

func newOutput(to io.Writer) *output {
	o := &output{Writer: bufio.NewWriterSize(to, blockSize), at: int64(len(magic))}
	o.WriteString(magic)
	return o
}

// head writes the head of a section, and returns where its payload stands.
func (o *output) head(tag string, length int) span {
	o.WriteString(tag)
	o.Write(binary.LittleEndian.AppendUint64(o.AvailableBuffer(), uint64(length)))
	at := o.at + headSize
	o.at = at + int64(length)
	return span{at, length}
}

// section writes a section.
func (o *output) section(tag string, payload []byte) span {
	s := o.head(tag, len(payload))
	o.Write(payload)
	return s
}

// fullParts writes the parts of the register that are full and were not written.
func (o *output) fullParts(r *Register) {
	for (o.full+1)*partSize <= min(r.ids.Len(), r.index.entries.Len()) {
		o.part(r)
	}
}

// parts writes the parts that were not written.
func (o *output) parts(r *Register) {
	for o.full*partSize < max(r.ids.Len(), r.index.entries.Len()) {
		o.part(r)
	}
}

// perWrite is the number of persons or keys that are written at once: few enough
// that they nearly always fit into what is left of a buffer.
const perWrite = 64

// part writes the next part.
func (o *output) part(r *Register) {
	from, to := o.full*partSize, (o.full+1)*partSize
	persons := max(min(r.ids.Len(), to)-from, 0)
	keys := max(min(r.index.entries.Len(), to)-from, 0)
	o.head(tagPart, 4+persons*idSize+keys*keySize)
	o.Write(binary.LittleEndian.AppendUint32(o.AvailableBuffer(), uint32(persons)))
	for ids := range r.ids.Runs(from, to, perWrite) {
		b := o.AvailableBuffer()
		for i := range ids {
			b = append(b, ids[i][:]...)
		}
		o.Write(b)
	}
	for entries := range r.index.entries.Runs(from, to, perWrite) {
		b := o.AvailableBuffer()
		for i := range entries {
			e := &entries[i]
			b = append(b, e.key[:]...)
			b = binary.LittleEndian.AppendUint32(b, e.person())
			b = append(b, byte(e.kind()))
		}
		o.Write(b)
	}
	o.full++
}

// scopes writes the scopes that the register has, and returns them as the new
// file has them.
func (o *output) scopes(r *Register) ([]*scope, error) {
	if len(r.scopes) == 0 {
		return nil, nil
	}
	moved := make([]*scope, len(r.scopes))
	err := r.open.with(func(plain io.ReaderAt) error {
		for i, s := range r.scopes {
			c := *s
			err := errors.Join(o.copy(tagOwner, plain, &c.owners), o.copy(tagMark, plain, &c.marks))
			if err != nil {
				return err
			}
			o.section(tagScope, encodeScope(&c))
			moved[i] = &c
		}
		return nil
	})
	return moved, err
}

// copy copies sections of the file that is in place, and says where they stand now.
func (o *output) copy(tag string, plain io.ReaderAt, list *spans) error {
	var moved spans
	err := list.each(plain, func(payload []byte) error {
		moved = append(moved, o.section(tag, payload))
		return nil
	})
	*list = moved
	return err
}

// end writes the end.
func (o *output) end() error {
	o.head(tagEnd, 0)
	return o.Flush()
}

// seal ends the file, which can be read from then on.
func (o *output) seal() error {
	err := o.end()
	if err == nil {
		err = o.sealed.Close()
	}
	return saving(err)
}

// opened is the [opener] of what was sealed and is not in place yet.
func (o *output) opened(key age.Identity) opener {
	return func(use func(plain io.ReaderAt) error) error {
		size, err := o.file.Size()
		if err != nil {
			return err
		}
		return unsealed(o.file, size, key, use)
	}
}
