package register

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"filippo.io/age"
)

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	r := New()
	deliver(t, r, 1, scopeOf(quarter(0), 1), said{1, 5, 7, 0}, said{2, 5, 7, 2})
	good := save(t, r)
	persons := magicSize + 12 + 4
	keys := persons + 2*idSize
	edit := func(f func(b []byte) []byte) []byte { return f(bytes.Clone(good)) }
	for _, c := range []struct {
		about string
		in    []byte
		want  error
	}{
		{"nothing", nil, ErrDamaged},
		{"something else", []byte("age-encryption.org/v1\n"), ErrDamaged},
		{"a newer version", edit(func(b []byte) []byte { copy(b, "lvv register 3\n"); return b }), ErrVersion},
		{"a section that is not known", edit(func(b []byte) []byte {
			end := len(b) - 12
			b = append(b[:end:end], "deci\x00\x00\x00\x00\x00\x00\x00\x00"...)
			return append(b, "end.\x00\x00\x00\x00\x00\x00\x00\x00"...)
		}), ErrVersion},
		{"cut off", good[:len(good)-1], ErrDamaged},
		{"cut off before the end", good[:len(good)-12], ErrDamaged},
		{"something behind it", append(bytes.Clone(good), 0), ErrDamaged},
		{"two V-numbers of one person", edit(func(b []byte) []byte {
			copy(b[keys+keySize+16:keys+keySize+20], b[keys+16:])
			return b
		}), ErrDamaged},
		{"one V-number of two persons", edit(func(b []byte) []byte { copy(b[keys+keySize:][:16], b[keys:]); return b }), ErrDamaged},
		{"a key of nobody", edit(func(b []byte) []byte { b[keys+16] = 2; return b }), ErrDamaged},
		{"a key of somebody removed", edit(func(b []byte) []byte { clear(b[persons:][:16]); return b }), ErrDamaged},
		{"a key of no kind", edit(func(b []byte) []byte { b[keys+20] = byte(kinds); return b }), ErrDamaged},
		{"sections in another order", edit(func(b []byte) []byte { copy(b[magicSize:], "keys"); return b }), ErrDamaged},
		{"more persons than the part has room for", edit(func(b []byte) []byte { b[persons-4] = 200; return b }), ErrDamaged},
		{"an empty part", edit(func(b []byte) []byte {
			return slices.Insert(b, magicSize, []byte("part\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")...)
		}), ErrDamaged},
		{"a length beyond the end", edit(func(b []byte) []byte { binary.LittleEndian.PutUint64(b[magicSize+4:], 1<<63); return b }), ErrDamaged},
	} {
		if _, err := Load(bytes.NewReader(c.in)); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.about, err, c.want)
		}
	}
	for i := range good {
		if _, err := Load(bytes.NewReader(good[:i])); err == nil {
			t.Fatalf("the first %d of %d bytes are a register", i, len(good))
		}
	}
}

