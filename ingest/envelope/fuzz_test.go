package envelope

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"filippo.io/age"
)

// FuzzOpen opens foreign bytes. Nothing that the fuzzer makes can be a whole
// delivery, unless it is a seed or differs from one in white space around the
// armor.
func FuzzOpen(f *testing.F) {
	c := people()
	small := plainAge(f, csv, c.stil.Recipient())
	good := [][]byte{small, armored(f, small), seal(f, csv, manifest(), c.signStil, c.stil.Recipient())}
	for _, file := range good {
		f.Add(file)
		f.Add(file[:len(file)/2])
	}
	f.Add([]byte(intro + "-> X25519 x\n\n--- \n"))
	f.Add(bytes.ReplaceAll(small, []byte("\n"), []byte("\r\n")))
	keys := c.keys()
	f.Fuzz(func(t *testing.T, file []byte) {
		d, err := Open(bytes.NewReader(file), plainName, keys, c.verifiers, now)
		if err != nil {
			return
		}
		payload, err := io.ReadAll(d)
		if err == nil && !bytes.Equal(payload, csv) {
			t.Errorf("%d bytes were taken for a delivery", len(file))
		}
	})
}

// FuzzInside reads foreign clear text as out of a good age file: what an
// organisation with a program of its own may send. Without age, whose random
// keys would make the fuzzer see new paths where there are none.
func FuzzInside(f *testing.F) {
	c := people()
	m := manifest()
	m.Bytes, m.SHA256 = int64(len(csv)), sha(csv)
	m.Recipients, _ = Fingerprints([]age.Recipient{c.stil.Recipient()})
	head, err := signedHead(&m, c.signStil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(append(head, csv...))
	f.Add([]byte(format + "\n16384\n"))
	f.Add([]byte("a;b\n"))
	key := &c.keys()[1]
	f.Fuzz(func(t *testing.T, clear []byte) {
		d := &Delivery{plain: bytes.NewReader(clear)}
		if d.begin(plainName, key, c.verifiers) != nil {
			return
		}
		payload, err := io.ReadAll(d)
		switch {
		case err != nil:
		case d.Signed && !bytes.Equal(payload, csv):
			t.Error("a signed delivery was forged")
		case !d.Signed && !bytes.Equal(payload, clear):
			t.Error("an unsigned payload was changed")
		}
	})
}

// FuzzManifest: what is read and written again is the same text.
func FuzzManifest(f *testing.F) {
	m := complete()
	f.Add(m.text())
	f.Add(strings.ReplaceAll(m.text(), "0", "1"))
	f.Add("format: " + format + "\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := parseManifest(text)
		if err != nil {
			if !errors.Is(err, ErrManifest) {
				t.Errorf("error %v", err)
			}
			return
		}
		if again := m.text(); again != text {
			t.Errorf("%q is written as %q", text, again)
		}
	})
}

// FuzzParseName: the name that is written for what was read is read the same.
func FuzzParseName(f *testing.F) {
	f.Add(plainName)
	f.Add("stil_opvang_2020-01-01_2020-03-31_v12.xlsx.age")
	f.Add("de-toevlucht_kosten_2020-02-29_2020-02-29_v1.csv.AGE")
	f.Fuzz(func(t *testing.T, name string) {
		m, err := ParseName(name)
		if err != nil {
			if !errors.Is(err, ErrName) {
				t.Errorf("error %v", err)
			}
			return
		}
		written := m.Name()
		if want := strings.Replace(strings.ToLower(name), "_v1.", ".", 1); written != want {
			t.Errorf("%q is written as %q", name, written)
		}
	})
}
