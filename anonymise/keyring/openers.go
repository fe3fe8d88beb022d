package keyring

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// An Opener is an identity with what the ring says of its key.
type Opener struct {
	Info
	Identity Identity
}

// errWrapped keeps back a key that asks for a passphrase.
var errWrapped = errors.New("the key is wrapped")

// Openers returns the identities of some names whose secret is here, in all their
// generations, those that are retired too; who uses them looks at Until. It does
// not look at other names. A hybrid key takes a quarter of a millisecond, so those
// that are not wrapped are read side by side.
func (r *Ring) Openers(names ...string) ([]Opener, error) {
	files, err := r.files("")
	if err != nil {
		return nil, err
	}
	files = slices.DeleteFunc(files, func(p pair) bool {
		return !p.public || !p.secret || !slices.Contains(names, p.name)
	})
	list, errs := make([]Opener, len(files)), make([]error, len(files))
	var group sync.WaitGroup
	for i, f := range files {
		group.Go(func() { list[i], errs[i] = r.opener(f.ref, openClear) })
	}
	group.Wait()
	for i, f := range files { // in their order, because they may ask
		if errors.Is(errs[i], errWrapped) {
			list[i], errs[i] = r.opener(f.ref, r.open)
			list[i].Wrapped = true
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("reading the keys that open: %w", err)
	}
	return list, nil
}

func (r *Ring) opener(k ref, open func([]byte) (*material, error)) (Opener, error) {
	m, err := r.whole(k, KindIdentity, time.Time{}, open)
	if err != nil {
		return Opener{}, err
	}
	label, key := stored(m.ID(), m)
	return Opener{Info{Public: m.Public, HasSecret: true, Until: m.until}, Identity{label, key}}, nil
}
