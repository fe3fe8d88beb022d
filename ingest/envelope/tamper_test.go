package envelope

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

// readAll opens and reads a file, and returns nil only if the caller would
// have seen io.EOF and committed.
func readAll(file []byte, keys []Key) error {
	_, _, err := openWith(file, plainName, keys)
	return err
}

// Every single bit of a small file counts.
func TestEveryBitCounts(t *testing.T) {
	t.Parallel()
	keys := people().keys()[1:2]
	file := plainAge(t, []byte("maand;soort\n"), people().stil.Recipient())
	if err := readAll(file, keys); err != nil {
		t.Fatalf("untouched: %v", err)
	}
	for bit := range 8 * len(file) {
		file[bit/8] ^= 1 << (bit % 8)
		if readAll(file, keys) == nil {
			t.Errorf("bit %d of byte %d of %d does not count", bit%8, bit/8, len(file))
		}
		file[bit/8] ^= 1 << (bit % 8)
	}
}

// One flipped bit anywhere, or any cut, is never taken for a whole delivery.
func TestTamperingProperty(t *testing.T) {
	t.Parallel()
	c := people()
	payload := append([]byte("maand;soort\n"), noise(150_000)...)
	files := map[string][]byte{
		"signed":   seal(t, payload, manifest(), c.signStil, c.stil.Recipient(), c.recovery.Recipient()),
		"unsigned": plainAge(t, payload, c.stil.Recipient()),
		"hybrid":   seal(t, payload, manifest(), c.signStil, c.hybrid.Recipient()),
	}
	for name, file := range files {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := readAll(file, c.keys()); err != nil {
				t.Fatalf("untouched: %v", err)
			}
			rapid.Check(t, func(t *rapid.T) {
				bad := bytes.Clone(file)
				at := rapid.IntRange(0, len(file)-1).Draw(t, "at")
				if rapid.Bool().Draw(t, "cut") {
					bad = bad[:at]
				} else {
					bad[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
				}
				if readAll(bad, c.keys()) == nil {
					t.Fatal("was accepted")
				}
			})
		})
	}
}
