package envelope

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"filippo.io/age"
)

// A ring is all keys as one age identity. It tries every key on a file rather
// than stop at the first that fits, because a file that two organisations'
// keys open says nothing about which of the two made it.
type ring struct {
	keys   []Key // those of organisations first
	asked  bool  // age got as far as the recipients
	opened []*Key
	kinds  []string // kinds of recipient in the file
}

func newRing(keys []Key) *ring {
	keys = slices.Clone(keys)
	slices.SortStableFunc(keys, func(a, b Key) int {
		switch {
		case a.Org != "" && b.Org == "":
			return -1
		case a.Org == "" && b.Org != "":
			return 1
		}
		return 0
	})
	return &ring{keys: keys}
}

// Unwrap implements [age.Identity].
func (r *ring) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	r.asked, r.opened = true, nil
	for _, s := range stanzas {
		if !slices.Contains(r.kinds, s.Type) {
			r.kinds = append(r.kinds, s.Type)
		}
	}
	found, errs := make([][]byte, len(r.keys)), make([]error, len(r.keys))
	var group sync.WaitGroup
	for i := range r.keys {
		group.Go(func() { found[i], errs[i] = r.keys[i].Identity.Unwrap(stanzas) })
	}
	group.Wait()
	var fileKey []byte
	for i, err := range errs {
		if errors.Is(err, age.ErrIncorrectIdentity) {
			continue
		}
		if err != nil {
			return nil, err
		}
		fileKey = found[i]
		r.opened = append(r.opened, &r.keys[i])
	}
	if fileKey == nil {
		return nil, age.ErrIncorrectIdentity
	}
	return fileKey, nil
}

// blame says why the header of s could not be opened.
func (r *ring) blame(s *sealed, err error) error {
	switch {
	case !r.asked:
		return s.blame(err, false)
	case !errors.As(err, new(*age.NoIdentityMatchError)):
		return s.blame(err, false)
	case slices.Contains(r.kinds, "scrypt"):
		return ErrPassphrase
	}
	e := &NotForUsError{MadeFor: r.kinds}
	for _, k := range r.keys {
		e.Tried = append(e.Tried, k.Name)
	}
	return e
}

// choose returns the key that counts as having opened the file: the first
// that is not retired at the given time. A recovery key counts only when no
// organisation's key opens the file: it is there for keys that were lost, and
// not to make a retired one last.
func (r *ring) choose(at time.Time) (*Key, error) {
	var key *Key
	for _, k := range r.opened {
		if k.Org == "" && r.opened[0].Org != "" {
			continue
		}
		if k.Org != "" && k.Org != r.opened[0].Org {
			return nil, fmt.Errorf("%w: sealed to the keys of two organisations", ErrWrongSender)
		}
		if key == nil && (k.Retired.IsZero() || at.Before(k.Retired)) {
			key = k
		}
	}
	if key == nil {
		return nil, fmt.Errorf("%w: %s", ErrRetired, r.opened[0].Name)
	}
	return key, nil
}
