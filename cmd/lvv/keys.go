package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"lvv/anonymise/keyring"
	"lvv/anonymise/ledger"
)

type keysCmd struct {
	List         keysList         `cmd:"" help:"List all keys with their fingerprints."`
	AddOrg       keysAddOrg       `cmd:"" name:"add-org" help:"Make the keys and the drop kit of an organisation that lvv.toml names."`
	AddRecipient keysAddRecipient `cmd:"" name:"add-recipient" help:"Add the public key of a recipient, or make a pair to hand over."`
	AddApprover  keysAddApprover  `cmd:"" name:"add-approver" help:"Make the key of a second person, or add its public half; prints the lines for lvv.toml."`
	DropApprover keysDropApprover `cmd:"" name:"drop-approver" help:"Record that somebody no longer approves releases."`
	Prove        keysProve        `cmd:"" help:"Encrypt and decrypt with every key: the yearly drill."`
	Rotate       keysRotate       `cmd:"" help:"Make a new generation; the old one only opens, until a date."`
	Destroy      keysDestroy      `cmd:"" help:"Destroy a secret key, and with it all that only it opens."`
}

func (keysCmd) Help() string {
	return `Example:
  lvv -C utrecht keys list

A fingerprint is short enough to compare by telephone. "prove" is the drill to do
every year: it shows that every delivery can still be opened, also with the
recovery key.`
}

type keysList struct {
	JSON bool `help:"For a machine."`
}

func (c keysList) Run(env *environment, all *cli) error {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	infos, err := w.keys.List()
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(env.stdout).Encode(infos)
	}
	t := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tKIND\tFINGERPRINT\tSECRET\tSTATE")
	for _, i := range infos {
		fmt.Fprintf(t, "%s\t%s %s\t%s\t%s\t%s\n", i.ID(), i.Kind, i.Class, i.Fingerprint(), secretWord(i), stateWord(i))
	}
	return t.Flush()
}

func secretWord(i keyring.Info) string {
	switch {
	case !i.HasSecret:
		return "not here"
	case i.Wrapped:
		return "wrapped"
	}
	return "here"
}

func stateWord(i keyring.Info) string {
	switch {
	case i.Unfinished:
		return "unfinished"
	case !i.Destroyed.IsZero():
		return "destroyed " + i.Destroyed.Format(time.DateOnly)
	case !i.Until.IsZero():
		return "opens until " + i.Until.Format(time.DateOnly)
	}
	return "active"
}

type keysAddOrg struct {
	Org string `arg:"" help:"Code of the organisation, as in lvv.toml."`
}

func (c keysAddOrg) Run(env *environment, all *cli) error {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	o, err := w.settings.organisation(c.Org)
	if err != nil {
		return err
	}
	wrap, err := w.wrapOf(recoveryFor(o), all.passphrase(env))
	if err != nil {
		return err
	}
	return w.recorded(env, keyIntakeSign, "keys-add-org", ledger.Facts{}.Org(c.Org), func() error {
		if err := w.makeOrgKeys(o, wrap, env.now()); err != nil {
			return err
		}
		if err := w.makeDropkit(o, env.now()); err != nil {
			return err
		}
		env.print("%s", w.dropkitDir(o.Code))
		env.say("hint: hand %s.key and %s.key to the organisation and remove them here", senderKey(o.Code), feedbackKey(o.Code))
		return nil
	})
}

type keysAddRecipient struct {
	Name   string `arg:"" help:"Name of the recipient, as in lvv.toml."`
	Public string `placeholder:"age1…|FILE" help:"Public key, or a file that holds it; without it lvv makes a pair."`
}

func (c keysAddRecipient) Run(env *environment, all *cli) error {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	if !isCode(c.Name) {
		return usage(fmt.Errorf("a recipient's name is a-z, 0-9 and -"))
	}
	return w.recordedWith(env, keyReportSign, "keys-add-recipient", ledger.Facts{}.Recipient(c.Name), func() (ledger.Facts, error) {
		public, err := c.add(env, w)
		if err != nil {
			return ledger.Facts{}, err
		}
		return keyFacts(public), nil
	})
}

