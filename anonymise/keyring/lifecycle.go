package keyring

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"lvv/anonymise/durable"
)

// Rotate makes the next generation of a key that has its secret here, of the
// same kind and class, and retires the present one until the given moment. If
// it is cut off in between, the newest generation is the one in use all the
// same; retire the older one again.
func (r *Ring) Rotate(name string, wrap []byte, until, at time.Time) (Public, error) {
	newest, err := r.find(name)
	if err != nil {
		return Public{}, err
	}
	info, err := r.info(newest)
	if err != nil {
		return Public{}, fmt.Errorf("rotating key %s: %w", newest, err)
	}
	if !info.HasSecret {
		return Public{}, fmt.Errorf("rotating key %s: %w", newest, ErrNoKey)
	}
	what := recipe{info.Kind, info.Class, "", wrap, at}
	if info.Kind == KindSigner {
		what.noteName, _, _ = strings.Cut(info.Text, "+")
	}
	next, err := r.unused(ref{newest.name, newest.generation + 1}.String())
	if err != nil {
		return Public{}, err
	}
	made, err := r.make(next, what)
	if err != nil {
		return Public{}, err
	}
	return made, r.Retire(newest.String(), until)
}

// Retire ends a key's use for sealing and signing. It may open, derive and
// verify until the given moment; then it should be destroyed.
func (r *Ring) Retire(name string, until time.Time) error {
	if until.IsZero() {
		panic("keyring: internal error: retired without a last date")
	}
	k, err := r.exactly(name)
	if err != nil {
		return err
	}
	file, err := r.public(k)
	if err != nil {
		return fmt.Errorf("retiring key %s: %w", k, err)
	}
	file.until = until.UTC().Truncate(time.Second)
	return r.put(k.publicFile(), durable.Public, file.format(publicTitle, file.Text))
}

// DestroyToken returns what must be said to Destroy to destroy this key in its
// present state.
func (r *Ring) DestroyToken(name string) (string, error) {
	k, err := r.exactly(name)
	if err != nil {
		return "", err
	}
	info, err := r.info(k)
	if err != nil {
		return "", fmt.Errorf("destroying key %s: %w", k, err)
	}
	if !info.HasSecret {
		return "", fmt.Errorf("destroying key %s: %w", k, ErrNoKey)
	}
	state := strings.Join([]string{"destroy", k.String(), info.Text, info.Until.Format(time.RFC3339)}, "\n")
	return readable(state, 5), nil
}

// Destroy removes the secret of a key for ever, and with it everything that
// only this key opens. The public half stays and says when. It wants the token
// of DestroyToken, or it is ErrToken and nothing happens. Backups of the file
// are beyond its reach, and so are the blocks of the disk that held it: a
// secret that must be certain to be gone should have been wrapped.
func (r *Ring) Destroy(name, token string, at time.Time) error {
	want, err := r.DestroyToken(name)
	if err != nil {
		return err
	}
	if token != want {
		return fmt.Errorf("destroying key %s: %w", name, ErrToken)
	}
	k, err := r.exactly(name)
	if err != nil {
		return err
	}
	// The mark first: if what follows is cut off, the key is refused already,
	// the list shows it, and Destroy can be called again.
	file, err := r.public(k)
	switch {
	case err == nil:
		file.destroyed = at.UTC().Truncate(time.Second)
		if err := r.put(k.publicFile(), durable.Public, file.format(publicTitle, file.Text)); err != nil {
			return err
		}
	case !errors.Is(err, ErrNoKey): // an unfinished key has no public half
		return fmt.Errorf("destroying key %s: %w", k, err)
	}
	if err := durable.Remove(r.path(k.secretFile())); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("destroying key %s: %w", k, err)
	}
	return nil
}

// exactly finds the one key that a name stands for. Where there are several
// generations it wants one named: what is done to a key here is not undone.
func (r *Ring) exactly(name string) (ref, error) {
	list, err := r.named(name)
	switch {
	case err != nil:
		return ref{}, err
	case len(list) == 0:
		return ref{}, fmt.Errorf("looking for key %s: %w", name, ErrNoKey)
	case len(list) > 1:
		return ref{}, fmt.Errorf("key %s has %d generations: name one, as in %s", name, len(list), list[len(list)-1])
	}
	return list[0].ref, nil
}
