package register

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"filippo.io/age"
)

// The register is written as magic, which names the version; then sections, each
// of them
//
//	[4]byte  tag
//	uint64   length of the payload, little-endian like all numbers
//	payload
//
// of these kinds:
//
//	"part"  some persons and some keys: uint32 how many persons, for each of
//	        them a number of 16 bytes, which is zero where the person was
//	        removed; and for each key 16 bytes, uint32 person, uint8 kind
//	"whom"  some of the persons of a scope (see owners)
//	"mark"  some of the rows of a scope (see [Mark])
//	"scop"  a scope (see encodeScope), to which belong all "whom" and "mark" since
//	        the one before it
//	"end."  nothing; it comes last
//
// Part i holds the persons and the keys from the i-th [partSize] on, at most so
// many of each, so that a part can be sealed as soon as it is full, while those
// of later parts are still being found. The sections of a delivery stand between
// the parts it brought, in the order in which they were full.
//
// What a later version has to remember (name variants, decisions, pairs that
// may never be linked) gets a tag of its own. An unknown tag is refused and not
// skipped: a decision that is carried along but not obeyed would be worse.
const (
	magicStart = "lvv register "
	magic      = magicStart + "3\n\x00"

	tagPart  = "part"
	tagOwner = "whom"
	tagMark  = "mark"
	tagScope = "scop"
	tagEnd   = "end."

	headSize  = 4 + 8 // of a section
	idSize    = 16
	keySize   = 16 + 4 + 1
	partSize  = 1 << 14
	blockSize = 1 << 16 // at most, of "whom" and "mark"
)

// A File is where a register is kept, as one age file.
type File struct {
	Path string
	Key  age.Identity  // opens it
	To   age.Recipient // of Key
}

// Open reads the register. One that is not there is an error that is
// fs.ErrNotExist: only the caller knows whether there ought to be one, and a
// lost register must never pass for a new one. ErrDamaged is whatever a session
// would not have written, a person with two V-numbers among it.
func Open(f File) (*Register, error) {
	sealed, err := os.Open(f.Path)
	if err != nil {
		return nil, fmt.Errorf("opening the person register: %w", err)
	}
	defer sealed.Close() // only read
	plain, err := age.Decrypt(sealed, f.Key)
	if err != nil {
		return nil, fmt.Errorf("opening the person register: %w", err)
	}
	r, err := load(plain)
	if err != nil {
		return nil, err
	}
	r.file, r.open = f, f.opened
	return r, nil
}

// An opener calls use with what a register's file holds, in clear.
type opener func(use func(plain io.ReaderAt) error) error

// with calls use. Whatever is wrong with a file that was opened before is
// ErrDamaged, unless the disk is to blame.
func (o opener) with(use func(plain io.ReaderAt) error) error {
	err := o(use)
	var disk *fs.PathError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &disk):
		return fmt.Errorf("reading the person register: %w", err)
	}
	return ErrDamaged // the words of age say nothing more
}

// opened is the [opener] of what is in place.
func (f File) opened(use func(plain io.ReaderAt) error) error {
	sealed, err := os.Open(f.Path)
	if err != nil {
		return err
	}
	defer sealed.Close() // only read
	info, err := sealed.Stat()
	if err != nil {
		return err
	}
	return unsealed(sealed, info.Size(), f.Key, use)
}

// unsealed calls use with what stands in an age file of that size.
func unsealed(sealed io.ReaderAt, size int64, key age.Identity, use func(plain io.ReaderAt) error) error {
	plain, _, err := age.DecryptReaderAt(sealed, size, key)
	if err != nil {
		return err
	}
	return use(plain)
}
