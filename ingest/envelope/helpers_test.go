package envelope

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"
	"golang.org/x/mod/sumdb/note"
)

// now is the instant at which tests open deliveries.
var now = time.Date(2020, 4, 6, 9, 0, 0, 0, time.UTC)

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// A cast is everybody who takes part in a test.
type cast struct {
	stil, vluchteling, recovery, stranger *age.X25519Identity
	hybrid                                *age.HybridIdentity
	signStil, signOther                   note.Signer
	verifyStil, verifyOther               note.Verifier
}

// people returns the cast. Making keys takes a while, so all tests share them.
var people = sync.OnceValue(func() *cast {
	c := &cast{stil: newX25519(), vluchteling: newX25519(), recovery: newX25519(), stranger: newX25519()}
	var err error
	if c.hybrid, err = age.GenerateHybridIdentity(); err != nil {
		panic(err)
	}
	c.signStil, c.verifyStil = newSigner(1, "stil")
	c.signOther, c.verifyOther = newSigner(2, "vluchteling")
	return c
})

func newX25519() *age.X25519Identity {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		panic(err)
	}
	return id
}

func newSigner(seed int64, name string) (note.Signer, note.Verifier) {
	skey, vkey, err := note.GenerateKey(rand.New(rand.NewSource(seed)), name)
	if err != nil {
		panic(err)
	}
	s, err := note.NewSigner(skey)
	if err != nil {
		panic(err)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		panic(err)
	}
	return s, v
}

// keys returns the intake's keys, those of the recovery first to see that
// Open tries them last.
func (c *cast) keys() []Key {
	return []Key{
		{Name: "herstel/2020", Identity: c.recovery},
		{Name: "intake/stil/2020", Org: "stil", Identity: c.stil},
		{Name: "intake/stil/2021", Org: "stil", Identity: c.hybrid},
		{Name: "intake/vluchteling/2020", Org: "vluchteling", Identity: c.vluchteling},
	}
}

func (c *cast) verifiers(org string) (note.Verifier, bool) {
	switch org {
	case "stil":
		return c.verifyStil, true
	case "vluchteling":
		return c.verifyOther, true
	}
	return nil, false
}

// manifest returns a valid manifest, as a caller of Seal hands it in.
func manifest() Manifest {
	return Manifest{
		Org: "stil", Dataset: "opvang", Contract: "utrecht-2019",
		From: date(2020, 1, 1), To: date(2020, 3, 31), Seq: 2, Replaces: 1,
		Kind: CSV, Version: "lvv/1.0 utrecht-2019/3", Made: date(2020, 4, 2),
	}
}

const plainName = "stil_opvang_2020-01-01_2020-03-31.csv.age"

// seal makes a delivery that is expected to succeed.
func seal(t testing.TB, payload []byte, m Manifest, signer note.Signer, to ...age.Recipient) []byte {
	t.Helper()
	var out bytes.Buffer
	r, err := Seal(&out, bytes.NewReader(payload), int64(len(payload)), m, signer, to)
	if err != nil {
		t.Fatalf("Seal: %v", err)
	}
	if want := sha256.Sum256(out.Bytes()); r.SHA256 != want || r.Bytes != int64(out.Len()) || r.Code != ReceiptCode(r.ID) {
		t.Fatalf("receipt %+v is not of the %d bytes written", r, out.Len())
	}
	return out.Bytes()
}

// plainAge makes a file as a plain age program does.
func plainAge(t testing.TB, payload []byte, to ...age.Recipient) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to...)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(payload)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func armored(t testing.TB, file []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := armor.NewWriter(&out)
	w.Write(file)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// open opens and reads a file with the keys of the intake.
func open(file []byte, name string) (*Delivery, []byte, error) {
	return openWith(file, name, people().keys())
}

// openWith opens and reads a file that can be read at any place, and as a stream,
// and panics when that is not the same.
func openWith(file []byte, name string, keys []Key) (*Delivery, []byte, error) {
	d, payload, err := openFrom(bytes.NewReader(file), name, keys)
	_, streamed, streamErr := openFrom(struct{ io.Reader }{bytes.NewReader(file)}, name, keys)
	if fmt.Sprint(err) != fmt.Sprint(streamErr) || err == nil && !bytes.Equal(payload, streamed) {
		panic(fmt.Sprintf("%v, and as a stream %v", err, streamErr))
	}
	return d, payload, err
}

func openFrom(src io.Reader, name string, keys []Key) (*Delivery, []byte, error) {
	d, err := Open(src, name, keys, people().verifiers, now)
	if err != nil {
		return nil, nil, err
	}
	payload, err := io.ReadAll(d)
	return d, payload, err
}

// noise returns n bytes that look like nothing in particular.
func noise(n int) []byte {
	b := make([]byte, n)
	rand.New(rand.NewSource(int64(n))).Read(b)
	return b
}

func sha(b []byte) [32]byte { return sha256.Sum256(b) }
