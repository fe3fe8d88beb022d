package envelope

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"
)

// maxManifest bounds a signed manifest, so that it fits the first age chunk
// together with what stands before it.
const maxManifest = 16 << 10

// copyBuffer is the size in which payloads are moved, in bytes.
const copyBuffer = 256 << 10

// A Receipt is what the sender keeps of a delivery.
type Receipt struct {
	Manifest Manifest // as signed
	ID       [32]byte // by what the delivery is known: see [Delivery]
	SHA256   [32]byte // of the sealed file
	Bytes    int64    // size of the sealed file
	Code     string   // [ReceiptCode] of its ID
}

// Seal writes a delivery to dst: m and the first size bytes of payload, signed
// by signer, padded, and sealed to all of to.
//
// It reads the payload twice, because the manifest that stands before it holds
// its SHA-256, and fails if it changed in between. Of m it sets Bytes, SHA256
// and Recipients itself; the rest must be valid and is refused with an
// [ErrManifest] that names the part if not. Hybrid and X25519 recipients in
// one file are an [ErrMixed], a payload of no bytes is an [ErrEmpty], and one
// that [Open] would refuse for what it is (sealed, locked, of another kind) gets
// the same sentinel here. After an error what was written to dst is worthless.
// dst is not closed.
func Seal(dst io.Writer, payload io.ReaderAt, size int64, m Manifest, signer note.Signer, to []age.Recipient) (Receipt, error) {
	if size < 1 {
		return Receipt{}, fmt.Errorf("sealing delivery: %w", ErrEmpty)
	}
	var err error
	if m.Recipients, err = Fingerprints(to); err != nil {
		return Receipt{}, fmt.Errorf("sealing delivery: %w", err)
	}
	if err := inspectStart(payload, size, m.Kind); err != nil {
		return Receipt{}, fmt.Errorf("sealing delivery: %w", err)
	}
	m.Bytes = size
	if m.SHA256, err = sumOf(payload, size); err != nil {
		return Receipt{}, fmt.Errorf("reading what is to be sealed: %w", err)
	}
	if part := m.checkSigned(); part != "" {
		return Receipt{}, fmt.Errorf("sealing delivery: %w: bad %s", ErrManifest, part)
	}
	head, err := signedHead(&m, signer)
	if err != nil {
		return Receipt{}, err
	}
	out := &summer{w: dst, h: sha256.New()}
	if err := sealTo(out, head, payload, &m, to); err != nil {
		return Receipt{}, fmt.Errorf("sealing delivery: %w", err)
	}
	signed, _, err := splitHead(head)
	if err != nil {
		panic("envelope: internal error: a head that cannot be read back")
	}
	r := Receipt{Manifest: m, ID: sha256.Sum256(signed), Bytes: out.n}
	out.h.Sum(r.SHA256[:0])
	r.Code = ReceiptCode(r.ID)
	return r, nil
}

// signedHead returns all clear text that comes before the payload.
func signedHead(m *Manifest, signer note.Signer) ([]byte, error) {
	if signer == nil {
		return nil, errors.New("signing manifest: no signing key")
	}
	signed, err := note.Sign(&note.Note{Text: m.text()}, signer)
	if err != nil {
		return nil, fmt.Errorf("signing manifest: %w", err)
	}
	if len(signed) > maxManifest {
		return nil, fmt.Errorf("signing manifest: longer than %d bytes", maxManifest)
	}
	head := format + "\n" + strconv.Itoa(len(signed)) + "\n" + string(signed)
	return []byte(head), nil
}

// sealTo writes head, payload and padding as one age file.
func sealTo(dst io.Writer, head []byte, payload io.ReaderAt, m *Manifest, to []age.Recipient) error {
	w, err := age.Encrypt(dst, to...)
	if err != nil {
		return err
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	again := newHasher()
	both := io.MultiWriter(w, again)
	if err := copyFrom(both, payload, m.Bytes); err != nil {
		return err
	}
	if again.sum() != m.SHA256 {
		return errors.New("the payload changed while it was read")
	}
	total := int64(len(head)) + m.Bytes
	for left := padded(total) - total; left > 0; left -= chunk {
		if _, err := w.Write(zeros[:min(left, chunk)]); err != nil {
			return err
		}
	}
	return w.Close()
}

// inspectStart looks at the beginning of a payload as Open does.
func inspectStart(payload io.ReaderAt, size int64, kind Kind) error {
	head := make([]byte, min(size, chunk))
	if n, err := payload.ReadAt(head, 0); n < len(head) {
		return errors.Join(io.ErrUnexpectedEOF, err)
	}
	if err := inspect(head); err != nil {
		return err
	}
	return checkKind(head, kind)
}

// sumOf returns the SHA-256 of the first size bytes of r.
func sumOf(r io.ReaderAt, size int64) ([32]byte, error) {
	h := newHasher()
	if err := copyFrom(h, r, size); err != nil {
		return [32]byte{}, err
	}
	return h.sum(), nil
}

// copyFrom copies the first size bytes of r; fewer are an error.
func copyFrom(w io.Writer, r io.ReaderAt, size int64) error {
	n, err := io.CopyBuffer(w, io.NewSectionReader(r, 0, size), make([]byte, copyBuffer))
	if err == nil && n != size {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// A summer counts and hashes what goes through it.
type summer struct {
	w io.Writer
	h hash.Hash
	n int64
}

func (s *summer) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.h.Write(p[:n])
	s.n += int64(n)
	return n, err
}
