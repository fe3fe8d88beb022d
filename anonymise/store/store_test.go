package store_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"lvv/anonymise"
	"lvv/anonymise/register"
	"lvv/anonymise/store"
	"lvv/anonymise/store/rowstest"
	"lvv/ingest/check"
)

type cells = rowstest.Cells

func stay(v, in int) cells {
	return cells{"v_nummer": v, "nationaliteit": 0, "geslacht": 0, "datum_instroom": in}
}

func opvang(t testing.TB, rows ...cells) []*check.Rows {
	return []*check.Rows{rowstest.Of(t, rowstest.Dataset(t, "opvang"), rows...)}
}

// A seen is one row of a loaded store: where it came from and who it is about.
type seen struct {
	Org    string
	Row    int32
	Person int32
}

// load reads a dataset with an allocator that notices what is not given back.
func load(t *testing.T, st *store.Store, id age.Identity, datasets ...string) ([]seen, *store.People, error) {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	r, err := st.Read(t.Context(), mem, id)
	if err != nil {
		return nil, nil, err
	}
	var rows []seen
	for _, d := range datasets {
		err := r.Load(t.Context(), rowstest.Dataset(t, d), func(m store.Meta, b anonymise.Batch) error {
			rec := b.Record()
			persons := rec.Column(0).(*array.Int32).Int32Values()
			numbers := rec.Column(int(rec.NumCols()) - 1).(*array.Int32).Int32Values()
			for i := range persons {
				rows = append(rows, seen{m.Org, numbers[i], persons[i]})
			}
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return rows, r.People(), nil
}

func open(t testing.TB, dir string) *store.Store {
	t.Helper()
	st, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func TestOnePersonHasOneNumberEverywhere(t *testing.T) {
	t.Parallel()
	st, reg, key := open(t, t.TempDir()), rowstest.Register(t), identity(t)
	scope := func(org, dataset, from, to string) register.Scope { return rowstest.Scope(t, org, dataset, from, to) }
	deliver(t, st, reg, key.Recipient(), scope("b", "opvang", "2019-01-01", "2019-12-31"), opvang(t, stay(7, 18000), stay(5, 18001)))
	deliver(t, st, reg, key.Recipient(), scope("a", "opvang", "2020-01-01", "2020-12-31"), opvang(t, stay(5, 18300)))
	deliver(t, st, reg, key.Recipient(), scope("a", "opvang", "2019-01-01", "2019-12-31"), opvang(t, stay(6, 18000), stay(5, 18000), stay(6, 18009)))
	deliver(t, st, reg, key.Recipient(), scope("a", "aanmelding", "2019-01-01", "2019-12-31"), []*check.Rows{
		rowstest.Of(t, rowstest.Dataset(t, "aanmelding"), cells{"v_nummer": 7, "datum_aanmelding": 17990, "lijn": 0, "besluit": 0})})
	rows, people, err := load(t, st, key, "opvang", "aanmelding")
	if err != nil {
		t.Fatal(err)
	}
	// The index is in order of dataset, so who applied comes first.
	want := []seen{{"a", 2, 1}, {"a", 3, 2}, {"a", 4, 1}, {"a", 2, 2}, {"b", 2, 0}, {"b", 3, 2}, {"a", 2, 0}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if people.Len() != 3 || people.ID(0) == people.ID(1) {
		t.Errorf("%d persons", people.Len())
	}
}

func TestLargeSegmentsComeBackWhole(t *testing.T) {
	t.Parallel()
	st, reg, key := open(t, t.TempDir()), rowstest.Register(t), identity(t)
	total := 0
	for i, org := range []string{"a", "b", "c"} {
		batches := rowstest.Stays(t, 150_000, 7000, uint64(i))
		deliver(t, st, reg, key.Recipient(), rowstest.Scope(t, org, "opvang", "2019-01-01", "2021-12-31"), batches)
		total += 150_000
	}
	rows, people, err := load(t, st, key, "opvang")
	if err != nil {
		t.Fatal(err)
	}
	if total-len(rows) > 100 || people.Len() != reg.Len() {
		t.Errorf("%d rows of %d, %d persons of %d", len(rows), total, people.Len(), reg.Len())
	}
	for i := 1; i < len(rows); i++ {
		if rows[i].Org == rows[i-1].Org && rows[i].Row <= rows[i-1].Row || rows[i].Org < rows[i-1].Org {
			t.Fatal("the rows are in another order than the index and the delivery")
		}
	}
}

func TestNothingToState(t *testing.T) {
	t.Parallel()
	st, reg, key := open(t, t.TempDir()), rowstest.Register(t), identity(t)
	deliver(t, st, reg, key.Recipient(), rowstest.Scope(t, "a", "opvang", "2019-01-01", "2019-12-31"), nil)
	rows, people, err := load(t, st, key, "opvang", "traject")
	if err != nil || len(rows) != 0 || people.Len() != 0 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestCommitFollowsTheRules(t *testing.T) {
	t.Parallel()
	st, reg, key := open(t, t.TempDir()), rowstest.Register(t), identity(t)
	s := rowstest.Scope(t, "a", "opvang", "2019-01-01", "2019-12-31")
	first := deliver(t, st, reg, key.Recipient(), s, opvang(t, stay(5, 18000)))
	if _, err := st.Plan(first.Meta); !errors.Is(err, store.ErrSame) {
		t.Errorf("planning what is in force: %v", err)
	}
	if _, err := st.Commit(first); !errors.Is(err, store.ErrSame) {
		t.Errorf("committing what is in force: %v", err)
	}
	s.Seq = 2
	second, _ := segment(t, st, reg, key.Recipient(), s, opvang(t, stay(5, 18000), stay(6, 18000)))
	missing := second
	missing.Hash[0] ^= 1
	if _, err := st.Commit(missing); err == nil {
		t.Error("a segment that is not there was committed")
	}
	replaced, err := st.Commit(second)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]store.Segment{first}, replaced); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]store.Segment{second}, st.InForce()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if swept, err := st.Sweep(); err != nil || swept != (store.Swept{Segments: 1}) {
		t.Errorf("swept %+v, %v", swept, err)
	}
}

func TestAbortLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	st, key := open(t, dir), identity(t)
	s := rowstest.Scope(t, "a", "opvang", "2019-01-01", "2019-12-31")
	w, err := st.Create(meta(s, "x"), rowstest.Dataset(t, "opvang"), key.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); len(got) != 1 || got[0] != "index.json" {
		t.Errorf("left: %v", got)
	}
	if _, err := st.Create(meta(s, "x"), rowstest.Dataset(t, "opvang")); err == nil {
		t.Error("a segment that nobody can open was begun")
	}
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("left: %v", got)
	}
}

func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func TestDamageIsNoticed(t *testing.T) {
	t.Parallel()
	for about, damage := range map[string]func(path, other string) error{
		"a byte changed": func(path, _ string) error {
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			b[len(b)/2] ^= 1
			return os.WriteFile(path, b, 0o600)
		},
		"cut off": func(path, _ string) error { return os.Truncate(path, 2000) },
		"emptied": func(path, _ string) error { return os.Truncate(path, 0) },
		"removed": func(path, _ string) error { return os.Remove(path) },
		"another segment in its place": func(path, other string) error {
			b, err := os.ReadFile(other)
			if err != nil {
				return err
			}
			return os.WriteFile(path, b, 0o600)
		},
	} {
		dir := t.TempDir()
		st, reg, key := open(t, dir), rowstest.Register(t), identity(t)
		a := deliver(t, st, reg, key.Recipient(), rowstest.Scope(t, "a", "opvang", "2019-01-01", "2019-12-31"), rowstest.Stays(t, 1000, 1000, 1))
		b := deliver(t, st, reg, key.Recipient(), rowstest.Scope(t, "b", "opvang", "2019-01-01", "2019-12-31"), rowstest.Stays(t, 1000, 1000, 2))
		if err := st.Verify(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := damage(filepath.Join(dir, a.Name()), filepath.Join(dir, b.Name())); err != nil {
			t.Fatal(err)
		}
		if err := st.Verify(t.Context()); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: verifying: %v", about, err)
		}
		if _, _, err := load(t, st, key, "opvang"); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: loading: %v", about, err)
		}
	}
}

