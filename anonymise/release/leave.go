package release

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"lvv/schemas"
)

// ErrSecondPerson means that a parcel still needs the signature of a second
// person.
var ErrSecondPerson = errors.New("a second person has to approve this release")

// ErrSamePerson means that who made a parcel wants to approve it as well.
var ErrSamePerson = errors.New("who made the release cannot be the second person")

// ErrNotApprover means that somebody signed who may not approve this purpose,
// or not with the key that is known as his.
var ErrNotApprover = errors.New("not an approver of this kind of release")

// ErrChanged means that files are not those that were signed for.
var ErrChanged = errors.New("the files are not those that were signed for")

// A Role is in what part somebody signs.
type Role string

// The roles.
const (
	Maker  Role = "opgesteld"
	Second Role = "vrijgegeven"
)

// A Signature is one person's, or the reporting room's, name under a proposal.
type Signature struct {
	Role Role
	Name string // short name of the person, or of the room's key
	At   time.Time
	Note string // C2SP signed note over statement
}

// statement is what is signed, so that a signature cannot serve for another
// release, role or moment.
func statement(digest [32]byte, role Role, name string, at time.Time) string {
	return fmt.Sprintf("lvv/vrijgave\n%s door %s\n%s\n%x\n", role, name, at.UTC().Format(time.RFC3339), digest)
}

// Sign puts a name under a proposal.
func Sign(p Proposal, role Role, name string, s note.Signer, at time.Time) (Signature, error) {
	at = at.UTC().Truncate(time.Second)
	signed, err := note.Sign(&note.Note{Text: statement(p.Digest(), role, name, at)}, s)
	if err != nil {
		return Signature{}, fmt.Errorf("signing release %d: %w", p.Number, err)
	}
	return Signature{Role: role, Name: name, At: at, Note: string(signed)}, nil
}

// by reports whether the signature is that of a person under one digest, and in
// the role that it claims.
func (s Signature) by(p Person, digest [32]byte) bool {
	v, err := note.NewVerifier(p.Key)
	if err != nil || p.Name != s.Name {
		return false
	}
	n, err := note.Open([]byte(s.Note), note.VerifierList(v))
	return err == nil && n.Text == statement(digest, s.Role, s.Name, s.At)
}

// A Person may put a name under releases.
type Person struct {
	Name     string            // short name
	Key      string            // verifier key of signed notes: name, hash and key with a plus between
	Purposes []schemas.Purpose // that the person may approve; none named is all
}

func (p Person) mayApprove(x schemas.Purpose) bool {
	return len(p.Purposes) == 0 || slices.Contains(p.Purposes, x)
}

// Hands are the people and the room that sign in one workspace.
type Hands struct {
	Room      Person
	Approvers []Person
}

// Needs reports whether parcels of a purpose need a second person: whether one
// is configured who may approve them.
func (h Hands) Needs(x schemas.Purpose) bool {
	return slices.ContainsFunc(h.Approvers, func(p Person) bool { return p.mayApprove(x) })
}

// find returns who signed, if the key of that name did.
func (h Hands) find(s Signature, digest [32]byte) (Person, bool) {
	for _, p := range append([]Person{h.Room}, h.Approvers...) {
		if s.by(p, digest) {
			return p, true
		}
	}
	return Person{}, false
}

// Leave is leave to seal one parcel for its recipients. Only Grant makes one;
// the zero value panics when used.
type Leave struct {
	proposal   Proposal
	signatures []Signature
	made       bool
}

// Grant gives leave when the signatures suffice: that of the maker, and where
// the hands name somebody who may approve the purpose, that of such a person,
// who is another one with another key. Second is nil when nobody signed yet.
func Grant(p Proposal, h Hands, maker Signature, second *Signature) (Leave, error) {
	digest := p.Digest()
	by, ok := h.find(maker, digest)
	if !ok || maker.Role != Maker {
		return Leave{}, fmt.Errorf("release %d: who made it: %w", p.Number, ErrChanged)
	}
	l := Leave{proposal: p, signatures: []Signature{maker}, made: true}
	if !h.Needs(p.Purpose) && second == nil {
		return l, nil
	}
	if second == nil {
		return Leave{}, fmt.Errorf("release %d: %w", p.Number, ErrSecondPerson)
	}
	other, ok := h.find(*second, digest)
	switch {
	case !ok || second.Role != Second || other.Name == h.Room.Name || !other.mayApprove(p.Purpose):
		return Leave{}, fmt.Errorf("release %d: %w", p.Number, ErrNotApprover)
	case other.Name == by.Name || sameKey(other.Key, by.Key):
		return Leave{}, fmt.Errorf("release %d: %w", p.Number, ErrSamePerson)
	}
	l.signatures = append(l.signatures, *second)
	return l, nil
}

// sameKey compares the keys themselves: the same key under two names is one
// hand.
func sameKey(a, b string) bool {
	key := func(text string) string { return text[strings.Index(text, "+")+1:][9:] } // behind eight digits of hash
	return key(a) == key(b)
}

func (l Leave) must() {
	if !l.made {
		panic("release: internal error: zero Leave")
	}
}

// Proposal is what may be sealed.
func (l Leave) Proposal() Proposal { l.must(); return l.proposal }

// Covers is ErrChanged unless the files are those that were signed for.
func (l Leave) Covers(files []File) error {
	l.must()
	if !l.proposal.is(files) {
		return fmt.Errorf("release %d: %w", l.proposal.Number, ErrChanged)
	}
	return nil
}
