package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"lvv/anonymise/keyring"
)

// version is the version of the program; it stands in every manifest and parcel.
const version = "0.1.0"

// cli is the command line: one field for each verb, one file for each verb.
type cli struct {
	Dir        string `short:"C" default:"." placeholder:"DIR" help:"The workspace."`
	Passphrase string `name:"passphrase-file" placeholder:"FILE" help:"File that holds the passphrase of wrapped keys; without it lvv asks."`
	Lang       string `enum:"nl,en," default:"" help:"Language of what people read: nl or en (default: as lvv.toml says)."`

	Init      initCmd      `cmd:"" help:"Make a workspace with keys, registers with examples and drop kits."`
	Keys      keysCmd      `cmd:"" help:"List, add, prove, rotate and destroy keys."`
	Template  templateCmd  `cmd:"" help:"Write the Excel template of an organisation."`
	Check     checkCmd     `cmd:"" help:"Judge a CSV or XLSX file as the pipeline will; write nothing."`
	Seal      sealCmd      `cmd:"" help:"Check, sign, pad and encrypt a file as a delivery."`
	Ingest    ingestCmd    `cmd:"" help:"Take in every sealed file of inbox/: open, read, check, link, store."`
	Status    statusCmd    `cmd:"" help:"Who delivered what, what is missing, what is waiting."`
	Report    reportCmd    `cmd:"" help:"Compute, protect and seal a parcel for its recipients."`
	Release   releaseCmd   `cmd:"" help:"List, show, approve and withdraw what is released."`
	Open      openCmd      `cmd:"" help:"Unpack a parcel, or the rows that came back to a sender."`
	Verify    verifyCmd    `cmd:"" help:"Check the ledger, the store and what left, or one received file."`
	Attack    attackCmd    `cmd:"" help:"Play the intruder on parcels: what do they tell that they should not?"`
	Anonymise anonymiseCmd `cmd:"" help:"Make a file of records anonymous by a policy, or measure its risk."`
	Protect   protectCmd   `cmd:"" help:"Hide or round small counts in any table, with the proof; or run a case."`
	Synth     synthCmd     `cmd:"" help:"Invent deliveries of any size, clean or with labelled errors."`
	Demo      demoCmd      `cmd:"" help:"Tell the whole story on invented data, in under a minute."`

	Version kong.VersionFlag `help:"Print the version."`
}

// run is main without the process: it returns the exit code.
func run(env environment) int {
	var c cli
	exit := -1
	parser, err := kong.New(&c,
		kong.Name("lvv"),
		kong.Description("Privacy-preserving reporting for the Landelijke Vreemdelingen Voorziening: takes sealed exports of organisations, checks, links and pseudonymises them, and hands out sealed deliverables."),
		kong.Writers(env.stdout, env.stderr),
		kong.Exit(func(code int) { exit = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.Vars{"version": "lvv " + version},
	)
	if err != nil {
		panic("lvv: internal error: " + err.Error())
	}
	ctx, err := parser.Parse(env.args)
	if exit >= 0 { // --help and --version end here
		return exit
	}
	if err != nil {
		env.say("error: %v", err)
		env.say("hint: lvv --help lists the commands, lvv COMMAND --help explains one")
		return exitUsage
	}
	return env.finish(ctx.Run(&env, &c))
}

// workspace opens the workspace that -C names.
func (c *cli) workspace(env *environment) (*workspace, error) {
	return openWorkspace(c.Dir, c.passphrase(env))
}

// language is what --lang says, or else what the workspace says.
func (c *cli) language(w *workspace) string {
	if c.Lang == "" && w != nil {
		return w.settings.Language
	}
	if c.Lang == "" {
		return "nl"
	}
	return c.Lang
}

// passphrase returns how the passphrase of wrapped keys is had: from a file, or
// typed by hand. It never comes from a flag or a variable, where others see it.
func (c *cli) passphrase(env *environment) keyring.Passphrase {
	return func() (string, error) {
		if c.Passphrase != "" {
			return readPassphrase(c.Passphrase)
		}
		f, ok := env.stdin.(*os.File)
		if !ok || !term.IsTerminal(int(f.Fd())) {
			return "", fmt.Errorf("a key asks for a passphrase: %w", keyring.ErrWrongPassphrase)
		}
		fmt.Fprint(env.stderr, "lvv: passphrase: ")
		typed, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(env.stderr)
		return string(typed), err
	}
}

// readPassphrase returns the first line of a file that only its owner may read.
func readPassphrase(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("reading the passphrase: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", fmt.Errorf("reading the passphrase: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("reading the passphrase: %w", keyring.ErrOpenKeyFile)
	}
	line, err := bufio.NewReader(f).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errors.Join(errors.New("reading the passphrase: the first line is empty"), ignoreEOF(err))
	}
	return line, nil
}
