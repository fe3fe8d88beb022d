package register

import (
	"encoding/binary"
	"fmt"
	"os"

	"filippo.io/age"
)

// The register is written as magic, which is "lvv register ", the digit of its
// [Scheme], a line feed and a zero; then sections, each of them
//
//	[4]byte  tag
//	uint64   length of the payload, little-endian like all numbers
//	payload
//
// in this order:
//
//	"part"  some persons and some keys: uint32 how many persons, for each of
//	        them a number of 16 bytes, which is zero where the person was
//	        removed; and for each key 16 bytes, uint32 person, uint8 kind
//	"scop"  one scope (see encodeScope); there may be many
//	"end."  nothing
//
// Part i holds the persons and the keys from the i-th [partSize] on, at most so
// many of each, so that a part can be sealed as soon as it is full, while those
// of later parts are still being found. Before there were parts, all persons
// stood in a section "pers" and all keys in a section "keys" behind it; that is
// still read.
//
// What a later version has to remember (name variants, decisions, pairs that
// may never be linked) gets a tag of its own. An unknown tag is refused and not
// skipped: a decision that is carried along but not obeyed would be worse.
const (
	magicStart = "lvv register "
	magicEnd   = "\n\x00"
	magicSize  = len(magicStart) + 1 + len(magicEnd)

	tagPart    = "part"
	tagPersons = "pers"
	tagKeys    = "keys"
	tagScope   = "scop"
	tagEnd     = "end."

	idSize   = 16
	keySize  = 16 + 4 + 1
	partSize = 1 << 14
)

// magic is how a register of a scheme begins.
func (s Scheme) magic() string { return magicStart + string('0'+rune(s)) + magicEnd }

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
