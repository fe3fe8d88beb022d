package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"lvv/anonymise/keyring"
)

// version is the version of the program; it stands in every manifest and parcel.
const version = "0.1.0"

// cli is what may stand before or after any verb.
type cli struct {
	Dir        string `short:"C" default:"." placeholder:"DIR" help:"The workspace."`
	Passphrase string `name:"passphrase-file" placeholder:"FILE" help:"File that holds the passphrase of wrapped keys; without it lvv asks."`
	Lang       string `enum:"nl,en," default:"" help:"Language of what people read: nl or en (default: as lvv.toml says)."`

	Version kong.VersionFlag `help:"Print the version."`
}

// A verb is a command: one row for each verb, one file for each verb.
type verb struct {
	name, help string
	command    any // its flags and arguments, with method Run
}

func verbs() []verb {
	return []verb{
		{"init", "Make a workspace with keys, registers with examples and drop kits.", new(initCmd)},
		{"keys", "List, add, prove, rotate and destroy keys.", new(keysCmd)},
		{"template", "Write the Excel template of an organisation.", new(templateCmd)},
		{"check", "Judge a CSV or XLSX file as the pipeline will; write nothing.", new(checkCmd)},
		{"seal", "Check, sign, pad and encrypt a file as a delivery.", new(sealCmd)},
		{"ingest", "Take in every sealed file of inbox/: open, read, check, link, store.", new(ingestCmd)},
		{"status", "Who delivered what, what is missing, what is waiting.", new(statusCmd)},
		{"report", "Compute, protect and seal a parcel for its recipients.", new(reportCmd)},
		{"release", "List, show, approve and withdraw what is released.", new(releaseCmd)},
		{"open", "Unpack a parcel, or the rows that came back to a sender.", new(openCmd)},
		{"verify", "Check the ledger, the store and what left, or one received file.", new(verifyCmd)},
		{"attack", "Play the intruder on parcels: what do they tell that they should not?", new(attackCmd)},
		{"anonymise", "Make a file of records anonymous by a policy, or measure its risk.", new(anonymiseCmd)},
		{"protect", "Hide or round small counts in any table, with the proof; or run a case.", new(protectCmd)},
		{"synth", "Invent deliveries of any size, clean or with labelled errors.", new(synthCmd)},
		{"demo", "Tell the whole story on invented data, in under a minute.", new(demoCmd)},
	}
}

// run is main without the process: it returns the exit code.
func run(env environment) int {
	var c cli
	exit := -1
	end := kong.Exit(func(code int) { exit = code })
	ctx, err := newParser(&c, verbsOf(env.args), kong.Writers(env.stdout, env.stderr), end).Parse(env.args)
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

// verbsOf are the verbs that a command line names, wherever they stand in it. The
// parser takes 2 ms to be told of all; it is when none is named, or help is asked for.
func verbsOf(args []string) []verb {
	named := slices.DeleteFunc(verbs(), func(v verb) bool { return !slices.Contains(args, v.name) })
	if len(named) == 0 || slices.Contains(args, "--help") || slices.Contains(args, "-h") {
		return verbs()
	}
	return named
}

func newParser(c *cli, verbs []verb, options ...kong.Option) *kong.Kong {
	for _, v := range verbs {
		options = append(options, kong.DynamicCommand(v.name, v.help, "", v.command))
	}
	parser, err := kong.New(c, append(options,
		kong.Name("lvv"),
		kong.Description("Privacy-preserving reporting for the Landelijke Vreemdelingen Voorziening: takes sealed exports of organisations, checks, links and pseudonymises them, and hands out sealed deliverables."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.Vars{"version": "lvv " + version},
	)...)
	if err != nil {
		panic("lvv: internal error: " + err.Error())
	}
	return parser
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
