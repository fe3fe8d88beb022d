package envelope

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"
)

func TestSealRefuses(t *testing.T) {
	t.Parallel()
	c := people()
	ours := []age.Recipient{c.stil.Recipient()}
	mixed := []age.Recipient{c.stil.Recipient(), c.hybrid.Recipient()}
	passphrase, err := age.NewScryptRecipient("geheim")
	if err != nil {
		t.Fatal(err)
	}
	noOrg := manifest()
	noOrg.Org = "Stichting Stil"
	noVersion := manifest()
	noVersion.Version = ""
	tests := []struct {
		about   string
		payload string
		m       Manifest
		signer  note.Signer
		to      []age.Recipient
		want    error // nil if any error will do
	}{
		{"hybrid and classic", "a", manifest(), c.signStil, mixed, ErrMixed},
		{"classic and hybrid", "a", manifest(), c.signStil, []age.Recipient{mixed[1], mixed[0]}, ErrMixed},
		{"nobody", "a", manifest(), c.signStil, nil, nil},
		{"a passphrase", "a", manifest(), c.signStil, []age.Recipient{passphrase}, nil},
		{"crowd", "a", manifest(), c.signStil, make([]age.Recipient, maxRecipients+1), nil},
		{"nothing", "", manifest(), c.signStil, ours, ErrEmpty},
		{"a sealed file", intro, manifest(), c.signStil, ours, ErrTwice},
		{"a workbook as csv", "PK\x03\x04", manifest(), c.signStil, ours, ErrKind},
		{"bad organisation", "a", noOrg, c.signStil, ours, ErrManifest},
		{"no version", "a", noVersion, c.signStil, ours, ErrManifest},
		{"no signer", "a", manifest(), nil, ours, nil},
	}
	for _, tt := range tests {
		var out bytes.Buffer
		_, err := Seal(&out, bytes.NewReader([]byte(tt.payload)), int64(len(tt.payload)), tt.m, tt.signer, tt.to)
		if err == nil || (tt.want != nil && !errors.Is(err, tt.want)) {
			t.Errorf("%s: error %v, want %v", tt.about, err, tt.want)
		}
		if out.Len() != 0 {
			t.Errorf("%s: wrote %d bytes", tt.about, out.Len())
		}
	}
}

// changing is a payload that is rewritten while it is sealed.
type changing struct{ reads int }

func (c *changing) ReadAt(p []byte, off int64) (int, error) {
	c.reads++
	for i := range p {
		p[i] = byte(c.reads)
	}
	return len(p), nil
}

func TestSealNoticesChange(t *testing.T) {
	t.Parallel()
	c := people()
	_, err := Seal(io.Discard, &changing{}, 1000, manifest(), c.signStil, []age.Recipient{c.stil.Recipient()})
	if err == nil {
		t.Error("a payload that changed was sealed")
	}
	_, err = Seal(io.Discard, bytes.NewReader(csv), int64(len(csv))+1, manifest(), c.signStil, []age.Recipient{c.stil.Recipient()})
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("payload shorter than said: %v", err)
	}
}

// full is a disk with room for some bytes.
type full struct{ room int }

var errFull = errors.New("no space left on device")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		n := f.room
		f.room = 0
		return n, errFull
	}
	f.room -= len(p)
	return len(p), nil
}

func TestSealToFullDisk(t *testing.T) {
	t.Parallel()
	c := people()
	payload := noise(200_000)
	for _, room := range []int{0, 100, 190, 70_000, 262_000} {
		_, err := Seal(&full{room}, bytes.NewReader(payload), int64(len(payload)), manifest(), c.signStil, []age.Recipient{c.stil.Recipient()})
		if !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: error %v", room, err)
		}
	}
}
