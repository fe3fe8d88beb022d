package sealpage

import (
	"bytes"
	"crypto/sha256"
	"math/rand"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"

	"lvv/ingest/envelope"
	"lvv/schemas"
)

// A cast is everybody who takes part in a test: the intake with keys of both
// classes, and an organisation that signs.
type cast struct {
	hybrid, hybridRecovery   *age.HybridIdentity
	classic, classicRecovery *age.X25519Identity
	signerText               string
	verifier                 note.Verifier
}

// people returns the cast; making keys takes a while, so all tests share it.
var people = sync.OnceValue(func() *cast {
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	var c cast
	var err error
	c.hybrid, err = age.GenerateHybridIdentity()
	must(err)
	c.hybridRecovery, err = age.GenerateHybridIdentity()
	must(err)
	c.classic, err = age.GenerateX25519Identity()
	must(err)
	c.classicRecovery, err = age.GenerateX25519Identity()
	must(err)
	secret, public, err := note.GenerateKey(rand.New(rand.NewSource(1)), "sender/stil")
	must(err)
	c.signerText = secret
	c.verifier, err = note.NewVerifier(public)
	must(err)
	return &c
})

// keyfile is the file that the keyring makes for an organisation that signs.
func (c *cast) keyfile() []byte {
	return []byte("# lvv secret key: whoever reads this file holds the key\n# name: sender-stil\n# kind: signer\n# class: ed25519\n" +
		"# created: 2020-01-01T00:00:00Z\n# fingerprint: 0000-0000-0000-0000\n" + c.signerText + "\n")
}

func (c *cast) keys() []envelope.Key {
	return []envelope.Key{
		{Name: "intake-stil", Org: "stil", Identity: c.hybrid},
		{Name: "intake-stil-x", Org: "stil", Identity: c.classic},
		{Name: "recovery", Identity: c.hybridRecovery},
		{Name: "recovery-x", Identity: c.classicRecovery},
	}
}

func (c *cast) verifiers(org string) (note.Verifier, bool) { return c.verifier, org == "stil" }

// kit is a valid kit with post-quantum keys.
func kit(t testing.TB) Kit {
	return kitFor(t, people().hybrid.Recipient(), people().hybridRecovery.Recipient())
}

func classicKit(t testing.TB) Kit {
	return kitFor(t, people().classic.Recipient(), people().classicRecovery.Recipient())
}

func kitFor(t testing.TB, to ...age.Recipient) Kit {
	t.Helper()
	c, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	marks, err := envelope.Fingerprints(to)
	if err != nil {
		t.Fatal(err)
	}
	earliest, _ := schemas.NewDay(2009, 1, 1)
	k := Kit{
		Contract: c, Org: "stil", OrgName: `Stichting "STIL" </script>`, Fingerprints: marks, Version: "lvv/0.1.0", Earliest: earliest,
		Made: time.Date(2020, 1, 1, 9, 0, 0, 0, time.UTC), Expires: time.Date(2199, 12, 31, 9, 0, 0, 0, time.UTC),
	}
	for _, r := range to {
		k.Recipients = append(k.Recipients, r.(interface{ String() string }).String())
	}
	return k
}

func sha(b []byte) [32]byte { return sha256.Sum256(b) }

func page(t testing.TB, k Kit) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, k); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// onDisk writes the page of a kit to disk, as an organisation has it.
func onDisk(t testing.TB, k Kit) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "verzegel.html")
	if err := os.WriteFile(path, page(t, k), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
