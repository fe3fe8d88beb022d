package register

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"

	"lvv/anonymise/durable"
)

// The register is written as magic, then sections, each of them
//
//	[4]byte  tag
//	uint64   length of the payload, little-endian like all numbers
//	payload
//
// in this order:
//
//	"pers"  the number of each person, 16 bytes; zero where removed
//	"keys"  for each key: 16 bytes, uint32 person, uint8 kind
//	"scop"  one scope (see encodeScope); there may be many
//	"end."  nothing
//
// What a later version has to remember (name variants, decisions, pairs that
// may never be linked) gets a tag of its own. An unknown tag is refused and not
// skipped: a decision that is carried along but not obeyed would be worse.
const (
	magic      = "lvv register 1\n\x00"
	magicStart = "lvv register "

	tagPersons = "pers"
	tagKeys    = "keys"
	tagScope   = "scop"
	tagEnd     = "end."

	idSize  = 16
	keySize = 16 + 4 + 1
)

// WriteFile seals the register to its key and puts it in place at path, whole
// or not at all.
func (r *Register) WriteFile(path string, to ...age.Recipient) error {
	f, err := r.Seal(filepath.Dir(path), to...)
	if err == nil {
		err = f.Commit(filepath.Base(path))
	}
	if err != nil {
		return fmt.Errorf("saving the person register: %w", err)
	}
	return nil
}

// Seal writes the register, sealed to its key, to a file in dir that has no name
// yet. The caller ends it with Commit or Abort.
func (r *Register) Seal(dir string, to ...age.Recipient) (*durable.File, error) {
	f, err := durable.Create(dir)
	if err != nil {
		return nil, err
	}
	if err := r.sealTo(f, to); err != nil {
		return nil, errors.Join(err, f.Abort())
	}
	return f, nil
}

func (r *Register) sealTo(w io.Writer, to []age.Recipient) error {
	sealed, err := age.Encrypt(w, to...)
	if err != nil {
		return err
	}
	if err := r.Save(sealed); err != nil {
		return err
	}
	return sealed.Close()
}

// ReadFile opens the register at path. A register that is not there is an error
// that is fs.ErrNotExist: only the caller knows whether there ought to be one,
// and a lost register must never pass for a new one.
func ReadFile(path string, id ...age.Identity) (*Register, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the person register: %w", err)
	}
	defer f.Close() // only read
	plain, err := age.Decrypt(f, id...)
	if err != nil {
		return nil, fmt.Errorf("opening the person register: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("opening the person register: %w", err)
	}
	return load(plain, info.Size())
}

// Save writes the register in clear: the caller seals it. The same register
// gives the same bytes.
func (r *Register) Save(to io.Writer) error {
	if r.session != nil {
		panic("register: internal error: saving during a session")
	}
	w := bufio.NewWriterSize(to, 1<<16)
	w.WriteString(magic) // a bufio.Writer keeps its first error for Flush
	section(w, tagPersons, len(r.ids)*idSize)
	for i := range r.ids {
		w.Write(r.ids[i][:])
	}
	section(w, tagKeys, len(r.index.entries)*keySize)
	var b [keySize]byte
	for i := range r.index.entries {
		e := &r.index.entries[i]
		copy(b[:], e.key[:])
		binary.LittleEndian.PutUint32(b[16:], e.person)
		b[20] = byte(e.kind)
		w.Write(b[:])
	}
	for _, s := range r.scopes {
		head := encodeScope(s)
		section(w, tagScope, len(head)+len(s.marks))
		w.Write(head)
		w.Write(s.marks)
	}
	section(w, tagEnd, 0)
	if err := w.Flush(); err != nil {
		return fmt.Errorf("writing the person register: %w", err)
	}
	return nil
}

func section(w *bufio.Writer, tag string, length int) {
	w.WriteString(tag)
	w.Write(binary.LittleEndian.AppendUint64(nil, uint64(length)))
}

// encodeScope writes what stands before the marks of a scope: the organisation
// and dataset as uvarint length and bytes, int32 first and last day, uint32
// sequence, 32 bytes of segment hash, uint8 flags (1 pending, 2 by person),
// uint32 first person, persons brought, and rows.
func encodeScope(s *scope) []byte {
	var b []byte
	for _, text := range []string{s.Org, s.Dataset} {
		b = binary.AppendUvarint(b, uint64(len(text)))
		b = append(b, text...)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(s.Period.From))
	b = binary.LittleEndian.AppendUint32(b, uint32(s.Period.To))
	b = binary.LittleEndian.AppendUint32(b, uint32(s.Seq))
	b = append(b, s.segment[:]...)
	var flags byte
	if s.pending {
		flags |= 1
	}
	if s.byPerson {
		flags |= 2
	}
	b = append(b, flags)
	b = binary.LittleEndian.AppendUint32(b, s.first)
	b = binary.LittleEndian.AppendUint32(b, s.brought)
	return binary.LittleEndian.AppendUint32(b, s.rows)
}
