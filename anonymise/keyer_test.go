package anonymise

import (
	"bytes"
	"crypto/aes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"testing"
)

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The examples of NIST SP 800-38B, appendix D.3, for AES-256.
func TestCMACAgreesWithItsStandard(t *testing.T) {
	t.Parallel()
	block, err := aes.NewCipher(unhex(t, "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"))
	if err != nil {
		t.Fatal(err)
	}
	k := keyerOf(block)
	if !bytes.Equal(k.whole[:], unhex(t, "cad1ed03299eedac2e9a99808621502f")) || !bytes.Equal(k.padded[:], unhex(t, "95a3da06533ddb585d3533010c42a0d9")) {
		t.Errorf("subkeys %x and %x", k.whole, k.padded)
	}
	message := unhex(t, "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"+
		"30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710")
	for size, want := range map[int]string{
		0:  "028962f61b7bf89efc6b551f4667d983",
		16: "28a7023f452e8f82bd4bf28d8c37c35c",
		40: "aaf3d8f1de5640c232f5b169b9c911e6",
		64: "e1992190549f6ed5696a2c056c315410",
	} {
		if got := k.text(message[:size]); !bytes.Equal(got[:], unhex(t, want)) {
			t.Errorf("%d bytes: got %x, want %s", size, got, want)
		}
	}
}

// What is hashed is fixed for ever: a register cannot be made anew.
func TestKeysAreAsDocumented(t *testing.T) {
	t.Parallel()
	secret := bytes.Repeat([]byte{7}, 32)
	key, err := hkdf.Expand(sha256.New, secret, "lvv register 2: AES-256-CMAC", 32)
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	want := keyerOf(block).text(binary.BigEndian.AppendUint64(nil, 12345678))
	k := newKeyer(secret)
	for range 2 {
		if got := k.number(12345678); got != want {
			t.Errorf("CMAC of a V-number: got %x, want %x", got, want)
		}
		k.text([]byte("something in between"))
	}
}

func BenchmarkNumberKey(b *testing.B) {
	k := newKeyer(make([]byte, 32))
	for b.Loop() {
		k.number(1234567890)
	}
}
