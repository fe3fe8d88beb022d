package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"lvv/anonymise/ledger"
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

// issueOf opens the workspace and finds a release by its number.
func (c *cli) issueOf(env *environment, n int64) (*workspace, issue, error) {
	w, err := c.workspace(env)
	if err != nil {
		return nil, issue{}, err
	}
	i, err := w.issue(n)
	return w, i, err
}

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
	w, i, err := all.issueOf(env, c.Number)
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
