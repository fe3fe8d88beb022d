package ledger

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A proof is a C2SP tlog-proof: a text that shows, with public keys alone and
// without the ledger, that an entry is in it.
//
//	c2sp.org/tlog-proof@v1
//	extra BASE64            the entry
//	index 17
//	BASE64                  the hashes that lead from the entry to the root
//	…
//
//	lvv.utrecht/intake      the signed checkpoint
//	…
type proof struct {
	leaf   []byte
	index  int64
	hashes tlog.RecordProof
	signed []byte
}

const proofTitle = "c2sp.org/tlog-proof@v1"

func (p proof) format() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\nextra %s\nindex %d\n", proofTitle, base64.StdEncoding.EncodeToString(p.leaf), p.index)
	for _, h := range p.hashes {
		fmt.Fprintf(&b, "%s\n", h)
	}
	b.WriteByte('\n')
	b.Write(p.signed)
	return b.Bytes()
}

var errProof = errors.New("not a proof")

// parseProof is the inverse of format.
func parseProof(text []byte) (proof, error) {
	head, signed, found := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || len(lines) < 3 || len(lines) > 3+63 || lines[0] != proofTitle {
		return proof{}, errProof
	}
	p := proof{signed: signed}
	extra, isExtra := strings.CutPrefix(lines[1], "extra ")
	index, isIndex := strings.CutPrefix(lines[2], "index ")
	var err1, err2 error
	p.leaf, err1 = base64.StdEncoding.DecodeString(extra)
	p.index, err2 = strconv.ParseInt(index, 10, 64)
	if !isExtra || !isIndex || err1 != nil || err2 != nil {
		return proof{}, errProof
	}
	for _, s := range lines[3:] {
		h, err := tlog.ParseHash(s)
		if err != nil {
			return proof{}, errProof
		}
		p.hashes = append(p.hashes, h)
	}
	if !bytes.Equal(p.format(), text) {
		return proof{}, errProof
	}
	return p, nil
}

// Prove returns a proof that the entry with this index is in the ledger in dir,
// for a receipt. It holds the entry itself and the ledger's last checkpoint.
func Prove(dir string, index int64) (text []byte, err error) {
	f, err := openEntries(dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var leaf []byte
	b, err := readBook(f, func(l line) error {
		if l.entry.Index == index {
			leaf = l.leaf
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if leaf == nil {
		return nil, fmt.Errorf("proving entry %d of a ledger of %d: %w", index, b.entries(), ErrNotProved)
	}
	return b.prove(leaf, index, b.last.signed), nil
}

// Prove returns a proof of an entry as the function Prove does, without reading
// the whole ledger again. An index that is not below Size panics.
func (w *Writer) Prove(index int64) (text []byte, err error) {
	if index < 0 || index >= w.Size() {
		panic("ledger: internal error: proof of an entry that is not there")
	}
	f, err := os.Open(filepath.Join(w.dir, entriesFile))
	if err != nil {
		return nil, fmt.Errorf("opening the ledger: %w", bare(err))
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	end := w.book.size
	if index+1 < w.Size() {
		end = w.book.starts[index+1]
	}
	content := make([]byte, end-w.book.starts[index])
	if _, err := io.ReadFull(io.NewSectionReader(f, w.book.starts[index], int64(len(content))), content); err != nil {
		return nil, fmt.Errorf("reading the ledger: %w", bare(err))
	}
	l, err := parseLine(content)
	if err != nil || l.entry.Index != index {
		return nil, &Damage{Line: index + 1, Fault: FaultLine}
	}
	return w.book.prove(l.leaf, index, w.signed), nil
}

func (b *book) prove(leaf []byte, index int64, signed []byte) []byte {
	hashes, err := tlog.ProveRecord(b.entries(), index, b)
	if err != nil {
		panic("ledger: internal error: " + err.Error())
	}
	return proof{leaf, index, hashes, signed}.format()
}

// VerifyProof checks a proof with public keys alone and returns the entry that
// it proves and the state of the ledger that it proves it for. ErrForeign means
// that its checkpoint was not signed by a known key, ErrNotProved that it does
// not lead from the entry to the checkpoint.
//
// It does not say that the entry is about the file at hand: compare its hashes.
func VerifyProof(text []byte, v note.Verifiers) (Entry, Checkpoint, error) {
	p, err := parseProof(text)
	if err != nil {
		return Entry{}, Checkpoint{}, fmt.Errorf("reading a proof: %w", ErrNotProved)
	}
	c, err := OpenCheckpoint(p.signed, v)
	if err != nil {
		return Entry{}, Checkpoint{}, err
	}
	e, err := parseEntry(p.leaf)
	if err != nil || e.Index != p.index {
		return Entry{}, Checkpoint{}, fmt.Errorf("reading the entry of a proof: %w", ErrNotProved)
	}
	if err := tlog.CheckRecord(p.hashes, c.Size, c.Root, p.index, tlog.RecordHash(p.leaf)); err != nil {
		return Entry{}, Checkpoint{}, fmt.Errorf("following a proof: %w", ErrNotProved)
	}
	return e, c, nil
}
