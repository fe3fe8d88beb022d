package parcel

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
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
// function that writes it. Those of several files are called at the same time.
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

// A Packed is a whole parcel in memory, sealed for nobody yet. It is not changed
// after it was made.
type Packed struct {
	files []packed // in the order of the ZIP, without vrijgave.json and SHA256SUMS
}

// Pack writes the files of a parcel. The time at goes into it as the time of
// its making; purpose, period, label and recipients are those of the approval.
//
// Files are held in memory compressed. The error is what a Write of a file
// answers. Names that no parcel can have and an Approved that nobody gave panic.
func Pack(a release.Approved, c Contents, at time.Time) (*Packed, error) {
	if at.IsZero() {
		panic("parcel: internal error: packing without time")
	}
	to := a.Recipients()
	sort.Strings(to)
	files, err := build(a, c, slices.Compact(to), at)
	return &Packed{files}, err
}

// Files are the files as people sign for them.
func (p *Packed) Files() []release.File {
	var all []release.File
	for _, f := range p.files {
		all = append(all, release.File{Name: f.Name, SHA256: f.SHA256})
	}
	return all
}

// Keep seals the parcel to the reporting room itself, to wait there for a second
// person. It answers the SHA-256 of what it wrote.
func (p *Packed) Keep(dst io.Writer, room age.Recipient, at time.Time) ([32]byte, error) {
	sums, err := seal(dst, p.files, []age.Recipient{room}, at)
	return sums.Sealed, err
}

// Reopen reads a parcel that was kept, and checks it. Errors are those of Open.
func Reopen(src io.Reader, room ...age.Identity) (*Packed, error) {
	z, entries, err := open(src, room, usual)
	if err != nil {
		return nil, err
	}
	p := &Packed{}
	for i, f := range z.File[:len(z.File)-1] { // the last is SHA256SUMS
		raw, err := f.OpenRaw()
		if err != nil {
			return nil, fmt.Errorf("unpacking %s: %w", f.Name, ErrDamaged)
		}
		data, err := io.ReadAll(raw)
		if err != nil {
			return nil, fmt.Errorf("unpacking %s: %w", f.Name, ErrDamaged)
		}
		p.files = append(p.files, packed{Entry: entries[i], method: f.Method, crc: f.CRC32, size: int64(len(data)), parts: [][]byte{data}})
	}
	return p, nil
}

// Seal writes the parcel to dst so that each of to can open it, with the account
// of who let it go. All recipients must be among those that the leave is for,
// and the files those that were signed; nothing is written to dst before that.
// The caller closes dst, and throws away what was written when Seal fails.
// Errors: [ErrNotApproved], release.ErrChanged, and those of dst. A Leave that
// nobody gave panics.
func (p *Packed) Seal(dst io.Writer, leave release.Leave, to []Recipient) (Sums, error) {
	keys, err := approved(leave.Proposal(), to)
	if err != nil {
		return Sums{}, err
	}
	if err := leave.Covers(p.Files()); err != nil {
		return Sums{}, err
	}
	document, err := newPress().pack(release.DocumentName, func(w io.Writer) error { _, err := w.Write(leave.Document()); return err })
	if err != nil {
		return Sums{}, err
	}
	return seal(dst, append(slices.Clone(p.files), document), keys, leave.Proposal().Made)
}

// seal adds the sums and writes the ZIP under a seal.
func seal(dst io.Writer, files []packed, keys []age.Recipient, at time.Time) (Sums, error) {
	list, err := newPress().pack(sumsName, func(w io.Writer) error { _, err := w.Write(sumLines(files)); return err })
	if err != nil {
		return Sums{}, err
	}
	files = append(slices.Clone(files), list)
	sealed := &tally{to: dst, sum: sha256.New()}
	plain := sha256.New()
	w, err := age.Encrypt(sealed, keys...)
	if err != nil {
		return Sums{}, fmt.Errorf("sealing parcel: %w", err)
	}
	var wait sync.WaitGroup
	wait.Go(func() { _ = writeZIP(plain, files, at) }) // a hash takes all; hashing takes as long as sealing
	err = writeZIP(w, files, at)
	wait.Wait()
	if err != nil {
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

// approved holds the recipients against those that were signed for, and answers
// their keys.
func approved(p release.Proposal, to []Recipient) ([]age.Recipient, error) {
	var keys []age.Recipient
	for _, r := range to {
		if r.Key == nil || !slices.Contains(p.Recipients, r.Name) {
			return nil, fmt.Errorf("recipient %q for %s: %w", r.Name, p.Purpose, ErrNotApproved)
		}
		keys = append(keys, r.Key)
	}
	if len(to) == 0 {
		return nil, fmt.Errorf("no recipient for %s: %w", p.Purpose, ErrNotApproved)
	}
	return keys, nil
}

// build packs all files in the order of the ZIP: the letter, the account and the
// files by name.
func build(a release.Approved, c Contents, to []string, at time.Time) ([]packed, error) {
	sorted, press := mustHaveNames(c.Files), newPress()
	body, err := press.packAll(sorted)
	if err != nil {
		return nil, err
	}
	letter := cover{approval: a, contents: c, files: sorted, packed: body, to: to, at: at}
	readme, err := press.pack(readmeName, letter.readme)
	if err != nil {
		return nil, err
	}
	account, err := press.pack(provenanceName, letter.provenance)
	if err != nil {
		return nil, err
	}
	return append([]packed{readme, account}, body...), nil
}

// packAll packs files side by side, as many at a time as there are processors,
// and gives them in their order. The error is that of the first that failed.
func (p *press) packAll(files []File) ([]packed, error) {
	out, failed := make([]packed, len(files)), make([]error, len(files))
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for i, f := range files {
		write := f.Write
		if write == nil {
			write = func(w io.Writer) error { _, err := w.Write(f.Data); return err }
		}
		free <- struct{}{}
		wait.Go(func() {
			out[i], failed[i] = p.pack(f.Name, write)
			<-free
		})
	}
	wait.Wait()
	if i := slices.IndexFunc(failed, func(err error) bool { return err != nil }); i >= 0 {
		return nil, failed[i]
	}
	return out, nil
}

// mustHaveNames answers the files by name; names are the program's own.
func mustHaveNames(files []File) []File {
	sorted := slices.Clone(files)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].Name < sorted[j].Name })
	seen := map[string]bool{strings.ToLower(readmeName): true, provenanceName: true, strings.ToLower(sumsName): true, release.DocumentName: true}
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
