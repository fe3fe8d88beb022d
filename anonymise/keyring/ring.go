package keyring

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"
)

// A Ring is a folder of keys. Names given to its methods are "name", which
// means the newest generation, or "name@2" for one generation.
type Ring struct {
	dir    string
	ask    Passphrase
	phrase func() string // the last passphrase that opened a key, kept out of sight as in a vault; nil before
	cost   int           // of wrapping: the scrypt work factor as a power of two
}

// Open returns the ring in dir. Nothing is read before it is asked for, so a
// room is never asked for a passphrase that it does not need. Passphrase may be
// nil; it is asked at most once for keys that share a passphrase.
func Open(dir string, passphrase func() (string, error)) *Ring {
	return &Ring{dir: dir, ask: passphrase, cost: workFactor}
}

// Info is what List says of a key.
type Info struct {
	Public
	HasSecret bool      `json:"has_secret"`
	Wrapped   bool      `json:"wrapped"`            // the secret asks for a passphrase
	Until     time.Time `json:"until,omitzero"`     // retired: opens and verifies until then
	Destroyed time.Time `json:"destroyed,omitzero"` // the secret is gone since then
	// Unfinished marks a secret without a public half: its making was cut off
	// by a crash and nothing has been sealed to it. Only its name is known.
	Unfinished bool `json:"unfinished,omitempty"`
}

// Retired says whether the key may no longer seal or sign.
func (i Info) Retired() bool { return !i.Until.IsZero() || !i.Destroyed.IsZero() }

// List returns all keys of the ring by name and generation. It opens no secret.
// A ring without a folder is empty.
func (r *Ring) List() ([]Info, error) {
	files, err := r.files("")
	if err != nil {
		return nil, err
	}
	list, errs := make([]Info, len(files)), make([]error, len(files))
	var group sync.WaitGroup
	for i, f := range files { // a key of today has two thousand characters
		group.Go(func() { list[i], errs[i] = r.info(f.ref) })
	}
	group.Wait()
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("listing key %s: %w", files[i].ref, err)
		}
	}
	return list, nil
}

func (r *Ring) info(k ref) (Info, error) {
	var info Info
	switch secret, err := readSecretFile(r.path(k.secretFile())); {
	case err == nil, errors.Is(err, ErrOpenKeyFile):
		info.HasSecret, info.Wrapped = true, isWrapped(secret)
	case !errors.Is(err, ErrNoKey):
		return Info{}, err
	}
	file, err := r.public(k)
	if errors.Is(err, ErrNoKey) && info.HasSecret {
		info.Name, info.Generation, info.Unfinished = k.name, k.generation, true
		return info, nil
	}
	if err != nil {
		return Info{}, err
	}
	info.Public, info.Until, info.Destroyed = file.Public, file.until, file.destroyed
	return info, nil
}

// Recipient returns what seals to the named key. A retired key gives ErrRetired.
func (r *Ring) Recipient(name string) (age.Recipient, error) {
	file, err := r.live(name, KindIdentity)
	if err != nil {
		return nil, err
	}
	return file.recipient, nil
}

// Recipients returns what seals to all the named keys at once. All must be of
// one class, or it is ErrMixedClasses.
func (r *Ring) Recipients(names ...string) ([]age.Recipient, error) {
	var list []age.Recipient
	var class Class
	for i, name := range names {
		file, err := r.live(name, KindIdentity)
		if err != nil {
			return nil, err
		}
		if i > 0 && file.Class != class {
			return nil, fmt.Errorf("sealing to %s and %s: %w", names[0], name, ErrMixedClasses)
		}
		class = file.Class
		list = append(list, file.recipient)
	}
	return list, nil
}

// Public returns the public half of the named key, retired or not.
func (r *Ring) Public(name string) (Public, error) {
	k, err := r.find(name)
	if err != nil {
		return Public{}, err
	}
	file, err := r.public(k)
	if err != nil {
		return Public{}, fmt.Errorf("reading key %s: %w", k, err)
	}
	return file.Public, nil
}

// Identity returns the named key for opening. A retired key opens until its last
// date; at a later time it is ErrRetired.
func (r *Ring) Identity(name string, at time.Time) (Identity, error) {
	m, err := r.secret(name, KindIdentity, at)
	if err != nil {
		return Identity{}, err
	}
	label, key := stored(m.ID(), m)
	return Identity{label, key}, nil
}

// Identities returns, for each name, every generation that may still open at
// the given time and whose secret is here, newest first. A name of which there
// is none is an error, ErrRetired or ErrNoKey.
func (r *Ring) Identities(at time.Time, names ...string) ([]Identity, error) {
	var list []Identity
	for _, name := range names {
		generations, err := r.generations(name)
		if err != nil {
			return nil, err
		}
		found := false
		var refusal error
		for _, k := range generations {
			id, err := r.Identity(k.String(), at)
			switch {
			case err == nil:
				list, found = append(list, id), true
			case errors.Is(err, ErrRetired), errors.Is(err, ErrNoKey):
				if refusal == nil {
					refusal = err
				}
			default:
				return nil, err
			}
		}
		if !found {
			return nil, refusal
		}
	}
	return list, nil
}

// Signer returns the named key for signing. A retired key gives ErrRetired.
func (r *Ring) Signer(name string) (Signer, error) {
	file, err := r.live(name, KindSigner)
	if err != nil {
		return Signer{}, err
	}
	m, err := r.whole(ref{file.Name, file.Generation}, KindSigner, time.Time{}, r.open)
	if err != nil {
		return Signer{}, err
	}
	label, key := stored(m.ID(), m)
	return Signer{label, key}, nil
}

// Verifier returns what verifies signatures of the named key, retired or not:
// what it has signed stays signed.
func (r *Ring) Verifier(name string) (note.Verifier, error) {
	k, err := r.find(name)
	if err != nil {
		return nil, err
	}
	return r.verifier(k)
}

func (r *Ring) verifier(k ref) (note.Verifier, error) {
	file, err := r.public(k)
	if err != nil {
		return nil, fmt.Errorf("reading key %s: %w", k, err)
	}
	if file.Kind != KindSigner {
		return nil, fmt.Errorf("key %s is a %v, not a signer: %w", k, file.Kind, ErrNoKey)
	}
	return note.NewVerifier(file.Text)
}

// Verifiers returns what verifies signatures of the named keys in all their
// generations, or of all signers of the ring if no name is given.
func (r *Ring) Verifiers(names ...string) (note.Verifiers, error) {
	if len(names) == 0 {
		all, err := r.List()
		if err != nil {
			return nil, err
		}
		for _, info := range all {
			if info.Kind == KindSigner && !slices.Contains(names, info.Name) {
				names = append(names, info.Name)
			}
		}
	}
	var list []note.Verifier
	for _, name := range names {
		generations, err := r.generations(name)
		if err != nil {
			return nil, err
		}
		for _, k := range generations {
			v, err := r.verifier(k)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
	}
	return note.VerifierList(list...), nil
}

// Root returns the named key for deriving. A retired root derives until its
// last date; at a later time it is ErrRetired.
func (r *Ring) Root(name string, at time.Time) (Root, error) {
	m, err := r.secret(name, KindRoot, at)
	if err != nil {
		return Root{}, err
	}
	label, key := stored(m.ID(), m)
	return Root{label, key}, nil
}
