package main

import (
	"fmt"
	"os"
	"strings"

	"lvv/anonymise/keyring"
	"lvv/anonymise/ledger"
)

type keysAddApprover struct {
	Name   string `arg:"" help:"Short name of the person: a-z, 0-9 and -."`
	Public string `placeholder:"KEY|FILE" help:"Verifier key, or a file that holds it; without it lvv makes a pair."`
	Wrap   bool   `help:"Wrap the secret key with a passphrase."`
}

const verbDropApprover = "keys-drop-approver"

// Run makes the key and prints what belongs in lvv.toml, so that
// "lvv keys add-approver NAME >> lvv.toml" does it all.
func (c keysAddApprover) Run(env *environment, all *cli) error {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	if !isCode(c.Name) {
		return usage(fmt.Errorf("an approver's name is a-z, 0-9 and -"))
	}
	var wrap []byte
	if c.Wrap {
		phrase, err := all.passphrase(env)()
		if err != nil {
			return err
		}
		wrap = []byte(phrase)
	}
	return w.recordedWith(env, keyReportSign, "keys-add-approver", ledger.Facts{}, func() (ledger.Facts, error) {
		public, err := w.addApprover(env, c.Name, c.Public, wrap)
		if err != nil {
			return ledger.Facts{}, err
		}
		env.print("\n[[release.approver]]\nname = %q\nkey = %q", c.Name, public.Text)
		env.say("%s %s", public.ID(), public.Fingerprint())
		env.say("hint: put these lines at the end of lvv.toml; until then nothing is released")
		if c.Public == "" {
			env.say("hint: hand keys/%s.key to the person and remove it here", approverKey(c.Name))
		}
		return keyFacts(public), nil
	})
}

// addApprover makes a pair, or adds a public half that somebody brought.
func (w *workspace) addApprover(env *environment, name, public string, wrap []byte) (keyring.Public, error) {
	key := approverKey(name)
	if public == "" {
		return w.keys.MakeSigner(key, strings.ToLower(w.contract.City)+"/"+key, wrap, env.now())
	}
	if content, err := os.ReadFile(public); err == nil {
		public = string(content)
	}
	if err := w.keys.AddPublic(key, strings.TrimSpace(public)); err != nil {
		return keyring.Public{}, err
	}
	return w.keys.Public(key)
}

type keysDropApprover struct {
	Name string `arg:"" help:"Short name of the person."`
}

// Run only records it: the key stays, to verify what it has signed.
func (c keysDropApprover) Run(env *environment, all *cli) error {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	public, err := w.keys.Public(approverKey(c.Name))
	if err != nil {
		return err
	}
	env.say("hint: remove %s from lvv.toml as well", c.Name)
	return w.recordedWith(env, keyReportSign, verbDropApprover, ledger.Facts{}, func() (ledger.Facts, error) {
		return ledger.Facts{}.KeyID(ledger.Subject, public.ID()), nil
	})
}
