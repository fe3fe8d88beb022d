package keyring

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func (r *Ring) path(file string) string { return filepath.Join(r.dir, file) }

// A pair says which of the two files of a key are there.
type pair struct {
	ref
	public, secret bool
}

// files lists the keys that have a file, by name and generation, of those whose
// names begin in a way: to look at a name takes longer than to read it.
func (r *Ring) files(prefix string) ([]pair, error) {
	entries, err := os.ReadDir(r.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("listing the keys: %w", bare(err))
	}
	var list []pair
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), prefix) {
			continue
		}
		if k, secret, ok := refOfFile(e.Name()); ok {
			list = append(list, pair{k, !secret, secret})
		}
	}
	slices.SortFunc(list, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.generation, b.generation))
	})
	merged := list[:0]
	for _, p := range list {
		if n := len(merged); n > 0 && merged[n-1].ref == p.ref {
			merged[n-1].public, merged[n-1].secret = true, true
			continue
		}
		merged = append(merged, p)
	}
	return merged, nil
}

// named lists the generations of a key that have a file, newest first; of
// "name@2" only that one.
func (r *Ring) named(name string) ([]pair, error) {
	want, err := parseRef(name)
	if err != nil {
		return nil, err
	}
	list, err := r.files(want.name)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(p pair) bool {
		return p.name != want.name || want.generation != 0 && p.generation != want.generation
	})
	slices.Reverse(list)
	return list, nil
}

// generations lists the generations of a key that are in place, newest first.
// One whose making was cut off is not: the one before it is still in use.
func (r *Ring) generations(name string) ([]ref, error) {
	list, err := r.named(name)
	if err != nil {
		return nil, err
	}
	var refs []ref
	for _, p := range list {
		if p.public {
			refs = append(refs, p.ref)
		}
	}
	if len(refs) == 0 {
		return nil, fmt.Errorf("looking for key %s: %w", name, ErrNoKey)
	}
	return refs, nil
}

// find returns the key that a name stands for.
func (r *Ring) find(name string) (ref, error) {
	generations, err := r.generations(name)
	if err != nil {
		return ref{}, err
	}
	return generations[0], nil
}

// public reads the public file of a key and judges the key.
func (r *Ring) public(k ref) (keyfile, error) {
	file, err := r.publicFile(k)
	if err != nil {
		return keyfile{}, err
	}
	read, recipient, err := parsePublic(file.Text)
	if err != nil {
		return keyfile{}, err
	}
	file.Kind, file.Class, file.recipient = read.Kind, read.Class, recipient
	return file, nil
}

// publicFile reads the public file of a key. The key in it is text that nobody
// has looked at: its kind and class are not known.
func (r *Ring) publicFile(k ref) (keyfile, error) {
	content, err := readPublicFile(r.path(k.publicFile()))
	if err != nil {
		return keyfile{}, err
	}
	file, line, err := parseKeyfile(content)
	if err != nil {
		return keyfile{}, err
	}
	file.Name, file.Generation, file.Text = k.name, k.generation, line
	return file, nil
}

// live reads the public file of a key that is about to seal or sign. Only the
// newest generation may: an older one is retired even if a crash kept its date
// from being written.
func (r *Ring) live(name string, want Kind) (keyfile, error) {
	k, err := r.find(name)
	if err != nil {
		return keyfile{}, err
	}
	newest := k
	if name == k.String() { // this generation, whether or not there is a newer one
		if newest, err = r.find(k.name); err != nil {
			return keyfile{}, err
		}
	}
	file, err := r.public(k)
	if err != nil {
		return keyfile{}, fmt.Errorf("reading key %s: %w", k, err)
	}
	switch {
	case file.Kind != want:
		return keyfile{}, fmt.Errorf("key %s is of kind %v, not %v: %w", k, file.Kind, want, ErrNoKey)
	case !file.destroyed.IsZero():
		return keyfile{}, destroyed(k, file)
	case k != newest, !file.until.IsZero():
		return keyfile{}, fmt.Errorf("sealing or signing with key %s: %w", k, ErrRetired)
	}
	return file, nil
}

// secret reads a whole key. A zero time passes the check of the last date.
func (r *Ring) secret(name string, want Kind, at time.Time) (*material, error) {
	k, err := r.find(name)
	if err != nil {
		return nil, err
	}
	return r.whole(k, want, at, r.open)
}

// whole reads both halves of a key and checks that they belong together. The
// public half needs no other proof: it is what the secret one gives.
func (r *Ring) whole(k ref, want Kind, at time.Time, open func([]byte) (*material, error)) (*material, error) {
	file, err := r.publicFile(k)
	if err != nil {
		return nil, fmt.Errorf("reading key %s: %w", k, err)
	}
	switch {
	case !file.destroyed.IsZero():
		return nil, destroyed(k, file)
	case !file.until.IsZero() && at.After(file.until):
		return nil, fmt.Errorf("opening with key %s, which ended on %s: %w", k, file.until.Format(time.DateOnly), ErrRetired)
	}
	content, err := readSecretFile(r.path(k.secretFile()))
	if err != nil {
		return nil, fmt.Errorf("reading the secret of key %s: %w", k, err)
	}
	m, err := open(content)
	if err != nil {
		return nil, fmt.Errorf("reading the secret of key %s: %w", k, err)
	}
	switch {
	case m.Text != file.Text:
		return nil, fmt.Errorf("secret and public half of key %s do not belong together: %w", k, ErrDamagedKey)
	case m.Kind != want:
		return nil, fmt.Errorf("key %s is of kind %v, not %v: %w", k, m.Kind, want, ErrNoKey)
	}
	m.Name, m.Generation, m.Created, m.until = file.Name, file.Generation, file.Created, file.until
	return m, nil
}

func destroyed(k ref, file keyfile) error {
	return fmt.Errorf("key %s was destroyed on %s: %w", k, file.destroyed.Format(time.DateOnly), ErrNoKey)
}

// open reads the content of a secret file, unwrapping it if needed: first with
// the passphrase that was right before, then with the one that is asked for.
func (r *Ring) open(content []byte) (*material, error) {
	if isWrapped(content) {
		clear, err := r.unwrap(content)
		if err != nil {
			return nil, err
		}
		content = clear
	}
	return openClear(content)
}

// openClear opens the content of a secret file that asks for no passphrase.
func openClear(content []byte) (*material, error) {
	if isWrapped(content) {
		return nil, errWrapped
	}
	_, line, err := parseKeyfile(content)
	if err != nil {
		return nil, err
	}
	return parseSecret(line)
}

func (r *Ring) unwrap(content []byte) ([]byte, error) {
	if r.phrase != nil {
		clear, err := unwrapFile(content, r.phrase())
		if !errors.Is(err, ErrWrongPassphrase) {
			return clear, err
		}
	}
	phrase, err := asked(r.ask)
	if err != nil {
		return nil, err
	}
	clear, err := unwrapFile(content, phrase)
	if err == nil {
		r.phrase = func() string { return phrase }
	}
	return clear, err
}
