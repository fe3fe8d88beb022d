package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

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

// sealAway seals a file that somebody put in the inbox in clear, to the recovery
// key, and removes it: what it holds may not lie here, and may not be lost.
func (in *intake) sealAway(path, to string) error {
	key, err := in.workspace.keys.Recipient(keyRecovery)
	if err != nil {
		return fmt.Errorf("sealing away a file that was in clear: %w", err)
	}
	f, _, err := openRegular(path)
	if err != nil {
		return err
	}
	defer f.Close() // only read
	err = durable.WriteFile(to, durable.Private, func(out io.Writer) error {
		sealed, err := age.Encrypt(out, key)
		if err != nil {
			return err
		}
		_, err = io.Copy(sealed, f)
		return errors.Join(err, sealed.Close())
	})
	if err != nil {
		return err
	}
	return durable.Remove(path)
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
