package main

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"lvv/anonymise/keyring"
	"lvv/anonymise/ledger"
)

// openLedger opens the ledger for writing with a room's signer. Every act that
// changes something or lets something out goes through it: no record, no act.
func (w *workspace) openLedger(env *environment, signer string) (*ledger.Writer, error) {
	s, err := w.keys.Signer(signer)
	if err != nil {
		return nil, fmt.Errorf("signing the ledger: %w", err)
	}
	v, err := w.verifiers()
	if err != nil {
		return nil, err
	}
	return ledger.Open(w.ledgerDir(), s, v, env.now)
}

// verifiers are the public keys of the rooms that write to the ledger.
func (w *workspace) verifiers() (note.Verifiers, error) {
	v, err := w.keys.Verifiers(keyIntakeSign, keyReportSign)
	if err != nil {
		return nil, fmt.Errorf("the public keys of the ledger: %w", err)
	}
	return v, nil
}

// recorded does one act of its own, under the workspace's lock, with an entry
// before and after it.
func (w *workspace) recorded(env *environment, signer, verb string, intent ledger.Facts, act func() error) error {
	return w.recordedWith(env, signer, verb, intent, func() (ledger.Facts, error) { return ledger.Facts{}, act() })
}

// recordedWith is recorded for an act that has facts to tell of its outcome.
func (w *workspace) recordedWith(env *environment, signer, verb string, intent ledger.Facts, act func() (ledger.Facts, error)) (err error) {
	unlock, err := w.lock()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	book, err := w.openLedger(env, signer)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	return book.Do(verb, intent.Version(ledger.Program, version), act)
}

// signerHere is the signer that this room holds: that of intake, or else that
// of the reporting room.
func (w *workspace) signerHere() string {
	if _, err := w.keys.Signer(keyIntakeSign); errors.Is(err, keyring.ErrNoKey) {
		return keyReportSign
	}
	return keyIntakeSign
}
