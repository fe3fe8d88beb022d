package ledger

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A Report is what Verify found.
type Report struct {
	Origin  string    `json:"origin"`
	Entries int64     `json:"entries"` // that are in order, from the first
	Root    tlog.Hash `json:"root"`
	First   time.Time `json:"first,omitzero"`
	Last    time.Time `json:"last,omitzero"`
	// Signers names the keys that signed, in order of first appearance.
	Signers []string `json:"signers"`
	// Confirmed is how many entries the checkpoints from outside vouch for. A
	// tail beyond them could have been cut and written anew by who holds a
	// room's key.
	Confirmed int64 `json:"confirmed"`
	// Unfinished lists the intents without an outcome: acts that were cut off.
	Unfinished []Entry `json:"unfinished"`
	// TornBytes is the length of a last line that was never finished. It counts
	// as never written.
	TornBytes int64 `json:"torn_bytes"`
	// Backward counts entries that are older than the one before them: the
	// clock was set back.
	Backward int `json:"backward"`
}

// Verify reads the whole ledger in dir and checks every line, every signature,
// and that it goes on from the checkpoint kept beside it and from every known
// checkpoint, such as those in parcels and receipts. The error is a *Damage,
// which is ErrDamaged, or ErrForeign for a known checkpoint that was not signed
// by these keys. The report holds what is in order before the damage.
func Verify(dir string, v note.Verifiers, known ...[]byte) (report Report, err error) {
	// The checkpoint first: a writer that is at work adds to the record before
	// it renews the checkpoint, so in this order the record is never behind.
	own, err := readCheckpoint(dir)
	if err != nil {
		return Report{}, err
	}
	f, err := openEntries(dir)
	if err != nil {
		return Report{}, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	b, report, err := verify(f, v)
	if err != nil {
		return report, err
	}
	if own != nil {
		if err := b.compare(own, v); err != nil {
			if errors.Is(err, ErrForeign) {
				err = &Damage{Line: b.entries(), Fault: FaultFork}
			}
			return report, fmt.Errorf("comparing the ledger with its own checkpoint: %w", err)
		}
	}
	for _, signed := range known {
		if err := b.compare(signed, v); err != nil {
			return report, fmt.Errorf("comparing the ledger with a known checkpoint: %w", err)
		}
		if c, err := OpenCheckpoint(signed, v); err == nil {
			report.Confirmed = max(report.Confirmed, c.Size)
		}
	}
	return report, nil
}

// verify checks the lines and their signatures.
func verify(r io.Reader, v note.Verifiers) (*book, Report, error) {
	var report Report
	b, err := readBook(r, func(l line) error {
		if fault := l.signature(v); fault != "" {
			return &Damage{Line: l.entry.Index + 1, Fault: fault}
		}
		report.add(l)
		return nil
	})
	report.Origin, report.TornBytes, report.Unfinished = b.origin, b.torn, b.unfinished()
	if err == nil {
		report.Root = b.root(b.entries())
	}
	return b, report, err
}

// add takes a line into the report whose signature has been checked.
func (r *Report) add(l line) {
	switch {
	case r.Entries == 0:
		r.First = l.entry.Time
	case l.entry.Time.Before(r.Last):
		r.Backward++
	}
	r.Last = l.entry.Time
	r.Entries++
	if !slices.Contains(r.Signers, l.entry.Signer) {
		r.Signers = append(r.Signers, l.entry.Signer)
	}
}

// compare checks that the ledger is the one that a signed checkpoint was made
// for, grown longer or not.
func (b *book) compare(signed []byte, v note.Verifiers) error {
	c, err := OpenCheckpoint(signed, v)
	switch {
	case err != nil:
		return err
	case c.Size > b.entries():
		return &Damage{Line: b.entries() + 1, Fault: FaultCut}
	case c.Size == 0:
		return nil // says nothing about any entry
	case c.Origin != b.origin:
		return &Damage{Line: c.Size, Fault: FaultOrigin}
	case c.Root != b.root(c.Size):
		return &Damage{Line: c.Size, Fault: FaultFork}
	}
	return nil
}
