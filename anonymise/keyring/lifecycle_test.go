package keyring

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
)

func TestRotate(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	old := must(r.MakeIdentity("intake", Hybrid, nil, at))(t)
	sealedBefore := seal(t, "oud", must(r.Recipient("intake"))(t))
	fresh := must(r.Rotate("intake", nil, later, at))(t)
	if fresh.Generation != 2 || fresh.Class != Hybrid || fresh.Text == old.Text {
		t.Fatalf("rotated to %+v", fresh)
	}
	sealedAfter := seal(t, "nieuw", must(r.Recipient("intake"))(t))

	ids := must(r.Identities(at, "intake"))(t)
	if len(ids) != 2 || ids[0].Public().Generation != 2 {
		t.Fatalf("identities are %v", ids)
	}
	if got, err := unseal(sealedBefore, ids[1]); got != "oud" || err != nil {
		t.Errorf("old key opened %q, %v", got, err)
	}
	if got, err := unseal(sealedAfter, ids[0]); got != "nieuw" || err != nil {
		t.Errorf("new key opened %q, %v", got, err)
	}
	_, err := r.Recipient("intake@1")
	wantErr(t, "sealing to the old generation", err, ErrRetired)

	// On its last moment the old key opens; after it, not.
	must(r.Identity("intake@1", later))(t)
	_, err = r.Identity("intake@1", later.Add(time.Second))
	wantErr(t, "old key after its date", err, ErrRetired)
	if ids := must(r.Identities(later.Add(time.Second), "intake"))(t); len(ids) != 1 {
		t.Errorf("%d identities after the date, want 1", len(ids))
	}
}

func TestRotateSignerKeepsItsNameAndPast(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeSigner("sign", "lvv/intake", nil, at))(t)
	before := must(note.Sign(&note.Note{Text: "voor\n"}, must(r.Signer("sign"))(t)))(t)
	must(r.Rotate("sign", nil, later, at))(t)
	signer := must(r.Signer("sign"))(t)
	if signer.Name() != "lvv/intake" {
		t.Errorf("rotated signer is called %q in notes", signer.Name())
	}
	after := must(note.Sign(&note.Note{Text: "na\n"}, signer))(t)
	known := must(r.Verifiers())(t)
	for _, signed := range [][]byte{before, after} {
		if _, err := note.Open(signed, known); err != nil {
			t.Error(err)
		}
	}
	_, err := r.Signer("sign@1")
	wantErr(t, "signing with the old generation", err, ErrRetired)
}

// A crash between the two halves of a new generation leaves the ring as it was.
func TestRotateCutOff(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeIdentity("intake", X25519, nil, at))(t)
	must(r.Rotate("intake", nil, later, at))(t)
	if err := os.Remove(r.path("intake@2.pub")); err != nil {
		t.Fatal(err)
	}
	list := must(r.List())(t)
	if len(list) != 2 || !list[1].Unfinished || list[1].Generation != 2 {
		t.Fatalf("list is %+v", list)
	}
	must(r.Identity("intake", at))(t)
	_, err := r.Rotate("intake", nil, later, at)
	wantErr(t, "rotating over an unfinished key", err, ErrExists)
	token := must(r.DestroyToken("intake@2"))(t)
	if err := r.Destroy("intake@2", token, at); err != nil {
		t.Fatal(err)
	}
	must(r.Rotate("intake", nil, later, at))(t)
}

// A crash before the old generation was marked leaves it unable to seal.
func TestRotateNotMarked(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeIdentity("intake", X25519, nil, at))(t)
	public := must(os.ReadFile(r.path("intake.pub")))(t)
	must(r.Rotate("intake", nil, later, at))(t)
	if err := os.WriteFile(r.path("intake.pub"), public, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := r.Recipient("intake@1")
	wantErr(t, "sealing to a superseded key", err, ErrRetired)
	must(r.Recipient("intake"))(t)
}

func TestRetire(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeIdentity("a", X25519, nil, at))(t)
	must(r.MakeRoot("w", nil, at))(t)
	for _, name := range []string{"a", "w"} {
		if err := r.Retire(name, later); err != nil {
			t.Fatal(err)
		}
	}
	_, err := r.Recipient("a")
	wantErr(t, "sealing to a retired key", err, ErrRetired)
	must(r.Root("w", later))(t)
	_, err = r.Root("w", later.AddDate(0, 0, 1))
	wantErr(t, "deriving after the date", err, ErrRetired)
	_, err = r.Identities(later.AddDate(0, 0, 1), "a")
	wantErr(t, "only a key past its date", err, ErrRetired)
	list := must(r.List())(t)
	if !list[0].Retired() || !list[0].Until.Equal(later) {
		t.Errorf("list says %+v", list[0])
	}
}

