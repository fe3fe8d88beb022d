package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"

	"filippo.io/age"

	"lvv/anonymise/durable"
	"lvv/anonymise/ledger"
	"lvv/anonymise/release/history"
	"lvv/schemas"
)

// The states of a release.
const (
	stateProposed  = "voorgesteld"
	stateReleased  = "vrijgegeven"
	stateRejected  = "afgewezen"   // withdrawn before it left
	stateWithdrawn = "ingetrokken" // withdrawn after it left, which does not call it back
)

// An issue is what the ledger tells of one release. The ledger is the register's
// spine: what it says of a release cannot be changed unseen.
type issue struct {
	number   int64
	purpose  schemas.Purpose
	period   schemas.Period
	made     time.Time
	state    string
	maker    string // key that signed
	approver string // key that signed, or nothing
	reason   string // of withdrawal

	digest, memory, proposal, parcel string // SHA-256 in hex, or nothing
}

// left reports whether somebody may hold the parcel.
func (i issue) left() bool { return i.state == stateReleased || i.state == stateWithdrawn }

// binds reports whether a new release must reckon with this one: it has left, or
// it may still.
func (i issue) binds() bool { return i.left() || i.state == stateProposed }

// The verbs of the ledger that are about releases.
const (
	verbReport   = "report"
	verbApprove  = "release-approve"
	verbWithdraw = "release-withdraw"
)

// issues reads from the ledger what was released, by number.
func (w *workspace) issues() ([]issue, error) {
	var all []issue
	for e, err := range ledger.Entries(w.ledgerDir()) {
		if err != nil {
			return nil, err
		}
		if e.Phase != ledger.Outcome || e.Status != ledger.OK {
			continue
		}
		facts := factsOf(e)
		n, _ := strconv.ParseInt(facts["lvv.seq"], 10, 64) // the ledger has checked it
		switch {
		case e.Verb == verbReport && n == int64(len(all))+1:
			all = append(all, issueOf(e, facts, n))
		case (e.Verb == verbApprove || e.Verb == verbWithdraw) && n >= 1 && n <= int64(len(all)):
			all[n-1].follow(e.Verb, facts)
		case n > 0 && (e.Verb == verbReport || e.Verb == verbApprove || e.Verb == verbWithdraw):
			return nil, fmt.Errorf("entry %d of the ledger is about release %d, which does not come there: %w", e.Index, n, ledger.ErrDamaged)
		}
	}
	return all, nil
}

func factsOf(e ledger.Entry) map[string]string {
	facts := make(map[string]string)
	for k, v := range e.Facts.All() {
		facts[k] = v
	}
	return facts
}

func issueOf(e ledger.Entry, facts map[string]string, n int64) issue {
	i := issue{number: n, purpose: schemas.Purpose(facts[string(ledger.ReportOn)]), made: e.Time, state: stateProposed,
		maker: facts[string(ledger.Actor)], digest: facts[string(ledger.Release)], memory: facts[string(ledger.Memory)],
		proposal: facts[string(ledger.Proposal)], parcel: facts[string(ledger.Parcel)]}
	i.period.From, _ = schemas.ParseDay(facts["lvv.period.from"]) // the ledger has checked them
	i.period.To, _ = schemas.ParseDay(facts["lvv.period.to"])
	if i.parcel != "" {
		i.state = stateReleased
	}
	return i
}

// follow is what happened to a release after it was made.
func (i *issue) follow(verb string, facts map[string]string) {
	if verb == verbApprove {
		i.state, i.parcel, i.approver = stateReleased, facts[string(ledger.Parcel)], facts[string(ledger.Approver)]
		return
	}
	i.reason = facts[string(ledger.Reason)]
	if i.state = stateRejected; i.parcel != "" {
		i.state = stateWithdrawn
	}
}

func (w *workspace) memoryFile(n int64) string {
	return filepath.Join(w.releasesDir(), fmt.Sprintf("%04d.age", n))
}

func (w *workspace) proposalFile(n int64) string {
	return filepath.Join(w.releasesDir(), fmt.Sprintf("%04d_voorstel.zip.age", n))
}

// asRecorded reads a file of the register and holds it against the ledger.
func asRecorded(path, want string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if sum := sha256.Sum256(data); err != nil || fmt.Sprintf("%x", sum) != want {
		return nil, fmt.Errorf("releases/%s is not there as the ledger says: %w", filepath.Base(path), ledger.ErrDamaged)
	}
	return data, nil
}

