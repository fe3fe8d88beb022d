package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"

	"lvv/anonymise"
	"lvv/anonymise/keyring"
	"lvv/anonymise/ledger"
	"lvv/anonymise/pseudonym"
	"lvv/anonymise/release/history"
	"lvv/anonymise/store"
	"lvv/reports"
	"lvv/reports/amif"
	"lvv/reports/intruder"
	"lvv/reports/parcel"
	"lvv/reports/places"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// A room is the reporting room at work: the warehouse filled with what is in
// force. It never holds a key that opens a name.
type room struct {
	*workspace
	db       *warehouse.DB
	people   *store.People
	inForce  []store.Segment
	accounts map[store.Hash]account
	past     *history.Past // what has left before
	gaps     []parcel.Gap  // what was not delivered of what the report is on
}

// openRoom reads the store into a locked warehouse.
func (w *workspace) openRoom(ctx context.Context, env *environment) (r *room, err error) {
	st, err := store.Open(w.storeDir())
	if err != nil {
		return nil, err
	}
	key, err := w.keys.Identity(keyStore, env.now())
	if err != nil {
		return nil, fmt.Errorf("the secret key of the store: %w", err)
	}
	reader, err := st.Read(ctx, warehouse.Memory(), key)
	if err != nil {
		return nil, err
	}
	r = &room{workspace: w, people: reader.People(), inForce: st.InForce()}
	if r.accounts, err = w.intakeAccounts(); err != nil {
		return nil, err
	}
	if r.db, err = warehouse.Open(ctx, w.settings.MemoryMB<<20); err != nil {
		return nil, err
	}
	for _, d := range w.contract.Datasets {
		err := r.db.Load(ctx, d, func(deliver func(warehouse.Delivery, anonymise.Batch) error) error {
			return reader.Load(ctx, d, func(m store.Meta, b anonymise.Batch) error {
				return deliver(warehouse.Delivery{Org: m.Org, Period: m.Period(), Seq: m.Seq}, b)
			})
		})
		if err != nil {
			return nil, errors.Join(err, r.db.Close())
		}
	}
	return r, nil
}

// job describes the report that is to be made.
func (r *room) job(env *environment, period schemas.Period, checkpoint []byte) (reports.Job, error) {
	registers, err := places.Read(os.DirFS(r.registerDir()))
	if err != nil {
		return reports.Job{}, err
	}
	origin, err := r.provenance(env, checkpoint)
	if err != nil {
		return reports.Job{}, err
	}
	job := reports.Job{
		Programme: r.settings.Programme, Contact: "gemeente " + r.contract.City,
		Contract: r.contract, Period: period, At: env.now(),
		DB: r.db, Policy: r.settings.policy(), Past: r.past, Registers: registers, Provenance: origin,
	}
	for _, o := range r.settings.Organisations {
		job.Orgs = append(job.Orgs, reports.Org{Code: o.Code, Name: o.Name})
	}
	return job, r.knowsAll()
}

// knowsAll refuses to report on deliveries of organisations that lvv.toml does
// not name: their rows would be in a total and in no line of it.
func (r *room) knowsAll() error {
	for _, s := range r.inForce {
		if _, err := r.settings.organisation(s.Org); err != nil {
			return err
		}
	}
	return nil
}

// provenance is what is known of a report before it computes.
func (r *room) provenance(env *environment, checkpoint []byte) (parcel.Provenance, error) {
	v, err := r.verifiers()
	if err != nil {
		return parcel.Provenance{}, err
	}
	at, err := ledger.OpenCheckpoint(checkpoint, v)
	if err != nil {
		return parcel.Provenance{}, err
	}
	policy, staff := r.settings.policy(), "ja"
	if len(policy.Staff) == 0 {
		staff = intruder.NoStaff
	}
	p := parcel.Provenance{
		Version:    "lvv " + version,
		Gaps:       r.gaps,
		Checkpoint: parcel.Checkpoint{Number: at.Size, Hash: fmt.Sprintf("%x", at.Root[:])},
		Settings: []parcel.Setting{
			{Name: "drempel", Value: strconv.FormatInt(r.settings.Thresholds.Count, 10), Clause: "S-U 2a; S-A 9"},
			{Name: "drempel_medisch", Value: strconv.FormatInt(r.settings.Thresholds.Health, 10), Clause: "AVG art. 9"},
			{Name: intruder.StaffSetting, Value: staff, Clause: "S-U 2a"},
			{Name: intruder.CoalitionSetting, Value: strconv.Itoa(policy.Coalition), Clause: "S-U 2a"},
			{Name: "leveringscontract", Value: r.contract.Name, Clause: r.contract.Clause},
		},
	}
	for _, s := range r.inForce {
		p.Inputs = append(p.Inputs, parcel.Input{
			Name:   fmt.Sprintf("%s %s %s v%d", s.Org, s.Dataset, s.Period(), s.Seq),
			SHA256: s.Delivery.String(), Rows: r.accounts[s.Delivery].good,
		})
	}
	return p, nil
}

