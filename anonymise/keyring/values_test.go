package keyring

import (
	"bytes"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

// holder is how another package might keep a key: in fields that fmt reads by
// reflection, past the methods of the key.
type holder struct {
	Exported   any
	unexported any
}

// Whatever prints or encodes a secret value, no part of its material comes out.
func TestSecretsNeverPrint(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeIdentity("pq", Hybrid, nil, at))(t)
	must(r.MakeIdentity("classic", X25519, nil, at))(t)
	must(r.MakeSigner("signer", "n", nil, at))(t)
	must(r.MakeRoot("root", nil, at))(t)
	pq, classic := must(r.Identity("pq", at))(t), must(r.Identity("classic", at))(t)
	signer, root := must(r.Signer("signer"))(t), must(r.Root("root", at))(t)

	for name, secret := range map[string]struct {
		value any
		key   *material
	}{"pq": {pq, pq.must()}, "classic": {classic, classic.must()}, "signer": {signer, signer.must()}, "root": {root, root.must()}} {
		material := fragments(secret.key)
		plain := "key(" + name + "@1)"
		for _, verb := range "vTtbcdoOqxXUeEfFgGsp" {
			for _, flag := range []string{"", "+", "#", "0", "-", " ", "20", ".3"} {
				format := "%" + flag + string(verb)
				got := fmt.Sprintf(format, secret.value)
				if verb != 'T' && verb != 'p' && got != plain {
					t.Errorf("%s prints %q, want %q", format, got, plain)
				}
				got += fmt.Sprintf(format, holder{secret.value, secret.value})
				got += fmt.Sprintf(format, &holder{secret.value, secret.value})
				got += fmt.Sprintf(format, []any{secret.value})
				refuse(t, format, got, material)
			}
		}
		for what, encode := range encoders() {
			refuse(t, what, encode(secret.value), material)
			refuse(t, what+" of a struct", encode(struct{ Key any }{secret.value}), material)
		}
	}
}

// fragments lists texts of which none may appear: the secret, its tail, and its
// bytes as hex and as decimal numbers.
func fragments(m *material) []string {
	raw := []byte(m.text)
	list := []string{m.text, m.text[len(m.text)-20:], hex.EncodeToString(raw[len(raw)-12:])}
	if m.root != nil {
		list = append(list, hex.EncodeToString(m.root[:8]), strings.Trim(fmt.Sprint(m.root[:8]), "[]"), string(m.root))
	}
	return list
}

func refuse(t *testing.T, how, got string, material []string) {
	t.Helper()
	for _, m := range material {
		if strings.Contains(strings.ToLower(got), strings.ToLower(m)) {
			t.Errorf("%s shows key material", how)
		}
	}
}

func encoders() map[string]func(any) string {
	return map[string]func(any) string{
		"json": func(v any) string { b, err := json.Marshal(v); return fmt.Sprint(string(b), err) },
		"xml":  func(v any) string { b, err := xml.Marshal(v); return fmt.Sprint(string(b), err) },
		"gob": func(v any) string {
			var b bytes.Buffer
			err := gob.NewEncoder(&b).Encode(v)
			return fmt.Sprint(b.String(), err)
		},
		"slog text": func(v any) string {
			var b bytes.Buffer
			slog.New(slog.NewTextHandler(&b, nil)).Info("x", "key", v)
			return b.String()
		},
		"slog json": func(v any) string {
			var b bytes.Buffer
			slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "key", v)
			return b.String()
		},
		"panic": func(v any) (text string) {
			defer func() { text = fmt.Sprint(recover()) }()
			panic(v)
		},
	}
}

// A ring remembers a passphrase and does not tell it.
func TestRingDoesNotPrintItsPassphrase(t *testing.T) {
	t.Parallel()
	r := newRing(t, says("correct horse"))
	must(r.MakeIdentity("a", X25519, []byte("correct horse"), at))(t)
	must(r.Identity("a", at))(t)
	for _, format := range []string{"%v", "%+v", "%#v", "%t", "%s", "%x"} {
		refuse(t, format, fmt.Sprintf(format, r)+fmt.Sprintf(format, *r), []string{"correct horse", hex.EncodeToString([]byte("correct"))})
	}
}

func TestJSONOfASecretIsItsName(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeRoot("root", nil, at))(t)
	got := must(json.Marshal(must(r.Root("root", at))(t)))(t)
	if string(got) != `"key(root@1)"` {
		t.Errorf("JSON is %s", got)
	}
}

func TestZeroValuesPanic(t *testing.T) {
	t.Parallel()
	for name, use := range map[string]func(){
		"Identity.Unwrap": func() { _, _ = Identity{}.Unwrap(nil) },
		"Identity.Public": func() { Identity{}.Public() },
		"Signer.Sign":     func() { _, _ = Signer{}.Sign(nil) },
		"Signer.Name":     func() { Signer{}.Name() },
		"Root.Derive":     func() { Root{}.Derive(LabelLinkage, 32) },
		"Root.Public":     func() { Root{}.Public() },
	} {
		wantPanic(t, name, use)
	}
}

