package keyring

import (
	"errors"
	"fmt"
	"time"
)

// A Proof says that one key was tried.
type Proof struct {
	Public
	At time.Time `json:"at"`
	// SealOnly marks a key whose secret another party holds. Sealing to it, or
	// reading it as a verifier, is all that can be tried here.
	SealOnly bool `json:"seal_only"`
	// Err is nil if the key works, and otherwise says why not.
	Err error `json:"-"`
}

// Prove tries every key that may still be used at the given time: seals fresh
// bytes and opens them, signs and verifies, derives. It tries them all and
// returns all proofs; the error joins those that failed.
func (r *Ring) Prove(at time.Time) ([]Proof, error) {
	list, err := r.List()
	if err != nil {
		return nil, err
	}
	var proofs []Proof
	var failures []error
	for _, info := range list {
		if !info.Destroyed.IsZero() || info.Unfinished || !info.Until.IsZero() && at.After(info.Until) {
			continue
		}
		p := Proof{Public: info.Public, At: at.UTC(), SealOnly: !info.HasSecret}
		p.Err = r.prove(info, at)
		if p.Err != nil {
			failures = append(failures, fmt.Errorf("proving %s: %w", info.ID(), p.Err))
		}
		proofs = append(proofs, p)
	}
	return proofs, errors.Join(failures...)
}

func (r *Ring) prove(info Info, at time.Time) error {
	if !info.HasSecret {
		return proveSealOnly(info.Public)
	}
	m, err := r.secret(info.ID(), info.Kind, at)
	if err != nil {
		return err
	}
	return m.prove(info.Text)
}
