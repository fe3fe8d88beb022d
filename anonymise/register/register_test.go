package register

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

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

// fresh returns a register of nobody, in a folder of its own.
func fresh(t testing.TB) *Register {
	t.Helper()
	return New(File{Path: filepath.Join(t.TempDir(), "register.age"), Key: sealing, To: sealing.Recipient()})
}

// sealing is the key of the registers of the tests.
var sealing = func() *age.X25519Identity {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		panic(err)
	}
	return key
}()

// begin takes a delivery up to the point where it can be committed or undone.
func begin(t testing.TB, r *Register, segment byte, s Scope, rows ...said) *Session {
	t.Helper()
	session, err := r.Begin(s, true, rand.NewChaCha8([32]byte{byte(s.Seq), byte(s.Period.From), byte(s.Period.From >> 8)}))
	if err != nil {
		t.Fatal(err)
	}
	var keys []Key
	places := make(map[byte]int32)
	for _, row := range rows {
		if _, there := places[row.who]; !there {
			places[row.who] = int32(len(keys))
			keys = append(keys, key(row.who))
		}
		session.Add(&Mark{Person: places[row.who], Day: row.day, Print: row.what, Row: row.open})
	}
	if _, err := resolve(session, keys); err != nil {
		t.Fatal(err)
	}
	if err := session.Seal(Hash{segment}); err != nil {
		t.Fatal(err)
	}
	return session
}

// deliver takes a delivery into force; segment names its segment.
func deliver(t testing.TB, r *Register, segment byte, s Scope, rows ...said) Changes {
	t.Helper()
	session := begin(t, r, segment, s, rows...)
	if err := session.Commit(); err != nil {
		t.Fatal(err)
	}
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

// content is what a register holds: what its file would hold if it were written at
// once.
func content(t testing.TB, r *Register) []byte {
	t.Helper()
	var b bytes.Buffer
	o := newOutput(&b)
	o.parts(r)
	if _, err := o.scopes(r); err != nil {
		t.Fatal(err)
	}
	if err := o.end(); err != nil {
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
		r := fresh(t)
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
	r := fresh(t)
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
	r := fresh(t)
	record := func(seq byte, who []byte, rows ...Mark) Changes {
		s, err := r.Begin(Scope{Org: "a", Dataset: "traject", Period: quarter(0), Seq: int(seq)}, false, rand.NewChaCha8([32]byte{seq}))
		if err != nil {
			t.Fatal(err)
		}
		var keys []Key
		for _, w := range who {
			keys = append(keys, key(w))
		}
		if _, err := resolve(s, keys); err != nil {
			t.Fatal(err)
		}
		for _, m := range rows {
			s.Add(&m)
		}
		if err := s.Seal(Hash{seq}); err != nil {
			t.Fatal(err)
		}
		if err := s.Commit(); err != nil {
			t.Fatal(err)
		}
		settle(t, r, seq)
		return s.Changes()
	}
	record(1, []byte{7, 8}, Mark{Key: 1 << 62, Person: 0, Print: 5}, Mark{Key: 3, Person: 1, Print: 5, Row: 2}, Mark{Key: 4, Person: Nobody, Print: 5})
	got := record(2, []byte{8, 7}, Mark{Key: 4, Person: Nobody, Print: 5}, Mark{Key: 1 << 62, Person: 0, Print: 5}, Mark{Key: 900, Person: 1, Print: 5})
	if diff := cmp.Diff(Changes{Same: 1, New: 1, Changed: 1, Vanished: 1, Gone: []Gone{{quarter(0), 1, 2}}}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestUndoLeavesNoTrace(t *testing.T) {
	t.Parallel()
	r := fresh(t)
	deliver(t, r, 1, scopeOf(quarter(0), 1), said{1, 5, 7, 0}, said{2, 5, 7, 0})
	before := content(t, r)
	session := begin(t, r, 2, scopeOf(quarter(0), 2), said{2, 5, 7, 0}, said{3, 5, 7, 0})
	for range 2 {
		if err := session.Undo(); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(before, content(t, r)) || !bytes.Equal(before, content(t, reopen(t, r))) {
		t.Error("the register is not what it was")
	}
	if files, err := os.ReadDir(filepath.Dir(r.file.Path)); err != nil || len(files) != 1 {
		t.Errorf("files %v, %v", files, err)
	}
	session = begin(t, r, 2, scopeOf(quarter(0), 2), said{3, 5, 7, 0})
	if err := errors.Join(session.Commit(), session.Undo()); err != nil || r.Len() != 3 {
		t.Errorf("%d persons, want 3; %v", r.Len(), err)
	}
}

func TestSettle(t *testing.T) {
	t.Parallel()
	r := fresh(t)
	deliver(t, r, 1, scopeOf(quarter(0), 1), said{1, 5, 7, 0}, said{2, 5, 7, 0})
	settle(t, r, 1)
	first := content(t, r)

	// A crash before the index was written: persons 3 and 4 were never here.
	deliver(t, r, 2, scopeOf(quarter(0), 2), said{2, 5, 7, 0}, said{3, 5, 7, 0}, said{4, 5, 7, 0})
	if got := settle(t, r, 1); got != (Settlement{Dropped: 1, Removed: 2}) {
		t.Errorf("got %+v", got)
	}
	if !bytes.Equal(first, content(t, r)) {
		t.Error("the register is not what it was before the delivery that failed")
	}

	// The same, but the next one came into force and knows person 4.
	deliver(t, r, 2, scopeOf(quarter(0), 2), said{3, 5, 7, 0}, said{4, 5, 7, 0})
	deliver(t, r, 3, scopeOf(quarter(1), 1), said{4, 95, 7, 0}, said{5, 95, 7, 0})
	if got := settle(t, r, 1, 3); got != (Settlement{Dropped: 1, Removed: 1}) || r.Len() != 4 {
		t.Errorf("got %+v, %d persons", got, r.Len())
	}
	r = reopen(t, r)
	settle(t, r, 1, 3)

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

// reopen reads the register's file, as the next run does.
func reopen(t testing.TB, r *Register) *Register {
	t.Helper()
	again, err := Open(r.file)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func TestMisusePanics(t *testing.T) {
	t.Parallel()
	start := func(r *Register) *Session {
		s, err := r.Begin(scopeOf(quarter(0), 1), true, nil)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for what, f := range map[string]func(){
		"two sessions":              func() { r := fresh(t); start(r); start(r) },
		"settling in a session":     func() { r := fresh(t); start(r); _, _ = r.Settle(nil) },
		"committing what is open":   func() { _ = start(fresh(t)).Commit() },
		"committing what is undone": func() { s := begin(t, fresh(t), 1, scopeOf(quarter(0), 1)); _ = s.Undo(); _ = s.Commit() },
		"sealing what is undone":    func() { s := start(fresh(t)); _ = s.Undo(); _ = s.Seal(Hash{}) },
		"persons out of order":      func() { start(fresh(t)).Add(&Mark{Person: 1}) },
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