func TestDestroy(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	public := must(r.MakeIdentity("a", X25519, nil, at))(t)
	token := must(r.DestroyToken("a"))(t)
	for _, wrong := range []string{"", "0000-0000", strings.ToLower(token)} {
		wantErr(t, "token "+wrong, r.Destroy("a", wrong, at), ErrToken)
	}
	must(r.Identity("a", at))(t)
	if err := r.Retire("a", later); err != nil {
		t.Fatal(err)
	}
	wantErr(t, "token of an earlier state", r.Destroy("a", token, at), ErrToken)
	token = must(r.DestroyToken("a"))(t)
	if err := r.Destroy("a", token, later); err != nil {
		t.Fatal(err)
	}

	_, err := r.Identity("a", at)
	wantErr(t, "destroyed key", err, ErrNoKey)
	if _, err := os.Stat(r.path("a.key")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("secret file: %v, want gone", err)
	}
	list := must(r.List())(t)
	if len(list) != 1 || list[0].HasSecret || !list[0].Destroyed.Equal(later) || list[0].Text != public.Text {
		t.Errorf("list says %+v", list)
	}
	_, err = r.DestroyToken("a")
	wantErr(t, "destroying twice", err, ErrNoKey)
	_, err = r.MakeIdentity("a", X25519, nil, at)
	wantErr(t, "reusing the name", err, ErrExists)
}

func TestDestroyWantsOneGeneration(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeIdentity("a", X25519, nil, at))(t)
	must(r.Rotate("a", nil, later, at))(t)
	if _, err := r.DestroyToken("a"); err == nil {
		t.Error("a bare name with two generations got a token")
	}
	token := must(r.DestroyToken("a@1"))(t)
	wantErr(t, "token of another generation", r.Destroy("a@2", token, at), ErrToken)
	if err := r.Destroy("a@1", token, at); err != nil {
		t.Fatal(err)
	}
	must(r.Identity("a", at))(t)
}

// Cut off between the mark and the removal, a key is refused and the second
// call finishes.
func TestDestroyCutOff(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeIdentity("a", X25519, nil, at))(t)
	secret := must(os.ReadFile(r.path("a.key")))(t)
	if err := r.Destroy("a", must(r.DestroyToken("a"))(t), at); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(r.path("a.key"), secret, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := r.Identity("a", at)
	wantErr(t, "marked key with a secret", err, ErrNoKey)
	if err := r.Destroy("a", must(r.DestroyToken("a"))(t), at); err != nil {
		t.Fatal(err)
	}
}

func TestProve(t *testing.T) {
	t.Parallel()
	r := newRing(t, says("p"))
	must(r.MakeIdentity("a", Hybrid, nil, at))(t)
	must(r.MakeIdentity("b", X25519, []byte("p"), at))(t)
	must(r.MakeRoot("c", nil, at))(t)
	must(r.MakeSigner("d", "d", nil, at))(t)
	must(r.MakeIdentity("expired", X25519, nil, at))(t)
	if err := r.Retire("expired", at.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	elsewhere := must(newRing(t, nil).MakeIdentity("e", Hybrid, nil, at))(t)
	if err := r.AddPublic("e", elsewhere.Text); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range must(r.Prove(at))(t) {
		word := p.ID()
		if p.SealOnly {
			word += "(seal)"
		}
		if p.Err != nil {
			word += "(failed)"
		}
		got = append(got, word)
	}
	if want := "a@1 b@1 c@1 d@1 e@1(seal)"; strings.Join(got, " ") != want {
		t.Errorf("proved %v, want %s", got, want)
	}

	// One key that does not work does not hide the others.
	if err := os.WriteFile(r.path("b.pub"), []byte(elsewhere.Text), 0o600); err != nil {
		t.Fatal(err)
	}
	proofs, err := r.Prove(at)
	wantErr(t, "swapped public half", err, ErrDamagedKey)
	if len(proofs) != 5 || proofs[1].Err == nil || proofs[0].Err != nil {
		t.Errorf("proofs are %+v", proofs)
	}
}

// prove itself fails for a key that is not the one it is said to be.
func TestProveFindsForeignHalves(t *testing.T) {
	t.Parallel()
	for _, kind := range []recipe{
		{kind: KindIdentity, class: Hybrid},
		{kind: KindIdentity, class: X25519},
		{kind: KindSigner, class: Ed25519, noteName: "n"},
		{kind: KindRoot, class: HKDF},
	} {
		var pair [2]*material
		for i := range pair {
			pair[i] = must(parseSecret(must(generate(kind.kind, kind.class, kind.noteName))(t)))(t)
			if err := pair[i].prove(pair[i].Text); err != nil {
				t.Errorf("%v: %v", kind.class, err)
			}
		}
		wantErr(t, kind.class.String(), pair[0].prove(pair[1].Text), ErrNotProved)
		wantErr(t, kind.class.String(), pair[0].prove("rubbish"), ErrNotProved)
	}
}
