package envelope

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"
)

// A Key opens deliveries. Each organisation has its own, so that the key that
// opens a file says whose file it is: nobody else was given its public half.
type Key struct {
	Name     string       // how people and the ledger name the key; no secret
	Org      string       // the organisation that seals to it; empty for a recovery key
	Retired  time.Time    // when it stops opening deliveries; zero if no date is set
	Identity age.Identity // X25519 or hybrid, or a wrapper with their Recipient method
}

// Verifiers returns the key that verifies an organisation's signatures, and
// whether there is one.
type Verifiers func(org string) (note.Verifier, bool)

// Open begins to read a sealed file. name is its file name, of which only a
// file without a manifest makes use; src may be armored. keys are tried in
// their order, those of organisations before recovery keys; at is the time
// against which retirement is judged.
//
// When Open returns a [Delivery], the manifest is authentic and fits the key,
// or there is none and the name fits the key. The payload is proved only when
// [Delivery.Read] has come to its end. Errors are the sentinels of this
// package or the error of src. src is not closed.
func Open(src io.Reader, name string, keys []Key, verifiers Verifiers, at time.Time) (*Delivery, error) {
	s, err := newSealed(src)
	if err != nil {
		return nil, err
	}
	r := newRing(keys)
	plain, err := s.open(r)
	if err != nil {
		return nil, r.blame(s, err)
	}
	key, err := r.choose(at)
	if err != nil {
		return nil, err
	}
	d := &Delivery{KeyName: key.Name, sealed: s, plain: plain}
	if err := d.begin(name, key, verifiers); err != nil {
		return nil, err
	}
	return d, nil
}

// begin reads what stands before the payload and settles what the delivery is.
func (d *Delivery) begin(name string, key *Key, verifiers Verifiers) error {
	if err := d.readHead(); err != nil {
		return err
	}
	d.Signed = starts(d.head, family)
	var err error
	if d.Signed {
		err = d.takeManifest(key, verifiers)
	} else {
		err = d.takeName(name, key)
	}
	d.Org = d.Manifest.Org
	return err
}

// readHead decrypts the first chunk, in which the manifest is, if any.
func (d *Delivery) readHead() error {
	buf := make([]byte, chunk)
	n := 0
	for n < len(buf) && d.headErr == nil {
		var m int
		m, d.headErr = d.plain.Read(buf[n:])
		n += m
	}
	if d.headErr != nil && d.headErr != io.EOF {
		return d.sealed.blame(d.headErr, true)
	}
	d.head = buf[:n]
	return nil
}

// family is how every version of the envelope with a manifest begins.
const family = "lvv-levering/"

// takeManifest reads the manifest off the head and checks it against the key.
func (d *Delivery) takeManifest(key *Key, verifiers Verifiers) error {
	signed, rest, err := splitHead(d.head)
	if err != nil {
		return err
	}
	m, err := verify(signed, verifiers)
	if err != nil {
		return err
	}
	if key.Org != "" && key.Org != m.Org {
		return fmt.Errorf("%w: sealed to the key of another organisation", ErrWrongSender)
	}
	if err := checkRecipient(&m, key); err != nil {
		return err
	}
	if err := inspect(rest); err != nil {
		return err
	}
	d.Manifest, d.Level, d.ID = m, LevelSigned, sha256.Sum256(signed)
	d.head, d.left = rest, m.Bytes
	return checkKind(rest, m.Kind)
}

// takeName takes a file without a manifest for what its name says. It looks at
// the content first: a file sealed twice has a name that says so, which would
// hide the real trouble.
func (d *Delivery) takeName(name string, key *Key) error {
	if len(d.head) == 0 {
		return fmt.Errorf("payload: %w", ErrEmpty)
	}
	if err := inspect(d.head); err != nil {
		return err
	}
	m, err := ParseName(name)
	if err != nil {
		return err
	}
	if key.Org != "" && key.Org != m.Org {
		return fmt.Errorf("%w: sealed to the key of another organisation", ErrWrongSender)
	}
	d.Manifest, d.left = m, maxPayload
	if key.Org != "" {
		d.Level = LevelKey
	}
	return checkKind(d.head, m.Kind)
}

// splitHead parts the first chunk of clear text into manifest and the rest.
func splitHead(head []byte) (signed, rest []byte, err error) {
	magic, after, _ := bytes.Cut(head, []byte("\n"))
	if string(magic) != format {
		return nil, nil, fmt.Errorf("%w: another version of the envelope", ErrManifest)
	}
	digits, after, _ := bytes.Cut(after, []byte("\n"))
	size, err := strconv.Atoi(string(digits))
	if err != nil || size < 1 || size > min(maxManifest, len(after)) || strconv.Itoa(size) != string(digits) {
		return nil, nil, fmt.Errorf("%w: its size", ErrManifest)
	}
	return after[:size], after[size:], nil
}

// verify checks the signature under a manifest and returns the manifest. The
// text is parsed first, to learn whose signature it ought to be; nothing else
// is done with it until the signature has proved good.
func verify(signed []byte, verifiers Verifiers) (Manifest, error) {
	text, _, ok := bytes.Cut(signed, []byte("\n\n"))
	if !ok {
		return Manifest{}, fmt.Errorf("%w: no signature", ErrManifest)
	}
	m, err := parseManifest(string(text) + "\n")
	if err != nil {
		return Manifest{}, err
	}
	v, ok := verifiers(m.Org)
	if !ok {
		return Manifest{}, fmt.Errorf("%w: no signature key is known for the organisation", ErrWrongSender)
	}
	n, err := note.Open(signed, note.VerifierList(v))
	switch {
	case errors.As(err, new(*note.UnverifiedNoteError)):
		return Manifest{}, fmt.Errorf("%w: signed with an unknown key", ErrWrongSender)
	case errors.As(err, new(*note.InvalidSignatureError)):
		return Manifest{}, fmt.Errorf("%w: signature does not fit", ErrWrongSender)
	case err != nil || n.Text != string(text)+"\n":
		return Manifest{}, fmt.Errorf("%w: signature block", ErrManifest)
	}
	return m, nil
}

// checkRecipient refuses a delivery that its sender did not seal to key.
func checkRecipient(m *Manifest, key *Key) error {
	r := recipientOf(key.Identity)
	if r == nil {
		return fmt.Errorf("key %s does not tell its recipient", key.Name)
	}
	ours, err := Fingerprint(r)
	if err != nil {
		return fmt.Errorf("key %s: %w", key.Name, err)
	}
	for _, theirs := range m.Recipients {
		if theirs == ours {
			return nil
		}
	}
	return ErrForwarded
}
