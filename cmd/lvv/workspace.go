package main

import (
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"

	"lvv/anonymise/durable"
	"lvv/anonymise/keyring"
	"lvv/schemas"
)

// errNoWorkspace means that a folder holds no lvv.toml.
var errNoWorkspace = errors.New("this folder is not a workspace")

// errNoOrganisation means that lvv.toml does not know an organisation.
var errNoOrganisation = errors.New("lvv.toml does not know this organisation")

// A workspace is the folder that lvv works in. This is the one place that joins
// the names of its parts.
type workspace struct {
	dir      string
	settings settings
	contract *schemas.Contract
	keys     *keyring.Ring
}

// openWorkspace reads the settings; keys are read when they are asked for.
func openWorkspace(dir string, ask keyring.Passphrase) (*workspace, error) {
	// The first key that signs waits 1 ms for a table of its curve. It is made here,
	// beside the reading of the settings and the contract.
	go ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	w := &workspace{dir: dir}
	var err error
	if w.settings, err = readSettings(w.tomlFile()); err != nil {
		return nil, err
	}
	if w.contract, err = schemas.Load(w.settings.Contract); err != nil {
		return nil, err
	}
	w.keys = keyring.Open(w.keysDir(), ask)
	return w, nil
}

// lock keeps a second lvv out while this one changes something. It also sweeps
// up what a run that was cut off left half written.
func (w *workspace) lock() (unlock func() error, err error) {
	unlock, err = durable.Lock(w.path(".lvv.lock"))
	if err != nil {
		return nil, err
	}
	for _, dir := range []string{w.keysDir(), w.storeDir(), w.registerStateDir(), w.quarantineDir(), w.receiptsDir(), w.outDir(), w.inboxDir(), w.releasesDir()} {
		if _, err := durable.Sweep(dir); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, errors.Join(err, unlock())
		}
	}
	return unlock, nil
}

func (w *workspace) path(parts ...string) string {
	return filepath.Join(append([]string{w.dir}, parts...)...)
}

// shared is a folder that may lie elsewhere, when two rooms share it.
func (w *workspace) shared(elsewhere, name string) string {
	switch {
	case elsewhere == "":
		return w.path(name)
	case filepath.IsAbs(elsewhere):
		return elsewhere
	}
	return w.path(elsewhere)
}

func (w *workspace) tomlFile() string           { return w.path("lvv.toml") }
func (w *workspace) keysDir() string            { return w.path("keys") }
func (w *workspace) inboxDir() string           { return w.path("inbox") }
func (w *workspace) rawDir() string             { return w.path("inbox", "verwerkt") }
func (w *workspace) quarantineDir() string      { return w.path("quarantine") }
func (w *workspace) receiptsDir() string        { return w.path("receipts") }
func (w *workspace) outDir() string             { return w.path("out") }
func (w *workspace) registerDir() string        { return w.path("register") }
func (w *workspace) registerStateDir() string   { return w.path("persons") }
func (w *workspace) registerFile() string       { return w.path("persons", "register.age") }
func (w *workspace) dropkitDir(o string) string { return w.path("dropkit", o) }
func (w *workspace) storeDir() string           { return w.shared(w.settings.Folders.Store, "store") }
func (w *workspace) releasesDir() string        { return w.shared(w.settings.Folders.Releases, "releases") }
func (w *workspace) ledgerDir() string          { return w.shared(w.settings.Folders.Ledger, "ledger") }

// The names of the keys. Which of them lie in a room's keys/ decides what that
// room can do: intake never holds the store's secret, report never holds one
// that opens a name.
const (
	keyRecovery   = "recovery"
	keyRegister   = "register"
	keyIndexRoot  = "index-root"
	keyStore      = "store"
	keyReportRoot = "report-root"
	keyIntakeSign = "intake-sign"
	keyReportSign = "report-sign"
)

func intakeKey(org string) string     { return "intake-" + org }
func senderKey(org string) string     { return "sender-" + org }
func feedbackKey(org string) string   { return "feedback-" + org }
func recipientKey(name string) string { return "recipient-" + name }
func approverKey(name string) string  { return "approver-" + name }
