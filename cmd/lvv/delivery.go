package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"

	"filippo.io/age"

	"lvv/anonymise"
	"lvv/anonymise/durable"
	"lvv/anonymise/keyring"
	"lvv/anonymise/register"
	"lvv/anonymise/store"
	"lvv/ingest"
	"lvv/ingest/check"
	"lvv/ingest/envelope"
	"lvv/ingest/quarantine"
	"lvv/ingest/table"
	"lvv/schemas"
)

// A taking is one delivery on its way through intake: read, judged, linked and
// written to a segment that is not in force yet.
type taking struct {
	in      *intake
	meta    store.Meta
	data    *schemas.Dataset
	report  *ingest.Report
	session *register.Session
	gate    *anonymise.Gate
	segment *store.SegmentWriter
	judge   *check.Judge
	header  []string
	aside   *aside // rows put aside, sealed for their sender; nil while there are none
	doubles int    // rows put aside by the gate
	unnamed int    // of them without a V-number
}

// errHeld means that a delivery waits for an operator.
var errHeld = errors.New("the delivery waits for an operator")

// maxWorkbook bounds an XLSX file, which has to be in memory as a whole.
const maxWorkbook = 64 << 20

// take reads the whole delivery. When it returns without error, everything has
// been proved and the segment only has to be put in force; the caller ends the
// taking with commit or drop.
func (t *taking) take(ctx context.Context, d *envelope.Delivery) error {
	src, err := t.source(d)
	if err != nil {
		return t.refuse(err)
	}
	defer src.Close() // only read
	limits := t.in.limits
	limits.PeriodEnd = t.meta.To
	judge, problems := check.New(t.data, src.Header(), limits)
	t.report = ingest.NewReport(t.data, problems)
	if judge == nil {
		return nil
	}
	t.judge, t.header, t.report.Dropped = judge, src.Header(), judge.Dropped()
	if err := t.open(); err != nil {
		return err
	}
	stats, err := ingest.RunPrepared(ctx, src, judge, runtime.GOMAXPROCS(0), t.gate.Prepare, t.rows)
	stats.PutAside(t.doubles, t.unnamed)
	stats.Refused = stats.Refused || t.report.Refused()
	t.report.Stats = stats
	if err == nil {
		err = proved(d)
	}
	return t.refuse(err)
}

// source reads the payload as a table. Only a workbook has to be in memory.
func (t *taking) source(d *envelope.Delivery) (table.Source, error) {
	if d.Manifest.Kind == envelope.CSV {
		return table.NewCSV(d, table.Limits{})
	}
	content, err := io.ReadAll(io.LimitReader(d, maxWorkbook+1))
	if err != nil {
		return nil, err
	}
	if len(content) > maxWorkbook {
		return nil, table.ErrTooBig
	}
	return table.NewXLSX(bytes.NewReader(content), int64(len(content)), ingest.Sheets(t.data), table.Limits{})
}

// proved makes sure that the delivery was read to its very end, where its hash
// and its seal are checked.
func proved(d *envelope.Delivery) error {
	_, err := io.Copy(io.Discard, d)
	return err
}

// refuse turns an error about the file as a table into its problem.
func (t *taking) refuse(err error) error {
	p, ok := check.OfTable(err)
	if !ok {
		return err
	}
	if t.report == nil {
		t.report = ingest.NewReport(t.data, nil)
	}
	t.report.Add([]check.Problem{p})
	return nil
}

// open begins the session of the register, the segment and the gate.
func (t *taking) open() error {
	scope := register.Scope{Org: t.meta.Org, Dataset: t.meta.Dataset, Period: t.meta.Period(), Seq: t.meta.Seq}
	var err error
	if t.segment, err = t.in.store.Create(t.meta, t.data, t.in.toStore); err != nil {
		return err
	}
	if t.session, err = t.in.register.Begin(scope, t.data.NamedByPerson(), keyring.Random()); err != nil {
		return err
	}
	t.gate = anonymise.NewGate(t.data, t.in.keys, t.session, t.segment)
	return nil
}

// rows takes one judged batch: the good rows through the gate, the others into
// quarantine with what is wrong with them.
func (t *taking) rows(b *table.Batch, j *check.Judged, p *anonymise.Prepared) error {
	t.report.Add(j.Problems)
	if t.report.Refused() {
		return nil
	}
	doubles, err := t.gate.AdmitPrepared(&j.Rows, p)
	if err != nil {
		return err
	}
	t.report.Add(doubles)
	bad := slices.Clone(j.Bad)
	for _, p := range doubles {
		if p.Code == anonymise.RowTwice {
			t.doubles++
			if t.withoutPerson(&j.Rows, p.Row) {
				t.unnamed++
			}
			at, _ := slices.BinarySearchFunc(seq(b.Len()), p.Row, func(i int32, row int32) int { return int(b.Number(int(i)) - row) })
			bad = append(bad, int32(at))
		}
	}
	if len(bad) == 0 {
		return nil
	}
	slices.Sort(bad)
	return t.putAside(b, bad, slices.Concat(j.Problems, doubles))
}

