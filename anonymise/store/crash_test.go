package store_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"lvv/anonymise/register"
	"lvv/anonymise/store"
	"lvv/anonymise/store/rowstest"
)

// A workspace is what lies on the disk between two runs.
type workspace struct {
	dir string
	key *age.X25519Identity
}

func newWorkspace(t *testing.T) workspace {
	return workspace{dir: t.TempDir(), key: identity(t)}
}

// register is where the register of the workspace is kept.
func (w workspace) register() register.File {
	return register.File{Path: filepath.Join(filepath.Dir(w.dir), filepath.Base(w.dir)+".register"), Key: w.key, To: w.key.Recipient()}
}

// start begins a run as the command does: read both, settle, sweep.
func (w workspace) start(t *testing.T) (*store.Store, *register.Register, store.Swept, register.Settlement) {
	t.Helper()
	st := open(t, w.dir)
	reg, err := register.Open(w.register())
	if errors.Is(err, fs.ErrNotExist) {
		reg, err = register.New(w.register()), nil
	}
	if err != nil {
		t.Fatal(err)
	}
	settled := settle(t, st, reg)
	swept, err := st.Sweep()
	if err != nil {
		t.Fatal(err)
	}
	return st, reg, swept, settled
}

// A delivery that replaces another stops dead after each of its steps. The next
// run must find the old state or the new one and say which; taking the delivery
// in again must then end as if nothing had happened.
func TestCrashAtEachStep(t *testing.T) {
	t.Parallel()
	old := rowstest.Scope(t, "a", "opvang", "2019-01-01", "2019-12-31")
	next := old
	next.Seq = 2
	before := opvang(t, stay(5, 18000), stay(6, 18000))
	after := opvang(t, stay(5, 18000), stay(7, 18000), stay(8, 18000))
	for _, c := range []struct {
		about   string
		steps   int // how many are done: segment, register, index
		rows    int // in force at the next run
		known   int // persons in the register then
		swept   store.Swept
		settled register.Settlement
	}{
		{"while writing the segment", 0, 2, 2, store.Swept{Temporary: 1}, register.Settlement{}},
		{"after the segment", 1, 2, 2, store.Swept{Segments: 1}, register.Settlement{}},
		{"after the register", 2, 2, 2, store.Swept{Segments: 1}, register.Settlement{Dropped: 1, Removed: 2}},
		{"after the index", 3, 3, 4, store.Swept{Segments: 1}, register.Settlement{Replaced: 1}},
	} {
		w := newWorkspace(t)
		st, reg, _, _ := w.start(t)
		deliver(t, st, reg, w.key.Recipient(), old, before)

		st, reg, _, _ = w.start(t)
		if c.steps == 0 {
			if _, err := st.Create(meta(next, "x"), rowstest.Dataset(t, "opvang"), w.key.Recipient()); err != nil {
				t.Fatal(err)
			}
		}
		if c.steps >= 1 {
			seg, session := segment(t, st, reg, w.key.Recipient(), next, after)
			if c.steps >= 2 {
				if err := session.Commit(); err != nil {
					t.Fatal(err)
				}
			}
			if c.steps >= 3 {
				if _, err := st.Commit(seg); err != nil {
					t.Fatal(err)
				}
			}
		}

		st, reg, swept, settled := w.start(t)
		if swept != c.swept || settled != c.settled {
			t.Errorf("%s: swept %+v, settled %+v", c.about, swept, settled)
		}
		rows, people, err := load(t, st, w.key, "opvang")
		if err != nil || len(rows) != c.rows || people.Len() != c.rows || reg.Len() != c.known {
			t.Errorf("%s: %d rows, %d people, %d known, %v", c.about, len(rows), people.Len(), reg.Len(), err)
		}
		w.finish(t, st, reg, next, c.about)
	}
}

// finish takes the delivery in, unless it is in force, and looks at the end.
func (w workspace) finish(t *testing.T, st *store.Store, reg *register.Register, next register.Scope, about string) {
	t.Helper()
	after := opvang(t, stay(5, 18000), stay(7, 18000), stay(8, 18000))
	if st.InForce()[0].Seq != next.Seq {
		deliver(t, st, reg, w.key.Recipient(), next, after)
	}
	st, reg, _, _ = w.start(t)
	rows, people, err := load(t, st, w.key, "opvang")
	if err != nil || len(rows) != 3 || people.Len() != 3 || reg.Len() != 4 || len(names(t, w.dir)) != 2 {
		t.Errorf("%s, and again: %d rows, %d people, %d known, files %v, %v", about, len(rows), people.Len(), reg.Len(), names(t, w.dir), err)
	}
}