func TestFileIsSealed(t *testing.T) {
	t.Parallel()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	r := New()
	deliver(t, r, 1, Scope{Org: "CANARYORG", Dataset: "opvang", Period: quarter(0)}, said{1, 5, 7, 0})
	path := filepath.Join(t.TempDir(), "register.age")
	if _, err := ReadFile(path, id); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a register that is not there: %v", err)
	}
	if err := r.WriteFile(path, id.Recipient()); err != nil {
		t.Fatal(err)
	}
	onDisk, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	k := key(1)
	if bytes.Contains(onDisk, []byte("CANARYORG")) || bytes.Contains(onDisk, k[:]) {
		t.Error("the file is not sealed")
	}
	again, err := ReadFile(path, id)
	if err != nil || !bytes.Equal(save(t, r), save(t, again)) {
		t.Errorf("read back: %v", err)
	}
	var noMatch *age.NoIdentityMatchError
	if _, err := ReadFile(path, other); !errors.As(err, &noMatch) {
		t.Errorf("another key: %v", err)
	}
	if err := os.WriteFile(path, onDisk[:len(onDisk)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadFile(path, id); err == nil {
		t.Error("a file that was cut off was read")
	}
}

func TestFailuresOfTheWorld(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	r := New()
	deliver(t, r, 1, scopeOf(quarter(0), 1), said{1, 5, 7, 0})
	before := save(t, r)
	if err := r.Save(failing{broken}); !errors.Is(err, broken) {
		t.Errorf("writing: %v", err)
	}
	if _, err := Load(failing{broken}); !errors.Is(err, broken) {
		t.Errorf("reading: %v", err)
	}
	s := r.Begin(scopeOf(quarter(0), 2), failing{broken})
	if _, err := resolve(s, []Key{key(9)}); !errors.Is(err, broken) {
		t.Errorf("drawing: %v", err)
	}
	s.Undo()
	if !bytes.Equal(before, save(t, r)) {
		t.Error("the register is not what it was")
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error)  { return 0, f.err }
func (f failing) Write([]byte) (int, error) { return 0, f.err }

var _ io.ReadWriter = failing{}

// What is read from a register that was tampered with may be refused at any
// point, but never brings the program down, and what is accepted is written
// back byte by byte.
func FuzzLoad(f *testing.F) {
	r := New()
	deliver(f, r, 1, scopeOf(quarter(0), 1), said{1, 5, 7, 0}, said{2, 5, 7, 2}, said{2, 18000, 7, 0})
	settle(f, r, 1)
	deliver(f, r, 2, scopeOf(quarter(1), 1), said{3, 5, 7, 0})
	f.Add(save(f, r))
	f.Add(save(f, New()))
	f.Fuzz(func(t *testing.T, in []byte) {
		r, err := Load(bytes.NewReader(in))
		if err != nil {
			return
		}
		before := len(in) > magicSize+4 && string(in[magicSize:][:4]) == tagPersons
		if !before && !bytes.Equal(in, save(t, r)) {
			t.Fatal("what was loaded is not what is saved")
		}
		for _, s := range r.scopes {
			session := r.Begin(s.Scope, nil)
			_ = session.Record(Statement{ByPerson: s.byPerson, Owners: 3, Owner: listed([]uint64{0, 1, 7}),
				Marks: func(i int) []Mark { return []Mark{{Day: int32(i), Print: 1}} }})
			session.Undo()
		}
		_, _ = r.Settle(func(h Hash) bool { return h[0]&1 == 0 })
	})
}

// A register of 330,000 persons with a million stays, as a large delivery makes
// it.
func BenchmarkFile(b *testing.B) {
	r := New()
	s := r.Begin(scopeOf(quarter(0), 1), rand.NewChaCha8([32]byte{1}))
	keys := make([]Key, 330_000)
	for i := range keys {
		binary.BigEndian.PutUint64(keys[i][:], uint64(i)*0x9e3779b97f4a7c15)
	}
	persons, err := resolve(s, keys)
	if err != nil {
		b.Fatal(err)
	}
	owners := make([]uint64, len(persons))
	for i, p := range persons {
		owners[i] = uint64(p)
	}
	err = s.Record(Statement{ByPerson: true, Owners: len(owners), Owner: listed(owners), Marks: func(i int) []Mark {
		return []Mark{{Day: 18000, Print: uint32(i)}, {Day: 18100}, {Day: 18200, Row: int32(i + 2)}}
	}})
	if err != nil {
		b.Fatal(err)
	}
	s.Keep(Hash{1})
	var file bytes.Buffer
	b.Run("save", func(b *testing.B) {
		for b.Loop() {
			file.Reset()
			if err := r.Save(&file); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(file.Len())/1e6, "MB")
	})
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			if _, err := Load(bytes.NewReader(file.Bytes())); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// What is sealed while a session finds its persons is the same file as one that
// is written afterwards, however many parts are full by then and whoever was
// removed before; what a session brought that was undone is not finished.
func TestSealDuringASession(t *testing.T) {
	t.Parallel()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ before, removed, brought int }{
		{0, 0, 5}, {0, 0, partSize}, {5, 0, 3 * partSize}, {2 * partSize, 0, 1}, {partSize + 3, 3 * partSize, partSize},
	} {
		r, dir := New(), t.TempDir()
		many(t, r, 1, c.before, nil).Keep(Hash{1})
		many(t, r, 2, c.removed, nil).Keep(Hash{2})
		settle(t, r, 1)
		var s *Saving
		session := many(t, r, 3, c.brought, func(session *Session) {
			if s, err = session.Seal(dir, id.Recipient()); err != nil {
				t.Fatal(err)
			}
		})
		session.Keep(Hash{3})
		if err := errors.Join(s.Finish(), s.Commit("register.age")); err != nil {
			t.Fatal(err)
		}
		again, err := ReadFile(filepath.Join(dir, "register.age"), id)
		if err != nil || !bytes.Equal(save(t, r), save(t, again)) {
			t.Errorf("%v: read back: %v", c, err)
		}
	}
	r := New()
	var s *Saving
	session := many(t, r, 1, 3, func(session *Session) {
		if s, err = session.Seal(t.TempDir(), id.Recipient()); err != nil {
			t.Fatal(err)
		}
	})
	defer s.Abort()
	session.Undo()
	defer func() {
		if recover() == nil {
			t.Error("persons of a session that was undone were saved")
		}
	}()
	_ = s.Finish()
}

// many takes a delivery of n new persons, and one of the delivery before, up to
// the point where it can be kept or undone; begun is called when it has begun.
func many(t testing.TB, r *Register, segment byte, n int, begun func(*Session)) *Session {
	t.Helper()
	scope := scopeOf(quarter(int(segment)), 1)
	s := r.Begin(scope, rand.NewChaCha8([32]byte{segment}))
	if begun != nil {
		begun(s)
	}
	keys := make([]Key, n+1)
	for i := range keys {
		binary.BigEndian.PutUint64(keys[i][:], (uint64(segment)<<32|uint64(i))*0x9e3779b97f4a7c15)
	}
	binary.BigEndian.PutUint64(keys[n][:], 7) // there in each of them
	persons, err := resolve(s, keys)
	if err != nil {
		t.Fatal(err)
	}
	owners := make([]uint64, len(persons))
	for i, p := range persons {
		owners[i] = uint64(p)
	}
	err = s.Record(Statement{ByPerson: true, Owners: len(owners), Owner: listed(owners),
		Marks: func(int) []Mark { return []Mark{{Day: int32(scope.Period.From), Print: 1}} }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A register of before there were parts is read, and then written in parts. It is
// read no less strictly.
func TestRegistersOfBeforeThereWereParts(t *testing.T) {
	t.Parallel()
	r := New()
	deliver(t, r, 1, scopeOf(quarter(0), 1), said{1, 5, 7, 0}, said{2, 5, 7, 2})
	now := save(t, r)
	ids, keys := now[magicSize+16:][:2*idSize], now[magicSize+16+2*idSize:][:2*keySize]
	old := func(tags ...string) []byte {
		b := bytes.Clone(now[:magicSize])
		for _, tag := range tags {
			payload := map[string][]byte{tagPersons: ids, tagKeys: keys}[tag]
			b = binary.LittleEndian.AppendUint64(append(b, tag...), uint64(len(payload)))
			b = append(b, payload...)
		}
		return append(b, now[magicSize+16+2*(idSize+keySize):]...)
	}
	again, err := Load(bytes.NewReader(old(tagPersons, tagKeys)))
	if err != nil || !bytes.Equal(save(t, again), now) {
		t.Errorf("read back: %v", err)
	}
	for _, tags := range [][]string{{tagPersons}, {tagKeys}, {tagKeys, tagPersons}, {tagPersons, tagPersons, tagKeys}, {tagPersons, tagKeys, tagKeys}} {
		if _, err := Load(bytes.NewReader(old(tags...))); !errors.Is(err, ErrDamaged) {
			t.Errorf("%v: %v", tags, err)
		}
	}
}
