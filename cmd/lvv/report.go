package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"filippo.io/age"

	"lvv/anonymise/durable"
	"lvv/anonymise/ledger"
	"lvv/anonymise/release"
	"lvv/anonymise/release/history"
	"lvv/reports"
	"lvv/reports/amif"
	"lvv/reports/evaluator"
	"lvv/reports/finance"
	"lvv/reports/monitor"
	"lvv/reports/parcel"
	"lvv/schemas"
)

type reportCmd struct {
	Purpose string `arg:"" enum:"evaluator,amif,finance,monitor" help:"evaluator, amif, finance or monitor."`
	From    string `required:"" placeholder:"yyyy-mm-dd" help:"First day."`
	To      string `required:"" placeholder:"yyyy-mm-dd" help:"Last day, included."`
	Study   string `default:"eindevaluatie" help:"Name of the study, for the evaluator."`
	As      string `placeholder:"NAME" help:"Who makes it: somebody who may approve other releases, and not this one."`
	Key     string `short:"i" placeholder:"KEY" help:"Key of that person, when it does not lie in keys/."`
}

func (reportCmd) Help() string {
	return `Example:
  lvv -C utrecht report finance --from 2020-01-01 --to 2020-12-31

Computes, applies disclosure control beside all that has left before, reconciles,
and seals a parcel in out/ for the recipients that lvv.toml names for this purpose.
When lvv.toml names somebody who approves, the parcel waits for that person instead:
see "lvv release". Exit code 12: disclosure control refuses; 13: figures do not
reconcile. In both cases nothing is written.`
}

