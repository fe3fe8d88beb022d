package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"lvv/anonymise"
	"lvv/anonymise/durable"
	"lvv/anonymise/keyring"
	"lvv/anonymise/ledger"
	"lvv/anonymise/pseudonym"
	"lvv/anonymise/release"
	"lvv/anonymise/store"
	"lvv/reports"
	"lvv/reports/amif"
	"lvv/reports/evaluator"
	"lvv/reports/finance"
	"lvv/reports/monitor"
	"lvv/reports/parcel"
	"lvv/reports/places"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

type reportCmd struct {
	Purpose string `arg:"" enum:"evaluator,amif,finance,monitor" help:"evaluator, amif, finance or monitor."`
	From    string `required:"" placeholder:"yyyy-mm-dd" help:"First day."`
	To      string `required:"" placeholder:"yyyy-mm-dd" help:"Last day, included."`
	Study   string `default:"eindevaluatie" help:"Name of the study, for the evaluator."`
}

func (reportCmd) Help() string {
	return `Example:
  lvv -C utrecht report finance --from 2020-01-01 --to 2020-12-31

Computes, applies disclosure control, reconciles and seals a parcel in out/ for
the recipients that lvv.toml names for this purpose. Exit code 12: disclosure
control refuses; 13: figures do not reconcile. In both cases nothing is written.`
}

func (c reportCmd) Run(env *environment, all *cli) (err error) {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	period, err := parsePeriod(c.From, c.To)
	if err != nil {
		return err
	}
	if !inTerm(w.contract, period) {
		return usage(errors.New("the period lies outside the pilot"))
	}
	unlock, err := w.lock()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	book, err := w.openLedger(env, keyReportSign)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	made, err := w.report(env, book, schemas.Purpose(c.Purpose), period, c.Study)
	if err != nil {
		return err
	}
	env.print("%s", made.path)
	env.say("sealed for %v, %s", made.approved.Recipients(), made.approved.Label())
	return nil
}

func parsePeriod(from, to string) (schemas.Period, error) {
	var p schemas.Period
	var err error
	if p.From, err = schemas.ParseDay(from); err == nil {
		p.To, err = schemas.ParseDay(to)
	}
	if err == nil && p.To < p.From {
		err = errors.New("the period ends before it begins")
	}
	return p, usage(err)
}

// A made parcel is sealed in out/, at first without its name.
type made struct {
	file     *durable.File
	path     string
	approved release.Approved
	sums     parcel.Sums
}

// report walks one report through the house: segments in force into the
// warehouse, SQL, gate 2, gate 3, rendering, and a sealed parcel, between an
// intent and an outcome in the ledger. The parcel gets its name after that: one
// that is recorded and not there can be made again, but one that left without a
// record can never be accounted for.
func (w *workspace) report(env *environment, book *ledger.Writer, purpose schemas.Purpose, period schemas.Period, study string) (m made, err error) {
	intent := ledger.Facts{}.Version(ledger.Program, version).Period(period.From.Time(), period.To.Time()).
		CodeOf(ledger.ReportOn, string(purpose), "evaluator", "amif", "finance", "monitor")
	defer func() {
		if m.file != nil {
			err = errors.Join(err, m.file.Abort())
		}
	}()
	err = book.Do("report", intent, func() (_ ledger.Facts, err error) {
		ctx, checkpoint := context.Background(), book.Checkpoint()
		room, err := w.openRoom(ctx, env)
		if err != nil {
			return ledger.Facts{}, err
		}
		defer func() { err = errors.Join(err, room.db.Close()) }()
		draft, err := room.draft(ctx, env, purpose, period, study, checkpoint)
		if err != nil {
			return ledger.Facts{}, err
		}
		if m, err = w.release(env, draft, purpose, checkpoint); err != nil {
			return ledger.Facts{}, err
		}
		return ledger.Facts{}.Hash(ledger.Release, m.approved.Digest()).Hash(ledger.Parcel, m.sums.Sealed).
			Count(ledger.Files, int64(len(m.sums.Files))), nil
	})
	if err != nil {
		return m, err
	}
	return m, m.file.Commit(filepath.Base(m.path))
}

