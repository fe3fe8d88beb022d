package ledger

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// An organisation verifies its receipt with public keys alone, whatever was
// written since.
func TestProof(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "intake")
	dir := written(t, r, 6)
	for index := range int64(12) {
		text, err := Prove(dir, index)
		if err != nil {
			t.Fatal(err)
		}
		e, c, err := VerifyProof(text, known(r))
		if err != nil || e.Index != index || e.Verb != "ingest" || c.Size != 12 || c.Origin != "intake" {
			t.Errorf("proof of %d: %+v, %+v, %v", index, e, c, err)
		}
	}
	for _, index := range []int64{-1, 12, 99} {
		if _, err := Prove(dir, index); !errors.Is(err, ErrNotProved) {
			t.Errorf("proof of entry %d: %v, want ErrNotProved", index, err)
		}
	}
}

// A receipt is made during the act, when only the intent is there.
func TestProofDuringTheAct(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "intake")
	w := open(t, t.TempDir(), r, known(r))
	defer closed(t, w)
	do(t, w, "status", Facts{}, Facts{})
	err := w.Do("ingest", Facts{}.Hash(Delivery, [32]byte{7}), func() (Facts, error) {
		text, err := w.Prove(w.Size() - 1)
		if err != nil {
			return Facts{}, err
		}
		e, _, err := VerifyProof(text, known(r))
		if err == nil && (e.Phase != Intent || len(e.Facts.list) != 1) {
			t.Errorf("proved %+v", e)
		}
		return Facts{}, err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestProofFormat(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "intake")
	text, err := Prove(written(t, r, 2), 1)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(text), "\n\n")
	l := strings.Split(head, "\n")
	if l[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(l[1], "extra ") || l[2] != "index 1" || len(l) != 5 {
		t.Errorf("head is\n%s", head)
	}
	if !strings.HasPrefix(rest, "intake\n4\n") {
		t.Errorf("checkpoint is\n%s", rest)
	}
}

// A change of a single bit makes a proof fail, those that base64 does not use
// included.
func TestProofChanged(t *testing.T) {
	t.Parallel()
	r := fixedRoom(t)
	dir := written(t, r, 3)
	text, err := Prove(dir, 2)
	if err != nil {
		t.Fatal(err)
	}
	for at := range text {
		for _, bit := range []byte{1, 2, 4, 'a' ^ 'A'} {
			changed := bytes.Clone(text)
			changed[at] ^= bit
			if _, _, err := VerifyProof(changed, known(r)); !errors.Is(err, ErrNotProved) && !errors.Is(err, ErrForeign) {
				t.Errorf("byte %d changed from %q to %q: %v", at, text[at], changed[at], err)
			}
		}
	}
	if _, _, err := VerifyProof(text, known(newRoom(t, "intake"))); !errors.Is(err, ErrForeign) {
		t.Errorf("with another key: %v, want ErrForeign", err)
	}
	_, signature, _ := bytes.Cut(text, []byte("\n\n— "))
	if _, _, err := VerifyProof(append(bytes.Clone(text), append([]byte("— "), signature...)...), known(r)); err == nil {
		t.Error("a signature may stand twice")
	}
	for _, short := range [][]byte{nil, text[:10], text[:len(text)-1], append(bytes.Clone(text), '\n')} {
		if _, _, err := VerifyProof(short, known(r)); err == nil {
			t.Errorf("%d of %d bytes are a proof", len(short), len(text))
		}
	}
}

func FuzzVerifyProof(f *testing.F) {
	r := fixedRoom(f)
	b, err := readBook(bytes.NewReader(many(f, r, 6)), func(line) error { return nil })
	if err != nil {
		f.Fatal(err)
	}
	genuine := b.prove(b.last.leaf, 5, b.last.signed)
	f.Add(genuine)
	f.Add(bytes.Replace(genuine, []byte("index 5"), []byte("index 4"), 1))
	f.Add([]byte("c2sp.org/tlog-proof@v1\nindex 0\n\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if _, _, err := VerifyProof(text, known(r)); err == nil && !bytes.Equal(text, genuine) {
			t.Errorf("another text proves: %q", text)
		}
	})
}
