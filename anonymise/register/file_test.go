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
	"github.com/google/go-cmp/cmp"
)

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	r := fresh(t)
	deliver(t, r, 1, scopeOf(quarter(0), 1), said{1, 5, 7, 0}, said{2, 5, 7, 2})
	good := content(t, r)
	persons := len(magic) + headSize + 4
	keys := persons + 2*idSize
	owners := keys + 2*keySize
	edit := func(f func(b []byte) []byte) []byte { return f(bytes.Clone(good)) }
	for _, c := range []struct {
		about string
		in    []byte
		want  error
	}{
		{"nothing", nil, ErrDamaged},
		{"something else", []byte("age-encryption.org/v1\n"), ErrDamaged},
		{"another version", edit(func(b []byte) []byte { copy(b, "lvv register 2\n"); return b }), ErrVersion},
		{"a section that is not known", edit(func(b []byte) []byte {
			end := len(b) - headSize
			b = append(b[:end:end], "deci\x00\x00\x00\x00\x00\x00\x00\x00"...)
			return append(b, "end.\x00\x00\x00\x00\x00\x00\x00\x00"...)
		}), ErrVersion},
		{"cut off", good[:len(good)-1], ErrDamaged},
		{"cut off before the end", good[:len(good)-headSize], ErrDamaged},
		{"something behind it", append(bytes.Clone(good), 0), ErrDamaged},
		{"two V-numbers of one person", edit(func(b []byte) []byte {
			copy(b[keys+keySize+16:keys+keySize+20], b[keys+16:])
			return b
		}), ErrDamaged},
		{"one V-number of two persons", edit(func(b []byte) []byte { copy(b[keys+keySize:][:16], b[keys:]); return b }), ErrDamaged},
		{"a key of nobody", edit(func(b []byte) []byte { b[keys+16] = 2; return b }), ErrDamaged},
		{"a key of somebody removed", edit(func(b []byte) []byte { clear(b[persons:][:16]); return b }), ErrDamaged},
		{"a key of no kind", edit(func(b []byte) []byte { b[keys+20] = byte(kinds); return b }), ErrDamaged},
		{"more persons than the part has room for", edit(func(b []byte) []byte { b[persons-4] = 200; return b }), ErrDamaged},
		{"an empty part", edit(func(b []byte) []byte {
			return slices.Insert(b, len(magic), []byte("part\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")...)
		}), ErrDamaged},
		{"an empty block", edit(func(b []byte) []byte {
			return slices.Insert(b, owners, []byte("mark\x00\x00\x00\x00\x00\x00\x00\x00")...)
		}), ErrDamaged},
		{"rows of no delivery", edit(func(b []byte) []byte {
			return slices.Insert(b, len(b)-headSize, []byte("mark\x01\x00\x00\x00\x00\x00\x00\x00\x00")...)
		}), ErrDamaged},
		{"a length beyond the end", edit(func(b []byte) []byte { binary.LittleEndian.PutUint64(b[len(magic)+4:], 1<<63); return b }), ErrDamaged},
	} {
		if _, err := load(bytes.NewReader(c.in)); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.about, err, c.want)
		}
	}
	for i := range good {
		if _, err := load(bytes.NewReader(good[:i])); err == nil {
			t.Fatalf("the first %d of %d bytes are a register", i, len(good))
		}
	}
}

