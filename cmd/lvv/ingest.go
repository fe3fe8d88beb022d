package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lvv/anonymise/durable"
	"lvv/anonymise/ledger"
	"lvv/anonymise/store"
	"lvv/ingest/envelope"
	"lvv/schemas"
)

type ingestCmd struct {
	Admit string `placeholder:"FILE" help:"Admit a file that waits in quarantine/: one without a signed manifest, or with an abnormal change."`
}

func (ingestCmd) Help() string {
	return `Example:
  lvv -C utrecht ingest

Opens every file in inbox/ in memory, judges its rows, links persons, and puts the
delivery in force in one step; what was delivered before for the same period is
replaced as a whole. Rows that are not good go back to their sender, sealed, in
quarantine/. A receipt for each delivery stands in receipts/. Ctrl-C or a power cut
leaves either the old state or the new one. Exit code 3: rows or files were put
aside; 10: a file could not be opened.`
}

// An outcome is how one file fared.
type outcome struct {
	name    string // of the file in the inbox
	taking  *taking
	err     error // why the file was put aside; nil when it was taken in
	level   envelope.Level
	keyName string   // of the key that opened it
	id      [32]byte // by what the delivery is known: see envelope.Delivery
	entry   int64    // of the ledger, with the outcome
}

func (c ingestCmd) Run(env *environment, all *cli) (err error) {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	unlock, err := w.lock()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	book, err := w.openLedger(env, keyIntakeSign)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	in, err := w.openIntake(env, book)
	if err != nil {
		return err
	}
	if c.Admit != "" {
		if err := in.readmit(c.Admit); err != nil {
			return fmt.Errorf("admitting a file from quarantine: %w", err)
		}
	}
	return in.ingestAll(env)
}

// ingestAll takes in every file of the inbox, in the order of names, and says
// of each how it fared. A file that cannot be taken in keeps no other waiting.
func (in *intake) ingestAll(env *environment) error {
	files, err := sealedFiles(in.inboxDir())
	if err != nil {
		return err
	}
	bar := env.newProgress()
	var first error
	var aside bool
	for i, name := range files {
		bar.step(int64(i), int64(len(files)), "taking in")
		o := in.ingestFile(name)
		if o.err != nil && !putAside(o.err) {
			bar.end()
			return fmt.Errorf("taking in %s: %w", o.shown(), o.err)
		}
		bar.end()
		in.tell(env, o)
		aside = aside || o.err != nil && !errors.Is(o.err, store.ErrSame) || o.taking != nil && o.taking.report != nil && o.taking.report.Stats.Bad > 0
		if first == nil && sealProblem(o.err) {
			first = o.err
		}
	}
	if err := in.clearRaw(); err != nil {
		return err
	}
	if first != nil {
		return first
	}
	if aside {
		return errPutAside
	}
	return nil
}

// sealedFiles lists the age files of a folder by name.
func sealedFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	names := []string{} // a list without names is a list for machines too
	for _, e := range entries {
		if e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// ingestFile is the walk of one delivery: received, opened in memory, read and
// judged, bad rows sealed back, linked, through gate 1, to a sealed segment, and
// into force. Each step that changes something lies between two entries of the
// ledger.
func (in *intake) ingestFile(name string) outcome {
	o := outcome{name: name}
	path := filepath.Join(in.inboxDir(), name)
	f, _, err := openRegular(path)
	if err != nil {
		o.err = err
		return o
	}
	defer f.Close()
	o.err = in.book.Do("ingest", ledger.Facts{}.Version(ledger.Program, version), func() (ledger.Facts, error) {
		err := in.walk(f, &o)
		return o.facts(in.contract.Name, err), err
	})
	o.entry = in.book.Size() - 1
	if o.err != nil && !putAside(o.err) {
		return o
	}
	if err := in.conclude(&o, path); err != nil {
		o.err = err
	}
	return o
}

// walk is what happens between the two entries.
func (in *intake) walk(f *os.File, o *outcome) (err error) {
	d, err := envelope.Open(f, o.name, in.openers, in.verifier, in.at)
	if o.id, err = identify(f, d, err); err != nil {
		return err
	}
	o.level, o.keyName = d.Level, d.KeyName
	t := &taking{in: in, data: in.contract.Dataset(d.Manifest.Dataset)}
	t.meta = in.metaOf(d, o.id)
	o.taking = t
	if err := in.mayEnter(o.name, d, t); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.drop()) }()
	if err := t.take(context.Background(), d); err != nil {
		return err
	}
	if t.report.Refused() {
		return errRefused
	}
	segment, err := t.finish()
	if err != nil {
		return err
	}
	if t.abnormal() && in.admit != o.name {
		return fmt.Errorf("%d rows vanished: %w", t.session.Changes().Vanished, errHeld)
	}
	return t.commit(segment)
}

