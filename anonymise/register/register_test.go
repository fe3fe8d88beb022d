package register

import (
	"bytes"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"lvv/schemas"
)

// A said is one row of a delivery: who (0 to 255), the day, the fingerprint, and
// the row number where it is open.
type said struct {
	who  byte
	day  int32
	what uint32
	open int32
}

func key(who byte) Key {
	var k Key
	r := rand.NewChaCha8([32]byte{who})
	r.Read(k[:]) // never fails
	return k
}

func quarter(n int) schemas.Period {
	from := schemas.Day(18000 + 90*n)
	return schemas.Period{From: from, To: from + 89}
}

func scopeOf(p schemas.Period, seq int) Scope {
	return Scope{Org: "a", Dataset: "opvang", Period: p, Seq: seq}
}

// resolve finds the persons of keys made of V-numbers, in two parts.
func resolve(s *Session, keys []Key) ([]uint32, error) {
	persons, kinds, half := make([]uint32, len(keys)), make([]Kind, len(keys)), len(keys)/2
	if err := s.Resolve(keys[:half], kinds[:half], persons[:half]); err != nil {
		return nil, err
	}
	return persons, s.Resolve(keys[half:], kinds[half:], persons[half:])
}

// listed looks owners up in a list.
func listed(owners []uint64) func(int) uint64 { return func(i int) uint64 { return owners[i] } }

// begin takes a delivery up to the point where it can be kept or undone.
func begin(t testing.TB, r *Register, s Scope, rows ...said) *Session {
	t.Helper()
	session := r.Begin(s, rand.NewChaCha8([32]byte{byte(s.Seq), byte(s.Period.From), byte(s.Period.From >> 8)}))
	var keys []Key
	marks := make(map[byte][]Mark)
	var who []byte
	for _, row := range rows {
		if _, there := marks[row.who]; !there {
			keys, who = append(keys, key(row.who)), append(who, row.who)
		}
		marks[row.who] = append(marks[row.who], Mark{Day: row.day, Print: row.what, Row: row.open})
	}
	persons, err := resolve(session, keys)
	if err != nil {
		t.Fatal(err)
	}
	owners := make([]uint64, len(persons))
	for i, p := range persons {
		owners[i] = uint64(p)
	}
	err = session.Record(Statement{ByPerson: true, Owners: len(owners), Owner: listed(owners),
		Marks: func(i int) []Mark { return marks[who[i]] }})
	if err != nil {
		t.Fatal(err)
	}
	return session
}

// deliver takes a delivery into force; segment names its segment.
func deliver(t testing.TB, r *Register, segment byte, s Scope, rows ...said) Changes {
	t.Helper()
	session := begin(t, r, s, rows...)
	session.Keep(Hash{segment})
	return session.Changes()
}