func (c reportCmd) Run(env *environment, all *cli) error {
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
	var m made
	err = w.during(env, func(book *ledger.Writer) error {
		maker, err := w.pen(c.As, c.Key, all.passphrase(env))
		if err != nil {
			return err
		}
		m, err = w.report(env, book, maker, schemas.Purpose(c.Purpose), period, c.Study)
		return err
	})
	if refused := (*history.Refusal)(nil); errors.As(err, &refused) && all.language(w) == "nl" {
		env.say("%s", refused.Dutch())
	}
	if err != nil {
		return err
	}
	m.tell(env)
	tellGaps(env, m.gaps)
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

// A made parcel is sealed in out/, at first without its name; or it waits for a
// second person, and then there is no file.
type made struct {
	file   *durable.File
	path   string
	number int64
	to     []string
	label  release.Label
	waits  bool
	gaps   []parcel.Gap
}

// tell says what was made and what comes next.
func (m made) tell(env *environment) {
	env.print("%s", m.path)
	if m.waits {
		env.say("release %d for %v waits for a second person", m.number, m.to)
		env.say("hint: lvv release show %d, then lvv release approve %d --as NAME", m.number, m.number)
		return
	}
	env.say("sealed for %v, %s", m.to, m.label)
	env.say("hint: no second person is configured, so one hand made and released this; lvv keys add-approver NAME adds one")
}

// report walks one report through the house: segments in force into the
// warehouse, SQL, gate 2 beside all that has left before, gate 3, rendering, and
// a sealed parcel, between an intent and an outcome in the ledger. What is
// remembered of the release is in place before its outcome: nothing leaves that
// the register does not know. The parcel gets its name after that: one that is
// recorded and not there can be made again, but one that left without a record
// can never be accounted for.
func (w *workspace) report(env *environment, book *ledger.Writer, maker pen, purpose schemas.Purpose, period schemas.Period, study string) (m made, err error) {
	hands, err := w.hands()
	if err != nil {
		return m, err
	}
	to, err := w.allowed(book, purpose)
	if err != nil {
		return m, err
	}
	intent := reportOn(ledger.Facts{}.Version(ledger.Program, version), purpose, period)
	defer func() {
		if m.file != nil {
			err = errors.Join(err, m.file.Abort())
		}
	}()
	err = book.Do(verbReport, intent, func() (_ ledger.Facts, err error) {
		ctx, checkpoint := context.Background(), book.Checkpoint()
		issues, err := w.issues()
		if err != nil {
			return ledger.Facts{}, err
		}
		past, err := w.past(env, issues)
		if err != nil {
			return ledger.Facts{}, err
		}
		room, err := w.openRoom(ctx, env)
		if err != nil {
			return ledger.Facts{}, err
		}
		empty := sync.OnceValue(room.db.Close)
		defer func() { err = errors.Join(err, empty()) }()
		m.gaps = w.gaps(room.inForce, purpose, period)
		room.past, room.gaps = past, m.gaps
		draft, err := room.draft(ctx, env, purpose, period, study, checkpoint)
		if err != nil {
			return ledger.Facts{}, err
		}
		draft.Request.Recipients, draft.Request.Allowed, draft.Request.At = to, to, env.now()
		draft.Differences = append(past.Compare(draft.Counted, draft.Request.Tables, period), draft.Differences...)
		p, err := w.prepare(env, draft, checkpoint, int64(len(issues))+1)
		if err != nil {
			return ledger.Facts{}, err
		}
		go empty() // memory is given back while the parcel is sealed
		facts, err := w.release(env, &m, p, hands, maker)
		return reportOn(facts, purpose, period), err
	})
	if err != nil || m.file == nil {
		return m, err
	}
	return m, m.file.Commit(filepath.Base(m.path))
}

// reportOn records what a report is on.
func reportOn(f ledger.Facts, purpose schemas.Purpose, period schemas.Period) ledger.Facts {
	return f.CodeOf(ledger.ReportOn, string(purpose), "evaluator", "amif", "finance", "monitor").
		Period(period.From.Time(), period.To.Time())
}

// draft computes and protects a report.
func (r *room) draft(ctx context.Context, env *environment, purpose schemas.Purpose, period schemas.Period, study string, checkpoint []byte) (reports.Draft, error) {
	job, err := r.job(env, period, checkpoint)
	if err != nil {
		return reports.Draft{}, err
	}
	if job.Policy.Rounding.Key, err = r.roundingKey(env); err != nil {
		return reports.Draft{}, err
	}
	switch purpose {
	case schemas.Evaluator:
		options, err := r.settings.records()
		if err != nil {
			return reports.Draft{}, err
		}
		options.Study = study
		if options.Longitudinal, err = r.study(env, r.settings.study(study)); err != nil {
			return reports.Draft{}, err
		}
		return evaluator.Make(ctx, job, options)
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

// A prepared parcel is written and not sealed, with what is to be remembered of
// it.
type prepared struct {
	packed   *parcel.Packed
	proposal release.Proposal
	memory   history.Release
}

// prepare asks gate 3 for leave to write the files, and writes them.
func (w *workspace) prepare(env *environment, draft reports.Draft, checkpoint []byte, number int64) (prepared, error) {
	approved, err := release.Approve(draft.Request)
	if err != nil {
		return prepared{}, err
	}
	contents, err := draft.Render(approved)
	if err != nil {
		return prepared{}, err
	}
	contents.Files = append(contents.Files, parcel.File{
		Name: checkpointName, About: "Ondertekende stand van het logboek toen dit pakket werd gemaakt; lvv verify vergelijkt haar met het logboek.",
		Data: checkpoint,
	})
	packed, err := parcel.Pack(approved, contents, env.now())
	if err != nil {
		return prepared{}, err
	}
	p := prepared{packed: packed, proposal: approved.Propose(number, env.now(), packed.Files())}
	p.memory = history.Release{
		Number: number, Purpose: approved.Purpose(), Period: approved.Period(), Label: string(approved.Label()),
		Recipients: p.proposal.Recipients, Made: p.proposal.Made, Judged: approved.Digest(), Digest: p.proposal.Digest(),
		Records: draft.Kinds, Stated: draft.Stated, Rows: draft.Request.Rows, Sheet: sheetOf(draft, approved),
	}
	p.memory.Remember(draft.Counted, draft.Relations, approved.Tables())
	return p, nil
}

// release signs a prepared parcel as its maker. Where nobody else has to, it is
// sealed for its recipients at once; else it is kept for a second person.
func (w *workspace) release(env *environment, m *made, p prepared, hands release.Hands, maker pen) (facts ledger.Facts, err error) {
	signature, err := release.Sign(p.proposal, release.Maker, maker.name, maker.signer, env.now())
	if err != nil {
		return facts, err
	}
	p.memory.Maker = signature
	m.number, m.to, m.label, m.waits = p.proposal.Number, p.proposal.Recipients, p.proposal.Label, hands.Needs(p.proposal.Purpose)
	facts = facts.Seq(m.number).Hash(ledger.Release, p.proposal.Digest()).KeyID(ledger.Actor, maker.id).
		Count(ledger.Files, int64(len(p.proposal.Files)))
	if m.waits {
		m.path = w.proposalFile(m.number)
		sum, err := w.keep(m.path, func(to io.Writer, room age.Recipient) error {
			_, err := p.packed.Keep(to, room, p.proposal.Made)
			return err
		})
		if err != nil {
			return facts, err
		}
		facts = facts.Hash(ledger.Proposal, sum)
	} else {
		leave, err := release.Grant(p.proposal, hands, signature, nil)
		if err != nil {
			return facts, err
		}
		sums, err := w.sealOut(m, p.packed, leave)
		if err != nil {
			return facts, err
		}
		facts = facts.Hash(ledger.Parcel, sums.Sealed)
	}
	sum, err := w.remember(p.memory)
	return facts.Hash(ledger.Memory, sum), err
}

// sealOut seals a parcel for its recipients into out/, at first without a name.
func (w *workspace) sealOut(m *made, packed *parcel.Packed, leave release.Leave) (parcel.Sums, error) {
	p := leave.Proposal()
	var to []parcel.Recipient
	for _, name := range p.Recipients {
		key, err := w.keys.Recipient(recipientKey(name))
		if err != nil {
			return parcel.Sums{}, fmt.Errorf("the key of %s: %w", name, err)
		}
		to = append(to, parcel.Recipient{Name: name, Key: key})
	}
	var err error
	m.path = w.outFile(p.Purpose, p.Period)
	if m.file, err = durable.Create(w.outDir()); err != nil {
		return parcel.Sums{}, err
	}
	return packed.Seal(m.file, leave, to)
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
