package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing/fstest"

	"filippo.io/age"

	"lvv/anonymise/keyring"
	"lvv/reports/intruder"
	"lvv/reports/parcel"
)

type attackCmd struct {
	Parcel    []string `placeholder:"FILE" type:"existingfile" help:"A sealed parcel; may be given more than once. Without it and --folder: all parcels of out/."`
	Folder    []string `placeholder:"DIR" type:"existingdir" help:"An unpacked parcel; may be given more than once."`
	Key       []string `short:"i" placeholder:"KEY" help:"A recipient's secret key file; without it those in keys/."`
	Knows     string   `default:"nationality,sex,age,entry" placeholder:"LIST" help:"What is known of somebody who is looked for in the records."`
	AllButOne bool     `help:"Also try who is in the records himself and takes himself out."`
	JSON      bool     `name:"json" help:"Report for machines."`
}

func (attackCmd) Help() string {
	return `Example:
  lvv -C utrecht attack --all-but-one -i recipient-onderzoek.key

Plays the intruder on parcels as their recipients see them, all releases together:
works out every hidden figure and every difference between figures, and looks for
real persons in the records. Who they are is read from the store, if its key is at
hand; without it only the figures are attacked. Writes nothing. Exit code 12:
something was learned that should not be.`
}

// errLearned means that an intruder learned something.
var errLearned = errors.New("the parcels tell what they should not")

func (c attackCmd) Run(env *environment, all *cli) error {
	background, err := intruder.ParseBackground(c.Knows)
	if err != nil {
		return usage(err)
	}
	w, err := all.workspace(env)
	if err != nil && !(errors.Is(err, errNoWorkspace) && len(c.Parcel)+len(c.Folder) > 0) {
		return err
	}
	parcels, err := c.parcels(env, w, all.passphrase(env))
	if err != nil {
		return err
	}
	known := intruder.Knowledge{Background: background, AllButOne: c.AllButOne}
	rules := intruder.DefaultRules()
	if w != nil {
		rules = w.intruderRules()
		if known.Stays, err = w.stays(env); err != nil {
			return err
		}
	}
	if known.Stays == nil {
		env.say("the key of the store is not at hand: nobody is looked for in the records")
	}
	report, err := intruder.Attack(context.Background(), parcels, rules, known)
	if err != nil {
		return err
	}
	if err := c.print(env, report, all.language(w)); err != nil {
		return err
	}
	if len(report.Findings) > 0 {
		return fmt.Errorf("%d things were learned: %w", len(report.Findings), errLearned)
	}
	return nil
}

func (c attackCmd) print(env *environment, r *intruder.Report, lang string) error {
	if !c.JSON {
		return r.WriteText(env.stdout, lang)
	}
	e := json.NewEncoder(env.stdout)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// intruderRules are the thresholds of the workspace, from the intruder's side.
func (w *workspace) intruderRules() intruder.Rules {
	r, p := intruder.DefaultRules(), w.settings.policy()
	r.Threshold, r.Health, r.GroupPercent = p.Threshold, p.HealthThreshold, p.GroupPercent
	r.Width, r.RecordWidth = p.Width, p.InsiderWidth
	if o, err := w.settings.records(); err == nil { // it was checked when the workspace was opened
		r.K = o.K
	}
	return r
}

// stays are the stays of real persons, or nil without the key of the store.
func (w *workspace) stays(env *environment) ([]intruder.Stay, error) {
	room, err := w.openRoom(context.Background(), env)
	if errors.Is(err, keyring.ErrNoKey) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	found, err := intruder.Stays(context.Background(), room.db)
	return found, errors.Join(err, room.db.Close())
}

// parcels unpacks what is to be attacked, in memory, in the order of its names.
func (c attackCmd) parcels(env *environment, w *workspace, ask keyring.Passphrase) (out []intruder.Parcel, err error) {
	for _, dir := range c.Folder {
		out = append(out, intruder.Parcel{Name: filepath.Base(dir), Files: os.DirFS(dir)})
	}
	sealed, keys := c.Parcel, c.Key
	if w != nil && len(sealed)+len(out) == 0 {
		if sealed, err = filepath.Glob(filepath.Join(w.outDir(), "*.age")); err != nil {
			return nil, err
		}
	}
	if w != nil && len(keys) == 0 {
		if keys, err = filepath.Glob(filepath.Join(w.keysDir(), recipientKey("*")+".key")); err != nil {
			return nil, err
		}
	}
	slices.Sort(sealed)
	ids, err := identities(keys, ask)
	if err != nil {
		return nil, err
	}
	for _, path := range sealed {
		p, err := openParcel(path, ids)
		if errors.Is(err, parcel.ErrNotForYou) && len(c.Parcel) == 0 {
			env.say("no key at hand opens %s: it is left out", filepath.Base(path))
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
		out = append(out, p)
	}
	if len(out) == 0 {
		return nil, usage(errors.New("there is no parcel to attack: give one, or a key that opens those of out/"))
	}
	return out, nil
}

func identities(paths []string, ask keyring.Passphrase) (ids []age.Identity, err error) {
	for _, path := range paths {
		id, err := keyring.ReadIdentity(path, ask)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// openParcel unpacks a parcel into memory; nothing of it is written.
func openParcel(path string, ids []age.Identity) (p intruder.Parcel, err error) {
	f, _, err := openRegular(path)
	if err != nil {
		return p, err
	}
	defer f.Close()
	files := make(fstest.MapFS)
	_, err = parcel.Unpack(f, ids, func(name string, r io.Reader) error {
		var b bytes.Buffer
		_, err := b.ReadFrom(r)
		files[name] = &fstest.MapFile{Data: b.Bytes()}
		return err
	})
	name := filepath.Base(path)
	name, _, _ = strings.Cut(name, ".")
	return intruder.Parcel{Name: name, Files: files}, err
}
