package durable

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

func write(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// names lists what is in dir, sorted.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return strings.Join(list, " ")
}

func TestWriteFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f")
	for _, text := range []string{"old", "new and longer", ""} {
		if err := WriteFile(path, Private, write(text)); err != nil {
			t.Fatal(err)
		}
		if got := read(t, path); got != text {
			t.Errorf("read %q, want %q", got, text)
		}
	}
	if got := names(t, filepath.Dir(path)); got != "f" {
		t.Errorf("folder holds %q, want only f", got)
	}
}

func TestModes(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	dir := filepath.Join(t.TempDir(), "a", "b")
	if err := Folder(dir); err != nil {
		t.Fatal(err)
	}
	mode := func(path string) fs.FileMode {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode().Perm()
	}
	if got := mode(dir); got != 0o700 {
		t.Errorf("folder has mode %o, want 700", got)
	}
	for _, want := range []fs.FileMode{Private, Public} {
		path := filepath.Join(dir, "f")
		if err := WriteFile(path, want, write("x")); err != nil {
			t.Fatal(err)
		}
		if got := mode(path); got != want {
			t.Errorf("file has mode %o, want %o", got, want)
		}
	}
	a, err := Append(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if got := mode(filepath.Join(dir, "log")); got != Private {
		t.Errorf("appended file has mode %o, want %o", got, Private)
	}
}

// Whatever step fails, the old file is whole, nothing else is left, the reason
// is known and no path is shown.
func TestEveryStepCanFail(t *testing.T) {
	t.Parallel()
	reasons := []struct {
		errno syscall.Errno
		want  error
	}{
		{syscall.ENOSPC, ErrDiskFull},
		{syscall.EROFS, ErrReadOnly},
		{syscall.EIO, syscall.EIO},
	}
	for _, step := range []string{"create", "write", "chmod", "sync", "close", "rename", "syncdir"} {
		for _, r := range reasons {
			t.Run(step+"/"+r.errno.Error(), func(t *testing.T) {
				t.Parallel()
				path := filepath.Join(t.TempDir(), "f")
				if err := WriteFile(path, Private, write("old")); err != nil {
					t.Fatal(err)
				}
				err := writeFile(faultyDisk{step: step, err: r.errno}, path, Public, write("new!"))
				if !errors.Is(err, r.want) || !errors.Is(err, r.errno) {
					t.Errorf("error %v is not %v from %v", err, r.want, r.errno)
				}
				if err != nil && strings.Contains(err.Error(), "Amina") {
					t.Errorf("error shows a path: %v", err)
				}
				want := "old"
				if step == "syncdir" { // the new name is there, perhaps not yet for ever
					want = "new!"
				}
				if got := read(t, path); got != want {
					t.Errorf("file holds %q, want %q", got, want)
				}
				if got := names(t, filepath.Dir(path)); got != "f" {
					t.Errorf("folder holds %q, want only f", got)
				}
			})
		}
	}
}

// forgetful is a disk of which a sync fails once and never again, as Linux tells
// of a page that is lost only once.
type forgetful struct {
	osDisk
	told *atomic.Bool
}

type forgetfulFile struct {
	handle
	told *atomic.Bool
}

func (d forgetful) createTemp(dir string) (handle, error) {
	h, err := d.osDisk.createTemp(dir)
	return forgetfulFile{h, d.told}, err
}

func (f forgetfulFile) Sync() error {
	if f.told.CompareAndSwap(false, true) {
		return syscall.EIO
	}
	return f.handle.Sync()
}

// A large file is synced while it is written, and what fails then counts; one
// that is given up is gone whatever is going on.
func TestLargeFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	part := strings.Repeat("part of a large file\n", syncAhead/40)
	large := func(w io.Writer) error {
		for range 9 {
			if _, err := io.WriteString(w, part); err != nil {
				return err
			}
		}
		return nil
	}
	path := filepath.Join(dir, "f")
	if err := WriteFile(path, Private, large); err != nil || read(t, path) != strings.Repeat(part, 9) {
		t.Fatalf("a large file is not as it was written: %v", err)
	}
	err := writeFile(forgetful{told: new(atomic.Bool)}, filepath.Join(dir, "g"), Private, large)
	if !errors.Is(err, syscall.EIO) {
		t.Errorf("a sync that failed early is forgotten: %v", err)
	}
	cause := errors.New("source ran dry")
	if err := WriteFile(filepath.Join(dir, "h"), Private, func(w io.Writer) error { return errors.Join(large(w), cause) }); !errors.Is(err, cause) {
		t.Errorf("error is %v, want the writer's own", err)
	}
	if got := names(t, dir); got != "f" {
		t.Errorf("folder holds %q, want only f", got)
	}
}

func TestWriterErrorKeepsOldFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f")
	if err := WriteFile(path, Private, write("old")); err != nil {
		t.Fatal(err)
	}
	cause := errors.New("source ran dry")
	err := WriteFile(path, Private, func(w io.Writer) error {
		io.WriteString(w, "half")
		return cause
	})
	if !errors.Is(err, cause) {
		t.Errorf("error is %v, want the writer's own", err)
	}
	if got := read(t, path) + " " + names(t, filepath.Dir(path)); got != "old f" {
		t.Errorf("afterwards: %q", got)
	}
}

func TestWriterPanicLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	func() {
		defer func() { _ = recover() }()
		_ = WriteFile(filepath.Join(dir, "f"), Private, func(io.Writer) error { panic("bug") })
	}()
	if got := names(t, dir); got != "" {
		t.Errorf("folder holds %q, want nothing", got)
	}
}

func TestCreateNamesAtTheEnd(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, "content"); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); !strings.HasPrefix(got, TempPrefix) {
		t.Errorf("unfinished file is called %q", got)
	}
	if err := f.Commit("ed7002b4"); err != nil {
		t.Fatal(err)
	}
	if err := f.Abort(); err != nil {
		t.Errorf("abort after commit: %v", err)
	}
	if got := names(t, dir) + " " + read(t, filepath.Join(dir, "ed7002b4")); got != "ed7002b4 content" {
		t.Errorf("folder holds %q", got)
	}
}

func TestAbort(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := f.Abort(); err != nil {
			t.Fatal(err)
		}
	}
	if got := names(t, dir); got != "" {
		t.Errorf("folder holds %q, want nothing", got)
	}
}

func TestCommitRefusesOddNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", ".", "..", "a/b", "../x", "/x", TempPrefix + "x"} {
		f, err := Create(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Commit(%q) did not panic", name)
				}
			}()
			_ = f.Commit(name)
		}()
		_ = f.Abort()
	}
}

func TestAppend(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "log")
	for _, line := range []string{"one\n", "two\n"} {
		a, err := Append(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Append([]byte(line)); err != nil {
			t.Fatal(err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
	a, err := Append(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Cut(4); err != nil {
		t.Fatal(err)
	}
	if err := a.Append([]byte("2\n")); err != nil {
		t.Fatal(err)
	}
	if got := read(t, path); got != "one\n2\n" || a.Size() != int64(len(got)) {
		t.Errorf("file holds %q, size %d", got, a.Size())
	}
}

func TestAppendFailureIsTakenBack(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"write", "sync"} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "log")
			if err := WriteFile(path, Private, write("one\n")); err != nil {
				t.Fatal(err)
			}
			a, err := openAppender(faultyDisk{step: step, err: syscall.ENOSPC}, path)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			if err := a.Append([]byte("two\n")); !errors.Is(err, ErrDiskFull) {
				t.Errorf("error is %v, want ErrDiskFull", err)
			}
			if got := read(t, path); got != "one\n" {
				t.Errorf("file holds %q, want %q", got, "one\n")
			}
		})
	}
}

// An appender that could not take back a part of a line refuses to go on: what
// it would add next would stand behind rubbish.
func TestAppendRefusesAfterLoss(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "log")
	a, err := openAppender(faultyDisk{step: "truncate", err: syscall.EIO}, path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Append([]byte("one\n")); err != nil {
		t.Fatal(err)
	}
	if err := a.Cut(0); !errors.Is(err, syscall.EIO) {
		t.Fatalf("cut: %v", err)
	}
	if err := a.Append([]byte("two\n")); !errors.Is(err, syscall.EIO) {
		t.Errorf("append after a failed cut: %v, want refusal", err)
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	unlock, err := Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(path); !errors.Is(err, ErrLocked) {
		t.Errorf("second lock: %v, want ErrLocked", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	unlock, err = Lock(path)
	if err != nil {
		t.Fatalf("lock after unlock: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
}

// A process that is killed gives its lock back.
func TestLockOfKilledProcess(t *testing.T) {
	if path := os.Getenv("DURABLE_TEST_LOCK"); path != "" {
		if _, err := Lock(path); err != nil {
			t.Fatal(err)
		}
		os.Stdout.WriteString("locked\n")
		select {} // until killed
	}
	path := filepath.Join(t.TempDir(), "lock")
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestLockOfKilledProcess$")
	child.Env = append(os.Environ(), "DURABLE_TEST_LOCK="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, len("locked\n"))); err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(path); !errors.Is(err, ErrLocked) {
		t.Errorf("lock held by another process: %v, want ErrLocked", err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()
	unlock, err := Lock(path)
	if err != nil {
		t.Fatalf("lock of a killed process: %v", err)
	}
	_ = unlock()
}

func TestSweep(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{TempPrefix + "1", TempPrefix + "2", "kept", ".hidden"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, TempPrefix+"folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	n, err := Sweep(dir)
	if n != 2 || err != nil {
		t.Errorf("Sweep = %d, %v, want 2", n, err)
	}
	if got, want := names(t, dir), ".hidden "+TempPrefix+"folder kept"; got != want {
		t.Errorf("left %q, want %q", got, want)
	}
	if n, err := Sweep(filepath.Join(dir, "none")); n != 0 || err != nil {
		t.Errorf("Sweep of a missing folder = %d, %v", n, err)
	}
}

func TestRemove(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f")
	if err := WriteFile(path, Private, write("x")); err != nil {
		t.Fatal(err)
	}
	if err := Remove(path); err != nil {
		t.Fatal(err)
	}
	err := Remove(path)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("second remove: %v, want ErrNotExist", err)
	}
	if strings.Contains(err.Error(), path) {
		t.Errorf("error shows the path: %v", err)
	}
}

func TestRenameMovesAndReplaces(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	for path, text := range map[string]string{from: "new", to: "old"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := Rename(from, to); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(to); err != nil || string(got) != "new" {
		t.Errorf("got %q, %v", got, err)
	}
	if err := Rename(from, to); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("moving what is not there: got %v", err)
	}
}
