package durable

import (
	"io"
	"io/fs"
	"os"
)

// A disk is what this package needs of a file system. Tests have one whose
// steps fail on demand.
type disk interface {
	createTemp(dir string) (handle, error)
	openAppend(path string) (handle, error)
	rename(from, to string) error
	remove(path string) error
	// syncDir makes the names in dir durable.
	syncDir(dir string) error
}

// A handle is an open file of a disk.
type handle interface {
	io.Writer
	io.WriterAt
	io.ReaderAt
	Name() string
	Stat() (fs.FileInfo, error)
	Chmod(fs.FileMode) error
	Truncate(size int64) error
	Sync() error
	Close() error
}

// osDisk is the real disk.
type osDisk struct{}

func (osDisk) createTemp(dir string) (handle, error) {
	return os.CreateTemp(dir, TempPrefix+"*") // mode 0600
}

func (osDisk) openAppend(path string) (handle, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_WRONLY, Private)
}

func (osDisk) rename(from, to string) error { return os.Rename(from, to) }

func (osDisk) remove(path string) error { return os.Remove(path) }

func (osDisk) syncDir(dir string) error { return syncDir(dir) }
