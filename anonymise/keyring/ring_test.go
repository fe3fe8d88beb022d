package keyring

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"
)

var (
	at    = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	later = at.AddDate(0, 4, 0)
)

// newRing returns an empty ring whose passphrases are cheap to try.
func newRing(t *testing.T, ask Passphrase) *Ring {
	t.Helper()
	r := Open(filepath.Join(t.TempDir(), "keys"), ask)
	r.cost = 4
	return r
}

// reopen returns the same folder as a fresh run sees it.
func reopen(r *Ring, ask Passphrase) *Ring {
	again := Open(r.dir, ask)
	again.cost = r.cost
	return again
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func wantErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: error is %v, want %v", what, got, want)
	}
}

func says(phrase string) Passphrase { return func() (string, error) { return phrase, nil } }

func seal(t *testing.T, text string, to ...age.Recipient) []byte {
	t.Helper()
	var b bytes.Buffer
	w := must(age.Encrypt(&b, to...))(t)
	io.WriteString(w, text)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func unseal(sealed []byte, id age.Identity) (string, error) {
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(r)
	return string(b), err
}

func TestIdentityOpensWhatItsRecipientSeals(t *testing.T) {
	t.Parallel()
	for _, class := range []Class{Hybrid, X25519} {
		for _, wrap := range [][]byte{nil, []byte("correct horse")} {
			r := newRing(t, says("correct horse"))
			public := must(r.MakeIdentity("intake-utrecht", class, wrap, at))(t)
			if public.Class != class || !public.Created.Equal(at) || public.ID() != "intake-utrecht@1" {
				t.Errorf("made %+v", public)
			}
			r = reopen(r, says("correct horse"))
			sealed := seal(t, "inhoud", must(r.Recipient("intake-utrecht"))(t))
			id := must(r.Identity("intake-utrecht", at))(t)
			if got, err := unseal(sealed, id); got != "inhoud" || err != nil {
				t.Errorf("class %v: opened %q, %v", class, got, err)
			}
			if id.Public() != public {
				t.Errorf("identity belongs to %+v, want %+v", id.Public(), public)
			}
		}
	}
}

// The files work with the age tool as they are: it takes lines of comments, and
// identities that are themselves encrypted.
func TestFilesAreAgeFiles(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeIdentity("recipient-evaluator", Hybrid, nil, at))(t)
	secret := must(os.ReadFile(r.path("recipient-evaluator.key")))(t)
	public := must(os.ReadFile(r.path("recipient-evaluator.pub")))(t)
	ids, err := age.ParseIdentities(bytes.NewReader(secret))
	if err != nil {
		t.Fatal(err)
	}
	to, err := age.ParseRecipients(bytes.NewReader(public))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := unseal(seal(t, "x", to...), ids[0]); got != "x" || err != nil {
		t.Errorf("opened %q, %v", got, err)
	}
}

func TestSignerAndVerifier(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeSigner("sign-intake", "lvv.utrecht/intake", nil, at))(t)
	signer := must(r.Signer("sign-intake"))(t)
	signed := must(note.Sign(&note.Note{Text: "tekst\n"}, signer))(t)
	for what, known := range map[string]note.Verifiers{
		"by name": must(r.Verifiers("sign-intake"))(t),
		"all":     must(r.Verifiers())(t),
		"one":     note.VerifierList(must(r.Verifier("sign-intake"))(t)),
	} {
		if n, err := note.Open(signed, known); err != nil || n.Text != "tekst\n" {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, bad := range []string{"", "a b", "a+b", "a\nb"} {
		if _, err := r.MakeSigner("x", bad, nil, at); err == nil {
			t.Errorf("signer with name %q in notes was made", bad)
		}
	}
}

func TestWrongKindIsNoKey(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeSigner("s", "s", nil, at))(t)
	must(r.MakeRoot("w", nil, at))(t)
	_, err := r.Recipient("s")
	wantErr(t, "signer as recipient", err, ErrNoKey)
	_, err = r.Identity("w", at)
	wantErr(t, "root as identity", err, ErrNoKey)
	_, err = r.Root("s", at)
	wantErr(t, "signer as root", err, ErrNoKey)
	_, err = r.Signer("w")
	wantErr(t, "root as signer", err, ErrNoKey)
	_, err = r.Verifier("w")
	wantErr(t, "root as verifier", err, ErrNoKey)
}

