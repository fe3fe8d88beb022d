package release_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"lvv/anonymise/release"
	"lvv/schemas"
)

var at = time.Date(2022, 1, 10, 9, 0, 0, 0, time.UTC)

// A hand is somebody with a key.
type hand struct {
	release.Person
	signer note.Signer
}

func newHand(t testing.TB, name string, purposes ...schemas.Purpose) hand {
	t.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, "utrecht/"+name)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	return hand{release.Person{Name: name, Key: public, Purposes: purposes}, signer}
}

func (h hand) sign(t testing.TB, p release.Proposal, role release.Role) release.Signature {
	t.Helper()
	s, err := release.Sign(p, role, h.Name, h.signer, at)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func proposal(t testing.TB, files ...release.File) release.Proposal {
	t.Helper()
	day, err := schemas.ParseDay("2021-01-01")
	if err != nil {
		t.Fatal(err)
	}
	a, err := release.Approve(release.Request{Purpose: schemas.AMIF, Period: schemas.Period{From: day, To: day + 364}, Label: release.Pseudonymous,
		Recipients: []string{"amif"}, Allowed: []string{"amif"}, Rows: 7, Balance: release.Balance{Checks: 1}, At: at})
	if err != nil {
		t.Fatal(err)
	}
	return a.Propose(4, at, files)
}

var files = []release.File{{Name: "amif.xlsx", SHA256: [32]byte{1}}, {Name: "LEESMIJ.html", SHA256: [32]byte{2}}}

func TestTwoHands(t *testing.T) {
	t.Parallel()
	room, jansen, devries := newHand(t, "report-sign"), newHand(t, "jansen"), newHand(t, "devries")
	finance, stranger := newHand(t, "financien", schemas.Finance), newHand(t, "vreemde")
	double := devries
	double.Name = "dubbel" // the key of devries under another name
	p, other := proposal(t, files...), proposal(t, files[0])
	four := release.Hands{Room: room.Person, Approvers: []release.Person{jansen.Person, devries.Person, finance.Person, double.Person}}
	two := release.Hands{Room: room.Person, Approvers: []release.Person{finance.Person}} // nobody for this purpose
	second := func(h hand, p release.Proposal) *release.Signature {
		s := h.sign(t, p, release.Second)
		return &s
	}
	asMaker := jansen.sign(t, p, release.Maker)
	for _, c := range []struct {
		about  string
		hands  release.Hands
		maker  release.Signature
		second *release.Signature
		want   error
	}{
		{"one made it, another approved it", four, asMaker, second(devries, p), nil},
		{"the room made it, a person approved it", four, room.sign(t, p, release.Maker), second(devries, p), nil},
		{"nobody is configured for this purpose", two, room.sign(t, p, release.Maker), nil, nil},
		{"nobody signed yet", four, asMaker, nil, release.ErrSecondPerson},
		{"who made it approves it", four, asMaker, second(jansen, p), release.ErrSamePerson},
		{"one key under two names", four, devries.sign(t, p, release.Maker), second(double, p), release.ErrSamePerson},
		{"the room approves", four, asMaker, second(room, p), release.ErrNotApprover},
		{"somebody for another purpose approves", four, asMaker, second(finance, p), release.ErrNotApprover},
		{"a stranger approves", four, asMaker, second(stranger, p), release.ErrNotApprover},
		{"the approval is of other files", four, asMaker, second(devries, other), release.ErrNotApprover},
		{"the signature of a maker serves as approval", four, asMaker, func() *release.Signature {
			s := devries.sign(t, p, release.Maker)
			s.Role = release.Second
			return &s
		}(), release.ErrNotApprover},
		{"a stranger made it", four, stranger.sign(t, p, release.Maker), second(devries, p), release.ErrChanged},
		{"the maker signed other files", four, jansen.sign(t, other, release.Maker), second(devries, p), release.ErrChanged},
	} {
		l, err := release.Grant(p, c.hands, c.maker, c.second)
		if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: error %v, want %v", c.about, err, c.want)
		}
		if err == nil && l.Covers(files) != nil {
			t.Errorf("%s: the leave does not cover its files", c.about)
		}
		if err == nil && !errors.Is(l.Covers(files[:1]), release.ErrChanged) {
			t.Errorf("%s: the leave covers other files", c.about)
		}
	}
}

func TestZeroLeavePanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	release.Leave{}.Document()
}

// Whoever received a parcel can check who let it go, and any change shows.
func TestDocument(t *testing.T) {
	t.Parallel()
	jansen, devries := newHand(t, "jansen"), newHand(t, "devries")
	hands := release.Hands{Room: newHand(t, "report-sign").Person, Approvers: []release.Person{jansen.Person, devries.Person}}
	p := proposal(t, files...)
	second := devries.sign(t, p, release.Second)
	l, err := release.Grant(p, hands, jansen.sign(t, p, release.Maker), &second)
	if err != nil {
		t.Fatal(err)
	}
	document := l.Document()
	got, signatures, err := release.Check(document, []release.File{files[1], files[0]}, hands)
	if err != nil || got.Digest() != p.Digest() || len(signatures) != 2 || signatures[1].Name != "devries" {
		t.Fatalf("%v signed by %v: %v", got, signatures, err)
	}
	changed := slices.Clone(files)
	changed[0].SHA256[0]++
	for about, files := range map[string][]release.File{"a file changed": changed, "a file is missing": files[:1], "a file more": append(changed, files...)} {
		if _, _, err := release.Check(document, files, hands); !errors.Is(err, release.ErrDocument) {
			t.Errorf("%s: %v", about, err)
		}
	}
	for _, edit := range [][2]string{{`"nummer": 4`, `"nummer": 5`}, {`"amif"`, `"pers"`}, {`devries`, `jansen`}, {`2022-01-10`, `2022-01-11`}, {`vrijgave/1`, `vrijgave/2`}} {
		if _, _, err := release.Check(bytes.Replace(document, []byte(edit[0]), []byte(edit[1]), 1), files, hands); !errors.Is(err, release.ErrDocument) {
			t.Errorf("%s for %s: %v", edit[1], edit[0], err)
		}
	}
	if _, _, err := release.Check(document, files, release.Hands{Room: hands.Room, Approvers: hands.Approvers[:1]}); !errors.Is(err, release.ErrDocument) {
		t.Errorf("a signature of somebody unknown: %v", err)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte(`{"formaat":"lvv-vrijgave/1"}`))
	hands := release.Hands{Room: release.Person{Name: "report-sign", Key: "x"}}
	f.Fuzz(func(t *testing.T, document []byte) {
		if _, _, err := release.Check(document, files, hands); err == nil {
			t.Error("a document without a known key holds")
		}
	})
}