// add makes the pair, or adds the public half that the recipient brought.
func (c keysAddRecipient) add(env *environment, w *workspace) (keyring.Public, error) {
	name := recipientKey(c.Name)
	if c.Public == "" {
		public, err := w.keys.MakeIdentity(name, keyring.Hybrid, nil, env.now())
		if err == nil {
			env.print("%s", public.Fingerprint())
			env.say("hint: hand keys/%s.key to the recipient and remove it here", name)
		}
		return public, err
	}
	text := c.Public
	if content, err := os.ReadFile(c.Public); err == nil {
		text = string(content)
	}
	if err := w.keys.AddPublic(name, strings.TrimSpace(text)); err != nil {
		return keyring.Public{}, err
	}
	return w.keys.Public(name)
}

type keysProve struct{}

func (keysProve) Run(env *environment, all *cli) error {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	var proofs []keyring.Proof
	prove := func() error {
		var err error
		proofs, err = w.keys.Prove(env.now())
		return err
	}
	err = w.recorded(env, w.signerHere(), "keys-prove", ledger.Facts{}, prove)
	var bad int
	for _, p := range proofs {
		word := "ok"
		if p.Err != nil {
			bad++
			word = p.Err.Error()
		}
		env.print("%-32s %s", p.ID(), word)
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d keys: %w", bad, len(proofs), keyring.ErrNotProved)
	}
	return err
}

type keysRotate struct {
	Name string `arg:"" help:"Name of the key, as \"lvv keys list\" shows it."`
	Days int    `default:"92" help:"For so many days the old key still opens."`
}

func (c keysRotate) Run(env *environment, all *cli) error {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	wrap, err := w.wrapOf(c.Name, all.passphrase(env))
	if err != nil {
		return err
	}
	return w.recordedWith(env, w.signerHere(), "keys-rotate", w.about(c.Name), func() (ledger.Facts, error) {
		public, err := w.keys.Rotate(c.Name, wrap, env.now().AddDate(0, 0, c.Days), env.now())
		if err != nil {
			return ledger.Facts{}, err
		}
		env.print("%s %s", public.ID(), public.Fingerprint())
		return keyFacts(public), w.renewDropkits(env, c.Name)
	})
}

// renewDropkits makes the drop kits anew that held the key of that name: whoever
// has the old one seals to a key that will not open for ever.
func (w *workspace) renewDropkits(env *environment, key string) error {
	for _, o := range w.settings.Organisations {
		if key != intakeKey(o.Code) && key != recoveryFor(o) {
			continue
		}
		if err := w.makeDropkit(o, env.now()); err != nil {
			return err
		}
		env.say("hint: hand the new %s to the organisation", w.dropkitDir(o.Code))
	}
	return nil
}

// wrapOf asks for a passphrase when the secret of a key is wrapped, so that what
// is made after its example is not left in clear.
func (w *workspace) wrapOf(name string, ask keyring.Passphrase) ([]byte, error) {
	infos, err := w.keys.List()
	if err != nil {
		return nil, err
	}
	for _, i := range infos {
		if i.Name == name && i.Wrapped {
			phrase, err := ask()
			return []byte(phrase), err
		}
	}
	return nil, nil
}

type keysDestroy struct {
	Name  string `arg:"" help:"Name of the key with its generation, as in intake-stil@1."`
	Token string `help:"The token that the first call printed."`
}

func (c keysDestroy) Run(env *environment, all *cli) error {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	if c.Token == "" {
		token, err := w.keys.DestroyToken(c.Name)
		if err != nil {
			return err
		}
		env.print("%s", token)
		env.say("this cannot be undone: what only %s opens is lost for ever", c.Name)
		env.say("hint: lvv keys destroy %s --token %s", c.Name, token)
		return nil
	}
	return w.recorded(env, w.signerHere(), "keys-destroy", w.about(c.Name), func() error {
		return w.keys.Destroy(c.Name, c.Token, env.now())
	})
}

// about names the key that an act is about, with its generation.
func (w *workspace) about(name string) ledger.Facts {
	public, err := w.keys.Public(name)
	if err != nil {
		return ledger.Facts{} // the act itself will say that there is no such key
	}
	return ledger.Facts{}.KeyID(ledger.Subject, public.ID())
}
