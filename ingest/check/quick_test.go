package check

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// near draws a text like the given one, with a few of its bytes changed.
func near(r *rapid.T, like string) []byte {
	text := []byte(like)
	for range rapid.IntRange(0, 2).Draw(r, "changes") {
		at := rapid.IntRange(0, len(text)-1).Draw(r, "place")
		text[at] = rapid.OneOf(rapid.ByteRange('0', '9'), rapid.Byte()).Draw(r, "byte")
	}
	return text[:rapid.IntRange(max(len(text)-1, 0), len(text)).Draw(r, "length")]
}

// A quick way may give up, but what it accepts the slow way reads likewise.
func TestQuickWaysReadAsTheSlowOnes(t *testing.T) {
	t.Parallel()
	days := newCalendar()
	rapid.Check(t, func(r *rapid.T) {
		text := near(r, rapid.StringMatching(`[0-9]{10}`).Draw(r, "number"))
		n, ok := tenDigits(text)
		if slow, slowly := ten(text); n != slow || ok != slowly {
			t.Fatalf("number: %d %v, and slowly %d %v", n, ok, slow, slowly)
		}
		text = near(r, rapid.StringMatching(`[0-3][0-9]-[01][0-9]-(19|20)[0-9]{2}`).Draw(r, "date"))
		if day, value, ok := days.dutch(text); ok {
			w, dated := common(text)
			slow, there := days.day(w.year, w.month, w.day)
			if !dated || !there || day != slow || value != int64(w.year*10000+w.month*100+w.day) {
				t.Fatalf("date: day %d and value %d, and slowly %d of %v", day, value, slow, w)
			}
		}
		text = near(r, rapid.StringMatching(`[A-Za-z =+@#'-]{1,30}é?`).Draw(r, "name"))
		if lettered(text) {
			if slow, code := name(text); code != "" || string(slow) != string(trim(text)) || excelError(text) {
				t.Fatalf("a name that is judged %q slowly", code)
			}
		}
	})
}

// Two texts have the same words only if they are the same, or long; what follows
// a text in memory makes no difference.
func TestWordsOfTexts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]byte("ab\x00\xff")), 0, 30).Draw(r, "text")
		other := rapid.SliceOfN(rapid.SampledFrom([]byte("ab\x00\xff")), 0, 30).Draw(r, "other")
		if same := string(text) == string(other); same != (wordsOf(text) == wordsOf(other)) && len(text) <= wordBytes {
			t.Fatalf("%q and %q are the same: %v", text, other, same)
		}
		behind := append(append([]byte{}, text...), rapid.SliceOfN(rapid.Byte(), 24, 24).Draw(r, "behind")...)
		if wordsOf(behind[:len(text)]) != wordsOf(text[:len(text):len(text)]) {
			t.Fatalf("%q depends on what is behind it", text)
		}
		if lettered(behind[:len(text)]) != lettered(text[:len(text):len(text)]) {
			t.Fatalf("whether %q is a name depends on what is behind it", text)
		}
	})
}

// A list that has met more spellings than it remembers still knows what each
// means.
func TestManySpellings(t *testing.T) {
	t.Parallel()
	var s seen
	for i := range int32(4 * seenSlots) {
		text := fmt.Appendf(nil, "%d%s", i, strings.Repeat("x", int(i%40)))
		if s.slots[s.slot(wordsOf(text), text)].size != 0 {
			t.Fatalf("%s was met before", text)
		}
		s.add(text, i, int64(i))
		if found := s.slots[s.slot(wordsOf(text), text)]; found.entry != i || found.value != int64(i) {
			t.Fatalf("%s is entry %d", text, found.entry)
		}
	}
}

// The quick ways are not so careful that nothing passes them.
func TestQuickWaysTakeWhatIsOrdinary(t *testing.T) {
	t.Parallel()
	days := newCalendar()
	day, value, ok := days.dutch([]byte("29-02-2020"))
	if slow, _ := days.day(2020, 2, 29); !ok || day != slow || value != 20200229 {
		t.Errorf("29-02-2020 is day %d, %d, %v", day, value, ok)
	}
	for _, name := range []string{"Noor", "Jan van der Berg", "Mohamed el Idrissi", "Ibrahim Çelik-Yıldız d'A."} {
		if !lettered([]byte(name)) && name[len(name)-1] < 0x80 {
			t.Errorf("%s takes the slow way", name)
		}
	}
	for _, name := range []string{"", " x", "x ", "=x", "x1", "a\tb", "#N/B", "long name 3 with a digit"} {
		if lettered([]byte(name)) {
			t.Errorf("%q is no ordinary name", name)
		}
	}
	for _, date := range []string{"29-02-2021", "00-01-2020", "01-13-2020", "01-00-2020", "32-01-2020", "01-01-1904", "01-01-2100", "2020-01-01"} {
		if _, _, ok := days.dutch([]byte(date)); ok {
			t.Errorf("%s is no ordinary date", date)
		}
	}
}