// A segment that somebody else sealed, with the public key alone and rows of
// their own, is another file and so has another name.
func TestForgedSegmentIsNoticed(t *testing.T) {
	t.Parallel()
	dir, key := t.TempDir(), identity(t)
	st, reg := open(t, dir), rowstest.Register(t)
	s := rowstest.Scope(t, "a", "opvang", "2019-01-01", "2019-12-31")
	real := deliver(t, st, reg, key.Recipient(), s, opvang(t, stay(5, 18000)))
	elsewhere := t.TempDir()
	forged := deliver(t, open(t, elsewhere), rowstest.Register(t), key.Recipient(), s, opvang(t, stay(5, 18000), stay(6, 18000)))
	b, err := os.ReadFile(filepath.Join(elsewhere, forged.Name()))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, real.Name()), b, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := load(t, st, key, "opvang"); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

func TestWrongKey(t *testing.T) {
	t.Parallel()
	st, reg := open(t, t.TempDir()), rowstest.Register(t)
	deliver(t, st, reg, identity(t).Recipient(), rowstest.Scope(t, "a", "opvang", "2019-01-01", "2019-12-31"), opvang(t, stay(5, 18000)))
	var noMatch *age.NoIdentityMatchError
	if _, _, err := load(t, st, identity(t), "opvang"); !errors.As(err, &noMatch) || errors.Is(err, store.ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

func TestLoadStopsWhenAsked(t *testing.T) {
	t.Parallel()
	st, reg, key := open(t, t.TempDir()), rowstest.Register(t), identity(t)
	for i, org := range []string{"a", "b", "c", "d"} {
		deliver(t, st, reg, key.Recipient(), rowstest.Scope(t, org, "opvang", "2019-01-01", "2021-12-31"), rowstest.Stays(t, 140_000, 70_000, uint64(i)))
	}
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	r, err := st.Read(t.Context(), mem, key)
	if err != nil {
		t.Fatal(err)
	}
	enough := errors.New("enough")
	if err := r.Load(t.Context(), rowstest.Dataset(t, "opvang"), func(store.Meta, anonymise.Batch) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	batches := 0
	err = r.Load(ctx, rowstest.Dataset(t, "opvang"), func(store.Meta, anonymise.Batch) error {
		if batches++; batches == 3 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v after %d batches", err, batches)
	}
}

func TestLostIndexIsNoNewStore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	st, reg, key := open(t, dir), rowstest.Register(t), identity(t)
	deliver(t, st, reg, key.Recipient(), rowstest.Scope(t, "a", "opvang", "2019-01-01", "2019-12-31"), opvang(t, stay(5, 18000)))
	if err := os.Remove(filepath.Join(dir, "index.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(dir); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("got %v", err)
	}
	if _, err := store.Open(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("a folder that is not there is a store")
	}
}

// What lies on the disk, the seal taken off, holds nothing by which a person
// could be found.
func TestNoIdentityInASegment(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	st, reg, key := open(t, dir), rowstest.Register(t), identity(t)
	const number, birth, birthDay = 7_913_246_807, 19871117, 6529
	d := rowstest.Dataset(t, "opvang")
	seg := deliver(t, st, reg, key.Recipient(), rowstest.Scope(t, "a", "opvang", "2019-01-01", "2019-12-31"), []*check.Rows{rowstest.Of(t, d,
		cells{"v_nummer": number, "naam": "Zebedeus Kanarie", "nationaliteit": 1, "geslacht": 1, "geboortedatum": birth, "datum_instroom": 18000},
		cells{"naam": "Zebedeus Kanarie", "nationaliteit": 1, "geslacht": 1, "geboortedatum": birth, "datum_instroom": 18001})})
	trajectory := deliver(t, st, reg, key.Recipient(), rowstest.Scope(t, "a", "traject", "2019-01-01", "2019-12-31"), []*check.Rows{
		rowstest.Of(t, rowstest.Dataset(t, "traject"), cells{"v_nummer": number, "trajectnummer": "KANARIE-1", "datum_start": 18000,
			"scenario": 0, "resultaat": 0, "bewijs_kenmerk": "BEWIJSKANARIE"})})
	canaries := [][]byte{[]byte("7913246807"), []byte("Zebedeus"), []byte("Kanarie"), []byte("zebedeuskanarie"), []byte("19871117"),
		[]byte("1987-11-17"), []byte("KANARIE"),
		binary.LittleEndian.AppendUint64(nil, number)[:5], binary.BigEndian.AppendUint64(nil, number)[3:],
		binary.LittleEndian.AppendUint32(nil, birth), binary.BigEndian.AppendUint32(nil, birth),
		binary.LittleEndian.AppendUint32(nil, birthDay)}
	for _, s := range []store.Segment{seg, trajectory} {
		plain := unseal(t, filepath.Join(dir, s.Name()), key)
		if !bytes.Contains(plain, []byte("koppelstatus")) {
			t.Fatal("the seal was not taken off")
		}
		for _, c := range canaries {
			if bytes.Contains(plain, c) {
				t.Errorf("%s: %q is in the segment", s.Dataset, c)
			}
		}
	}
	index, err := os.ReadFile(filepath.Join(dir, "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range canaries[:7] {
		if bytes.Contains(index, c) {
			t.Errorf("%q is in the index", c)
		}
	}
}

func unseal(t *testing.T, path string, id age.Identity) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := age.Decrypt(f, id)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
