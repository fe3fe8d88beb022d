package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// inspect reads a whole workbook once, keeping nothing, before it is opened:
// it must be a ZIP archive of the parts of a workbook, without a password, of
// which every part has the size and checksum that the archive says, and which
// together are within the limit. The library checks none of this while it
// reads; a damaged part would pass for a shorter one.
func inspect(r io.ReaderAt, size int64, lim Limits) error {
	if size > lim.Zipped {
		return ErrTooBig
	}
	if err := whatElse(r, size); err != nil {
		return err
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return ErrDamaged
	}
	var total uint64
	book := false
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return ErrPassword
		}
		if total += f.UncompressedSize64; total > uint64(lim.Sheet) || f.UncompressedSize64 > uint64(lim.Sheet) {
			return ErrTooBig
		}
		book = book || strings.EqualFold(f.Name, "xl/workbook.xml")
	}
	if !book {
		return ErrNotWorkbook
	}
	elements := lim.Elements
	for _, f := range z.File {
		if err := readThrough(f, &elements); err != nil {
			return err
		}
	}
	return nil
}

// readThrough reads one part, which verifies its checksum, and stops as soon
// as it turns out larger than it said, or to hold more elements than are left:
// all parts but the sheets are taken into memory element by element.
func readThrough(f *zip.File, elements *int) error {
	r, err := f.Open()
	if err != nil {
		return ErrDamaged
	}
	left := &io.LimitedReader{R: r, N: int64(f.UncompressedSize64) + 1}
	switch name := strings.ToLower(f.Name); {
	case strings.HasPrefix(name, "xl/worksheets/") && strings.HasSuffix(name, ".xml"):
		_, err = wellFormed(left, math.MaxInt)
	case strings.HasSuffix(name, ".xml"), strings.HasSuffix(name, ".rels"):
		*elements, err = wellFormed(left, *elements)
	default:
		_, err = io.Copy(io.Discard, left)
	}
	switch err = errors.Join(err, r.Close()); {
	case left.N == 0 || errors.Is(err, ErrTooBig):
		return ErrTooBig
	case err != nil:
		return ErrDamaged
	}
	return nil
}

// wellFormed reads XML to its end and returns how many of the elements allowed
// are left. The library stops without a word where XML breaks off, and the rows
// behind that would be missing.
func wellFormed(r io.Reader, elements int) (left int, err error) {
	for d := xml.NewDecoder(r); ; {
		token, err := d.Token()
		if err == io.EOF {
			return elements, nil
		}
		if err != nil {
			return 0, err
		}
		if _, begins := token.(xml.StartElement); begins {
			if elements--; elements < 0 {
				return 0, ErrTooBig
			}
		}
	}
}

// whatElse tells what a file is that does not begin as a ZIP archive.
func whatElse(r io.ReaderAt, size int64) error {
	head := make([]byte, min(size, 8))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return fmt.Errorf("reading the beginning of the workbook: %w", err)
	}
	switch {
	case size == 0:
		return ErrEmpty
	case bytes.HasPrefix(head, zipMagic):
		return nil
	case bytes.HasPrefix(head, oleMagic):
		return oldOrLocked(io.NewSectionReader(r, 0, size))
	}
	return ErrNotWorkbook
}

// oldOrLocked tells apart the two workbooks that come in an OLE container. A
// locked one has a stream EncryptedPackage (MS-OFFCRYPTO 2.3.4.4); its name
// stands in the container's directory, in UTF-16.
func oldOrLocked(r io.Reader) error {
	data, err := io.ReadAll(r) // within the limit for workbooks
	if err != nil {
		return fmt.Errorf("reading the workbook: %w", err)
	}
	for name, found := range map[string]error{"EncryptedPackage": ErrPassword, "Workbook": ErrOldWorkbook} {
		var wide []byte
		for _, c := range []byte(name) {
			wide = append(wide, c, 0)
		}
		if bytes.Contains(data, wide) {
			return found
		}
	}
	return ErrNotWorkbook
}
