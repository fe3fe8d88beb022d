package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"

	"lvv/anonymise/durable"
	"lvv/anonymise/ledger"
	"lvv/anonymise/release"
	"lvv/reports/parcel"
)

type releaseCmd struct {
	List     releaseList     `cmd:"" help:"List everything that was made, what left, and what was withdrawn."`
	Show     releaseShow     `cmd:"" help:"Show the control sheet of a release."`
	Approve  releaseApprove  `cmd:"" help:"Approve a release as the second person; it is sealed for its recipients then."`
	Withdraw releaseWithdraw `cmd:"" help:"Reject a release that waits, or withdraw one that left."`
}

func (releaseCmd) Help() string {
	return `Example:
  lvv -C utrecht release show 3 --html controle.html
  lvv -C utrecht release approve 3 --as devries -i devries.key

When lvv.toml names somebody who approves, "lvv report" leaves a parcel waiting and
seals it for nobody. That person reads the control sheet and signs the digest, which
covers every file; then the parcel goes to out/. Who made it cannot approve it. What
left is remembered for ever, withdrawn or not: new releases are judged beside it.`
}

// errState means that a release is not in the state that an act asks for.
var errState = errors.New("that cannot be done with this release")

// issue finds a release by its number.
func (w *workspace) issue(n int64) (issue, error) {
	all, err := w.issues()
	if err != nil {
		return issue{}, err
	}
	if n < 1 || n > int64(len(all)) {
		return issue{}, usage(fmt.Errorf("there is no release %d; lvv release list shows them", n))
	}
	return all[n-1], nil
}

type releaseList struct {
	JSON bool `help:"For a machine."`
}

// listed is a release in the list.
type listed struct {
	Number  int64     `json:"number"`
	Purpose string    `json:"purpose"`
	From    string    `json:"from"`
	To      string    `json:"to"`
	State   string    `json:"state"`
	Made    time.Time `json:"made"`
	Digest  string    `json:"digest"`
	Maker   string    `json:"maker"`
	Second  string    `json:"approver,omitempty"`
	Reason  string    `json:"reason,omitempty"`
}

func (c releaseList) Run(env *environment, all *cli) error {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	issues, err := w.issues()
	if err != nil {
		return err
	}
	lines := []listed{}
	for _, i := range issues {
		lines = append(lines, listed{i.number, string(i.purpose), i.period.From.String(), i.period.To.String(), i.state, i.made, i.digest, i.maker, i.approver, i.reason})
	}
	if c.JSON {
		return json.NewEncoder(env.stdout).Encode(lines)
	}
	t := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "NR\tPAKKET\tPERIODE\tSTAND\tGEMAAKT\tDIGEST\tDOOR")
	for _, l := range lines {
		by := l.Maker
		if l.Second != "" {
			by += ", " + l.Second
		}
		state := l.State
		if l.Reason != "" {
			state += ": " + l.Reason
		}
		fmt.Fprintf(t, "%d\t%s\t%s..%s\t%s\t%s\t%.16s\t%s\n", l.Number, l.Purpose, l.From, l.To, state, l.Made.Format(time.DateOnly), l.Digest, by)
	}
	return t.Flush()
}

type releaseShow struct {
	Number int64  `arg:"" help:"Number of the release."`
	HTML   string `name:"html" short:"o" placeholder:"FILE" help:"Write the sheet as a page, to read, print and sign."`
}

func (c releaseShow) Run(env *environment, all *cli) error {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	i, err := w.issue(c.Number)
	if err != nil {
		return err
	}
	r, err := w.recall(env, i)
	if err != nil {
		return err
	}
	s := controlSheet{i, r, w.settings.Programme}
	if c.HTML == "" {
		return s.text(env.stdout)
	}
	var page bytes.Buffer
	if err := s.page(&page); err != nil {
		return err
	}
	if err := writeWhole(c.HTML, page.Bytes()); err != nil {
		return err
	}
	env.print("%s", c.HTML)
	return nil
}

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

type releaseWithdraw struct {
	Number int64  `arg:"" help:"Number of the release."`
	Reason string `required:"" enum:"afgekeurd,fout-in-cijfers,onthulling,verkeerde-ontvanger,vervangen,op-verzoek" placeholder:"CODE" help:"afgekeurd, fout-in-cijfers, onthulling, verkeerde-ontvanger, vervangen or op-verzoek."`
}

func (c releaseWithdraw) Run(env *environment, all *cli) error {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	i, err := w.issue(c.Number)
	if err != nil {
		return err
	}
	err = w.during(env, func(book *ledger.Writer) error {
		if i, err = w.issue(c.Number); err != nil {
			return err
		}
		if i.state != stateProposed && i.state != stateReleased {
			return fmt.Errorf("release %d is %s: %w", i.number, i.state, errState)
		}
		intent := ledger.Facts{}.Version(ledger.Program, version).Seq(i.number)
		return book.Do(verbWithdraw, intent, func() (ledger.Facts, error) {
			facts := ledger.Facts{}.Seq(i.number).CodeOf(ledger.Reason, c.Reason,
				"afgekeurd", "fout-in-cijfers", "onthulling", "verkeerde-ontvanger", "vervangen", "op-verzoek")
			return facts, w.takeBack(i)
		})
	})
	if err != nil {
		return err
	}
	if i.left() {
		env.say("release %d is withdrawn; what left stays in the register and new releases are judged beside it", i.number)
		env.say("hint: ask the recipients to destroy the parcel")
		return nil
	}
	env.say("release %d is rejected; it never left", i.number)
	return nil
}

// takeBack removes the parcel from out/, or what waits.
func (w *workspace) takeBack(i issue) error {
	if err := durable.Remove(w.proposalFile(i.number)); ignoreNotExist(err) != nil {
		return err
	}
	paths, err := filepath.Glob(filepath.Join(w.outDir(), "*.age"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		sum, err := hashFile(path)
		if err != nil {
			return err
		}
		if fmt.Sprintf("%x", sum) == i.parcel {
			return durable.Remove(path)
		}
	}
	return nil
}

// during does something under the workspace's lock with the ledger open, as the
// reporting room.
func (w *workspace) during(env *environment, do func(*ledger.Writer) error) (err error) {
	unlock, err := w.lock()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	book, err := w.openLedger(env, keyReportSign)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	return do(book)
}
