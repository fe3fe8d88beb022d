package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"lvv/anonymise/keyring"
	"lvv/anonymise/ledger"
	"lvv/anonymise/release"
	"lvv/schemas"
)

// errSwapped means that a public key is not the one that the ledger saw being
// added: a parcel would go to somebody else, or somebody else would approve.
var errSwapped = errors.New("this key is not the one that was added")

// errNoSecond means that the ledger knows of somebody who approves, and lvv.toml
// does not name that person.
var errNoSecond = errors.New("the ledger knows this second person, and lvv.toml does not")

// knownKeys are, by name of the key, the hash of the public key that was added
// last, as the ledger has it.
func (w *workspace) knownKeys() (map[string]string, error) {
	known := make(map[string]string)
	for e, err := range ledger.Entries(w.ledgerDir()) {
		if err != nil {
			return nil, err
		}
		if e.Phase != ledger.Outcome || e.Status != ledger.OK {
			continue
		}
		facts := factsOf(e)
		name, _, _ := strings.Cut(facts[string(ledger.Subject)], "@")
		switch sum := facts[string(ledger.PublicKey)]; {
		case e.Verb == verbDropApprover:
			delete(known, name)
		case sum != "" && name != "":
			known[name] = sum
		}
	}
	return known, nil
}

// keyFacts are what the ledger keeps of a public key that was added.
func keyFacts(p keyring.Public) ledger.Facts {
	return ledger.Facts{}.KeyID(ledger.Subject, p.ID()).Hash(ledger.PublicKey, sha256.Sum256([]byte(p.Text)))
}

func hashOfText(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

// hands are the people and the room that sign releases. Each approver's key must
// be the one that the ledger saw being added, so that who can write lvv.toml
// cannot make himself the second person; and who is struck out there must have
// been dropped in the ledger too.
func (w *workspace) hands() (release.Hands, error) {
	known, err := w.knownKeys()
	if err != nil {
		return release.Hands{}, err
	}
	room, err := w.keys.Public(keyReportSign)
	if err != nil {
		return release.Hands{}, fmt.Errorf("the key of the reporting room: %w", err)
	}
	h := release.Hands{Room: release.Person{Name: keyReportSign, Key: room.Text}}
	for _, a := range w.settings.Release.Approvers {
		if known[approverKey(a.Name)] != hashOfText(a.Key) {
			return release.Hands{}, fmt.Errorf("approver %s: %w", a.Name, errSwapped)
		}
		delete(known, approverKey(a.Name))
		h.Approvers = append(h.Approvers, release.Person{Name: a.Name, Key: a.Key, Purposes: a.Purposes})
	}
	for name := range known {
		if strings.HasPrefix(name, approverKey("")) {
			return release.Hands{}, fmt.Errorf("%s: %w", name, errNoSecond)
		}
	}
	return h, nil
}

// allowed are the names that may receive a purpose's parcels: those of lvv.toml
// whose key is the one that the ledger knows. A key that lvv init made is known
// from the first parcel on.
func (w *workspace) allowed(book *ledger.Writer, p schemas.Purpose) ([]string, error) {
	known, err := w.knownKeys()
	if err != nil {
		return nil, err
	}
	names := w.settings.recipientsOf(p)
	for _, name := range names {
		key, err := w.keys.Public(recipientKey(name))
		if err != nil {
			return nil, fmt.Errorf("the key of %s: %w", name, err)
		}
		switch sum := known[key.Name]; sum {
		case hashOfText(key.Text):
		case "":
			if err := book.Do("keys-first-use", ledger.Facts{}.Recipient(name), func() (ledger.Facts, error) { return keyFacts(key), nil }); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("recipient %s: %w", name, errSwapped)
		}
	}
	return names, nil
}

// A pen is somebody who signs, with the key of the ledger's entry.
type pen struct {
	name   string
	signer note.Signer
	id     string // of the key
}

// pen takes up the key of an approver, or of the room when nobody is named. The
// key may lie anywhere: it belongs to a person, not to this workspace.
func (w *workspace) pen(name, path string, ask keyring.Passphrase) (pen, error) {
	if name == "" {
		s, err := w.keys.Signer(keyReportSign)
		if err != nil {
			return pen{}, fmt.Errorf("signing: %w", err)
		}
		return pen{keyReportSign, s, s.Public().ID()}, nil
	}
	if !slices.ContainsFunc(w.settings.Release.Approvers, func(a approver) bool { return a.Name == name }) {
		return pen{}, fmt.Errorf("%s: %w", name, release.ErrNotApprover)
	}
	id, err := w.keys.Public(approverKey(name))
	if err != nil {
		return pen{}, fmt.Errorf("the key of %s: %w", name, err)
	}
	var s keyring.Signer
	if path == "" {
		s, err = w.keys.Signer(approverKey(name))
	} else {
		s, err = keyring.ReadSigner(path, ask)
	}
	if err != nil {
		return pen{}, fmt.Errorf("the key of %s: %w", name, err)
	}
	return pen{name, s, id.ID()}, nil
}
