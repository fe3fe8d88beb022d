package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"

	"lvv/anonymise/durable"
	"lvv/anonymise/keyring"
	"lvv/ingest/envelope"
	"lvv/schemas"
)

type sealCmd struct {
	File    string `arg:"" help:"CSV or XLSX file."`
	Org     string `required:"" help:"Code of your organisation."`
	Out     string `short:"o" placeholder:"FILE" help:"Sealed file to write (default: inbox/ of the workspace, or beside FILE)."`
	Dataset string `help:"Dataset (default: from the file's name)."`
	From    string `placeholder:"yyyy-mm-dd" help:"First day of the period (default: from the file's name)."`
	To      string `placeholder:"yyyy-mm-dd" help:"Last day of the period (default: from the file's name)."`
	Seq     int    `help:"Sequence number; a correction has a higher one (default: from the name, or 1)."`
	Key     string `placeholder:"FILE" help:"Your signing key (default: keys/sender-ORG.key of the workspace)."`
	Kit     string `name:"recipients" placeholder:"FILE" help:"ontvangers.txt of the drop kit (default: the workspace's keys)."`
	Force   bool   `help:"Seal also when rows would be put aside."`
}

func (sealCmd) Help() string {
	return `Example:
  lvv seal stil_opvang_2020-01-01_2020-03-31.xlsx --org stil

The file is judged first; with faults in rows nothing is sealed unless you say
--force. It is signed with your key, padded so that its size says little, and
sealed so that only the intake can open it. Read the receipt code out when you are
called about it. Outside a workspace give --key and --recipients.`
}

func (c sealCmd) Run(env *environment, all *cli) error {
	w, err := all.workspace(env)
	if err != nil && (!errors.Is(err, errNoWorkspace) || c.Key == "" || c.Kit == "") {
		return err
	}
	contract, _, err := checkCmd{}.contract(env, all)
	if err != nil {
		return err
	}
	m, err := c.manifest(contract, env.now())
	if err != nil {
		return err
	}
	limits := limitsOf(contract, env.now())
	limits.PeriodEnd = schemas.DayOf(m.To)
	report, err := checkFile(c.File, contract.Dataset(m.Dataset), limits)
	if err != nil {
		return err
	}
	if report.Refused() || report.Stats.Bad > 0 && !c.Force {
		if err := report.WriteText(env.stderr, all.language(w)); err != nil {
			return err
		}
		if report.Refused() {
			return errRefused
		}
		env.say("nothing was sealed")
		env.say("hint: correct the rows, or seal with --force: then they are put aside and come back to you")
		return errPutAside
	}
	signer, to, err := c.keys(w, all.passphrase(env))
	if err != nil {
		return err
	}
	out := c.out(w, m)
	receipt, err := sealFile(c.File, out, m, signer, to)
	if err != nil {
		return err
	}
	env.print("%s\t%s", receipt.Code, out)
	env.say("%d rows sealed for the intake; receipt code %s", report.Stats.Good+report.Stats.Bad, receipt.Code)
	if n := report.Count(schemas.TierWarning); n > 0 {
		env.say("warnings: %d; lvv check says what they are and of which rows", n)
	}
	return nil
}

// manifest is what the file's name says, corrected by the flags.
func (c sealCmd) manifest(contract *schemas.Contract, at time.Time) (envelope.Manifest, error) {
	m, nameErr := envelope.ParseName(filepath.Base(c.File) + ".age")
	if nameErr != nil {
		m = envelope.Manifest{Seq: 1}
	}
	if !isCode(c.Org) || c.Seq < 0 || c.Seq > maxSeq {
		return m, usage(fmt.Errorf("--org is a-z, 0-9 and -, and --seq at most %d", maxSeq))
	}
	if nameErr == nil && m.Org != c.Org {
		return m, usage(errors.New("the file's name is of another organisation"))
	}
	m.Org, m.Contract, m.Version = c.Org, contract.Name, "lvv/"+version
	m.Made = at.Truncate(24 * time.Hour)
	if c.Dataset != "" {
		m.Dataset = c.Dataset
	}
	if contract.Dataset(m.Dataset) == nil {
		return m, usage(errors.New("which dataset? Give --dataset, or name the file ORG_DATASET_FROM_TO.csv"))
	}
	for _, end := range []struct {
		flag string
		into *time.Time
	}{{c.From, &m.From}, {c.To, &m.To}} {
		if end.flag == "" {
			continue
		}
		d, err := schemas.ParseDay(end.flag)
		if err != nil {
			return m, usage(err)
		}
		*end.into = d.Time()
	}
	if m.From.IsZero() || m.To.IsZero() || m.To.Before(m.From) {
		return m, usage(errors.New("which period? Give --from and --to, or name the file ORG_DATASET_FROM_TO.csv"))
	}
	if c.Seq > 0 {
		m.Seq, m.Replaces = c.Seq, c.Seq-1
	}
	var err error
	m.Kind, err = kindOf(c.File)
	return m, err
}

// keys are the sender's signer and the recipients: from the files of a drop kit,
// or from the workspace.
func (c sealCmd) keys(w *workspace, ask keyring.Passphrase) (note.Signer, []age.Recipient, error) {
	var o organisation
	var err error
	if c.Kit == "" {
		if o, err = w.settings.organisation(c.Org); err != nil {
			return nil, nil, err
		}
	}
	var signer note.Signer
	if c.Key != "" {
		signer, err = keyring.ReadSigner(c.Key, ask)
	} else {
		signer, err = w.keys.Signer(senderKey(c.Org))
	}
	if err != nil {
		return nil, nil, fmt.Errorf("your signing key: %w", err)
	}
	if c.Kit != "" {
		to, err := readRecipients(c.Kit)
		return signer, to, err
	}
	to, err := w.keys.Recipients(intakeKey(o.Code), recoveryFor(o))
	return signer, to, err
}

// readRecipients reads ontvangers.txt: a recipient a line, # for remarks.
func readRecipients(path string) ([]age.Recipient, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	to, err := age.ParseRecipients(f)
	if err != nil {
		return nil, fmt.Errorf("reading %s: not a list of recipients", path)
	}
	return to, nil
}

func (c sealCmd) out(w *workspace, m envelope.Manifest) string {
	switch {
	case c.Out != "":
		return c.Out
	case w != nil:
		return filepath.Join(w.inboxDir(), m.Name())
	}
	return filepath.Join(filepath.Dir(c.File), m.Name())
}

// sealFile seals the file at path to out, whole or not at all.
func sealFile(path, out string, m envelope.Manifest, signer note.Signer, to []age.Recipient) (receipt envelope.Receipt, err error) {
	f, size, err := openRegular(path)
	if err != nil {
		return receipt, err
	}
	defer f.Close()
	err = durable.WriteFile(out, 0o600, func(dst io.Writer) error {
		receipt, err = envelope.Seal(dst, f, size, m, signer, to)
		return err
	})
	return receipt, err
}
