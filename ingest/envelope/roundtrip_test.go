package envelope

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSealedDeliveryComesBack(t *testing.T) {
	t.Parallel()
	c := people()
	payload := []byte("v_nummer;naam\r\n2712345678;X\r\n")
	tests := []struct {
		name, about string
		to          []age.Recipient
		key         string
	}{
		{"x25519", "an organisation with an older age program", []age.Recipient{c.stil.Recipient(), c.recovery.Recipient()}, "intake/stil/2020"},
		{"hybrid", "the default, secure against quantum computers", []age.Recipient{c.hybrid.Recipient()}, "intake/stil/2021"},
		{"recovery", "only the recovery key is at hand; the signature still names the sender", []age.Recipient{c.recovery.Recipient()}, "herstel/2020"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := seal(t, payload, manifest(), c.signStil, tt.to...)
			d, got, err := open(file, "renamed by a browser (1).age")
			if err != nil {
				t.Fatalf("%s: %v", tt.about, err)
			}
			if !bytes.Equal(got, payload) {
				t.Errorf("%s: payload %q, want %q", tt.about, got, payload)
			}
			want := manifest()
			want.Bytes, want.SHA256 = int64(len(payload)), sha256.Sum256(payload)
			want.Recipients, _ = Fingerprints(tt.to)
			if diff := cmp.Diff(want, d.Manifest); diff != "" {
				t.Errorf("%s: manifest (-want +got):\n%s", tt.about, diff)
			}
			if !d.Signed || d.Level != LevelSigned || d.Org != "stil" || d.KeyName != tt.key {
				t.Errorf("%s: signed %v, level %d, org %s, key %s", tt.about, d.Signed, d.Level, d.Org, d.KeyName)
			}
		})
	}
}

func TestPlainAgeFile(t *testing.T) {
	t.Parallel()
	c := people()
	payload := append([]byte("maand;soort\n"), noise(200_000)...)
	file := plainAge(t, payload, c.stil.Recipient())
	tests := []struct {
		name, about string
		file        []byte
		level       Level
	}{
		{"binary", "as age makes it", file, LevelKey},
		{"armored", "as age -a makes it, for mail", armored(t, file), LevelKey},
		{"armored crlf", "armor survives other line ends", bytes.ReplaceAll(armored(t, file), []byte("\n"), []byte("\r\n")), LevelKey},
		{"recovery", "the recovery key says nothing about the sender", plainAge(t, payload, c.recovery.Recipient()), LevelNone},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, got, err := open(tt.file, plainName)
			if err != nil {
				t.Fatalf("%s: %v", tt.about, err)
			}
			if !bytes.Equal(got, payload) {
				t.Errorf("%s: payload differs", tt.about)
			}
			want := Manifest{
				Org: "stil", Dataset: "opvang", From: date(2020, 1, 1), To: date(2020, 3, 31), Seq: 1, Kind: CSV,
				Bytes: int64(len(payload)), SHA256: sha256.Sum256(payload),
			}
			if diff := cmp.Diff(want, d.Manifest); diff != "" {
				t.Errorf("%s: manifest (-want +got):\n%s", tt.about, diff)
			}
			if d.Signed || d.Level != tt.level || d.Org != "stil" {
				t.Errorf("%s: signed %v, level %d, org %s", tt.about, d.Signed, d.Level, d.Org)
			}
		})
	}
}

// Any payload, any recipients, any way of reading: what was sealed comes back,
// and the size of the file is one of few.
func TestRoundTripProperty(t *testing.T) {
	t.Parallel()
	c := people()
	sets := [][]age.Recipient{
		{c.stil.Recipient()},
		{c.recovery.Recipient(), c.stil.Recipient()},
		{c.hybrid.Recipient()},
	}
	rapid.Check(t, func(t *rapid.T) {
		payload := noise(rapid.OneOf(rapid.IntRange(1, 300), rapid.IntRange(60_000, 70_000), rapid.IntRange(500_000, 600_000)).Draw(t, "size"))
		if err := errors.Join(inspect(payload), checkKind(payload, CSV)); err != nil {
			t.Skip("looks like something else")
		}
		var out bytes.Buffer
		to := rapid.SampledFrom(sets).Draw(t, "recipients")
		if _, err := Seal(&out, bytes.NewReader(payload), int64(len(payload)), manifest(), c.signStil, to); err != nil {
			t.Fatal(err)
		}
		var src io.Reader = bytes.NewReader(out.Bytes())
		if rapid.Bool().Draw(t, "half reads") {
			src = iotest.HalfReader(src)
		}
		d, err := Open(src, "", c.keys(), c.verifiers, now)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(d)
		if err != nil || !bytes.Equal(got, payload) {
			t.Fatalf("%d bytes came back as %d, error %v", len(payload), len(got), err)
		}
		if n, err := d.Read(make([]byte, 1)); n != 0 || err != io.EOF {
			t.Fatalf("reading past the end: %d, %v", n, err)
		}
	})
}

func TestIotest(t *testing.T) {
	t.Parallel()
	payload := append([]byte("a;b\n"), noise(130_000)...)
	file := seal(t, payload, manifest(), people().signStil, people().stil.Recipient())
	d, err := Open(iotest.OneByteReader(bytes.NewReader(file)), "", people().keys(), people().verifiers, now)
	if err != nil {
		t.Fatal(err)
	}
	if err := iotest.TestReader(d, payload); err != nil {
		t.Error(err)
	}
}

func TestPadded(t *testing.T) {
	t.Parallel()
	tests := []struct{ n, want int64 }{
		{0, 64 << 10},
		{1, 64 << 10},
		{64 << 10, 64 << 10},
		{64<<10 + 1, 128 << 10},
		{1 << 20, 1 << 20},
		{1<<20 + 1, 1<<20 + 64<<10},
		{4<<20 + 1, 4<<20 + 128<<10}, // PADMÉ: 5 leading bits of 23 are kept
		{900_000_000, 905_969_664},   // 27 × 2²⁵
	}
	for _, tt := range tests {
		if got := padded(tt.n); got != tt.want {
			t.Errorf("padded(%d) = %d, want %d", tt.n, got, tt.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 1<<40).Draw(t, "n")
		p := padded(n)
		if p < n || p%chunk != 0 || p > max(n+n*12/100, n+chunk) || padded(p) != p {
			t.Fatalf("padded(%d) = %d", n, p)
		}
	})
}