// An account is what intake wrote in the ledger about one delivery.
type account struct{ in, good, bad int64 }

// intakeAccounts reads from the ledger how many rows of each delivery were
// taken in and put aside: counts that the reporting room cannot have otherwise.
func (w *workspace) intakeAccounts() (map[store.Hash]account, error) {
	all := make(map[store.Hash]account)
	for e, err := range ledger.Entries(w.ledgerDir()) {
		if err != nil {
			return nil, err
		}
		if e.Verb != "ingest" || e.Status != ledger.OK {
			continue
		}
		facts := make(map[string]string)
		for k, v := range e.Facts.All() {
			facts[k] = v
		}
		var id store.Hash
		if err := id.UnmarshalText([]byte(facts[string(ledger.Delivery)])); err != nil {
			return nil, fmt.Errorf("entry %d of the ledger: %w", e.Index, err)
		}
		all[id] = account{count(facts, ledger.RowsIn), count(facts, ledger.RowsGood), count(facts, ledger.RowsBad)}
	}
	return all, nil
}

func count(facts map[string]string, key ledger.CountKey) int64 {
	n, _ := strconv.ParseInt(facts[string(key)], 10, 64) // the ledger has checked it
	return n
}

// amif are the options of the AMIF account, with its own pseudonym domain.
func (r *room) amif(env *environment) (amif.Options, error) {
	root, err := r.keys.Root(keyReportRoot, env.now())
	if err != nil {
		return amif.Options{}, fmt.Errorf("the key of the pseudonyms: %w", err)
	}
	label, err := keyring.PseudonymLabel("amif", r.settings.AMIF.Programme, 1)
	if err != nil {
		return amif.Options{}, usage(err)
	}
	domain := pseudonym.New(root.Derive(label, 32), "AM")
	label, err = keyring.PseudonymLabel("amif-traject", r.settings.AMIF.Programme, 1)
	if err != nil {
		return amif.Options{}, usage(err)
	}
	trajectory := pseudonym.New(root.Derive(label, 32), "TR")
	o := amif.Options{
		Profile: r.settings.AMIF.Programme, Sample: r.settings.AMIF.Sample, Seed: r.settings.AMIF.Seed,
		Pseudonyms: func(persons []int32) ([]string, error) {
			ids := make([]pseudonym.ID, len(persons))
			for i, person := range persons {
				ids[i] = r.people.ID(person)
			}
			return domain.Bulk(ids)
		},
		Trajectories: func(tokens []int64) ([]string, error) {
			ids := make([]pseudonym.ID, len(tokens))
			for i, token := range tokens {
				binary.LittleEndian.PutUint64(ids[i][:], uint64(token))
			}
			return trajectory.Bulk(ids)
		},
	}
	for _, s := range r.inForce {
		if s.Dataset != "traject" {
			continue
		}
		a := r.accounts[s.Delivery]
		o.Refused = append(o.Refused, amif.RefusedCount{
			Delivery: warehouse.Delivery{Org: s.Org, Period: s.Period(), Seq: s.Seq},
			In:       int(a.in), Accepted: int(a.good),
			Codes: []amif.Refusal{{Code: rowsRefused, Rows: int(a.bad)}},
		})
	}
	return o, nil
}

// rowsRefused stands for all problems of rows together: the ledger counts rows
// put aside and does not keep the reasons, which stand in the receipts.
const rowsRefused = "rijen-apart-gelegd"
