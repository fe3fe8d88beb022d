package envelope

import (
	"bytes"
	"io"
	"testing"

	"filippo.io/age"
)

const benchSize = 64 << 20

// BenchmarkOpen against BenchmarkAge shows what the envelope costs on top of
// plain decryption.
func BenchmarkOpen(b *testing.B) {
	c := people()
	signed := seal(b, noise(benchSize), manifest(), c.signStil, c.stil.Recipient())
	unsigned := plainAge(b, noise(benchSize), c.stil.Recipient())
	for _, bb := range []struct {
		name string
		file []byte
	}{{"signed", signed}, {"unsigned", unsigned}} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(benchSize)
			b.ReportAllocs()
			buf := make([]byte, copyBuffer)
			for b.Loop() {
				d, err := Open(bytes.NewReader(bb.file), plainName, c.keys(), c.verifiers, now)
				if err != nil {
					b.Fatal(err)
				}
				drain(b, d, buf)
			}
		})
	}
}

// BenchmarkAge is decryption by the age library and nothing else.
func BenchmarkAge(b *testing.B) {
	c := people()
	file := plainAge(b, noise(benchSize), c.stil.Recipient())
	b.SetBytes(benchSize)
	b.ReportAllocs()
	buf := make([]byte, copyBuffer)
	for b.Loop() {
		r, err := age.Decrypt(bytes.NewReader(file), c.stil)
		if err != nil {
			b.Fatal(err)
		}
		drain(b, r, buf)
	}
}

// BenchmarkSeal is hashing, sealing, and hashing what was sealed.
func BenchmarkSeal(b *testing.B) {
	c := people()
	payload := bytes.NewReader(noise(benchSize))
	b.SetBytes(benchSize)
	for b.Loop() {
		if _, err := Seal(io.Discard, payload, benchSize, manifest(), c.signStil, []age.Recipient{c.stil.Recipient()}); err != nil {
			b.Fatal(err)
		}
	}
}

// drain reads r to its end into buf, without io.Discard's own small buffers.
func drain(b *testing.B, r io.Reader, buf []byte) {
	b.Helper()
	for {
		switch _, err := r.Read(buf); err {
		case nil:
		case io.EOF:
			return
		default:
			b.Fatal(err)
		}
	}
}
