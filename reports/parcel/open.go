package parcel

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// limits keep a parcel from somebody else from filling memory or disk.
type limits struct {
	sealed   int64 // bytes of the ZIP, which is held in memory
	unpacked int64 // bytes of all files together
	files    int
	sums     int64 // bytes of SHA256SUMS
}

var usual = limits{sealed: 4 << 30, unpacked: 64 << 30, files: 10_000, sums: 4 << 20}

// magic begins every age file.
const magic = "age-encryption.org/v1\n"

// Open reads a whole parcel, checks every file against SHA256SUMS and answers
// what is in it, in the order of the ZIP. Errors: [ErrNotForYou],
// [ErrDamaged], [ErrNotParcel], or that of src.
func Open(src io.Reader, ids ...age.Identity) ([]Entry, error) {
	_, entries, err := open(src, ids, usual)
	return entries, err
}

// Unpack is Open and then gives each file to write, in the order of the ZIP.
// Names are
// relative, ASCII and without "..", so they are safe to join to a folder. An
// error of write ends the unpacking and is returned; nothing is handed to
// write before the whole parcel has been checked.
func Unpack(src io.Reader, ids []age.Identity, write func(name string, r io.Reader) error) ([]Entry, error) {
	z, entries, err := open(src, ids, usual)
	if err != nil {
		return nil, err
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("unpacking %s: %w", f.Name, ErrDamaged)
		}
		if err := errors.Join(write(f.Name, r), r.Close()); err != nil {
			return nil, fmt.Errorf("unpacking %s: %w", f.Name, err)
		}
	}
	return entries, nil
}

func open(src io.Reader, ids []age.Identity, l limits) (*zip.Reader, []Entry, error) {
	raw, err := decrypt(src, ids, l)
	if err != nil {
		return nil, nil, err
	}
	return unzip(raw, l)
}

// unzip reads and checks what was under the seal.
func unzip(raw []byte, l limits) (*zip.Reader, []Entry, error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, nil, fmt.Errorf("reading as zip: %w", ErrNotParcel)
	}
	if err := lawful(z, l); err != nil {
		return nil, nil, err
	}
	entries, err := check(z)
	return z, entries, err
}

// decrypt takes off the seal. The age format proves its own integrity, so
// what it refuses after the header was damaged on the way.
func decrypt(src io.Reader, ids []age.Identity, l limits) ([]byte, error) {
	watched := &watch{from: src}
	in := bufio.NewReader(watched)
	if head, _ := in.Peek(len(magic)); string(head) != magic {
		switch {
		case watched.err != nil:
			return nil, fmt.Errorf("reading parcel: %w", watched.err)
		case len(head) > 0 && strings.HasPrefix(magic, string(head)):
			return nil, fmt.Errorf("header is cut off: %w", ErrDamaged)
		default:
			return nil, fmt.Errorf("no age file: %w", ErrNotParcel)
		}
	}
	if len(ids) == 0 {
		return nil, ErrNotForYou
	}
	plain, err := age.Decrypt(in, ids...)
	var raw []byte
	if err == nil {
		raw, err = io.ReadAll(io.LimitReader(plain, l.sealed+1))
	}
	var nobody *age.NoIdentityMatchError
	switch {
	case watched.err != nil:
		return nil, fmt.Errorf("reading parcel: %w", watched.err)
	case errors.As(err, &nobody):
		return nil, ErrNotForYou
	case err != nil:
		return nil, fmt.Errorf("opening seal: %w", ErrDamaged)
	case int64(len(raw)) > l.sealed:
		return nil, fmt.Errorf("larger than %d bytes: %w", l.sealed, ErrNotParcel)
	}
	return raw, nil
}

// lawful refuses a ZIP that could not have come from Seal: names that lead
// out of the folder, doubles, too many or too large files.
func lawful(z *zip.Reader, l limits) error {
	if len(z.File) > l.files {
		return fmt.Errorf("more than %d files: %w", l.files, ErrNotParcel)
	}
	seen := map[string]bool{}
	rest := uint64(l.unpacked)
	for _, f := range z.File {
		fold := strings.ToLower(f.Name)
		if !goodName(f.Name) || seen[fold] || !f.Mode().IsRegular() {
			return fmt.Errorf("file with a strange or double name: %w", ErrNotParcel)
		}
		if f.UncompressedSize64 > rest {
			return fmt.Errorf("unpacks to more than %d bytes: %w", l.unpacked, ErrNotParcel)
		}
		seen[fold] = true
		rest -= f.UncompressedSize64
	}
	if n := len(z.File); n == 0 || z.File[n-1].Name != sumsName || z.File[n-1].UncompressedSize64 > uint64(l.sums) {
		return fmt.Errorf("no %s: %w", sumsName, ErrNotParcel)
	}
	return nil
}

// check holds each file against its sum: all files have one, and all sums a
// file.
func check(z *zip.Reader) ([]Entry, error) {
	want, err := readSums(z.File[len(z.File)-1])
	if err != nil {
		return nil, err
	}
	var entries []Entry
	for _, f := range z.File {
		e := Entry{Name: f.Name}
		sum := sha256.New()
		r, err := f.Open()
		if err == nil {
			e.Size, err = io.Copy(sum, r)
			err = errors.Join(err, r.Close())
		}
		if err != nil {
			return nil, fmt.Errorf("unpacking %s: %w", f.Name, ErrDamaged)
		}
		sum.Sum(e.SHA256[:0])
		if f.Name != sumsName && want[f.Name] != e.SHA256 {
			return nil, fmt.Errorf("%s differs from its sum: %w", f.Name, ErrDamaged)
		}
		entries = append(entries, e)
	}
	if len(want) != len(entries)-1 {
		return nil, fmt.Errorf("files are missing: %w", ErrDamaged)
	}
	return entries, nil
}

// readSums reads the lines of SHA256SUMS.
func readSums(f *zip.File) (map[string][32]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("unpacking %s: %w", sumsName, ErrDamaged)
	}
	data, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		return nil, fmt.Errorf("unpacking %s: %w", sumsName, ErrDamaged)
	}
	want := map[string][32]byte{}
	for line := range strings.Lines(string(data)) {
		digits, name, found := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		sum, err := hex.DecodeString(digits)
		if _, double := want[name]; !found || err != nil || len(sum) != 32 || double || name == sumsName {
			return nil, fmt.Errorf("%s cannot be read: %w", sumsName, ErrDamaged)
		}
		want[name] = [32]byte(sum)
	}
	return want, nil
}

// watch remembers an error of the source, to tell a broken disk from a broken
// parcel.
type watch struct {
	from io.Reader
	err  error
}

// Read passes on.
func (w *watch) Read(p []byte) (int, error) {
	n, err := w.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}