// identify says by what a delivery is known: a signed one by its manifest, any
// other file by its own hash, for which it has to be read once more.
func identify(f *os.File, d *envelope.Delivery, opened error) (id [32]byte, err error) {
	if opened == nil && d.Signed {
		return d.ID, nil
	}
	at, err := f.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err == nil {
		id, err = hashOf(f)
	}
	if err == nil {
		_, err = f.Seek(at, io.SeekStart) // where the opened delivery reads on
	}
	return id, errors.Join(opened, err)
}

// mayEnter holds the delivery against what is agreed and what is in force,
// before anything of it is read.
func (in *intake) mayEnter(name string, d *envelope.Delivery, t *taking) error {
	if _, err := in.settings.organisation(d.Org); err != nil {
		return err
	}
	if t.data == nil || d.Signed && d.Manifest.Contract != in.contract.Name {
		return fmt.Errorf("dataset or contract: %w", errNotAgreed)
	}
	if !inTerm(in.contract, t.meta.Period()) || t.meta.Seq > maxSeq {
		return fmt.Errorf("period or sequence: %w", errNotAgreed)
	}
	if !d.Signed && !in.settings.AcceptUnsigned && in.admit != name {
		return fmt.Errorf("no signed manifest: %w", errHeld)
	}
	_, err := in.store.Plan(t.meta)
	return err
}

// maxSeq is the highest sequence of a delivery.
const maxSeq = 9999

// inTerm tells periods of the pilot from those with a mistyped year. People were
// in shelter before it began, and pilots are prolonged.
func inTerm(contract *schemas.Contract, p schemas.Period) bool {
	const year = 366
	return p.From >= contract.Start-year && p.To <= contract.End+10*year
}

// errNotAgreed means that a delivery is of a kind that the contract does not
// have (S-U 13: an organisation is bound only by what was agreed in writing).
var errNotAgreed = errors.New("the contract of this workspace does not have this delivery")

// sealProblem says whether a failure has to do with the seal.
func sealProblem(err error) bool {
	for _, a := range advice {
		if a.exit == exitSealed && errors.Is(err, a.err) {
			return true
		}
	}
	return false
}

