package keyring

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
	"unicode"

	"lvv/anonymise/durable"
)

// MakeIdentity makes a pair of the given class, Hybrid or X25519. With wrap,
// the secret file is encrypted with that passphrase; nil leaves it in clear,
// readable by its owner only. The name must be new, or it is ErrExists.
func (r *Ring) MakeIdentity(name string, c Class, wrap []byte, at time.Time) (Public, error) {
	if c != Hybrid && c != X25519 {
		panic(fmt.Sprintf("keyring: internal error: identity of class %v", c))
	}
	return r.makeFirst(name, recipe{KindIdentity, c, "", wrap, at})
}

// MakeSigner makes a signer of notes. NoteName is the name that will stand in
// the notes it signs, without spaces or plus signs. For the rest see
// MakeIdentity.
func (r *Ring) MakeSigner(name, noteName string, wrap []byte, at time.Time) (Public, error) {
	if noteName == "" || strings.ContainsRune(noteName, '+') || strings.ContainsFunc(noteName, unicode.IsSpace) {
		return Public{}, errors.New("making a signer: its name in notes may hold no space and no plus sign")
	}
	return r.makeFirst(name, recipe{KindSigner, Ed25519, noteName, wrap, at})
}

// MakeRoot makes 32 random bytes to derive keys from. For the rest see
// MakeIdentity.
func (r *Ring) MakeRoot(name string, wrap []byte, at time.Time) (Public, error) {
	return r.makeFirst(name, recipe{KindRoot, HKDF, "", wrap, at})
}

// A recipe says what key to make.
type recipe struct {
	kind     Kind
	class    Class
	noteName string // of a signer
	wrap     []byte // passphrase or nil
	at       time.Time
}

func (r *Ring) makeFirst(name string, what recipe) (Public, error) {
	k, err := r.unused(name)
	if err != nil {
		return Public{}, err
	}
	return r.make(k, what)
}

// unused parses the name of a key that is not there yet.
func (r *Ring) unused(name string) (ref, error) {
	k, err := parseRef(name)
	if err != nil {
		return ref{}, err
	}
	present, err := r.named(name)
	if err != nil {
		return ref{}, err
	}
	if len(present) > 0 {
		return ref{}, fmt.Errorf("making key %s: %w", name, ErrExists)
	}
	k.generation = max(k.generation, 1)
	return k, nil
}

// make makes a key, proves it from the very bytes that go to disk, and puts it
// in place: the secret first, because a public half without its secret would
// let others seal what nobody can open.
func (r *Ring) make(k ref, what recipe) (Public, error) {
	text, err := generate(what.kind, what.class, what.noteName)
	if err != nil {
		return Public{}, err
	}
	m, err := parseSecret(text)
	if err != nil {
		return Public{}, err
	}
	m.Name, m.Generation, m.Created = k.name, k.generation, what.at.UTC().Truncate(time.Second)
	file := keyfile{Public: m.Public}
	secret := file.format(secretTitle, text)
	if what.wrap != nil {
		if secret, err = wrapFile(secret, what.wrap, r.cost); err != nil {
			return Public{}, err
		}
	}
	if err := proveFile(secret, m.Public, what.wrap); err != nil {
		return Public{}, err
	}
	if err := r.put(k.secretFile(), durable.Private, secret); err != nil {
		return Public{}, err
	}
	return m.Public, r.put(k.publicFile(), durable.Public, file.format(publicTitle, m.Text))
}

// proveFile reads a secret file that is not yet in place and proves its key.
func proveFile(secret []byte, public Public, wrap []byte) error {
	reader := Ring{phrase: func() string { return string(wrap) }}
	m, err := reader.open(secret)
	if err != nil {
		return fmt.Errorf("proving %s: %w (%w)", public.ID(), ErrNotProved, err)
	}
	m.Public = public
	return m.prove(public.Text)
}

func (r *Ring) put(file string, mode fs.FileMode, content []byte) error {
	if err := durable.Folder(r.dir); err != nil {
		return fmt.Errorf("writing key file %s: %w", file, err)
	}
	err := durable.WriteFile(r.path(file), mode, func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader(content))
		return err
	})
	if err != nil {
		return fmt.Errorf("writing key file %s: %w", file, err)
	}
	return nil
}

// AddPublic puts another party's public key into the ring: a recipient
// ("age1…"), a verifier key, or a whole public key file. The name must be new;
// the successor of a recipient's key is added as "name@2". The same key under
// the same name again does nothing.
func (r *Ring) AddPublic(name, text string) error {
	file, line, err := parseKeyfile([]byte(text))
	if err != nil {
		return fmt.Errorf("adding public key %s: %w", name, err)
	}
	created := file.Created
	if file.Public, _, err = parsePublic(line); err != nil {
		return fmt.Errorf("adding public key %s: %w", name, err)
	}
	if present, err := r.Public(name); err == nil && present.Text == file.Text {
		return nil
	}
	k, err := r.unused(name)
	if err != nil {
		return err
	}
	added := keyfile{Public: file.Public}
	added.Name, added.Generation, added.Created = k.name, k.generation, created
	return r.put(k.publicFile(), durable.Public, added.format(publicTitle, line))
}
