package ledger

import (
	"crypto/sha256"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestFactsTake(t *testing.T) {
	t.Parallel()
	f := Facts{}.
		Count(RowsIn, 0).Count(RowsGood, 10_000_000).Seq(3).
		Hash(Delivery, sha256.Sum256([]byte("abc"))).
		Version(Program, "v1.2.3").Version(Contract, "utrecht-2019").Version(Profile, "2021").
		Code(Result, "put_aside").CodeOf(Level, "manifest", "key", "folder", "manifest").
		KeyID(OpenedWith, "intake-org-a@2").Org("org-a").Recipient("evaluator").Dataset("opvang").
		Period(day("2019-03-01"), day("2019-12-31")).
		Purpose("https://utrecht.example/verwerkingsregister/lvv/evaluatie")
	if f.err != nil {
		t.Fatal(f.err)
	}
	for _, v := range []string{"2021", "1.12", "devel", "v0.0.0-20261122001122-716be5621a96+dirty", "716be5621a96716be5621a96716be5621a96716b"} {
		if f := (Facts{}).Version(Program, v); f.err != nil {
			t.Errorf("version %s: %v", v, f.err)
		}
	}
	var keys []string
	for key := range f.All() {
		keys = append(keys, key)
	}
	if len(keys) != 16 || !slices.IsSorted(keys) {
		t.Errorf("attributes %v", keys)
	}
}

// What could be a name, a number of a person, a birth date or any free text does
// not get in, and the refusal does not repeat it.
func TestFactsRefuse(t *testing.T) {
	t.Parallel()
	personal := []string{
		"1234567890", "123456789", "0123456789", "v1234567890", "v-1234567890", "a-1234567890-b", "a123456",
		"Amina", "Amina Yusuf", "amina yusuf", "Amina_Yusuf", "Müller", "müller", "o'brien", "yusuf, a.",
		"12-03-1984", "1984-03-12", "19840312", "<script>", `a"b`, "a\nb", "a\\b", "", "=1+1", "../x", "001234567890", strings.Repeat("a", 65),
	}
	setters := map[string]func(string) Facts{
		"code":      func(s string) Facts { return Facts{}.CodeOf(Result, s, constant(s)) },
		"other":     func(s string) Facts { return Facts{}.CodeOf(Result, s, "ok", "failed") },
		"key":       func(s string) Facts { return Facts{}.KeyID(Actor, s) },
		"org":       func(s string) Facts { return Facts{}.Org(s) },
		"recipient": func(s string) Facts { return Facts{}.Recipient(s) },
		"dataset":   func(s string) Facts { return Facts{}.Dataset(s) },
		"version":   func(s string) Facts { return Facts{}.Version(Contract, s) },
		"purpose":   func(s string) Facts { return Facts{}.Purpose(s) },
		"no key":    func(s string) Facts { return Facts{}.Code(CodeKey("lvv.code."+s), "ok") },
	}
	for name, set := range setters {
		for _, value := range personal {
			refused(t, name+" "+value, set(value), value)
		}
	}
	for what, f := range map[string]Facts{
		"count of ten digits":  Facts{}.Count(RowsIn, 1234567890),
		"count of nine digits": Facts{}.Count(RowsIn, 123456789),
		"negative count":       Facts{}.Count(RowsIn, -1),
		"sequence 0":           Facts{}.Seq(0),
		"long sequence":        Facts{}.Seq(10000),
		"birth date":           Facts{}.Period(day("1984-03-12"), day("1984-03-12")),
		"backward period":      Facts{}.Period(day("2020-01-02"), day("2020-01-01")),
		"twice":                Facts{}.Org("a").Org("b"),
		"hash as count":        Facts{}.Count(CountKey(Delivery), 1),
		"unknown count":        Facts{}.Count("lvv.count.amina", 1),
		"purpose with number":  Facts{}.Purpose("https://x.example/1234567890"),
		"purpose with query":   Facts{}.Purpose("https://x.example/?naam=amina"),
	} {
		refused(t, what, f, "amina")
	}
}

func refused(t *testing.T, what string, f Facts, value string) {
	t.Helper()
	if f.err == nil {
		t.Errorf("%s: taken", what)
		return
	}
	if len(value) > 3 && strings.Contains(f.err.Error(), value) {
		t.Errorf("%s: the refusal repeats the value: %v", what, f.err)
	}
}

// A setter leaves the facts it was called on as they were.
func TestFactsAreValues(t *testing.T) {
	t.Parallel()
	base := Facts{}.Org("org-a").Count(RowsIn, 1)
	a, b := base.Count(RowsBad, 1), base.Count(RowsGood, 2)
	if len(base.list) != 2 || len(a.list) != 3 || len(b.list) != 3 || a.list[0].key == b.list[1].key && a.list[0] != b.list[0] {
		t.Errorf("base %v, a %v, b %v", base.list, a.list, b.list)
	}
	if bad := base.Org("again"); bad.err == nil || base.err != nil {
		t.Error("a refusal reached the facts it was called on")
	}
}

// Every entry that may be written reads back as itself, and any other spelling
// of it is refused.
func TestEntryRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := Entry{
			Index: rapid.Int64Range(0, 1<<40).Draw(t, "index"),
			Time:  time.Unix(rapid.Int64Range(1e9, 4e9).Draw(t, "time"), 0).UTC(),
			Verb:  rapid.StringMatching(`[a-z]{2,20}(-[a-z]{2,20}){0,2}`).Draw(t, "verb"),
			Phase: Intent,
		}
		e.Operation = e.Index
		if rapid.Bool().Draw(t, "outcome") {
			e.Phase, e.Status = Outcome, rapid.SampledFrom([]Status{OK, Failed}).Draw(t, "status")
		}
		for _, key := range rapid.SliceOfNDistinct(rapid.SampledFrom([]CountKey{RowsIn, RowsGood, Persons, Cells}), 0, 4, rapid.ID).Draw(t, "counts") {
			e.Facts = e.Facts.Count(key, rapid.Int64Range(0, maxCount).Draw(t, "count"))
		}
		if rapid.Bool().Draw(t, "org") {
			e.Facts = e.Facts.Org(rapid.StringMatching(`[a-z]{1,10}(-[a-z]{1,10})?`).Draw(t, "name"))
		}
		text := e.canonical()
		got, err := parseEntry(text)
		if err != nil || string(got.canonical()) != string(text) {
			t.Fatalf("%s reads as %+v, %v", text, got, err)
		}
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		if _, err := parseEntry(slices.Insert(slices.Clone(text), at, ' ')); err == nil {
			t.Fatalf("a space at %d in %s is taken", at, text)
		}
	})
}
