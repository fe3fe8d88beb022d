package durable

import (
	"errors"
	"os"
	"path/filepath"
)

// An Appender adds to the end of one file. Hold a [Lock] meanwhile: a second
// appender on the same file would write over what the first one added. Not
// safe for concurrent use.
type Appender struct {
	file handle
	size int64
	lost error // set once the file's end is not known to be what size says
}

// Append opens the file at path for adding to its end, and makes it, empty and
// with mode 0600, if it is not there. Close it when done.
func Append(path string) (*Appender, error) {
	_, statErr := os.Stat(path)
	a, err := openAppender(osDisk{}, path)
	if err != nil {
		return nil, err
	}
	if errors.Is(statErr, os.ErrNotExist) {
		if err := failed("syncing a folder", syncDir(filepath.Dir(path))); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	return a, nil
}

func openAppender(d disk, path string) (*Appender, error) {
	file, err := d.openAppend(path)
	if err != nil {
		return nil, failed("opening a file to add to it", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(failed("measuring a file", err), file.Close())
	}
	return &Appender{file: file, size: info.Size()}, nil
}

// Size returns the number of bytes in the file.
func (a *Appender) Size() int64 { return a.size }

// Append adds p and syncs. After an error nothing of p counts: what was
// written of it has been cut off again, or, if that failed too, the appender
// refuses all further work and the file may end in a part of p.
func (a *Appender) Append(p []byte) error {
	if a.lost != nil {
		return a.lost
	}
	_, err := a.file.WriteAt(p, a.size)
	if err == nil {
		err = a.file.Sync()
	}
	if err != nil {
		return errors.Join(failed("adding to a file", err), a.Cut(a.size))
	}
	a.size += int64(len(p))
	return nil
}

// Cut shortens the file to size bytes and syncs.
func (a *Appender) Cut(size int64) error {
	if size > a.size {
		panic("durable: internal error: cut beyond the end")
	}
	err := a.file.Truncate(size)
	if err == nil {
		err = a.file.Sync()
	}
	if err != nil {
		a.lost = failed("cutting a file", err)
		return a.lost
	}
	a.size = size
	return nil
}

// Close closes the file. All that Append added is on disk already.
func (a *Appender) Close() error { return failed("closing a file", a.file.Close()) }