// draft computes and protects a report.
func (r *room) draft(ctx context.Context, env *environment, purpose schemas.Purpose, period schemas.Period, study string, checkpoint []byte) (reports.Draft, error) {
	job, err := r.job(env, period, checkpoint)
	if err != nil {
		return reports.Draft{}, err
	}
	switch purpose {
	case schemas.Evaluator:
		return evaluator.Make(ctx, job, evaluator.Options{
			K: r.settings.Thresholds.RecordsK, MaxLoss: r.settings.Thresholds.RecordsMaxLoss,
			SuppressionLimit: r.settings.Thresholds.RecordsSuppress, Study: study,
		})
	case schemas.AMIF:
		options, err := r.amif(env)
		if err != nil {
			return reports.Draft{}, err
		}
		return amif.Make(ctx, job, options)
	case schemas.Finance:
		return finance.Make(ctx, job)
	}
	return monitor.Make(ctx, job)
}

// checkpointName is the file of a parcel with the signed head of the ledger.
const checkpointName = "logboek.txt"

// release asks gate 3 for leave and seals what it approves.
func (w *workspace) release(env *environment, draft reports.Draft, purpose schemas.Purpose, checkpoint []byte) (m made, err error) {
	draft.Request.Recipients = w.settings.recipientsOf(purpose)
	draft.Request.Allowed = draft.Request.Recipients
	draft.Request.At = env.now()
	if m.approved, err = release.Approve(draft.Request); err != nil {
		return m, err
	}
	contents, err := draft.Render(m.approved)
	if err != nil {
		return m, err
	}
	contents.Files = append(contents.Files, parcel.File{
		Name: checkpointName, About: "Ondertekende stand van het logboek toen dit pakket werd gemaakt; lvv verify vergelijkt haar met het logboek.",
		Data: checkpoint,
	})
	var to []parcel.Recipient
	for _, name := range m.approved.Recipients() {
		key, err := w.keys.Recipient(recipientKey(name))
		if err != nil {
			return m, fmt.Errorf("the key of %s: %w", name, err)
		}
		to = append(to, parcel.Recipient{Name: name, Key: key})
	}
	m.path = w.outFile(purpose, draft.Request.Period)
	if m.file, err = durable.Create(w.outDir()); err != nil {
		return m, err
	}
	m.sums, err = parcel.Seal(m.file, m.approved, contents, to, env.now())
	return m, err
}

// outFile is the name of a new parcel; an earlier one stays as it is.
func (w *workspace) outFile(purpose schemas.Purpose, p schemas.Period) string {
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s_%s_%s", purpose, p.From, p.To)
		if n > 1 {
			name += "_v" + strconv.Itoa(n)
		}
		path := filepath.Join(w.outDir(), name+".zip.age")
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return path
		}
	}
}

// A room is the reporting room at work: the warehouse filled with what is in
// force. It never holds a key that opens a name.
type room struct {
	*workspace
	db       *warehouse.DB
	people   *store.People
	inForce  []store.Segment
	accounts map[store.Hash]account
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
		DB: r.db, Policy: r.settings.policy(), Registers: registers, Provenance: origin,
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
	p := parcel.Provenance{
		Version:    "lvv " + version,
		Checkpoint: parcel.Checkpoint{Number: at.Size, Hash: fmt.Sprintf("%x", at.Root[:])},
		Settings: []parcel.Setting{
			{Name: "drempel", Value: strconv.FormatInt(r.settings.Thresholds.Count, 10), Clause: "S-U 2a; S-A 9"},
			{Name: "drempel_medisch", Value: strconv.FormatInt(r.settings.Thresholds.Health, 10), Clause: "AVG art. 9"},
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
		Pseudonym: func(person int32) string { return domain.Of(r.people.ID(person)) },
		Trajectory: func(token int64) string {
			var id [16]byte
			for i := range 8 {
				id[i] = byte(token >> (8 * i))
			}
			return trajectory.Of(id)
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