// A room that holds only the public half can seal and can not open.
func TestPublicHalfOnly(t *testing.T) {
	t.Parallel()
	report, intake := newRing(t, nil), newRing(t, nil)
	public := must(report.MakeIdentity("store", Hybrid, nil, at))(t)
	if err := intake.AddPublic("store", public.Text); err != nil {
		t.Fatal(err)
	}
	sealed := seal(t, "x", must(intake.Recipient("store"))(t))
	if got, err := unseal(sealed, must(report.Identity("store", at))(t)); got != "x" || err != nil {
		t.Errorf("opened %q, %v", got, err)
	}
	_, err := intake.Identity("store", at)
	wantErr(t, "identity of a public half", err, ErrNoKey)
	_, err = intake.Identities(at, "store")
	wantErr(t, "identities of a public half", err, ErrNoKey)
	_, err = intake.Rotate("store", nil, later, at)
	wantErr(t, "rotating a public half", err, ErrNoKey)
	_, err = intake.Recipient("nobody")
	wantErr(t, "unknown name", err, ErrNoKey)
}

func TestAddPublic(t *testing.T) {
	t.Parallel()
	maker, r := newRing(t, nil), newRing(t, nil)
	first := must(maker.MakeIdentity("a", X25519, nil, at))(t)
	second := must(maker.MakeIdentity("b", X25519, nil, at))(t)
	file := must(os.ReadFile(maker.path("a.pub")))(t)
	if err := r.AddPublic("evaluator", string(file)); err != nil {
		t.Fatal(err)
	}
	if err := r.AddPublic("evaluator", first.Text+"\r\n"); err != nil {
		t.Errorf("the same key again: %v", err)
	}
	wantErr(t, "another key under the same name", r.AddPublic("evaluator", second.Text), ErrExists)
	if err := r.AddPublic("evaluator@2", second.Text); err != nil {
		t.Errorf("successor: %v", err)
	}
	if got := must(r.Public("evaluator"))(t); got.Text != second.Text {
		t.Error("the newest generation is not the successor")
	}
	for what, text := range map[string]string{
		"nothing":      "",
		"words":        "geen sleutel",
		"two keys":     first.Text + "\n" + second.Text,
		"one mangled":  first.Text[:len(first.Text)-1],
		"only comment": "# " + first.Text,
		"secret":       string(must(os.ReadFile(maker.path("a.key")))(t)),
	} {
		wantErr(t, what, r.AddPublic("other", text), ErrDamagedKey)
	}
}

func TestMixedClasses(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeIdentity("new", Hybrid, nil, at))(t)
	must(r.MakeIdentity("newer", Hybrid, nil, at))(t)
	must(r.MakeIdentity("old", X25519, nil, at))(t)
	if list, err := r.Recipients("new", "newer"); err != nil || len(list) != 2 {
		t.Errorf("two of one class: %v", err)
	}
	for _, names := range [][]string{{"new", "old"}, {"old", "new"}, {"new", "newer", "old"}} {
		_, err := r.Recipients(names...)
		wantErr(t, strings.Join(names, "+"), err, ErrMixedClasses)
	}
}

func TestPassphrase(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeIdentity("a", X25519, []byte("right"), at))(t)
	must(r.MakeIdentity("b", X25519, []byte("right"), at))(t)
	must(r.MakeRoot("other", []byte("different"), at))(t)

	_, err := reopen(r, nil).Identity("a", at)
	wantErr(t, "no passphrase", err, ErrWrongPassphrase)
	_, err = reopen(r, says("wrong")).Identity("a", at)
	wantErr(t, "wrong passphrase", err, ErrWrongPassphrase)
	_, err = reopen(r, says("")).Identity("a", at)
	wantErr(t, "empty passphrase", err, ErrWrongPassphrase)
	cause := errors.New("no terminal")
	_, err = reopen(r, func() (string, error) { return "", cause }).Identity("a", at)
	wantErr(t, "passphrase not to be had", err, cause)

	questions := 0
	again := reopen(r, func() (string, error) {
		questions++
		if questions == 1 {
			return "right", nil
		}
		return "different", nil
	})
	must(again.Recipient("a"))(t)
	must(again.List())(t)
	if questions != 0 {
		t.Error("asked for a passphrase before a secret was needed")
	}
	must(again.Identity("a", at))(t)
	must(again.Identity("b", at))(t)
	if questions != 1 {
		t.Errorf("asked %d times for keys with one passphrase", questions)
	}
	must(again.Root("other", at))(t)
	if questions != 2 {
		t.Errorf("asked %d times for two passphrases", questions)
	}
	if _, err := r.MakeIdentity("c", X25519, []byte{}, at); err == nil {
		t.Error("made a key wrapped with an empty passphrase")
	}
}

