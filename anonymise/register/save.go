package register

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"filippo.io/age"

	"lvv/anonymise/durable"
)

// WriteFile seals the register to its key and puts it in place at path, whole
// or not at all.
func (r *Register) WriteFile(path string, to ...age.Recipient) error {
	s, err := r.Seal(filepath.Dir(path), to...)
	if err != nil {
		return err
	}
	if err := s.Finish(); err != nil {
		return errors.Join(err, s.Abort())
	}
	return s.Commit(filepath.Base(path))
}

// A Saving is a register on its way to its sealed file. Its persons and keys are
// most of it; they are sealed as they are found, beside the reading of the
// delivery that brings them. It ends with Commit or Abort.
type Saving struct {
	*durable.File
	session *Session // whose persons are among those that were sealed, or nil
	sealed  io.WriteCloser
	writer  writer
}

// Seal begins to seal the register to a file in dir.
func (r *Register) Seal(dir string, to ...age.Recipient) (*Saving, error) {
	f, err := durable.Create(dir)
	if err != nil {
		return nil, saving(err)
	}
	s := &Saving{File: f}
	if s.sealed, err = age.Encrypt(f, to...); err != nil {
		return nil, errors.Join(saving(err), f.Abort())
	}
	s.writer = r.writer(s.sealed)
	return s, nil
}

// Finish seals the rest. No session is going on any more, and the one whose
// persons are among those that were sealed has been kept.
func (s *Saving) Finish() error {
	if s.session != nil && !s.session.kept {
		panic("register: internal error: saving what was not kept")
	}
	err := s.writer.finish()
	if err == nil {
		err = s.sealed.Close()
	}
	return saving(err)
}

func saving(err error) error {
	if err != nil {
		return fmt.Errorf("saving the person register: %w", err)
	}
	return nil
}

// Save writes the register in clear: the caller seals it. The same register
// gives the same bytes.
func (r *Register) Save(to io.Writer) error {
	w := r.writer(to)
	return w.finish()
}

// A writer writes a register, part by part. What it has written may not change
// until it is done.
type writer struct {
	*bufio.Writer // which keeps its first error
	reg           *Register
	parts         int // how many were written
}

func (r *Register) writer(to io.Writer) writer {
	w := writer{Writer: bufio.NewWriterSize(to, 1<<16), reg: r}
	w.WriteString(r.scheme.magic())
	return w
}

// finish writes what is left.
func (w *writer) finish() error {
	if w.reg.session != nil {
		panic("register: internal error: saving during a session")
	}
	for w.parts*partSize < max(w.reg.ids.Len(), w.reg.index.entries.Len()) {
		w.part()
	}
	for _, s := range w.reg.scopes {
		head := encodeScope(s)
		w.section(tagScope, len(head)+len(s.marks))
		w.Write(head)
		w.Write(s.marks)
	}
	w.section(tagEnd, 0)
	return writing(w.Flush())
}

// fullParts writes the parts that are full and have not been written.
func (w *writer) fullParts() {
	for (w.parts+1)*partSize <= min(w.reg.ids.Len(), w.reg.index.entries.Len()) {
		w.part()
	}
}

// part writes the next part.
func (w *writer) part() {
	r, from, to := w.reg, w.parts*partSize, (w.parts+1)*partSize
	persons := max(min(r.ids.Len(), to)-from, 0)
	keys := max(min(r.index.entries.Len(), to)-from, 0)
	w.section(tagPart, 4+persons*idSize+keys*keySize)
	w.Write(binary.LittleEndian.AppendUint32(nil, uint32(persons)))
	for ids := range r.ids.Runs(from, to, perWrite) {
		b := w.AvailableBuffer()
		for i := range ids {
			b = append(b, ids[i][:]...)
		}
		w.Write(b)
	}
	for entries := range r.index.entries.Runs(from, to, perWrite) {
		b := w.AvailableBuffer()
		for i := range entries {
			e := &entries[i]
			b = append(b, e.key[:]...)
			b = binary.LittleEndian.AppendUint32(b, e.person())
			b = append(b, byte(e.kind()))
		}
		w.Write(b)
	}
	w.parts++
}

// perWrite is the number of persons or keys that are written at once: few enough
// that they nearly always fit into what is left of a buffer.
const perWrite = 64

func (w *writer) section(tag string, length int) {
	w.WriteString(tag)
	w.Write(binary.LittleEndian.AppendUint64(nil, uint64(length)))
}

func writing(err error) error {
	if err != nil {
		return fmt.Errorf("writing the person register: %w", err)
	}
	return nil
}
