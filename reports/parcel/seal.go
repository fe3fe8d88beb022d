package parcel

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
	"time"

	"lvv/anonymise/release"

	"filippo.io/age"
)

// Contents is what a parcel holds.
type Contents struct {
	Title      string // of LEESMIJ.html
	Lead       string // what the parcel is, in one paragraph
	Contact    string // who answers questions
	Provenance Provenance
	Files      []File
}

// File is one file of a parcel, given as Data or, when it is large, as a
// function that writes it.
type File struct {
	Name  string // path with slashes, as gegevens/plaatsdagen.csv
	About string // what is in it, one line for LEESMIJ.html
	Data  []byte
	Write func(io.Writer) error
}

// Sums is what the ledger remembers of a sealed parcel.
type Sums struct {
	Plain  [32]byte // SHA-256 of the ZIP: equal for equal contents
	Sealed [32]byte // SHA-256 of the age file
	Size   int64    // of the age file, in bytes
	Files  []Entry  // in the order of the ZIP
}

// Seal writes a parcel to dst that each of to can open. Every one of them must
// be among the approved; nothing is written to dst before that, the names and
// all the files are in order. The time at goes into the parcel as the time of
// its files. The caller closes dst, and throws away what was written when Seal
// fails.
//
// Files are held in memory compressed. Errors: [ErrNotApproved], what a Write
// of a file answers, and those of dst. Names that no parcel can have and an
// Approved that nobody gave panic. Purpose, period and label of the parcel are
// those of the approval.
func Seal(dst io.Writer, a release.Approved, c Contents, to []Recipient, at time.Time) (Sums, error) {
	if at.IsZero() {
		panic("parcel: internal error: sealing without time")
	}
	names, keys, err := approved(a, to)
	if err != nil {
		return Sums{}, err
	}
	files, err := build(a, c, names, at)
	if err != nil {
		return Sums{}, err
	}
	sealed := &tally{to: dst, sum: sha256.New()}
	plain := sha256.New()
	w, err := age.Encrypt(sealed, keys...)
	if err != nil {
		return Sums{}, fmt.Errorf("sealing parcel: %w", err)
	}
	if err := writeZIP(io.MultiWriter(w, plain), files, at); err != nil {
		return Sums{}, fmt.Errorf("writing parcel: %w", err)
	}
	if err := w.Close(); err != nil {
		return Sums{}, fmt.Errorf("writing parcel: %w", err)
	}
	s := Sums{Size: sealed.n}
	plain.Sum(s.Plain[:0])
	sealed.sum.Sum(s.Sealed[:0])
	for _, f := range files {
		s.Files = append(s.Files, f.Entry)
	}
	return s, nil
}

// approved holds the recipients against the approval and answers their names,
// sorted, and their keys.
func approved(a release.Approved, to []Recipient) (names []string, keys []age.Recipient, err error) {
	may := a.Recipients()
	for _, r := range to {
		if r.Key == nil || !slices.Contains(may, r.Name) {
			return nil, nil, fmt.Errorf("recipient %q for %s: %w", r.Name, a.Purpose(), ErrNotApproved)
		}
		names, keys = append(names, r.Name), append(keys, r.Key)
	}
	if len(to) == 0 {
		return nil, nil, fmt.Errorf("no recipient for %s: %w", a.Purpose(), ErrNotApproved)
	}
	sort.Strings(names)
	return slices.Compact(names), keys, nil
}

// build packs all files in the order of the ZIP: the letter, the account, the
// files by name, and the sums of all these.
func build(a release.Approved, c Contents, to []string, at time.Time) ([]packed, error) {
	sorted := mustHaveNames(c.Files)
	var body []packed
	for _, f := range sorted {
		write := f.Write
		if write == nil {
			write = func(w io.Writer) error { _, err := w.Write(f.Data); return err }
		}
		p, err := pack(f.Name, write)
		if err != nil {
			return nil, err
		}
		body = append(body, p)
	}
	letter := cover{approval: a, contents: c, files: sorted, packed: body, to: to, at: at}
	readme, err := pack(readmeName, letter.readme)
	if err != nil {
		return nil, err
	}
	account, err := pack(provenanceName, letter.provenance)
	if err != nil {
		return nil, err
	}
	all := append([]packed{readme, account}, body...)
	sums, err := pack(sumsName, func(w io.Writer) error { _, err := w.Write(sumLines(all)); return err })
	if err != nil {
		return nil, err
	}
	return append(all, sums), nil
}

// mustHaveNames answers the files by name; names are the program's own.
func mustHaveNames(files []File) []File {
	sorted := slices.Clone(files)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].Name < sorted[j].Name })
	seen := map[string]bool{strings.ToLower(readmeName): true, provenanceName: true, strings.ToLower(sumsName): true}
	for _, f := range sorted {
		fold := strings.ToLower(f.Name)
		if !goodName(f.Name) || seen[fold] || (f.Write != nil && f.Data != nil) {
			panic("parcel: internal error: file with a strange or double name, or two contents")
		}
		seen[fold] = true
	}
	return sorted
}

// sumLines writes SHA256SUMS as sha256sum reads it.
func sumLines(files []packed) []byte {
	var b bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&b, "%x  %s\n", f.SHA256, f.Name)
	}
	return b.Bytes()
}

// tally counts and sums what passes.
type tally struct {
	to  io.Writer
	sum interface {
		io.Writer
		Sum([]byte) []byte
	}
	n int64
}

// Write passes data on.
func (t *tally) Write(data []byte) (int, error) {
	n, err := t.to.Write(data)
	t.sum.Write(data[:n])
	t.n += int64(n)
	return n, err
}
