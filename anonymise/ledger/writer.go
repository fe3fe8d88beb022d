package ledger

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"golang.org/x/mod/sumdb/note"

	"lvv/anonymise/durable"
)

// A Writer adds to a ledger. It holds the ledger's lock until Close. Not safe
// for concurrent use.
type Writer struct {
	dir    string
	signer note.Signer
	now    func() time.Time
	book   *book
	file   *durable.Appender
	unlock func() error
	signed []byte  // the present state, signed by us
	found  []Entry // what was unfinished when we came
}

// Open opens the ledger in dir for writing, and begins it if there is none. S
// signs what is written; v knows the keys of all rooms that write to this
// ledger, s included, or it is ErrForeign. Now says the time of an entry.
//
// Another open Writer is durable.ErrLocked. A damaged ledger is ErrDamaged and
// is not written to. Open reads every line but checks only the last signature,
// which covers all of them; Verify checks each.
func Open(dir string, s note.Signer, v note.Verifiers, now func() time.Time) (*Writer, error) {
	if err := knows(v, s); err != nil {
		return nil, err
	}
	if err := durable.Folder(dir); err != nil {
		return nil, fmt.Errorf("opening the ledger: %w", err)
	}
	unlock, err := durable.Lock(filepath.Join(dir, lockFile))
	if err != nil {
		return nil, fmt.Errorf("opening the ledger: %w", err)
	}
	w := &Writer{dir: dir, signer: s, now: now, unlock: unlock}
	if err := w.load(v); err != nil {
		return nil, errors.Join(err, w.release())
	}
	return w, nil
}

// knows checks that what s signs will be verified by v.
func knows(v note.Verifiers, s note.Signer) error {
	if v != nil {
		if _, err := v.Verifier(s.Name(), s.KeyHash()); err == nil {
			return nil
		}
	}
	return fmt.Errorf("opening the ledger with an unknown signer: %w", ErrForeign)
}

// load reads the ledger and opens it for adding.
func (w *Writer) load(v note.Verifiers) error {
	if _, err := durable.Sweep(w.dir); err != nil {
		return fmt.Errorf("opening the ledger: %w", err)
	}
	f, err := openEntries(w.dir)
	if err != nil {
		return err
	}
	w.book, err = readBook(f, func(line) error { return nil })
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := w.check(v); err != nil {
		return err
	}
	w.found = w.book.unfinished()
	if w.signed, err = w.state().sign(w.signer); err != nil {
		return fmt.Errorf("signing the state of the ledger: %w", err)
	}
	if w.file, err = durable.Append(filepath.Join(w.dir, entriesFile)); err != nil {
		return fmt.Errorf("opening the ledger: %w", err)
	}
	return nil
}

// check compares what was read with its last signature and with the checkpoint
// kept beside it.
func (w *Writer) check(v note.Verifiers) error {
	if n := w.book.entries(); n > 0 {
		if fault := w.book.last.signature(v); fault != "" {
			return &Damage{Line: n, Fault: fault}
		}
	}
	own, err := readCheckpoint(w.dir)
	if err != nil || own == nil {
		return err
	}
	err = w.book.compare(own, v)
	if errors.Is(err, ErrForeign) {
		return &Damage{Line: w.book.entries(), Fault: FaultFork}
	}
	return err
}

// state is the checkpoint of what is written so far.
func (w *Writer) state() Checkpoint {
	origin := w.book.origin
	if origin == "" {
		origin = w.signer.Name()
	}
	n := w.book.entries()
	return Checkpoint{Origin: origin, Size: n, Root: w.book.root(n)}
}

// Do records that verb is about to happen, does it, and records how it ended.
// If the intent cannot be recorded, act is not called. What act returns beside
// an error is recorded too; the error itself is not, because an error's text is
// free text. Verb is of small letters and hyphens. Acts may be nested.
//
// The error of act comes back as it is, joined with that of the recording.
func (w *Writer) Do(verb string, intent Facts, act func() (Facts, error)) error {
	operation := w.Size()
	if err := w.record(Entry{Operation: operation, Verb: verb, Phase: Intent, Facts: intent}); err != nil {
		return fmt.Errorf("recording the intent: %w", err)
	}
	facts, failure := act()
	outcome := Entry{Operation: operation, Verb: verb, Phase: Outcome, Status: OK, Facts: facts}
	if failure != nil {
		outcome.Status = Failed
	}
	if err := w.conclude(outcome); err != nil {
		return errors.Join(failure, fmt.Errorf("recording the outcome: %w", err))
	}
	return failure
}

// conclude records an outcome. Facts that are refused do not keep the outcome
// itself from being recorded.
func (w *Writer) conclude(outcome Entry) error {
	refused := outcome.Facts.err
	if refused != nil {
		outcome.Facts = Facts{}
	}
	if err := w.record(outcome); err != nil {
		return errors.Join(refused, err)
	}
	return errors.Join(refused, w.keepCheckpoint())
}

// record writes one entry and syncs it.
func (w *Writer) record(e Entry) error {
	if w.book.torn > 0 {
		e.Facts = e.Facts.Count(tornBytes, min(w.book.torn, maxCount))
	}
	e.Index, e.Time, e.Signer = w.Size(), w.now().UTC().Truncate(time.Second), w.signer.Name()
	if err := e.valid(); err != nil {
		return err
	}
	if w.book.torn > 0 {
		if err := w.file.Cut(w.book.size); err != nil {
			return err
		}
	}
	leaf := e.canonical()
	undo := w.book.grow(leaf)
	checkpoint := w.state()
	signed, err := checkpoint.sign(w.signer)
	if err != nil {
		undo()
		return fmt.Errorf("signing an entry: %w", err)
	}
	text := formatLine(leaf, signed)
	if err := w.file.Append(text); err != nil {
		undo()
		return err
	}
	w.book.settle(line{e, leaf, checkpoint, signed}, len(text))
	w.book.torn, w.signed = 0, signed
	return nil
}

// keepCheckpoint writes the present state beside the record.
func (w *Writer) keepCheckpoint() error {
	return durable.WriteFile(filepath.Join(w.dir, checkpointFile), durable.Private, func(out io.Writer) error {
		_, err := out.Write(w.signed)
		return err
	})
}

// Checkpoint returns the present state as a signed note, for parcels and
// receipts: a C2SP tlog-checkpoint, signed by this writer's signer.
func (w *Writer) Checkpoint() []byte { return append([]byte(nil), w.signed...) }

// Size returns the number of entries. During an act, its intent is in; the
// first entry of the next act will have this index.
func (w *Writer) Size() int64 { return w.book.entries() }

// Unfinished returns the intents without an outcome that were there when the
// ledger was opened, in order.
func (w *Writer) Unfinished() []Entry { return w.found }

// Close gives the ledger back. All entries are on disk already.
func (w *Writer) Close() error {
	var err error
	if w.Size() > 0 {
		err = w.keepCheckpoint()
	}
	return errors.Join(err, w.file.Close(), w.release())
}

func (w *Writer) release() error { return w.unlock() }