func wantPanic(t *testing.T, what string, f func()) {
	t.Helper()
	defer func() {
		if s, _ := recover().(string); !strings.HasPrefix(s, "keyring: internal error: ") {
			t.Errorf("%s: recovered %q", what, s)
		}
	}()
	f()
}

// The vector was computed with a separate implementation of RFC 5869 (Python's
// hmac and hashlib): root 00 01 … 1f, no salt, info "lvv/v1/" + label.
func TestDeriveVector(t *testing.T) {
	t.Parallel()
	root := make([]byte, rootSize)
	for i := range root {
		root[i] = byte(i)
	}
	m := must(parseSecret(rootPrefix + strings.ToUpper(hex.EncodeToString(root))))(t)
	for label, want := range deriveVectors {
		if got := hex.EncodeToString(Root{key: func() *material { return m }}.Derive(label, 32)); got != want {
			t.Errorf("%s: derived %s, want %s", label, got, want)
		}
	}
}

func TestDeriveRefusesUnplannedUse(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeRoot("root", nil, at))(t)
	root := must(r.Root("root", at))(t)
	for _, label := range []string{"", "id", "koppel2", "Koppel", "psn", "psn//x/1", "psn/a/b", "psn/a/b/0", "psn/a/b/01", "psn/a/b/1/", "psn/a/b/1\n", "psn/a_/b/1", "lvv/v1/koppel"} {
		wantPanic(t, "label "+label, func() { root.Derive(label, 32) })
	}
	for _, length := range []int{-1, 0, 15, 65} {
		wantPanic(t, fmt.Sprint("length ", length), func() { root.Derive(LabelLinkage, length) })
	}
}

func TestDeriveSeparates(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	must(r.MakeRoot("one", nil, at))(t)
	must(r.MakeRoot("two", nil, at))(t)
	seen := map[string]string{}
	for _, name := range []string{"one", "two"} {
		root := must(r.Root(name, at))(t)
		labels := []string{LabelLinkage, LabelNumberless, LabelTrajectory}
		for _, l := range [][2]string{{"evaluator", "eindevaluatie"}, {"evaluator", "tussenevaluatie"}, {"amif", "eindevaluatie"}} {
			labels = append(labels, must(PseudonymLabel(l[0], l[1], 1))(t), must(PseudonymLabel(l[0], l[1], 2))(t))
		}
		for _, label := range labels {
			key := string(root.Derive(label, 32))
			if other, found := seen[key]; found {
				t.Errorf("%s of %s has the key of %s", label, name, other)
			}
			seen[key] = label + " of " + name
			if again := string(root.Derive(label, 32)); again != key {
				t.Errorf("%s of %s differs the second time", label, name)
			}
		}
	}
}

func TestPseudonymLabelRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		recipient, study string
		epoch            int
	}{{"", "s", 1}, {"r", "", 1}, {"r/x", "s", 1}, {"r", "a b", 1}, {"R", "s", 1}, {"r", "s", 0}, {"r", "s", 10000}} {
		if got, err := PseudonymLabel(c.recipient, c.study, c.epoch); err == nil {
			t.Errorf("PseudonymLabel(%q, %q, %d) = %q", c.recipient, c.study, c.epoch, got)
		}
	}
}

func TestFingerprint(t *testing.T) {
	t.Parallel()
	// SHA-256("abc") begins ba7816bf 8f01cfea 4141.
	if got, want := Fingerprint("abc"), "Q9W1-DFWF-077Y-MGA1"; got != want {
		t.Errorf("fingerprint is %s, want %s", got, want)
	}
}

func TestSignerIsANoteSigner(t *testing.T) {
	t.Parallel()
	r := newRing(t, nil)
	public := must(r.MakeSigner("s", "n", nil, at))(t)
	s := must(r.Signer("s"))(t)
	v := must(note.NewVerifier(public.Text))(t)
	if s.Name() != v.Name() || s.KeyHash() != v.KeyHash() || s.Public() != public {
		t.Errorf("signer %s %x, verifier %s %x", s.Name(), s.KeyHash(), v.Name(), v.KeyHash())
	}
}

var deriveVectors = map[string]string{
	"koppel":                        "4a3a3906b9f413a84185bb889bd5ac20603670101a5053d5c6c31726eb0565fb",
	"koppel-zonder-nummer":          "2c7f5dba4eec98f86eb1539d764da1ce48f2c5e3c6f752b3d4c65f9cf9e3b303",
	"traject":                       "c2abe519b3b5b8ad9129eaaf32d29389812baedaecdff0ab94fb90e603ef30d2",
	"psn/evaluator/eindevaluatie/1": "051c56218416cdebf1585178197a3bd34a58b70ba6db23ff2badf3d962b98f91",
}
