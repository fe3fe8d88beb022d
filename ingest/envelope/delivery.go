package envelope

import (
	"crypto/sha256"
	"hash"
	"io"
	"math"
)

// A Level says how strong the evidence is that a delivery comes from its
// organisation. It is printed on every receipt.
type Level int

// Open sets LevelNone, LevelKey or LevelSigned. The others rest on what only
// its caller can know.
const (
	LevelNone   Level = iota // opened with a recovery key, and not signed
	LevelKey                 // opened with the key given to the organisation
	LevelFolder              // and came through the organisation's own folder or account
	LevelSigned              // manifest signed by the organisation
	LevelPhone               // and the receipt code was confirmed by phone
)

// A Delivery is an opened sealed file; its payload is read from it. Inside
// age, a delivery with a manifest is:
//
//	lvv-levering/v1\n               magic line
//	1234\n                          size of the signed manifest in bytes, decimal
//	format: lvv-levering/v1\n       manifest: a C2SP signed note,
//	…                               its text as drawn at Manifest
//	\n                              (blank line between text and signature)
//	— stil+8a3b… \n                 (signature line)
//	payload                         as many bytes as the manifest says
//	zeros                           padding
//
// and one without a manifest is the payload and nothing else. Padding brings
// the clear text to a multiple of 64 KiB; see padded for how much.
//
// Not safe for concurrent use. There is nothing to close.
type Delivery struct {
	Manifest Manifest // of an unsigned delivery, what its name says
	Signed   bool     // whether there is a signed manifest
	Level    Level
	KeyName  string // of the key that opened it
	Org      string // whose delivery it is
	// ID is by what a signed delivery is known, in receipts and in the ledger:
	// the SHA-256 of its signed manifest, which binds the payload by its hash and
	// cannot be guessed, since nobody else can make the signature. It is known
	// before the payload is read. Zero for an unsigned delivery, which is known
	// by the SHA-256 of its file.
	ID [32]byte

	sealed  *sealed
	plain   io.Reader
	head    []byte    // clear text already read, not yet handed out
	headErr error     // what reading head ended with
	left    int64     // payload bytes still to come; of an unsigned delivery, at most
	n       int64     // payload bytes handed out
	hash    hash.Hash // of the payload handed out, taken while it is still in the cache
	end     error     // what Read returns from now on
}

// maxPayload stands for the unknown size of an unsigned payload.
const maxPayload = math.MaxInt64

// Read reads the payload. It returns [io.EOF] only when everything has been
// proved: the age stream ended as it should, size and SHA-256 are those of the
// manifest, and nothing but zeros follows. If not, it returns [ErrAltered],
// [ErrTruncated] or another error of this package in its place, and everything
// read before is worthless: take effect on io.EOF only. At io.EOF, the size
// and SHA-256 of an unsigned delivery are in its Manifest.
func (d *Delivery) Read(p []byte) (int, error) {
	if d.end != nil {
		return 0, d.end
	}
	if len(p) == 0 {
		return 0, nil
	}
	if d.hash == nil {
		d.hash = sha256.New()
	}
	if d.left == 0 {
		d.end = d.finish()
		return 0, d.end
	}
	n, err := d.next(p[:min(int64(len(p)), d.left)])
	d.hash.Write(p[:n])
	d.n += int64(n)
	d.left -= int64(n)
	switch {
	case n > 0:
		err = nil // if there is an error it will come again
	case err == io.EOF && d.Signed:
		err = ErrAltered // whoever made it sealed less than they signed for
	case err == io.EOF:
		d.Manifest.Bytes = d.n
		d.hash.Sum(d.Manifest.SHA256[:0])
	case err != nil:
		err = d.sealed.blame(err, true)
	}
	d.end = err
	return n, err
}

// next reads clear text: first what was read ahead, then the age stream.
func (d *Delivery) next(p []byte) (int, error) {
	if len(d.head) > 0 {
		n := copy(p, d.head)
		d.head = d.head[n:]
		return n, nil
	}
	if d.headErr != nil {
		return 0, d.headErr
	}
	return d.plain.Read(p)
}

// finish proves the payload of a signed delivery and reads off the padding.
func (d *Delivery) finish() error {
	if [sha256.Size]byte(d.hash.Sum(nil)) != d.Manifest.SHA256 {
		return ErrAltered
	}
	buf := make([]byte, chunk)
	for {
		n, err := d.next(buf)
		switch {
		case !isZero(buf[:n]):
			return ErrAltered
		case err == io.EOF:
			return io.EOF
		case err != nil:
			return d.sealed.blame(err, true)
		}
	}
}
