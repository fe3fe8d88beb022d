package register

import (
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestAppendName(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Amina Yusuf": "aminayusuf", "AMÍNA  yusuf.": "aminayusuf", "Amína Yusuf": "aminayusuf", "O'Neill-Çelik": "oneillcelik",
		"": "", " -.'": "", "محمد": "محمد", "İbrahim": "ibrahim", "\xff\xfe": "", "Ng 2": "ng2",
	} {
		if got := string(AppendName(nil, []byte(in))); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// However a name is cut into runes that are looked up and runes that are taken
// apart, what remains is what remains of the whole.
func TestAppendNameLooksUpWhatItWouldTakeApart(t *testing.T) {
	runes := rapid.OneOf(rapid.RuneFrom(nil, unicode.Latin, unicode.Mn), rapid.RuneFrom(nil, unicode.Greek, unicode.Arabic),
		rapid.Int32Range(0x20, afterLatin+8), rapid.Just('\ufffd'))
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.Map(rapid.SliceOf(runes), func(r []rune) []byte { return []byte(string(r)) }), rapid.SliceOf(rapid.Byte())).Draw(t, "name")
		if got, want := AppendName(nil, name), appendRunes(nil, norm.NFKD.Bytes(name)); string(got) != string(want) {
			t.Fatalf("%q: %q, want %q", name, got, want)
		}
	})
}
