package main

import (
	"embed"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	texttemplate "text/template"
	"time"

	"lvv/anonymise/durable"
	"lvv/anonymise/keyring"
	"lvv/schemas"
)

//go:embed skeleton
var skeleton embed.FS

type initCmd struct {
	Folder   string `arg:"" name:"dir" help:"Folder to make; it must be new or empty."`
	Contract string `default:"utrecht-2019" help:"Delivery contract: utrecht-2019 or amsterdam-2019."`
	Wrap     bool   `help:"Wrap the secret keys with a passphrase."`
}

func (initCmd) Help() string {
	return `Example:
  lvv init utrecht --contract utrecht-2019

The workspace holds lvv.toml (settings, explained in comments), register/ (places,
rates and funding, kept by finance), keys/, dropkit/ORG/ (what each organisation
gets) and empty inbox/ quarantine/ receipts/ store/ ledger/ releases/ out/.
Hand keys/sender-ORG.key and keys/feedback-ORG.key to the organisation and
keys/recipient-NAME.key to the recipient, then remove them here. To run intake and
reporting in different hands, see "Two rooms" in the README.`
}

// errNotEmpty means that a folder that should be new holds something.
var errNotEmpty = errors.New("the folder is not empty")

func (c initCmd) Run(env *environment, all *cli) error {
	contract, err := schemas.Load(c.Contract)
	if err != nil {
		return usage(err)
	}
	entries, err := os.ReadDir(c.Folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) || len(entries) > 0 {
		return fmt.Errorf("making workspace %s: %w", c.Folder, errors.Join(errNotEmpty, ignoreNotExist(err)))
	}
	var wrap []byte
	if c.Wrap {
		phrase, err := all.passphrase(env)()
		if err != nil {
			return err
		}
		wrap = []byte(phrase)
	}
	if err := makeWorkspace(c.Folder, contract, wrap, env.now()); err != nil {
		return err
	}
	env.print("%s", c.Folder)
	env.say("made a workspace for %s with %d organisations", contract.City, len(contract.Parties))
	env.say("hint: read %s, fill in register/capaciteit.csv, hand out dropkit/", filepath.Join(c.Folder, "lvv.toml"))
	return nil
}

// makeWorkspace makes the folders, the settings, the registers, the keys and
// the drop kits.
func makeWorkspace(dir string, contract *schemas.Contract, wrap []byte, at time.Time) error {
	for _, name := range []string{"register", "keys", "dropkit", "inbox", filepath.Join("inbox", "verwerkt"), "quarantine", "receipts", "store", "ledger", "releases", "out", "persons"} {
		if err := durable.Folder(filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("making workspace: %w", err)
		}
	}
	err := writeTemplate(filepath.Join(dir, "lvv.toml"), "lvv.toml.tmpl", contract)
	if err == nil {
		err = writeRegisters(filepath.Join(dir, "register"), contract)
	}
	if err != nil {
		return fmt.Errorf("making workspace: %w", err)
	}
	w, err := openWorkspace(dir, func() (string, error) { return string(wrap), nil })
	if err != nil {
		return err
	}
	if err := w.makeKeys(wrap, at); err != nil {
		return fmt.Errorf("making keys: %w", err)
	}
	for _, o := range w.settings.Organisations {
		if err := w.makeDropkit(o, at); err != nil {
			return fmt.Errorf("making the drop kit of %s: %w", o.Code, err)
		}
	}
	return nil
}

// writeRegisters copies the example registers and gives each organisation a
// first line in the register of places, to be filled in.
func writeRegisters(dir string, contract *schemas.Contract) error {
	for _, name := range []string{"capaciteit.csv", "tarief.csv", "financiering.csv", "pilots.csv", "doelen.csv"} {
		text, err := skeleton.ReadFile("skeleton/" + name)
		if err != nil {
			panic("lvv: internal error: " + err.Error())
		}
		if name == "capaciteit.csv" {
			for _, p := range contract.Parties {
				text = fmt.Appendf(text, "%s;hoofdlocatie;%s;;0\n", p.Code, contract.Start)
			}
		}
		if err := writeWhole(filepath.Join(dir, name), text); err != nil {
			return err
		}
	}
	return nil
}

// makeKeys makes all keys of both rooms and proves each of them.
func (w *workspace) makeKeys(wrap []byte, at time.Time) error {
	city := strings.ToLower(w.contract.City)
	for _, name := range []string{keyRecovery, keyRegister, keyStore} {
		if _, err := w.keys.MakeIdentity(name, keyring.Hybrid, wrap, at); err != nil {
			return err
		}
	}
	for _, name := range []string{keyIndexRoot, keyReportRoot} {
		if _, err := w.keys.MakeRoot(name, wrap, at); err != nil {
			return err
		}
	}
	for _, name := range []string{keyIntakeSign, keyReportSign} {
		if _, err := w.keys.MakeSigner(name, city+"/"+name, wrap, at); err != nil {
			return err
		}
	}
	for _, o := range w.settings.Organisations {
		if err := w.makeOrgKeys(o, wrap, at); err != nil {
			return err
		}
	}
	for _, r := range w.settings.Recipients {
		if _, err := w.keys.MakeIdentity(recipientKey(r.Name), keyring.Hybrid, nil, at); err != nil {
			return err
		}
	}
	return nil
}

// makeOrgKeys makes what one organisation needs: a key of its own to seal to,
// so that the key that opens a file says whose it was; a signer; and a pair for
// what goes back to it. All recipients of one file are of one class.
func (w *workspace) makeOrgKeys(o organisation, wrap []byte, at time.Time) error {
	class := keyring.Hybrid
	if o.Class == "x25519" {
		class = keyring.X25519
	}
	if _, err := w.keys.MakeIdentity(intakeKey(o.Code), class, wrap, at); err != nil {
		return err
	}
	if _, err := w.keys.MakeSigner(senderKey(o.Code), "sender/"+o.Code, nil, at); err != nil {
		return err
	}
	_, err := w.keys.MakeIdentity(feedbackKey(o.Code), class, nil, at)
	if err != nil || class == keyring.Hybrid {
		return err
	}
	// A classic organisation needs a classic recovery key: a mix is refused.
	if _, err := w.keys.MakeIdentity(keyRecovery+"-x25519", class, wrap, at); !errors.Is(err, keyring.ErrExists) {
		return err
	}
	return nil
}

// recoveryFor is the name of the recovery key for files of an organisation.
func recoveryFor(o organisation) string {
	if o.Class == "x25519" {
		return keyRecovery + "-x25519"
	}
	return keyRecovery
}

// writeTemplate fills in one of the files of the skeleton.
func writeTemplate(path, name string, data any) error {
	execute := texttemplate.Must(texttemplate.ParseFS(skeleton, "skeleton/"+name)).Execute
	if strings.HasSuffix(name, ".html.tmpl") { // names of organisations may hold any character
		execute = htmltemplate.Must(htmltemplate.ParseFS(skeleton, "skeleton/"+name)).Execute
	}
	return durable.WriteFile(path, 0o600, func(out io.Writer) error { return execute(out, data) })
}

func writeWhole(path string, content []byte) error {
	return durable.WriteFile(path, 0o600, func(out io.Writer) error {
		_, err := out.Write(content)
		return err
	})
}

func ignoreNotExist(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