// recall opens what is remembered of a release, with the key of the store.
func (w *workspace) recall(env *environment, i issue) (history.Release, error) {
	ids, err := w.roomKeys(env)
	if err != nil {
		return history.Release{}, err
	}
	return w.recallWith(ids, i)
}

func (w *workspace) recallWith(ids []age.Identity, i issue) (history.Release, error) {
	data, err := asRecorded(w.memoryFile(i.number), i.memory)
	if err != nil {
		return history.Release{}, err
	}
	plain, err := age.Decrypt(bytes.NewReader(data), ids...)
	if err != nil {
		return history.Release{}, fmt.Errorf("opening what is remembered of release %d: %w", i.number, history.ErrUnreadable)
	}
	r, err := history.Read(plain)
	if err != nil {
		return history.Release{}, fmt.Errorf("release %d: %w", i.number, err)
	}
	return r, nil
}

// roomKeys are the secret keys of the reporting room, of every generation.
func (w *workspace) roomKeys(env *environment) ([]age.Identity, error) {
	ids, err := w.keys.Identities(env.now(), keyStore)
	if err != nil {
		return nil, fmt.Errorf("the secret key of the store: %w", err)
	}
	var all []age.Identity
	for _, id := range ids {
		all = append(all, id)
	}
	return all, nil
}

// past opens all releases that a new one must reckon with, side by side.
func (w *workspace) past(env *environment, issues []issue) (*history.Past, error) {
	if len(issues) == 0 {
		return history.NewPast(nil), nil
	}
	ids, err := w.roomKeys(env)
	if err != nil {
		return nil, err
	}
	bind := slices.DeleteFunc(slices.Clone(issues), func(i issue) bool { return !i.binds() })
	all, failed := make([]history.Release, len(bind)), make([]error, len(bind))
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for n, i := range bind {
		free <- struct{}{}
		wait.Go(func() {
			all[n], failed[n] = w.recallWith(ids, i)
			<-free
		})
	}
	wait.Wait()
	if n := slices.IndexFunc(failed, func(err error) bool { return err != nil }); n >= 0 {
		return nil, failed[n]
	}
	return history.NewPast(all), nil
}

// keep seals a file of the register to the reporting room itself and puts it in
// place. It answers the SHA-256 of what lies there.
func (w *workspace) keep(path string, write func(to io.Writer, room age.Recipient) error) (sum [32]byte, err error) {
	key, err := w.keys.Recipient(keyStore)
	if err != nil {
		return sum, fmt.Errorf("the key of the store: %w", err)
	}
	if err := durable.Folder(w.releasesDir()); err != nil {
		return sum, err
	}
	h := sha256.New()
	err = durable.WriteFile(path, durable.Private, func(out io.Writer) error {
		return write(io.MultiWriter(out, h), key)
	})
	h.Sum(sum[:0])
	return sum, err
}

// remember seals what is remembered of a release.
func (w *workspace) remember(r history.Release) ([32]byte, error) {
	return w.keep(w.memoryFile(r.Number), func(to io.Writer, room age.Recipient) error {
		sealed, err := age.Encrypt(to, room)
		if err != nil {
			return fmt.Errorf("sealing what is remembered of a release: %w", err)
		}
		return errors.Join(r.Write(sealed), sealed.Close())
	})
}

// verifyReleases holds every file of the register against the ledger, with
// public keys alone. A proposal that was never approved has to be there; one
// that was approved or rejected is gone.
func (w *workspace) verifyReleases() (issues []issue, err error) {
	if issues, err = w.issues(); err != nil {
		return nil, err
	}
	if _, err := os.Stat(w.releasesDir()); errors.Is(err, fs.ErrNotExist) && w.settings.Folders.Releases == "" && !w.reports() {
		return nil, nil // the other room keeps them
	}
	for _, i := range issues {
		if _, err := asRecorded(w.memoryFile(i.number), i.memory); err != nil {
			return nil, err
		}
		if i.state == stateProposed {
			if _, err := asRecorded(w.proposalFile(i.number), i.proposal); err != nil {
				return nil, err
			}
		}
	}
	return issues, nil
}

// reports says whether this is the room that makes reports.
func (w *workspace) reports() bool {
	_, err := os.Stat(filepath.Join(w.keysDir(), keyReportSign+".key"))
	return err == nil
}