// Of some names all keys that are here open, as the list says; keys of other names,
// and those without a secret or a public half, are not looked at.
func TestOpeners(t *testing.T) {
	t.Parallel()
	r := newRing(t, func() (string, error) { return "phrase", nil })
	must(r.MakeIdentity("a", X25519, nil, at))(t)
	must(r.Rotate("a", nil, later, at))(t)
	must(r.MakeIdentity("b", Hybrid, []byte("phrase"), at))(t)
	if err := r.AddPublic("c", must(r.Public("a"))(t).Text); err != nil {
		t.Fatal(err)
	}
	whole := must(r.List())(t)[:3]
	must(r.MakeIdentity("d", X25519, nil, at))(t)
	for name, content := range map[string]string{"d.pub": "damaged", "a@3.key": "unfinished"} {
		if err := os.WriteFile(r.path(name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	openers := must(r.Openers("a", "absent", "b", "c"))(t)
	var got []Info
	for _, o := range openers {
		got = append(got, o.Info)
		if o.Identity.Public() != o.Public || !proveIdentity(o.Identity, o.Text) {
			t.Errorf("%s does not open what is sealed to it", o.ID())
		}
	}
	if !reflect.DeepEqual(got, whole) {
		t.Errorf("got %+v, want %+v", got, whole)
	}
	_, err := r.Openers("d")
	wantErr(t, "halves that do not fit", err, ErrDamagedKey)
}

func TestOpenKeyFileIsRefused(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeIdentity("a", X25519, nil, at))(t)
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620, 0o644, 0o601} {
		if err := os.Chmod(r.path("a.key"), mode); err != nil {
			t.Fatal(err)
		}
		_, err := r.Identity("a", at)
		wantErr(t, mode.String(), err, ErrOpenKeyFile)
		_, err = ReadIdentity(r.path("a.key"), nil)
		wantErr(t, "loose "+mode.String(), err, ErrOpenKeyFile)
	}
	if list := must(r.List())(t); !list[0].HasSecret {
		t.Error("List lost a secret whose file is open to others")
	}
}

func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeIdentity("a", X25519, nil, at))(t)
	must(r.MakeIdentity("b", X25519, nil, at))(t)
	good := must(os.ReadFile(r.path("a.key")))(t)
	for what, content := range map[string][]byte{
		"empty":        {},
		"no key":       []byte("# lvv secret key\n"),
		"cut off":      good[:len(good)-5],
		"two keys":     append(bytes.Clone(good), good...),
		"too large":    bytes.Repeat([]byte("# x\n"), maxKeyFile),
		"other half":   must(os.ReadFile(r.path("b.key")))(t),
		"bad date":     append([]byte("# created: gisteren\n"), good...),
		"half wrapped": must(wrapFile(good, []byte("p"), 4))(t)[:200],
	} {
		if err := os.WriteFile(r.path("a.key"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := reopen(r, says("p")).Identity("a", at)
		wantErr(t, what, err, ErrDamagedKey)
		if err != nil && strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s: error shows material: %v", what, err)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	for _, name := range []string{"", "A", "a b", "a/b", "../a", "a.b", "-a", "a-", "a--b", "a@0", "a@x", "a@1@2", "a@12345", strings.Repeat("a", 81)} {
		if _, err := r.MakeRoot(name, nil, at); err == nil {
			t.Errorf("made a key called %q", name)
		}
	}
	must(r.MakeRoot("a-1", nil, at))(t)
	_, err := r.MakeRoot("a-1", nil, at)
	wantErr(t, "same name twice", err, ErrExists)
}

func TestReadLooseFiles(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeIdentity("recipient-finance", Hybrid, []byte("p"), at))(t)
	must(r.MakeSigner("sender-org", "org", nil, at))(t)
	id := must(ReadIdentity(r.path("recipient-finance.key"), says("p")))(t)
	if id.Public().Name != "recipient-finance" || id.String() != "key(recipient-finance)" {
		t.Errorf("identity is called %q", id.Public().Name)
	}
	if got, err := unseal(seal(t, "x", must(r.Recipient("recipient-finance"))(t)), id); got != "x" || err != nil {
		t.Errorf("opened %q, %v", got, err)
	}
	must(ReadSigner(r.path("sender-org.key"), nil))(t)
	_, err := ReadSigner(r.path("recipient-finance.key"), says("p"))
	wantErr(t, "identity as signer", err, ErrNoKey)
	_, err = ReadIdentity(filepath.Join(r.dir, "none.key"), nil)
	wantErr(t, "missing file", err, ErrNoKey)

	// What age-keygen writes, under a name that is no key name.
	own := must(age.GenerateX25519Identity())(t)
	path := filepath.Join(t.TempDir(), "Mijn Sleutel.txt")
	text := "# created: 2026-01-02T15:04:05+01:00\n# public key: " + own.Recipient().String() + "\n" + own.String() + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := must(ReadIdentity(path, nil))(t); got.Public().Text != own.Recipient().String() || got.String() != "key(file)" {
		t.Errorf("read %v with %q", got, got.Public().Text)
	}
}
