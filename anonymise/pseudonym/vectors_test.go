package pseudonym

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const vectorFile = "../../testdata/vectors/pseudonym.json"

// A vector is one line of what others must be able to reproduce.
type vector struct {
	Root, Label, Key, Prefix, Person, Pseudonym string
}

type vectors struct {
	Rules   []string
	Vectors []vector
	Invalid []struct{ Why, Pseudonym string }
}

func readVectors(t *testing.T) vectors {
	t.Helper()
	data, err := os.ReadFile(vectorFile)
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Vectors) < 10 || len(v.Invalid) < 5 {
		t.Fatal("the vectors are not there")
	}
	return v
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestVectors(t *testing.T) {
	t.Parallel()
	for _, v := range readVectors(t).Vectors {
		key := unhex(t, v.Key)
		got := New(key, v.Prefix).Of(ID(unhex(t, v.Person)))
		if got != v.Pseudonym {
			t.Errorf("%s, person %s: got %s, want %s", v.Label, v.Person, got, v.Pseudonym)
		}
		if !Valid(got) {
			t.Errorf("%s is not valid", got)
		}
	}
}

// The same from root to pseudonym by other means: arithmetic with big numbers,
// HMAC by its definition (RFC 2104), multiplication in GF(32) by long division.
func TestVectorsIndependently(t *testing.T) {
	t.Parallel()
	for _, v := range readVectors(t).Vectors {
		key, err := hkdf.Key(sha256.New, unhex(t, v.Root), nil, v.Label, 32)
		if err != nil || hex.EncodeToString(key) != v.Key {
			t.Fatalf("%s: derived key differs: %v", v.Label, err)
		}
		n := new(big.Int).SetBytes(hmacByDefinition(key, unhex(t, v.Person)))
		n.Rsh(n, 256-60)
		text := strings.ToUpper(n.Text(32))
		text = strings.Repeat("0", 12-len(text)) + text
		sum := uint(0)
		for _, c := range text {
			sum = timesTwo(sum ^ uint(strings.IndexRune("0123456789ABCDEFGHIJKLMNOPQRSTUV", c)))
		}
		text += strings.ToUpper(big.NewInt(int64(sum)).Text(32))
		text = strings.NewReplacer("I", "J", "J", "K", "K", "M", "L", "N", "M", "P", "N", "Q", "O", "R", "P", "S",
			"Q", "T", "R", "V", "S", "W", "T", "X", "U", "Y", "V", "Z").Replace(text)
		if got := v.Prefix + "-" + text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]; got != v.Pseudonym {
			t.Errorf("%s, person %s: got %s, want %s", v.Label, v.Person, got, v.Pseudonym)
		}
	}
}

func hmacByDefinition(key, message []byte) []byte {
	inner, outer := make([]byte, 64), make([]byte, 64)
	copy(inner, key)
	copy(outer, key)
	for i := range inner {
		inner[i] ^= 0x36
		outer[i] ^= 0x5c
	}
	first := sha256.Sum256(append(inner, message...))
	second := sha256.Sum256(append(outer, first[:]...))
	return second[:]
}

func timesTwo(v uint) uint {
	v *= 2
	if v >= 32 {
		v = v - 32 ^ 5 // x^5 = x^2 + 1
	}
	return v
}

// Ten lines with which anybody can check a pseudonym, given the key.
const tenLines = `
import hmac, hashlib, json, sys
A = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
for v in json.load(open(sys.argv[1]))['vectors']:
    key = hmac.new(hmac.new(bytes(32), bytes.fromhex(v['root']), hashlib.sha256).digest(), v['label'].encode() + b'\1', hashlib.sha256).digest()
    n = int.from_bytes(hmac.new(key, bytes.fromhex(v['person']), hashlib.sha256).digest()[:8], 'big') >> 4
    s, c = [n >> 55 - 5*i & 31 for i in range(12)], 0
    for x in s: c = (c ^ x) << 1; c ^= (c >> 5) * 37
    t = ''.join(A[x] for x in s + [c])
    assert v['key'] == key.hex() and v['pseudonym'] == '-'.join([v['prefix'], t[:4], t[4:8], t[8:12], t[12]]), v
print('ok')
`

func TestVectorsWithTenLinesOfPython(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Fatal("python3 is missing: make tools installs what the tests need")
	}
	out, err := exec.CommandContext(t.Context(), python, "-c", tenLines, vectorFile).CombinedOutput()
	if err != nil || string(out) != "ok\n" {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestInvalidVectors(t *testing.T) {
	t.Parallel()
	for _, v := range readVectors(t).Invalid {
		if Valid(v.Pseudonym) {
			t.Errorf("%s is valid, although %s", v.Pseudonym, v.Why)
		}
	}
}