func settle(t testing.TB, r *Register, inForce ...byte) Settlement {
	t.Helper()
	done, err := r.Settle(func(h Hash) bool { return bytes.IndexByte(inForce, h[0]) >= 0 })
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func save(t testing.TB, r *Register) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestChanges(t *testing.T) {
	t.Parallel()
	q1, q2, half := quarter(0), quarter(1), schemas.Period{From: quarter(0).From, To: quarter(1).To}
	type delivery struct {
		period schemas.Period
		rows   []said
	}
	for _, c := range []struct {
		about   string
		earlier []delivery
		now     delivery
		want    Changes
	}{
		{"the first delivery", nil, delivery{q1, []said{{1, 5, 7, 0}, {2, 5, 7, 0}}}, Changes{First: true, New: 2}},
		{"nothing at all", nil, delivery{q1, nil}, Changes{First: true}},
		{"the same again", []delivery{{q1, []said{{1, 5, 7, 0}, {1, 9, 7, 0}, {2, 5, 7, 0}}}},
			delivery{q1, []said{{2, 5, 7, 0}, {1, 5, 7, 0}, {1, 9, 7, 0}}}, Changes{Same: 3}},
		{"one of each", []delivery{{q1, []said{{1, 5, 7, 0}, {2, 5, 7, 0}, {3, 5, 7, 0}, {3, 6, 7, 0}}}},
			delivery{q1, []said{{1, 5, 7, 0}, {2, 5, 8, 0}, {3, 6, 7, 0}, {3, 8, 7, 0}, {4, 5, 7, 0}}},
			Changes{Same: 2, Changed: 1, Vanished: 1, New: 2}},
		{"an open stay is missing", []delivery{{q1, []said{{1, 5, 7, 2}, {2, 5, 7, 3}, {3, 5, 7, 4}}}},
			delivery{q1, []said{{1, 5, 7, 2}, {2, 5, 8, 0}}},
			Changes{Same: 1, Changed: 1, Vanished: 1, Gone: []Gone{{q1, 1, 4}}}},
		{"an open stay is missing in the next period", []delivery{{q1, []said{{1, 5, 7, 2}, {2, 5, 7, 3}, {3, 5, 7, 0}}}},
			delivery{q2, []said{{1, 5, 7, 2}, {4, 99, 7, 0}}}, Changes{First: true, New: 2, Gone: []Gone{{q1, 1, 3}}}},
		{"a period lies between", []delivery{{q1, []said{{1, 5, 7, 2}}}}, delivery{quarter(2), nil}, Changes{First: true}},
		{"a later period does not matter", []delivery{{q2, []said{{1, 5, 7, 2}}}}, delivery{q1, nil}, Changes{First: true}},
		{"a longer period replaces two", []delivery{{q1, []said{{1, 5, 7, 2}, {2, 5, 7, 0}}}, {q2, []said{{1, 5, 8, 0}, {3, 95, 7, 0}}}},
			delivery{half, []said{{1, 5, 8, 0}, {2, 5, 7, 0}, {4, 5, 7, 0}}}, Changes{Same: 2, Vanished: 1, New: 1}},
		{"a longer period replaces two, in any order", []delivery{{q2, []said{{1, 5, 8, 0}}}, {q1, []said{{1, 5, 7, 2}}}},
			delivery{half, []said{{1, 5, 7, 2}}}, Changes{Changed: 1}},
		{"both replaced and before", []delivery{{q1, []said{{1, 5, 7, 2}, {2, 5, 7, 3}}}, {q2, []said{{1, 5, 7, 2}}}},
			delivery{q2, []said{{2, 5, 7, 3}}}, Changes{New: 1, Vanished: 1, Gone: []Gone{{q2, 2, 2}}}},
	} {
		r := New()
		for i, d := range c.earlier {
			deliver(t, r, byte(i), scopeOf(d.period, i+1), d.rows...)
			settle(t, r, 0, 1, 2)
		}
		if diff := cmp.Diff(c.want, deliver(t, r, 9, scopeOf(c.now.period, 9), c.now.rows...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.about, diff)
		}
	}
}

func TestChangesLookAtTheSameKindAlone(t *testing.T) {
	t.Parallel()
	r := New()
	deliver(t, r, 1, scopeOf(quarter(0), 1), said{1, 5, 7, 0})
	settle(t, r, 1)
	deliver(t, r, 2, scopeOf(quarter(0), 2), said{2, 5, 7, 0}) // not in force yet
	for _, s := range []Scope{
		{Org: "b", Dataset: "opvang", Period: quarter(0)}, {Org: "a", Dataset: "aanmelding", Period: quarter(0)},
	} {
		if c := deliver(t, r, 3, s, said{1, 5, 7, 0}); !c.First || c.New != 1 {
			t.Errorf("%s, %s: %+v", s.Org, s.Dataset, c)
		}
	}
	if c := deliver(t, r, 4, scopeOf(quarter(0), 3), said{1, 5, 7, 0}); c.Same != 1 || c.Vanished != 0 {
		t.Errorf("a pending delivery was compared with: %+v", c)
	}
}

// Where a row has a key of its own, its person is a part of what may change.
func TestChangesOfRowsWithAKeyOfTheirOwn(t *testing.T) {
	t.Parallel()
	r := New()
	record := func(seq int, rows map[uint64]Mark) Changes {
		s := r.Begin(Scope{Org: "a", Dataset: "traject", Period: quarter(0), Seq: seq}, nil)
		var owners []uint64
		for _, o := range []uint64{1 << 62, 3, 900} {
			if _, there := rows[o]; there {
				owners = append(owners, o)
			}
		}
		err := s.Record(Statement{Owners: len(owners), Owner: listed(owners), Marks: func(i int) []Mark { return []Mark{rows[owners[i]]} }})
		if err != nil {
			t.Fatal(err)
		}
		s.Keep(Hash{byte(seq)})
		settle(t, r, byte(seq))
		return s.Changes()
	}
	record(1, map[uint64]Mark{1 << 62: {Day: 1, Print: 5}, 3: {Day: 2, Print: 5, Row: 2}})
	got := record(2, map[uint64]Mark{1 << 62: {Day: 2, Print: 5}, 900: {Day: 1, Print: 5}})
	if diff := cmp.Diff(Changes{New: 1, Changed: 1, Vanished: 1, Gone: []Gone{{quarter(0), 1, 2}}}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestUndoLeavesNoTrace(t *testing.T) {
	t.Parallel()
	r := New()
	deliver(t, r, 1, scopeOf(quarter(0), 1), said{1, 5, 7, 0}, said{2, 5, 7, 0})
	before := save(t, r)
	session := begin(t, r, scopeOf(quarter(0), 2), said{2, 5, 7, 0}, said{3, 5, 7, 0})
	session.Undo()
	session.Undo()
	if !bytes.Equal(before, save(t, r)) {
		t.Error("the register is not what it was")
	}
	session = begin(t, r, scopeOf(quarter(0), 2), said{3, 5, 7, 0})
	session.Keep(Hash{2})
	session.Undo()
	if r.Len() != 3 {
		t.Errorf("%d persons, want 3", r.Len())
	}
}

func TestSettle(t *testing.T) {
	t.Parallel()
	r := New()
	deliver(t, r, 1, scopeOf(quarter(0), 1), said{1, 5, 7, 0}, said{2, 5, 7, 0})
	settle(t, r, 1)
	first := save(t, r)

	// A crash before the index was written: persons 3 and 4 were never here.
	deliver(t, r, 2, scopeOf(quarter(0), 2), said{2, 5, 7, 0}, said{3, 5, 7, 0}, said{4, 5, 7, 0})
	if got := settle(t, r, 1); got != (Settlement{Dropped: 1, Removed: 2}) {
		t.Errorf("got %+v", got)
	}
	if !bytes.Equal(first, save(t, r)) {
		t.Error("the register is not what it was before the delivery that failed")
	}

	// The same, but the next one came into force and knows person 4.
	deliver(t, r, 2, scopeOf(quarter(0), 2), said{3, 5, 7, 0}, said{4, 5, 7, 0})
	deliver(t, r, 3, scopeOf(quarter(1), 1), said{4, 95, 7, 0}, said{5, 95, 7, 0})
	if got := settle(t, r, 1, 3); got != (Settlement{Dropped: 1, Removed: 1}) || r.Len() != 4 {
		t.Errorf("got %+v, %d persons", got, r.Len())
	}
	r = reload(t, r)

	// Replaced: its persons stay who they are.
	four := *r.ids.At(r.mustFind(t, key(4)))
	deliver(t, r, 4, scopeOf(quarter(1), 2), said{6, 95, 7, 0})
	if got := settle(t, r, 1, 4); got != (Settlement{Replaced: 1}) || r.Len() != 5 {
		t.Errorf("got %+v, %d persons", got, r.Len())
	}
	deliver(t, r, 5, scopeOf(quarter(1), 3), said{4, 95, 7, 0})
	if *r.ids.At(r.mustFind(t, key(4))) != four {
		t.Error("who came back is another person")
	}
}

func (r *Register) mustFind(t *testing.T, k Key) uint32 {
	t.Helper()
	r.index.update()
	p, ok := r.index.find(&k)
	if !ok {
		t.Fatal("the person is not there")
	}
	return p
}

func reload(t *testing.T, r *Register) *Register {
	t.Helper()
	b := save(t, r)
	again, err := Load(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b, save(t, again)) {
		t.Fatal("what was loaded is not what was saved")
	}
	return again
}

func TestSaveAndLoadAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		r := New()
		for n := range rapid.IntRange(0, 4).Draw(rt, "deliveries") {
			var rows []said
			day := int32(0)
			for range rapid.IntRange(0, 30).Draw(rt, "rows") {
				day += rapid.Int32Range(1, 1000).Draw(rt, "day")
				rows = append(rows, said{rapid.Byte().Draw(rt, "who"), day - 5000, rapid.Uint32().Draw(rt, "what"), rapid.Int32Range(0, 3).Draw(rt, "open")})
			}
			deliver(t, r, byte(n), scopeOf(quarter(n), n), rows...)
			if rapid.Bool().Draw(rt, "settle") {
				settle(t, r, 0, 1, 2)
			}
			r = reload(t, r)
		}
	})
}

func TestMisusePanics(t *testing.T) {
	t.Parallel()
	for what, f := range map[string]func(){
		"two sessions":            func() { r := New(); r.Begin(Scope{}, nil); r.Begin(Scope{}, nil) },
		"saving in a session":     func() { r := New(); r.Begin(Scope{}, nil); _ = r.Save(io.Discard) },
		"settling in a session":   func() { r := New(); r.Begin(Scope{}, nil); _, _ = r.Settle(nil) },
		"keeping nothing":         func() { New().Begin(Scope{}, nil).Keep(Hash{}) },
		"keeping what was undone": func() { r := New(); s := begin(t, r, scopeOf(quarter(0), 1)); s.Undo(); s.Keep(Hash{}) },
	} {
		func() {
			defer func() {
				if s, _ := recover().(string); !strings.HasPrefix(s, "register: internal error: ") {
					t.Errorf("%s: recovered %q", what, s)
				}
			}()
			f()
		}()
	}
}

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
