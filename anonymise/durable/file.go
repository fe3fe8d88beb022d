package durable

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A File is being written and has no name yet. It ends with Commit or Abort;
// what was written is visible to nobody before Commit has returned nil. Not
// safe for concurrent use.
type File struct {
	disk disk
	dir  string
	temp handle // nil once committed or aborted
	mode fs.FileMode

	unsynced int        // bytes written since the last sync began
	ahead    chan error // what came of the last sync that was begun while writing; nil before
	lost     error      // a sync that failed: a later one would not tell
}

// syncAhead is how much is written before it is brought to the disk beside the
// writing of more, so that a large file has little left to wait for at its end.
const syncAhead = 8 << 20

// Create begins a file in dir, which must exist. Its name is given at the end,
// for files that are named after their content.
func Create(dir string) (*File, error) { return create(osDisk{}, dir, Private) }

func create(d disk, dir string, mode fs.FileMode) (*File, error) {
	temp, err := d.createTemp(dir)
	if err != nil {
		return nil, failed("creating a temporary file", err)
	}
	return &File{disk: d, dir: dir, temp: temp, mode: mode}, nil
}

// Write adds p to the file.
func (f *File) Write(p []byte) (int, error) {
	if f.temp == nil {
		panic("durable: internal error: write to a finished file")
	}
	n, err := f.temp.Write(p)
	if f.unsynced += n; f.unsynced >= syncAhead && (f.ahead == nil || len(f.ahead) > 0) {
		f.awaitSync()
		f.unsynced, f.ahead = 0, make(chan error, 1)
		go func(temp handle, ahead chan<- error) { ahead <- temp.Sync() }(f.temp, f.ahead)
	}
	return n, failed("writing a temporary file", err)
}

// ReadAt reads what was written, for whoever has to look at it again before it
// has a name.
func (f *File) ReadAt(p []byte, off int64) (int, error) { return f.temp.ReadAt(p, off) }

// Size is how much was written.
func (f *File) Size() (int64, error) {
	info, err := f.temp.Stat()
	if err != nil {
		return 0, failed("looking at a temporary file", err)
	}
	return info.Size(), nil
}

// awaitSync waits for the sync that was begun last, if any.
func (f *File) awaitSync() {
	if f.ahead == nil {
		return
	}
	if err := <-f.ahead; f.lost == nil {
		f.lost = err
	}
	f.ahead = nil
}

// Commit puts the file in place as name, replacing what was there. The name is
// one without a folder that does not begin with [TempPrefix].
//
// After an error there is no temporary file left. Only if the very last step
// failed, the syncing of the folder, may the file be in place already; it is
// whole even then.
func (f *File) Commit(name string) error {
	if f.temp == nil {
		panic("durable: internal error: commit of a finished file")
	}
	if name == "" || name == "." || name == ".." || filepath.Base(name) != name || strings.HasPrefix(name, TempPrefix) {
		panic("durable: internal error: not a plain file name")
	}
	if err := f.settle(); err != nil {
		return errors.Join(err, f.Abort())
	}
	if err := f.temp.Close(); err != nil {
		return errors.Join(failed("closing a temporary file", err), f.discard())
	}
	if err := f.disk.rename(f.temp.Name(), filepath.Join(f.dir, name)); err != nil {
		return errors.Join(failed("giving a file its name", err), f.discard())
	}
	f.temp = nil
	return failed("syncing a folder", f.disk.syncDir(f.dir))
}

// settle brings mode and content of the temporary file to the disk.
func (f *File) settle() error {
	if f.awaitSync(); f.lost != nil {
		return failed("syncing a file", f.lost)
	}
	if f.mode != Private {
		if err := f.temp.Chmod(f.mode); err != nil {
			return failed("setting the mode of a file", err)
		}
	}
	return failed("syncing a file", f.temp.Sync())
}

// Abort throws the file away. It does nothing after Commit or another Abort,
// so that it can be deferred.
func (f *File) Abort() error {
	if f.temp == nil {
		return nil
	}
	f.awaitSync()
	return errors.Join(failed("closing a temporary file", f.temp.Close()), f.discard())
}

// discard removes the closed temporary file.
func (f *File) discard() error {
	name := f.temp.Name()
	f.temp = nil
	return failed("removing a temporary file", f.disk.remove(name))
}

// WriteFile writes the file at path with the given mode, whole or not at all:
// what write writes is in place when WriteFile returns nil, and when it returns
// an error the old file, if any, is still there. The folder must exist. Errors
// of write are returned as they are.
func WriteFile(path string, mode fs.FileMode, write func(io.Writer) error) error {
	return writeFile(osDisk{}, path, mode, write)
}

func writeFile(d disk, path string, mode fs.FileMode, write func(io.Writer) error) (err error) {
	f, err := create(d, filepath.Dir(path), mode)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Abort()) }()
	if err := write(f); err != nil {
		return err
	}
	return f.Commit(filepath.Base(path))
}

// Remove removes the file at path and syncs its folder. A file that is not
// there is an error that is [fs.ErrNotExist].
func Remove(path string) error {
	if err := os.Remove(path); err != nil {
		return failed("removing a file", err)
	}
	return failed("syncing a folder", syncDir(filepath.Dir(path)))
}

// Folder makes dir and its missing parents with mode 0700 and syncs the folder
// that dir is in. A dir that is there already is left as it is.
func Folder(dir string) error {
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return failed("making a folder", err)
	}
	return failed("syncing a folder", syncDir(filepath.Dir(dir)))
}

// Rename moves a file, on the same disk, and syncs both folders. What was at
// the new path is replaced.
func Rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return failed("moving a file", err)
	}
	if err := syncDir(filepath.Dir(to)); err != nil {
		return failed("syncing a folder", err)
	}
	return failed("syncing a folder", syncDir(filepath.Dir(from)))
}