// What stands in blocks is looked at when it is needed, and refused then.
func TestDamagedBlocksAreRefusedWhenTheyAreRead(t *testing.T) {
	t.Parallel()
	for about, damage := range map[string]func(*scope){
		"a row too few":         func(s *scope) { s.rows++ },
		"a row too many":        func(s *scope) { s.rows-- },
		"a row in the middle":   func(s *scope) { s.marks[0].at++ },
		"a row cut off":         func(s *scope) { s.marks[0].n-- },
		"persons cut off":       func(s *scope) { s.owners[0].n-- },
		"persons beyond others": func(s *scope) { s.owners = append(s.owners, s.owners...) },
		"beyond the end":        func(s *scope) { s.marks[0].at = 1 << 40 },
		"no persons":            func(s *scope) { s.owners = nil },
	} {
		r := fresh(t)
		deliver(t, r, 1, scopeOf(quarter(0), 1), said{1, 5, 7, 0}, said{2, 5, 7, 2})
		settle(t, r, 1)
		damage(r.scopes[0])
		s, err := r.Begin(scopeOf(quarter(0), 2), true, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Seal(Hash{2}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", about, err)
		}
		if err := s.Undo(); err != nil {
			t.Error(err)
		}
	}
}

func TestFileIsSealed(t *testing.T) {
	t.Parallel()
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	r := fresh(t)
	if _, err := Open(r.file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a register that is not there: %v", err)
	}
	deliver(t, r, 1, Scope{Org: "CANARYORG", Dataset: "opvang", Period: quarter(0)}, said{1, 5, 7, 0})
	onDisk, err := os.ReadFile(r.file.Path)
	if err != nil {
		t.Fatal(err)
	}
	k := key(1)
	if bytes.Contains(onDisk, []byte("CANARYORG")) || bytes.Contains(onDisk, k[:]) {
		t.Error("the file is not sealed")
	}
	if !bytes.Equal(content(t, r), content(t, reopen(t, r))) {
		t.Error("what is read back is not what was written")
	}
	var noMatch *age.NoIdentityMatchError
	if _, err := Open(File{Path: r.file.Path, Key: other}); !errors.As(err, &noMatch) {
		t.Errorf("another key: %v", err)
	}
	if err := os.WriteFile(r.file.Path, onDisk[:len(onDisk)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(r.file); err == nil {
		t.Error("a file that was cut off was read")
	}
	s, err := r.Begin(scopeOf(quarter(0), 2), true, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Seal(Hash{2}); !errors.Is(err, ErrDamaged) {
		t.Errorf("a file that was cut off since it was opened: %v", err)
	}
}

func TestFailuresOfTheWorld(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	if _, err := load(failing{broken}); !errors.Is(err, broken) {
		t.Errorf("reading: %v", err)
	}
	r := fresh(t)
	deliver(t, r, 1, scopeOf(quarter(0), 1), said{1, 5, 7, 0})
	settle(t, r, 1)
	before := content(t, r)
	s, err := r.Begin(scopeOf(quarter(0), 2), true, failing{broken})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := resolve(s, []Key{key(9)}); !errors.Is(err, broken) {
		t.Errorf("drawing: %v", err)
	}
	if err := s.Undo(); err != nil {
		t.Fatal(err)
	}
	s = begin(t, r, 2, scopeOf(quarter(1), 1))
	s.out.Reset(failing{broken})
	if err := s.Seal(Hash{2}); !errors.Is(err, broken) {
		t.Errorf("writing: %v", err)
	}
	if err := s.Undo(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, content(t, r)) {
		t.Error("the register is not what it was")
	}
	if err := os.Remove(r.file.Path); err != nil {
		t.Fatal(err)
	}
	s, err = r.Begin(scopeOf(quarter(0), 2), true, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Seal(Hash{2}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is gone: %v", err)
	}
	r.file.Path = filepath.Join(t.TempDir(), "no such folder", "register.age")
	if _, err := New(r.file).Begin(scopeOf(quarter(0), 2), true, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error)  { return 0, f.err }
func (f failing) Write([]byte) (int, error) { return 0, f.err }

// What is read from a register that was tampered with may be refused at any
// point, but never brings the program down, and what is accepted is written
// and read again as it is.
func FuzzLoad(f *testing.F) {
	r := fresh(f)
	f.Add(content(f, r))
	deliver(f, r, 1, scopeOf(quarter(0), 1), said{1, 5, 7, 0}, said{2, 5, 7, 2}, said{2, 18000, 7, 0})
	settle(f, r, 1)
	deliver(f, r, 2, scopeOf(quarter(1), 1), said{3, 5, 7, 0}, said{1, 6, 7, 0})
	f.Add(content(f, r))
	f.Fuzz(func(t *testing.T, in []byte) {
		r, err := load(bytes.NewReader(in))
		if err != nil {
			return
		}
		r.open = opened(in)
		once := content(t, r)
		again, err := load(bytes.NewReader(once))
		if err != nil {
			t.Fatal("what was written cannot be read:", err)
		}
		again.open = opened(once)
		if !bytes.Equal(once, content(t, again)) {
			t.Fatal("what was read is not what was written")
		}
		for _, s := range r.scopes {
			c := comparison{persons: uint32(r.ids.Len()), now: s, earlier: r.scopes, parts: 2, changes: new(Changes)}
			if c.rows() < 1<<16 { // more are not in so short a file
				_ = c.compare(r.open, r.open)
			}
		}
		_, _ = r.Settle(func(h Hash) bool { return h[0]&1 == 0 })
	})
}

// opened opens what is in memory.
func opened(plain []byte) opener {
	return func(use func(io.ReaderAt) error) error { return use(bytes.NewReader(plain)) }
}

// What is written while a session finds its persons is the same as what is written
// at once, however many parts and blocks are full by then and whoever was removed
// before.
func TestLongDeliveries(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ before, removed, brought int }{
		{0, 0, 5}, {0, 0, partSize}, {5, 0, 3 * partSize}, {2 * partSize, 0, 1}, {partSize + 3, 3 * partSize, partSize},
	} {
		r := fresh(t)
		many(t, r, 1, c.before)
		many(t, r, 2, c.removed)
		settle(t, r, 1)
		many(t, r, 3, c.brought)
		again := reopen(t, r)
		if !bytes.Equal(content(t, r), content(t, again)) {
			t.Errorf("%v: what is read back is not what was written", c)
		}
		settle(t, again, 1, 3)
		s := many(t, again, 3, c.brought)
		if got := s.Changes(); !cmp.Equal(got, Changes{Same: 2 * (c.brought + 1)}) {
			t.Errorf("%v: the same again: %+v", c, got)
		}
	}
}

// many takes in two rows each of n new persons and of one of the delivery before.
func many(t testing.TB, r *Register, segment byte, n int) *Session {
	t.Helper()
	scope := scopeOf(quarter(int(segment)), 1)
	s, err := r.Begin(scope, true, rand.NewChaCha8([32]byte{segment}))
	if err != nil {
		t.Fatal(err)
	}
	keys := make([]Key, n+1)
	for i := range keys {
		binary.BigEndian.PutUint64(keys[i][:], (uint64(segment)<<32|uint64(i))*0x9e3779b97f4a7c15)
	}
	binary.BigEndian.PutUint64(keys[n][:], 7) // there in each of them
	for day := range int32(2) {
		for i := range keys {
			s.Add(&Mark{Person: int32(i), Day: int32(scope.Period.From) + day, Print: uint32(i) * 0x9e3779b9})
		}
	}
	if _, err := resolve(s, keys); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Seal(Hash{segment}), s.Commit()); err != nil {
		t.Fatal(err)
	}
	return s
}

// A register of 330,000 persons with 660,000 stays, as a large delivery makes it.
func BenchmarkRegister(b *testing.B) {
	const persons = 330_000
	for b.Loop() {
		r := fresh(b)
		many(b, r, 1, persons)
		settle(b, r, 1)
		many(b, reopen(b, r), 1, persons)
	}
}
