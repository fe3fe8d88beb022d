package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"time"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"

	"lvv/anonymise"
	"lvv/anonymise/keyring"
	"lvv/anonymise/ledger"
	"lvv/anonymise/register"
	"lvv/anonymise/store"
	"lvv/ingest/check"
	"lvv/ingest/envelope"
	"lvv/schemas"
)

// An intake is the room that takes in: it holds what opens deliveries and the
// person register, and of the store only the public key.
type intake struct {
	*workspace
	at       time.Time
	book     *ledger.Writer
	store    *store.Store
	register *register.Register
	persons  register.File // where the register is kept
	toStore  age.Recipient
	keys     anonymise.Keys
	content  []byte // key of the hash that recognises the same content
	openers  []envelope.Key
	limits   check.Limits
	admit    string // name of a file that an operator admits as it is
}

// openIntake reads the keys, the store's index and the register, and puts
// right what a run that was cut off left behind.
func (w *workspace) openIntake(env *environment, book *ledger.Writer) (*intake, error) {
	in := &intake{workspace: w, at: env.now(), book: book, limits: limitsOf(w.contract, env.now())}
	if err := in.readKeys(); err != nil {
		return nil, err
	}
	var err error
	if in.store, err = store.Open(w.storeDir()); err != nil {
		return nil, err
	}
	if err := in.readRegister(); err != nil {
		return nil, err
	}
	return in, in.settle()
}

func (in *intake) readKeys() error {
	root, err := in.workspace.keys.Root(keyIndexRoot, in.at)
	if err != nil {
		return fmt.Errorf("the key of the person index: %w", err)
	}
	in.keys = anonymise.Keys{
		Number:   root.Derive(keyring.LabelLinkage, 32),
		NoNumber: root.Derive(keyring.LabelNumberless, 32),
		Token:    root.Derive(keyring.LabelTrajectory, 32),
	}
	in.content = root.Derive(keyring.LabelContent, 32)
	in.persons.Path = in.registerFile()
	if in.persons.Key, err = in.workspace.keys.Identity(keyRegister, in.at); err != nil {
		return fmt.Errorf("the key of the person register: %w", err)
	}
	if in.persons.To, err = in.workspace.keys.Recipient(keyRegister); err != nil {
		return fmt.Errorf("the key of the person register: %w", err)
	}
	if in.toStore, err = in.workspace.keys.Recipient(keyStore); err != nil {
		return fmt.Errorf("the public key of the store: %w", err)
	}
	in.openers, err = in.intakeKeys()
	return err
}

// intakeKeys are all keys that may open a delivery, with whose each is.
func (w *workspace) intakeKeys() ([]envelope.Key, error) {
	owner := map[string]string{keyRecovery: "", keyRecovery + "-x25519": ""}
	for _, o := range w.settings.Organisations {
		owner[intakeKey(o.Code)] = o.Code
	}
	openers, err := w.keys.Openers(slices.Collect(maps.Keys(owner))...)
	if err != nil {
		return nil, err
	}
	var keys []envelope.Key
	for _, o := range openers {
		keys = append(keys, envelope.Key{Name: o.ID(), Org: owner[o.Name], Retired: o.Until, Identity: o.Identity})
	}
	return keys, nil
}

// verifier is the public key under which an organisation signs.
func (in *intake) verifier(org string) (note.Verifier, bool) {
	v, err := in.workspace.keys.Verifier(senderKey(org))
	return v, err == nil
}

// readRegister opens the person register. Only a store in which nothing is in
// force may be without one: a lost register must not pass for a new one, or
// everybody would become somebody else.
func (in *intake) readRegister() error {
	var err error
	in.register, err = register.Open(in.persons)
	var onDisk *fs.PathError
	switch {
	case err == nil || errors.Is(err, register.ErrDamaged) || errors.Is(err, register.ErrVersion):
		return err
	case errors.Is(err, fs.ErrNotExist) && len(in.store.InForce()) == 0:
		in.register = register.New(in.persons)
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the person register is not there: %w", register.ErrDamaged)
	case errors.As(err, &onDisk):
		return err
	}
	return fmt.Errorf("opening the person register: %w", register.ErrDamaged) // the words of age say nothing more
}

// settle brings the register in line with what the store has in force, and
// then sweeps up segments that never came into force or were replaced.
func (in *intake) settle() error {
	if _, err := in.register.Settle(func(h register.Hash) bool { return in.store.Has(store.Hash(h)) }); err != nil {
		return err
	}
	_, err := in.store.Sweep()
	return err
}

// contentHash recognises the same content in another seal. It is keyed, because
// it stands in the store's index: a plain hash of a short list could be tried out.
func (in *intake) contentHash(sum [32]byte) store.Hash {
	mac := hmac.New(sha256.New, in.content)
	mac.Write(sum[:])
	return store.Hash(mac.Sum(nil))
}

// hashOf is the SHA-256 of a file from where it stands.
func hashOf(r io.Reader) (sum [32]byte, err error) {
	h := sha256.New()
	if _, err := io.CopyBuffer(h, r, make([]byte, 1<<20)); err != nil {
		return sum, err
	}
	h.Sum(sum[:0])
	return sum, nil
}

// metaOf is what the store keeps about a delivery. Without a manifest the
// content is not known before its end; then only the same file is recognised.
func (in *intake) metaOf(d *envelope.Delivery, id [32]byte) store.Meta {
	m, content := d.Manifest, d.Manifest.SHA256
	if !d.Signed {
		content = id
	}
	return store.Meta{
		Dataset: m.Dataset, Org: m.Org, Contract: in.contract.Name,
		From: schemas.DayOf(m.From), To: schemas.DayOf(m.To), Seq: m.Seq,
		Delivery: id, Content: in.contentHash(content), Made: in.at,
	}
}