// withoutPerson reports whether the good row of a number could be about somebody
// and has no V-number.
func (t *taking) withoutPerson(rows *check.Rows, number int32) bool {
	f := t.data.PersonField()
	if f == nil {
		return false
	}
	i, _ := slices.BinarySearch(rows.Number, number)
	return rows.Columns[f.Index].Int[i] == check.Missing
}

// seq is 0, 1, 2 … n-1.
func seq(n int) []int32 {
	s := make([]int32, n)
	for i := range s {
		s[i] = int32(i)
	}
	return s
}

// An aside is the sealed file with the rows that go back to their sender.
type aside struct {
	file *durable.File
	out  *quarantine.Writer
}

func (t *taking) putAside(b *table.Batch, rows []int32, problems []check.Problem) error {
	if t.aside == nil {
		if err := t.openAside(); err != nil {
			return err
		}
	}
	of := make(map[int32][]quarantine.Finding)
	for _, p := range problems {
		of[p.Row] = append(of[p.Row], finding(p, t.in.settings.Language))
	}
	var cells [][]byte
	for _, i := range rows {
		number := b.Number(int(i))
		cells = b.Raw(cells[:0], int(i))
		t.judge.Shown(b, cells)
		if err := t.aside.out.Add(int(number), cells, of[number]); err != nil {
			return err
		}
	}
	return nil
}

func (t *taking) openAside() error {
	to, err := t.in.workspace.keys.Recipient(feedbackKey(t.meta.Org))
	if err != nil {
		return fmt.Errorf("sealing rows back to %s: %w", t.meta.Org, err)
	}
	file, err := durable.Create(t.in.quarantineDir())
	if err != nil {
		return err
	}
	out, err := quarantine.New(file, []age.Recipient{to}, t.header, t.in.settings.Language)
	if err != nil {
		return errors.Join(err, file.Abort())
	}
	t.aside = &aside{file, out}
	return nil
}

// finding is a problem in words for its sender.
func finding(p check.Problem, lang string) quarantine.Finding {
	text, _ := schemas.Problem(p.Code)
	f := quarantine.Finding{Code: p.Code}
	f.Text, f.Advice = text.In(lang)
	if p.Field != nil {
		f.Column = p.Field.Name
	}
	return f
}

// finish ends the gate and seals the segment and the register. The changes against
// what was in force are known from here on.
func (t *taking) finish() (store.Segment, error) {
	if err := t.gate.Finish(); err != nil {
		return store.Segment{}, err
	}
	segment, err := t.segment.Seal()
	if err != nil {
		return store.Segment{}, err
	}
	return segment, t.session.Seal(register.Hash(segment.Hash))
}

// abnormal says whether so much vanished against what was in force that an
// operator has to look first.
func (t *taking) abnormal() bool {
	c, s := t.session.Changes(), t.in.settings.Change
	before := c.Same + c.Changed + c.Vanished
	return before >= s.MinimumRows && c.Vanished*100 > before*s.VanishedPercent
}

// commit puts the delivery in force. The order is what makes a crash harmless:
// rows for the sender, then the segment, which nobody mentions yet, and the
// register, which may know persons whom nobody mentions yet, and last the store's
// index, from which moment on the delivery counts. Sweeping and settling can be
// done again by the next run.
func (t *taking) commit(segment store.Segment) error {
	if t.aside != nil {
		if _, err := t.aside.out.Close(); err != nil {
			return err
		}
		if err := t.aside.file.Commit(t.asideName()); err != nil {
			return err
		}
	}
	if err := t.save(); err != nil {
		return err
	}
	if _, err := t.in.store.Commit(segment); err != nil {
		return err
	}
	return t.in.settle()
}

// save puts the segment and the register in place. Both wait for the disk, so
// they do it at the same time.
func (t *taking) save() error {
	var placed error
	var beside sync.WaitGroup
	beside.Go(func() { placed = t.segment.Place() })
	err := t.session.Commit()
	beside.Wait()
	return errors.Join(placed, err)
}

// drop takes back all that the taking began; it can always be called.
func (t *taking) drop() error {
	var errs []error
	if t.gate != nil {
		t.gate.Drop()
		errs = append(errs, t.session.Undo())
	}
	if t.segment != nil {
		errs = append(errs, t.segment.Abort())
	}
	if t.aside != nil {
		errs = append(errs, t.aside.file.Abort())
	}
	return errors.Join(errs...)
}

// asideName names the sealed file for the sender after the delivery.
func (t *taking) asideName() string {
	return fmt.Sprintf("%s_%s_%s_%s_v%d%s", t.meta.Org, t.meta.Dataset, t.meta.From, t.meta.To, t.meta.Seq, asideSuffix)
}

// asideSuffix ends the names of files with rows that go back to their sender.
const asideSuffix = "_terug.csv.age"
