package ledger

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A book is a ledger that has been read: the hashes of its tree and what is
// needed to go on writing it. Its lines fit together; whether they were signed
// by known keys is for the reader to check.
type book struct {
	origin string
	hashes []tlog.Hash // of the tree, in the order of package tlog
	starts []int64     // where each line begins
	size   int64       // bytes of whole lines
	torn   int64       // bytes of an unfinished last line
	open   map[int64]Entry
	last   line
}

// ReadHashes is the method of tlog.HashReader.
func (b *book) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		if at < 0 || at >= int64(len(b.hashes)) {
			return nil, errors.New("no such hash")
		}
		list[i] = b.hashes[at]
	}
	return list, nil
}

func (b *book) entries() int64 { return int64(len(b.starts)) }

// root returns the root of the tree of the first n entries.
func (b *book) root(n int64) tlog.Hash {
	h, err := tlog.TreeHash(n, b)
	if err != nil {
		panic("ledger: internal error: " + err.Error())
	}
	return h
}

// grow adds an entry to the tree and returns what undoes it.
func (b *book) grow(leaf []byte) (undo func()) {
	before := len(b.hashes)
	hashes, err := tlog.StoredHashes(b.entries(), leaf, b)
	if err != nil {
		panic("ledger: internal error: " + err.Error())
	}
	b.hashes = append(b.hashes, hashes...)
	b.starts = append(b.starts, b.size)
	return func() {
		b.hashes = b.hashes[:before]
		b.starts = b.starts[:len(b.starts)-1]
	}
}

// settle takes a line into the book whose leaf has been grown already.
func (b *book) settle(l line, length int) {
	b.size += int64(length)
	b.last = l
	if b.origin == "" {
		b.origin = l.checkpoint.Origin
	}
	if l.entry.Phase == Intent {
		b.open[l.entry.Index] = l.entry
	} else {
		delete(b.open, l.entry.Operation)
	}
}

// unfinished lists the intents without an outcome, in order.
func (b *book) unfinished() []Entry {
	var list []Entry
	for _, index := range slices.Sorted(maps.Keys(b.open)) {
		list = append(list, b.open[index])
	}
	return list
}

// readBook reads a ledger and checks that each line fits those before it. A line
// that does is handed to check and taken if check returns nil; an error of check
// ends the reading. Every error comes with the book of the lines before it.
func readBook(r io.Reader, check func(line) error) (*book, error) {
	b := &book{open: map[int64]Entry{}}
	lines := bufio.NewReaderSize(r, maxLine)
	for {
		text, err := lines.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF):
			b.torn = int64(len(text))
			return b, nil
		case errors.Is(err, bufio.ErrBufferFull):
			return b, b.damage(FaultLine)
		case err != nil:
			return b, fmt.Errorf("reading the ledger: %w", bare(err))
		}
		l, err := parseLine(text)
		if err != nil {
			return b, b.damage(FaultLine)
		}
		if err := b.take(l, len(text), check); err != nil {
			return b, err
		}
	}
}

// damage is found in the line after the last one that was taken.
func (b *book) damage(f Fault) *Damage { return &Damage{Line: b.entries() + 1, Fault: f} }

// take adds a line that was read if it fits those before it and passes check.
func (b *book) take(l line, length int, check func(line) error) error {
	if fault := b.misfit(l); fault != "" {
		return b.damage(fault)
	}
	undo := b.grow(l.leaf)
	if b.root(b.entries()) != l.checkpoint.Root {
		undo()
		return b.damage(FaultTree)
	}
	if err := check(l); err != nil {
		undo()
		return err
	}
	b.settle(l, length)
	return nil
}

// misfit says what keeps a line from following those before it, its hash aside.
func (b *book) misfit(l line) Fault {
	n := b.entries()
	switch {
	case l.entry.Index != n, l.checkpoint.Size != n+1:
		return FaultOrder
	case n > 0 && l.checkpoint.Origin != b.origin:
		return FaultOrigin
	case !b.belongs(l.entry):
		return FaultOperation
	}
	return ""
}

// belongs says whether an entry is an intent or the outcome of an open one.
func (b *book) belongs(e Entry) bool {
	if e.Phase == Intent {
		return e.Operation == e.Index
	}
	intent, open := b.open[e.Operation]
	return open && intent.Verb == e.Verb
}

// signature checks that a line was signed by exactly one key, a known one.
func (l line) signature(known note.Verifiers) Fault {
	n, err := openNote(l.signed, known)
	var unverified *note.UnverifiedNoteError
	switch {
	case errors.As(err, &unverified):
		return FaultSigner
	case err != nil:
		return FaultSignature
	case len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0:
		return FaultSigner
	}
	return ""
}
