package durable

import (
	"io/fs"
	"os"
)

// A faultyDisk is the real disk until a chosen step, which fails.
type faultyDisk struct {
	osDisk
	step string // "create", "write", "chmod", "sync", "close", "rename", "syncdir", "truncate"
	err  error
}

func (d faultyDisk) fail(step string) error {
	if d.step == step {
		// The shape of error that package os gives, path included.
		return &fs.PathError{Op: step, Path: "/geheim/Amina Yusuf.csv", Err: d.err}
	}
	return nil
}

func (d faultyDisk) createTemp(dir string) (handle, error) {
	if err := d.fail("create"); err != nil {
		return nil, err
	}
	h, err := d.osDisk.createTemp(dir)
	return faultyFile{h, d}, err
}

func (d faultyDisk) openAppend(path string) (handle, error) {
	if err := d.fail("create"); err != nil {
		return nil, err
	}
	h, err := d.osDisk.openAppend(path)
	return faultyFile{h, d}, err
}

func (d faultyDisk) rename(from, to string) error {
	if d.step == "rename" {
		return &os.LinkError{Op: "rename", Old: from, New: "/geheim/Amina Yusuf.csv", Err: d.err}
	}
	return d.osDisk.rename(from, to)
}

func (d faultyDisk) syncDir(dir string) error {
	if err := d.fail("syncdir"); err != nil {
		return err
	}
	return d.osDisk.syncDir(dir)
}

// A faultyFile writes half of what it is given before it fails.
type faultyFile struct {
	handle
	disk faultyDisk
}

func (f faultyFile) Write(p []byte) (int, error) {
	if err := f.disk.fail("write"); err != nil {
		n, _ := f.handle.Write(p[:len(p)/2])
		return n, err
	}
	return f.handle.Write(p)
}

func (f faultyFile) WriteAt(p []byte, at int64) (int, error) {
	if err := f.disk.fail("write"); err != nil {
		n, _ := f.handle.WriteAt(p[:len(p)/2], at)
		return n, err
	}
	return f.handle.WriteAt(p, at)
}

func (f faultyFile) Chmod(m fs.FileMode) error {
	if err := f.disk.fail("chmod"); err != nil {
		return err
	}
	return f.handle.Chmod(m)
}

func (f faultyFile) Sync() error {
	if err := f.disk.fail("sync"); err != nil {
		return err
	}
	return f.handle.Sync()
}

func (f faultyFile) Truncate(n int64) error {
	if err := f.disk.fail("truncate"); err != nil {
		return err
	}
	return f.handle.Truncate(n)
}

func (f faultyFile) Close() error {
	err := f.handle.Close()
	if fault := f.disk.fail("close"); fault != nil {
		return fault
	}
	return err
}
