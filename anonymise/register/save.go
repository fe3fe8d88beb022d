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

// A Saving is a register on its way to its sealed file. Persons and keys are
// most of it and known before the session that brings them is kept, so they are
// sealed first, beside other work. It ends with Commit or Abort.
type Saving struct {
	*durable.File
	reg    *Register
	sealed io.WriteCloser
	sizes  [2]int // persons and keys that were sealed
}

// Seal begins to seal the register to a file in dir: its persons and keys, those
// of a session that has resolved its keys included.
func (r *Register) Seal(dir string, to ...age.Recipient) (*Saving, error) {
	f, err := durable.Create(dir)
	if err != nil {
		return nil, saving(err)
	}
	s := &Saving{File: f, reg: r, sizes: r.sizes()}
	if s.sealed, err = age.Encrypt(f, to...); err == nil {
		err = write(s.sealed, r.writePersons)
	}
	if err != nil {
		return nil, errors.Join(saving(err), f.Abort())
	}
	return s, nil
}

// Finish seals the rest. The session has been kept.
func (s *Saving) Finish() error {
	if s.reg.session != nil || s.reg.sizes() != s.sizes {
		panic("register: internal error: the register changed while it was saved")
	}
	err := write(s.sealed, s.reg.writeScopes)
	if err == nil {
		err = s.sealed.Close()
	}
	return saving(err)
}

func (r *Register) sizes() [2]int { return [2]int{r.ids.Len(), r.index.entries.Len()} }

func saving(err error) error {
	if err != nil {
		return fmt.Errorf("saving the person register: %w", err)
	}
	return nil
}

// Save writes the register in clear: the caller seals it. The same register
// gives the same bytes.
func (r *Register) Save(to io.Writer) error {
	if r.session != nil {
		panic("register: internal error: saving during a session")
	}
	return write(to, r.writePersons, r.writeScopes)
}

// write buffers what the parts write; a bufio.Writer keeps its first error.
func write(to io.Writer, parts ...func(*bufio.Writer)) error {
	w := bufio.NewWriterSize(to, 1<<16)
	for _, part := range parts {
		part(w)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("writing the person register: %w", err)
	}
	return nil
}

func (r *Register) writePersons(w *bufio.Writer) {
	w.WriteString(r.scheme.magic())
	section(w, tagPersons, r.ids.Len()*idSize)
	for ids := range r.ids.Runs(perWrite) {
		b := w.AvailableBuffer()
		for i := range ids {
			b = append(b, ids[i][:]...)
		}
		w.Write(b)
	}
	section(w, tagKeys, r.index.entries.Len()*keySize)
	for entries := range r.index.entries.Runs(perWrite) {
		b := w.AvailableBuffer()
		for i := range entries {
			e := &entries[i]
			b = append(b, e.key[:]...)
			b = binary.LittleEndian.AppendUint32(b, e.person)
			b = append(b, byte(e.kind))
		}
		w.Write(b)
	}
}

// perWrite is the number of persons or keys that are written at once: few enough
// that they nearly always fit into what is left of a buffer.
const perWrite = 64

func (r *Register) writeScopes(w *bufio.Writer) {
	for _, s := range r.scopes {
		head := encodeScope(s)
		section(w, tagScope, len(head)+len(s.marks))
		w.Write(head)
		w.Write(s.marks)
	}
	section(w, tagEnd, 0)
}

func section(w *bufio.Writer, tag string, length int) {
	w.WriteString(tag)
	w.Write(binary.LittleEndian.AppendUint64(nil, uint64(length)))
}
