package parcel

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"testing/iotest"

	"filippo.io/age"
)

// member is a file of a ZIP made by somebody else.
type member struct {
	name, data string
	mode       os.FileMode
}

// handmade makes a ZIP with a SHA256SUMS that fits, as somebody would who
// knows a recipient's public key.
func handmade(t testing.TB, members ...member) []byte {
	t.Helper()
	var out, sums bytes.Buffer
	z := zip.NewWriter(&out)
	for _, m := range members {
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256([]byte(m.data)), m.name)
	}
	for _, m := range append(members, member{name: sumsName, data: sums.String()}) {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate}
		if m.mode != 0 {
			h.SetMode(m.mode)
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, m.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sealFor(t testing.TB, plain []byte, to age.Recipient) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func key(t testing.TB) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestHandmadeParcels(t *testing.T) {
	t.Parallel()
	small := limits{sealed: 1 << 20, unpacked: 1000, files: 3, sums: 500}
	big := string(make([]byte, 1000))
	for _, c := range []struct {
		name string
		zip  []byte
		want error
	}{
		{"lawful", handmade(t, member{name: "a.csv", data: "x"}), nil},
		{"name above the folder", handmade(t, member{name: "../a.csv"}), ErrNotParcel},
		{"absolute name", handmade(t, member{name: "/tmp/a.csv"}), ErrNotParcel},
		{"name of Windows", handmade(t, member{name: `..\a.csv`}), ErrNotParcel},
		{"folder", handmade(t, member{name: "a/"}), ErrNotParcel},
		{"link", handmade(t, member{name: "a.csv", data: "/etc/passwd", mode: os.ModeSymlink | 0o777}), ErrNotParcel},
		{"two files with one name", handmade(t, member{name: "a.csv"}, member{name: "A.csv"}), ErrNotParcel},
		{"too many files", handmade(t, member{name: "a"}, member{name: "b"}, member{name: "c"}), ErrNotParcel},
		{"bomb", handmade(t, member{name: "a", data: big}, member{name: "b", data: big}), ErrNotParcel},
		{"no zip", []byte("hello"), ErrNotParcel},
		{"empty", nil, ErrNotParcel},
	} {
		if _, _, err := unzip(c.zip, small); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
	}
}

func TestSumsMustFit(t *testing.T) {
	t.Parallel()
	good := fmt.Sprintf("%x  a\n", sha256.Sum256([]byte("x")))
	for name, sums := range map[string]string{
		"other content": fmt.Sprintf("%x  a\n", sha256.Sum256([]byte("y"))),
		"no line":       "",
		"missing file":  good + fmt.Sprintf("%x  b\n", sha256.Sum256(nil)),
		"double line":   good + good,
		"no sum":        "zz  a\n",
	} {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		for _, f := range []member{{name: "a", data: "x"}, {name: sumsName, data: sums}} {
			w, err := z.Create(f.name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(w, f.data); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if _, _, err := unzip(out.Bytes(), usual); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// Whatever byte changes and wherever the file is cut, it is never opened.
func TestAlteredAndCut(t *testing.T) {
	t.Parallel()
	id := key(t)
	sealed := sealFor(t, handmade(t, member{name: "a.csv", data: "some text"}), id.Recipient())
	if _, err := Open(bytes.NewReader(sealed), id); err != nil {
		t.Fatal(err)
	}
	known := func(err error) bool {
		return errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotForYou) || errors.Is(err, ErrNotParcel)
	}
	for i := range sealed {
		other := bytes.Clone(sealed)
		other[i] ^= 0x20
		if _, err := Open(bytes.NewReader(other), id); !known(err) {
			t.Fatalf("byte %d changed: error %v", i, err)
		}
		if _, err := Open(bytes.NewReader(sealed[:i]), id); !known(err) || i > 0 && !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut at %d: error %v", i, err)
		}
	}
}

func TestWhoCannotOpen(t *testing.T) {
	t.Parallel()
	id := key(t)
	sealed := sealFor(t, handmade(t, member{name: "a.csv"}), id.Recipient())
	disk := errors.New("disk")
	for _, c := range []struct {
		name string
		src  io.Reader
		ids  []age.Identity
		want error
	}{
		{"other key", bytes.NewReader(sealed), []age.Identity{key(t)}, ErrNotForYou},
		{"no key", bytes.NewReader(sealed), nil, ErrNotForYou},
		{"other file", bytes.NewReader([]byte("PK\x03\x04 and more than a header of age")), []age.Identity{id}, ErrNotParcel},
		{"sealed something else", bytes.NewReader(sealFor(t, []byte("naam;datum\n"), id.Recipient())), []age.Identity{id}, ErrNotParcel},
		{"too large", bytes.NewReader(sealFor(t, make([]byte, 2000), id.Recipient())), []age.Identity{id}, ErrNotParcel},
		{"broken disk", io.MultiReader(bytes.NewReader(sealed[:100]), iotest.ErrReader(disk)), []age.Identity{id}, disk},
	} {
		if _, _, err := open(c.src, c.ids, limits{sealed: 1000, unpacked: 1000, files: 9, sums: 1000}); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
	}
}

// An error on the way out is the caller's own, and ends the unpacking.
func TestUnpackStopsAtAnError(t *testing.T) {
	t.Parallel()
	id, full, calls := key(t), errors.New("full"), 0
	sealed := sealFor(t, handmade(t, member{name: "a.csv"}, member{name: "b.csv"}), id.Recipient())
	_, err := Unpack(bytes.NewReader(sealed), []age.Identity{id}, func(string, io.Reader) error {
		calls++
		return full
	})
	if !errors.Is(err, full) || calls != 1 {
		t.Errorf("error %v after %d files", err, calls)
	}
}

// FuzzUnzip gives what stands under a seal: it never panics, and what is let
// through has safe names and sums that fit.
func FuzzUnzip(f *testing.F) {
	f.Add(handmade(f, member{name: "a.csv", data: "x"}))
	f.Add(handmade(f, member{name: "../a", data: "x"}))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, entries, err := unzip(raw, limits{sealed: 1 << 20, unpacked: 1 << 20, files: 100, sums: 1 << 16})
		if err != nil {
			if !errors.Is(err, ErrNotParcel) && !errors.Is(err, ErrDamaged) {
				t.Fatalf("unknown error %v", err)
			}
			return
		}
		for _, e := range entries {
			if !goodName(e.Name) {
				t.Fatal("a strange name was let through")
			}
		}
	})
}