// putAside says whether a failure concerns this file alone, so that the others
// can go on; anything else ends the run.
func putAside(err error) bool {
	if sealProblem(err) {
		return true
	}
	for _, known := range []error{errRefused, errHeld, errNotAgreed, errNoOrganisation, store.ErrSame, store.ErrOlder, store.ErrOverlap} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// facts are what the ledger keeps of the outcome: counts, hashes and codes.
func (o *outcome) facts(contract string, err error) ledger.Facts {
	f := ledger.Facts{}.Hash(ledger.Delivery, o.id).CodeOf(ledger.Result, resultCode(err), "admitted", "same", "older", "overlap", "held", "refused", "not-agreed", "not-opened", "failed")
	t := o.taking
	if t == nil || errors.Is(err, errNotAgreed) || errors.Is(err, errNoOrganisation) {
		return f // what the file says of itself may be anything
	}
	f = f.Org(t.meta.Org).Dataset(t.meta.Dataset).Period(t.meta.From.Time(), t.meta.To.Time()).Seq(int64(t.meta.Seq)).
		Version(ledger.Contract, contract).
		CodeOf(ledger.Level, levelCode(o.level), "none", "key", "folder", "signed", "phone")
	if t.report == nil {
		return f
	}
	s := t.report.Stats
	f = f.Count(ledger.RowsIn, int64(s.Rows-s.Blank)).Count(ledger.RowsGood, int64(s.Good)).Count(ledger.RowsBad, int64(s.Bad)).
		Count(ledger.ColumnsDropped, int64(t.report.Dropped)).Count(ledger.Warnings, int64(t.report.Count(schemas.TierWarning)))
	if t.session == nil || err != nil {
		return f
	}
	c := t.session.Changes()
	return f.Count(ledger.RowsNew, int64(c.New)).Count(ledger.RowsChanged, int64(c.Changed)).Count(ledger.RowsVanished, int64(c.Vanished))
}

// resultCode is the outcome in one word for the ledger.
func resultCode(err error) string {
	for _, r := range []struct {
		err  error
		code string
	}{
		{nil, "admitted"}, {store.ErrSame, "same"}, {store.ErrOlder, "older"}, {store.ErrOverlap, "overlap"},
		{errHeld, "held"}, {errRefused, "refused"}, {errNotAgreed, "not-agreed"}, {errNoOrganisation, "not-agreed"},
	} {
		if errors.Is(err, r.err) {
			return r.code
		}
	}
	if sealProblem(err) {
		return "not-opened"
	}
	return "failed"
}

func levelCode(l envelope.Level) string {
	return []string{"none", "key", "folder", "signed", "phone"}[l]
}

// conclude writes the receipt and moves the file out of the inbox. It can be
// done again: a crash before it leaves the file, which the next run finds to be
// in force already.
func (in *intake) conclude(o *outcome, path string) error {
	if err := in.writeReceipt(o); err != nil {
		return err
	}
	switch {
	case o.err == nil || errors.Is(o.err, store.ErrSame):
		if in.settings.KeepRawDays == 0 {
			return durable.Remove(path)
		}
		return in.keepRaw(path, filepath.Join(in.rawDir(), o.rawName()))
	}
	to, err := in.quarantinePath(o)
	if err != nil {
		return err
	}
	if errors.Is(o.err, envelope.ErrNotAge) {
		return in.sealAway(path, to)
	}
	return durable.Rename(path, to)
}

// keepRaw keeps a sealed delivery, dated by when it was taken in: that is when
// the term of keep_raw_days begins, whatever date the sender's file had.
func (in *intake) keepRaw(from, to string) error {
	if err := durable.Rename(from, to); err != nil {
		return err
	}
	return os.Chtimes(to, in.at, in.at)
}

// shown is the name under which a file is spoken of: its own when that says
// organisation, dataset and period, and otherwise one made of its hash, because
// a name given by hand may hold anything.
func (o *outcome) shown() string {
	if _, err := envelope.ParseName(o.name); err == nil {
		return o.name
	}
	return fmt.Sprintf("onbekend_%x.age", o.id[:6])
}

// rawName keeps deliveries of the same name apart while they are kept.
func (o *outcome) rawName() string { return fmt.Sprintf("%x_%s", o.id[:4], o.shown()) }

// clearRaw removes sealed deliveries that were kept long enough.
func (in *intake) clearRaw() error {
	entries, err := os.ReadDir(in.rawDir())
	if err != nil {
		return ignoreNotExist(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if in.at.Sub(info.ModTime()) > time.Duration(in.settings.KeepRawDays)*24*time.Hour {
			if err := durable.Remove(filepath.Join(in.rawDir(), e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
