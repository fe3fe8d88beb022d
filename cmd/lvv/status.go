package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"lvv/anonymise/ledger"
	"lvv/anonymise/store"
	"lvv/schemas"
)

type statusCmd struct {
	JSON    bool   `xor:"form" help:"For a machine."`
	Receipt string `xor:"form" placeholder:"CODE" help:"Show the receipts with this code, as somebody reads it out over the phone."`
}

func (statusCmd) Help() string {
	return `Example:
  lvv -C utrecht status
  lvv -C utrecht status --receipt GXB8-QXEH

Who delivered what and up to when, which quarters are missing, what waits in
inbox/ and quarantine/, and which keys are near their end.`
}

// A standing is how one organisation stands with one dataset.
type standing struct {
	Org        string   `json:"org"`
	Dataset    string   `json:"dataset"`
	Deliveries int      `json:"deliveries"`
	From       string   `json:"from,omitempty"`
	To         string   `json:"to,omitempty"`
	Missing    []string `json:"missing_quarters,omitempty"` // of the pilot, up to today
}

// A state is all that lvv status says.
type state struct {
	Standings  []standing `json:"standings"`
	Inbox      []string   `json:"inbox"`
	Quarantine []string   `json:"quarantine"`
	Raw        int        `json:"raw_kept"`
	Parcels    []string   `json:"parcels"`
	CutOff     bool       `json:"last_act_cut_off"`
	Review     int        `json:"review_pairs"`
	Keys       []string   `json:"keys_ending"`
}

func (c statusCmd) Run(env *environment, all *cli) error {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	if c.Receipt != "" {
		return w.showReceipts(env, c.Receipt)
	}
	s, err := w.state(env.now())
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(env.stdout).Encode(s)
	}
	return s.write(env)
}

func (w *workspace) state(at time.Time) (state, error) {
	st, err := store.Open(w.storeDir())
	if err != nil {
		return state{}, err
	}
	s := state{Standings: []standing{}, Keys: []string{}}
	for _, o := range w.settings.Organisations {
		for _, d := range w.contract.Datasets {
			s.Standings = append(s.Standings, w.standing(o.Code, d.Name, st.InForce(), schemas.DayOf(at)))
		}
	}
	var errs [4]error
	s.Inbox, errs[0] = namesIn(w.inboxDir())
	s.Quarantine, errs[1] = namesIn(w.quarantineDir())
	s.Parcels, errs[2] = namesIn(w.outDir())
	raw, err := namesIn(w.rawDir())
	s.Raw, errs[3] = len(raw), err
	if err := errors.Join(errs[:]...); err != nil {
		return s, err
	}
	again, err := filepath.Glob(filepath.Join(w.quarantineDir(), "*", "*.age"))
	if err != nil {
		return s, err
	}
	for _, path := range again { // files whose name waited there already
		o := outcome{name: filepath.Base(path)}
		s.Quarantine = append(s.Quarantine, filepath.Join(filepath.Base(filepath.Dir(path)), o.shown()))
	}
	if err := w.keysEnding(&s, at); err != nil {
		return s, err
	}
	if _, err := os.Stat(filepath.Join(w.ledgerDir(), "entries.ndjson")); err == nil {
		report, err := w.verifyLedger(nil)
		if err != nil {
			return s, err
		}
		s.CutOff = cutOff(report)
	}
	return s, nil
}

// cutOff says whether the last act has no outcome. Whatever came after an earlier
// one that was cut off has put it right.
func cutOff(r ledger.Report) bool {
	n := len(r.Unfinished)
	return n > 0 && r.Unfinished[n-1].Index == r.Entries-1
}

// standing compares what is in force with the quarters of the pilot that are
// over. Only shelter is expected of everybody every quarter.
func (w *workspace) standing(org, dataset string, inForce []store.Segment, today schemas.Day) standing {
	s := standing{Org: org, Dataset: dataset}
	for _, seg := range inForce {
		if seg.Org != org || seg.Dataset != dataset {
			continue
		}
		if s.Deliveries == 0 {
			s.From = seg.From.String()
		}
		s.To = max(s.To, seg.To.String())
		s.Deliveries++
	}
	if dataset != "opvang" {
		return s
	}
	for _, q := range lacking(inForce, org, dataset, schemas.Period{From: w.contract.Start, To: w.contract.End}) {
		if q.To < today {
			s.Missing = append(s.Missing, quarterName(quarterOf(q)))
		}
	}
	return s
}

// namesIn lists the files of a folder that people may see: nothing hidden, and
// of names given by hand only those that say what they are.
func namesIn(dir string) ([]string, error) {
	names, err := sealedFiles(dir)
	if err != nil {
		return []string{}, ignoreNotExist(err)
	}
	for i, name := range names {
		o := outcome{name: name}
		if !strings.HasSuffix(name, ".zip.age") && !strings.HasSuffix(name, asideSuffix) {
			names[i] = o.shown()
		}
	}
	return names, nil
}

// keysEnding names the keys that stop opening within three months.
func (w *workspace) keysEnding(s *state, at time.Time) error {
	infos, err := w.keys.List()
	if err != nil {
		return err
	}
	for _, i := range infos {
		if !i.Until.IsZero() && i.Destroyed.IsZero() && i.Until.Before(at.AddDate(0, 3, 0)) {
			s.Keys = append(s.Keys, fmt.Sprintf("%s until %s", i.ID(), i.Until.Format(time.DateOnly)))
		}
	}
	return nil
}

func (s state) write(env *environment) error {
	t := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "ORGANISATION\tDATASET\tDELIVERIES\tFROM\tTO\tMISSING")
	for _, d := range s.Standings {
		if d.Deliveries == 0 && d.Dataset != "opvang" {
			continue
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%s\t%s\n", d.Org, d.Dataset, d.Deliveries, d.From, d.To, shortList(d.Missing))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	env.print("\ninbox: %d files; quarantine: %d; kept sealed after intake: %d; parcels: %d; pairs to review: %d",
		len(s.Inbox), len(s.Quarantine), s.Raw, len(s.Parcels), s.Review)
	for _, name := range s.Quarantine {
		if strings.HasSuffix(name, asideSuffix) {
			env.print("  goes back to its sender: %s", name)
		} else {
			env.print("  waits: %s", name)
		}
	}
	for _, k := range s.Keys {
		env.print("  key: %s", k)
	}
	if s.CutOff {
		env.print("the last act was cut off; the next lvv ingest puts that right")
	}
	return nil
}

// shortList names at most four of the missing quarters.
func shortList(missing []string) string {
	if len(missing) > 4 {
		return fmt.Sprintf("%s … (%d quarters)", strings.Join(missing[:3], " "), len(missing))
	}
	return strings.Join(missing, " ")
}
