package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"filippo.io/age"

	"lvv/anonymise/durable"
	"lvv/anonymise/keyring"
	"lvv/reports/parcel"
)

type openCmd struct {
	Parcel string `arg:"" help:"A sealed parcel, or a sealed file with rows that came back to a sender."`
	Key    string `short:"i" required:"" placeholder:"KEY" help:"Your secret key file."`
	Out    string `short:"o" required:"" placeholder:"DIR" help:"Folder to unpack into; it must be new or empty."`
}

func (openCmd) Help() string {
	return `Example:
  lvv open onderzoek.lvv.age -i recipient-onderzoek.key -o uitgepakt

Every file is checked against SHA256SUMS before anything is written. Without lvv:
age -d -i KEY PARCEL > parcel.zip, then unzip.`
}

func (c openCmd) Run(env *environment, all *cli) error {
	id, err := keyring.ReadIdentity(c.Key, all.passphrase(env))
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(c.Out)
	if err != nil && ignoreNotExist(err) != nil || len(entries) > 0 {
		return fmt.Errorf("unpacking into %s: %w", c.Out, errors.Join(errNotEmpty, ignoreNotExist(err)))
	}
	f, _, err := openRegular(c.Parcel)
	if err != nil {
		return err
	}
	defer f.Close()
	files, err := unpackTo(c.Out, f, id)
	if errors.Is(err, parcel.ErrNotParcel) {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		files, err = openRows(c.Out, f, id)
	}
	for _, name := range files {
		env.print("%s", filepath.Join(c.Out, filepath.FromSlash(name)))
	}
	return err
}

// unpackTo unpacks a parcel into dir and returns the names of its files.
func unpackTo(dir string, src io.Reader, id age.Identity) ([]string, error) {
	return eachFile(src, id, func(name string, r io.Reader) error { return writeInto(dir, name, r) })
}

// eachFile gives each file of a parcel to do and returns their names.
func eachFile(src io.Reader, id age.Identity, do func(name string, r io.Reader) error) ([]string, error) {
	var names []string
	_, err := parcel.Unpack(src, []age.Identity{id}, func(name string, r io.Reader) error {
		names = append(names, name)
		return do(name, r)
	})
	return names, err
}

// rowsBack is the name under which rows that came back are unpacked.
const rowsBack = "terug.csv"

// openRows opens a file from quarantine: one CSV for the sender. It opens nothing
// else, lest somebody who holds a key of intake leaves a delivery on a disk.
func openRows(dir string, src io.Reader, id age.Identity) ([]string, error) {
	plain, err := age.Decrypt(src, id)
	if notOurs := (*age.NoIdentityMatchError)(nil); errors.As(err, &notOurs) {
		return nil, fmt.Errorf("opening: %w", parcel.ErrNotForYou)
	}
	if err != nil {
		return nil, fmt.Errorf("opening: %w", parcel.ErrNotParcel)
	}
	rows := bufio.NewReader(sealed{plain})
	if start, err := rows.Peek(len(rowsStart[0])); err != nil || !slices.Contains(rowsStart, string(start)) {
		return nil, errors.Join(fmt.Errorf("opening: %w", parcel.ErrNotParcel), ignoreEOF(err))
	}
	return []string{rowsBack}, writeInto(dir, rowsBack, rows)
}

// rowsStart is how a file with rows begins, in either language.
var rowsStart = []string{"\uFEFFrij;", "\uFEFFrow;"}

// sealed reads what age opens; when that fails, age's own words say nothing to
// who has to act.
type sealed struct{ plain io.Reader }

func (s sealed) Read(p []byte) (int, error) {
	n, err := s.plain.Read(p)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("opening: %w", parcel.ErrDamaged)
	}
	return n, err
}

// writeInto writes one file below dir, making the folders it needs.
func writeInto(dir, name string, r io.Reader) error {
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return durable.WriteFile(path, 0o600, func(w io.Writer) error {
		_, err := io.Copy(w, r)
		return err
	})
}
