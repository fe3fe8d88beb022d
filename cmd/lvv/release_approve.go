package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"lvv/anonymise/durable"
	"lvv/anonymise/ledger"
	"lvv/anonymise/release"
	"lvv/reports/parcel"
)

type releaseApprove struct {
	Number int64  `arg:"" help:"Number of the release."`
	As     string `required:"" placeholder:"NAME" help:"Who approves, as lvv.toml names that person."`
	Key    string `short:"i" placeholder:"KEY" help:"Key of that person, when it does not lie in keys/."`
}

func (c releaseApprove) Run(env *environment, all *cli) (err error) {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	second, err := w.pen(c.As, c.Key, all.passphrase(env))
	if err != nil {
		return err
	}
	var m made
	defer func() {
		if m.file != nil {
			err = errors.Join(err, m.file.Abort())
		}
	}()
	i, err := w.issue(c.Number)
	if err != nil {
		return err
	}
	err = w.during(env, func(book *ledger.Writer) error {
		if i, err = w.issue(c.Number); err != nil {
			return err
		}
		if err := w.mayApprove(i); err != nil {
			return err
		}
		to, err := w.allowed(book, i.purpose)
		if err != nil {
			return err
		}
		if m.path, err = w.parcelOf(i); err != nil {
			return err
		}
		if m.path != "" { // it left whole, and the machine stopped before what waited was removed
			m.to = to
			return durable.Remove(w.proposalFile(i.number))
		}
		intent := ledger.Facts{}.Version(ledger.Program, version).Seq(i.number)
		err = book.Do(verbApprove, intent, func() (ledger.Facts, error) { return w.approve(env, &m, i, to, second) })
		if err != nil {
			return err
		}
		// Only now is it given its name; what waited is no longer needed.
		if err := m.file.Commit(filepath.Base(m.path)); err != nil {
			return err
		}
		return durable.Remove(w.proposalFile(i.number))
	})
	if err != nil {
		return err
	}
	env.print("%s", m.path)
	env.say("release %d approved by %s, sealed for %v", i.number, c.As, m.to)
	if c.Key == "" {
		env.say("hint: hand keys/%s.key to %s and remove it here: who holds both keys is one person", approverKey(c.As), c.As)
	}
	return nil
}

// mayApprove lets a release through that waits, or whose parcel did not get its
// name because the machine stopped.
func (w *workspace) mayApprove(i issue) error {
	_, err := os.Stat(w.proposalFile(i.number))
	if i.state == stateProposed || i.state == stateReleased && err == nil {
		return nil
	}
	return fmt.Errorf("release %d is %s: %w", i.number, i.state, errState)
}

// approve holds what waits against what was proposed, signs it as the second
// person and seals it for its recipients.
func (w *workspace) approve(env *environment, m *made, i issue, to []string, second pen) (ledger.Facts, error) {
	none := ledger.Facts{}
	memory, err := w.recall(env, i)
	if err != nil {
		return none, err
	}
	for _, name := range memory.Recipients {
		if !slices.Contains(to, name) {
			return none, fmt.Errorf("%s: %s: %w", i.purpose, name, release.ErrRecipient)
		}
	}
	sealed, err := asRecorded(w.proposalFile(i.number), i.proposal)
	if err != nil {
		return none, err
	}
	ids, err := w.roomKeys(env)
	if err != nil {
		return none, err
	}
	packed, err := parcel.Reopen(bytes.NewReader(sealed), ids...)
	if err != nil {
		return none, err
	}
	proposal := memory.Proposal(packed.Files())
	if digest := proposal.Digest(); fmt.Sprintf("%x", digest) != i.digest {
		return none, fmt.Errorf("release %d: %w", i.number, release.ErrChanged)
	}
	hands, err := w.hands()
	if err != nil {
		return none, err
	}
	signature, err := release.Sign(proposal, release.Second, second.name, second.signer, env.now())
	if err != nil {
		return none, err
	}
	leave, err := release.Grant(proposal, hands, memory.Maker, &signature)
	if err != nil {
		return none, err
	}
	m.to = memory.Recipients
	sums, err := w.sealOut(m, packed, leave)
	if err != nil {
		return none, err
	}
	return none.Seq(i.number).Hash(ledger.Release, proposal.Digest()).Hash(ledger.Parcel, sums.Sealed).KeyID(ledger.Approver, second.id), nil
}
