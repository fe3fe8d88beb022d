package keyring

import (
	"bytes"
	"testing"
)

// A public key file comes from others. Whatever stands in it, what is kept of it
// is one key that reads back as itself, in a file that anybody can read.
func FuzzPublicFile(f *testing.F) {
	for _, kind := range []recipe{{kind: KindIdentity, class: X25519}, {kind: KindSigner, class: Ed25519, noteName: "org"}, {kind: KindRoot, class: HKDF}} {
		text, err := generate(kind.kind, kind.class, kind.noteName)
		if err != nil {
			f.Fatal(err)
		}
		m, err := parseSecret(text)
		if err != nil {
			f.Fatal(err)
		}
		m.Name, m.Generation, m.Created = "org", 1, at
		f.Add(keyfile{Public: m.Public, until: later}.format(publicTitle, m.Text))
		f.Add(append([]byte("# created: 2026-01-02T15:04:05+01:00\r\n\r\n"), m.Text...))
		f.Add([]byte(text)) // the secret half by mistake
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, line, err := parseKeyfile(text)
		if err != nil {
			return
		}
		public, _, err := parsePublic(line)
		if err != nil {
			return
		}
		if bytes.Contains([]byte(line), []byte("SECRET")) || bytes.ContainsAny([]byte(line), "\r\n") {
			t.Fatalf("taken for a public key: %q", line)
		}
		created := file.Created
		public.Name, public.Generation, public.Created = "org", 1, created
		kept := keyfile{Public: public, until: file.until, destroyed: file.destroyed}
		again, lineAgain, err := parseKeyfile(kept.format(publicTitle, line))
		if err != nil || lineAgain != line || !again.until.Equal(file.until) && file.until.Year() < 9999 {
			t.Errorf("kept file reads as %+v, %q, %v", again, lineAgain, err)
		}
	})
}
