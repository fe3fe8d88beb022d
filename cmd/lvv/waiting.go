package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"lvv/anonymise/durable"
)

// quarantinePath is where a file waits. Another file of that name that waits
// already is never replaced.
func (in *intake) quarantinePath(o *outcome) (string, error) {
	path := filepath.Join(in.quarantineDir(), o.shown())
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return path, nil
	}
	dir := filepath.Join(in.quarantineDir(), fmt.Sprintf("%x", o.id[:4]))
	return filepath.Join(dir, o.shown()), durable.Folder(dir)
}

// readmit moves a file that waits back to the inbox, to be taken in as it is.
func (in *intake) readmit(name string) error {
	path, err := in.waiting(name)
	if err != nil {
		return err
	}
	in.admit = filepath.Base(path)
	to := filepath.Join(in.inboxDir(), in.admit)
	if _, err := os.Stat(to); err == nil {
		return usage(errors.New("another file of that name is in inbox/; run lvv ingest first"))
	}
	return durable.Rename(path, to)
}

// waiting finds a file in quarantine by its path, or by its name alone. A file
// that lies elsewhere is nothing that can be admitted: it stays where it is.
func (w *workspace) waiting(name string) (string, error) {
	room, err := filepath.Abs(w.quarantineDir())
	if err != nil {
		return "", err
	}
	for _, path := range []string{name, filepath.Join(room, name)} {
		if path, err = filepath.Abs(path); err != nil {
			return "", err
		}
		rel, err := filepath.Rel(room, path)
		if err != nil || rel == "." || !filepath.IsLocal(rel) {
			continue
		}
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path, nil
		}
	}
	return "", usage(errors.New("no file of that name waits there; lvv status shows which do"))
}
