package ledger

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"lvv/anonymise/durable"
)

// A room is a signer and its verifier.
type room struct {
	signer   note.Signer
	verifier note.Verifier
}

func newRoom(t testing.TB, name string) room { return roomFrom(t, rand.Reader, name) }

// fixedRoom is the same room in every process, as the workers of a fuzz run need.
func fixedRoom(t testing.TB) room {
	return roomFrom(t, strings.NewReader(strings.Repeat("not a secret", 8)), "intake")
}

func roomFrom(t testing.TB, random io.Reader, name string) room {
	t.Helper()
	secret, public, err := note.GenerateKey(random, name)
	if err != nil {
		t.Fatal(err)
	}
	s, err1 := note.NewSigner(secret)
	v, err2 := note.NewVerifier(public)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	return room{s, v}
}

func known(rooms ...room) note.Verifiers {
	var list []note.Verifier
	for _, r := range rooms {
		list = append(list, r.verifier)
	}
	return note.VerifierList(list...)
}

// clock returns a time that goes on by a minute at each call.
func clock() func() time.Time {
	at := time.Date(2026, 11, 22, 9, 0, 0, 123456789, time.FixedZone("CET", 3600))
	return func() time.Time {
		at = at.Add(time.Minute)
		return at
	}
}

func open(t testing.TB, dir string, r room, v note.Verifiers) *Writer {
	t.Helper()
	w, err := Open(dir, r.signer, v, clock())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func closed(t testing.TB, w *Writer) {
	t.Helper()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func do(t testing.TB, w *Writer, verb string, intent, outcome Facts) {
	t.Helper()
	if err := w.Do(verb, intent, func() (Facts, error) { return outcome, nil }); err != nil {
		t.Fatal(err)
	}
}

// written makes a ledger of n acts, that is 2n entries.
func written(t testing.TB, r room, n int) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "ledger")
	w := open(t, dir, r, known(r))
	for i := range n {
		do(t, w, "ingest", Facts{}.Org("org-a").Seq(int64(i+1)), Facts{}.Count(RowsGood, int64(i)))
	}
	closed(t, w)
	return dir
}

func lines(t testing.TB, dir string) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, entriesFile))
	if err != nil {
		t.Fatal(err)
	}
	return strings.SplitAfter(strings.TrimSuffix(string(b), "\n"), "\n")
}

func replace(t testing.TB, dir, file, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func summary(t *testing.T, dir string) string {
	t.Helper()
	var list []string
	for e, err := range Entries(dir) {
		if err != nil {
			t.Fatal(err)
		}
		s := e.Verb + " " + string(e.Phase)
		if e.Status != "" {
			s += " " + string(e.Status)
		}
		for key, value := range e.Facts.All() {
			s += " " + strings.TrimPrefix(key, "lvv.") + "=" + value
		}
		list = append(list, s)
	}
	return strings.Join(list, "\n")
}

func TestDo(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "lvv.utrecht/intake")
	dir := filepath.Join(t.TempDir(), "ledger")
	w := open(t, dir, r, known(r))
	var during int64
	err := w.Do("ingest", Facts{}.Org("org-a").Dataset("opvang"), func() (Facts, error) {
		during = w.Size()
		return Facts{}.Count(RowsGood, 12).Count(RowsBad, 1), nil
	})
	if err != nil || during != 1 {
		t.Fatalf("Do: %v; %d entries during the act, want 1", err, during)
	}
	cause := errors.New("Amina Yusuf, 1234567890: disk gone")
	err = w.Do("report", Facts{}, func() (Facts, error) { return Facts{}.Code(Reason, "disk_full"), cause })
	if !errors.Is(err, cause) {
		t.Errorf("Do returned %v, want the act's error", err)
	}
	closed(t, w)
	const want = `ingest intent dataset=opvang org=org-a
ingest outcome ok count.rows_bad=1 count.rows_good=12
report intent
report outcome failed code.reason=disk_full`
	if got := summary(t, dir); got != want {
		t.Errorf("entries:\n%s\nwant:\n%s", got, want)
	}
	content := strings.Join(lines(t, dir), "")
	if strings.Contains(content, "Amina") || strings.Contains(content, "1234567890") {
		t.Error("an error's text came into the ledger")
	}
}

// The line is what the package comment and the standards say.
func TestLineFormat(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "lvv.utrecht/intake")
	dir := written(t, r, 1)
	got := lines(t, dir)[1]
	const entry = `"entry":{"attributes":{"lvv.count.rows_good":0},"index":1,"name":"ingest","operation":0,"phase":"outcome","status":"ok","time":"2026-11-22T08:02:00Z"}}`
	if !strings.HasPrefix(got, `{"checkpoint":"lvv.utrecht/intake\n2\n`) || !strings.HasSuffix(got, entry) {
		t.Errorf("line is %s", got)
	}
}

// No record, no act.
func TestNoIntentNoAct(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "intake")
	dir := filepath.Join(t.TempDir(), "ledger")
	w := open(t, dir, r, known(r))
	act := func() (Facts, error) {
		t.Error("the act was done")
		return Facts{}, nil
	}
	if err := w.Do("ingest", Facts{}.Org("Amina Yusuf"), act); err == nil || strings.Contains(err.Error(), "Amina") {
		t.Errorf("refused facts: %v", err)
	}
	if err := w.Do("Amina Yusuf", Facts{}, act); err == nil || strings.Contains(err.Error(), "Amina") {
		t.Errorf("refused verb: %v", err)
	}
	if err := w.file.Close(); err != nil { // the disk is gone
		t.Fatal(err)
	}
	if err := w.Do("ingest", Facts{}, act); err == nil {
		t.Error("an intent was recorded without a disk")
	}
	if w.Size() != 0 {
		t.Errorf("%d entries in memory, want 0", w.Size())
	}
	_ = w.release()
	if got := summary(t, dir); got != "" {
		t.Errorf("entries: %s", got)
	}
}

// Refused facts do not hide that the act was done.
func TestRefusedOutcomeIsRecorded(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "intake")
	dir := filepath.Join(t.TempDir(), "ledger")
	w := open(t, dir, r, known(r))
	err := w.Do("ingest", Facts{}, func() (Facts, error) { return Facts{}.Count(RowsIn, 1234567890), nil })
	if err == nil {
		t.Error("a count like a V-number was taken")
	}
	closed(t, w)
	if got := summary(t, dir); got != "ingest intent\ningest outcome ok" {
		t.Errorf("entries: %s", got)
	}
}

func TestNestedActs(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "intake")
	dir := filepath.Join(t.TempDir(), "ledger")
	w := open(t, dir, r, known(r))
	err := w.Do("run", Facts{}, func() (Facts, error) {
		do(t, w, "ingest", Facts{}, Facts{})
		return Facts{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	closed(t, w)
	var operations []int64
	for e := range Entries(dir) {
		operations = append(operations, e.Operation)
	}
	if want := []int64{0, 1, 1, 0}; !equal(operations, want) {
		t.Errorf("operations %v, want %v", operations, want)
	}
}

func equal[T comparable](a, b []T) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestTwoRooms(t *testing.T) {
	t.Parallel()
	intake, report := newRoom(t, "lvv.utrecht/intake"), newRoom(t, "lvv.utrecht/report")
	v := known(intake, report)
	dir := filepath.Join(t.TempDir(), "ledger")
	for i := range 3 {
		for _, r := range []room{intake, report} {
			w := open(t, dir, r, v)
			do(t, w, "act", Facts{}.Seq(int64(i+1)), Facts{})
			if c, err := OpenCheckpoint(w.Checkpoint(), known(r)); err != nil || c.Size != w.Size() || c.Origin != "lvv.utrecht/intake" {
				t.Errorf("checkpoint of %s: %+v, %v", r.signer.Name(), c, err)
			}
			closed(t, w)
		}
	}
	got, err := Verify(dir, v)
	if err != nil || got.Entries != 12 || !equal(got.Signers, []string{"lvv.utrecht/intake", "lvv.utrecht/report"}) {
		t.Errorf("report %+v, %v", got, err)
	}
}

func TestLockedAgainstSecondWriter(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "intake")
	dir := filepath.Join(t.TempDir(), "ledger")
	w := open(t, dir, r, known(r))
	if _, err := Open(dir, r.signer, known(r), clock()); !errors.Is(err, durable.ErrLocked) {
		t.Errorf("second writer: %v, want ErrLocked", err)
	}
	closed(t, w)
	closed(t, open(t, dir, r, known(r)))
}

func TestOpenRefusesUnknownSigner(t *testing.T) {
	t.Parallel()
	a, b := newRoom(t, "a"), newRoom(t, "b")
	for _, v := range []note.Verifiers{nil, known(), known(b)} {
		if _, err := Open(t.TempDir(), a.signer, v, clock()); !errors.Is(err, ErrForeign) {
			t.Errorf("error is %v, want ErrForeign", err)
		}
	}
}

// A run that is killed between intent and outcome leaves an intent, the next
// run says so and goes on.
func TestKilledBetweenIntentAndOutcome(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "intake")
	dir := filepath.Join(t.TempDir(), "ledger")
	w := open(t, dir, r, known(r))
	func() {
		defer func() { _ = recover() }()
		_ = w.Do("ingest", Facts{}.Org("org-a"), func() (Facts, error) { panic("killed") })
	}()
	_, _ = w.file.Close(), w.release() // as the system does for a dead process

	w = open(t, dir, r, known(r))
	if u := w.Unfinished(); len(u) != 1 || u[0].Verb != "ingest" || u[0].Index != 0 {
		t.Errorf("unfinished: %+v", u)
	}
	do(t, w, "ingest", Facts{}.Org("org-a"), Facts{})
	closed(t, w)
	got, err := Verify(dir, known(r))
	if err != nil || got.Entries != 3 || len(got.Unfinished) != 1 || got.Unfinished[0].Index != 0 {
		t.Errorf("report %+v, %v", got, err)
	}
}

// A process that is killed while it writes, again and again, leaves a ledger
// that verifies and is gone on with.
func TestKilledWhileWriting(t *testing.T) {
	if dir := os.Getenv("LEDGER_TEST_DIR"); dir != "" {
		w := open(t, dir, fixedRoom(t), known(fixedRoom(t)))
		for {
			do(t, w, "ingest", Facts{}.Org("org-a"), Facts{}.Count(RowsGood, 1))
			os.Stdout.WriteString(".")
		}
	}
	dir := filepath.Join(t.TempDir(), "ledger")
	var before int64
	for range 4 {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilledWhileWriting$")
		child.Env = append(os.Environ(), "LEDGER_TEST_DIR="+dir)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(out, make([]byte, 5)); err != nil {
			t.Fatal(err)
		}
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = child.Wait()
		report, err := Verify(dir, known(fixedRoom(t)))
		if err != nil || report.Entries < before+10 || len(report.Unfinished) > 4 {
			t.Fatalf("after %d entries: %+v, %v", before, report, err)
		}
		before = report.Entries
	}
}

// Wherever in the last line a crash strikes, the line counts as never written,
// and the next entry says that something was there.
func TestTornLine(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "intake")
	dir := written(t, r, 2)
	all := lines(t, dir)
	checkpointBefore := checkpointOf(t, all[2])
	last := len(all[3]) - 1 // without the newline, which SplitAfter took from the last line already
	for _, keep := range []int{1, 2, last / 2, last, len(all[3])} {
		replace(t, dir, entriesFile, strings.Join(all[:3], "")+all[3][:keep])
		replace(t, dir, checkpointFile, checkpointBefore)
		got, err := Verify(dir, known(r))
		if err != nil || got.Entries != 3 || got.TornBytes != int64(keep) {
			t.Fatalf("keep %d: report %+v, %v", keep, got, err)
		}
		closed(t, open(t, dir, r, known(r))) // without writing: the tear stays to be told
		w := open(t, dir, r, known(r))
		do(t, w, "status", Facts{}, Facts{})
		closed(t, w)
		if got := summary(t, dir); !strings.Contains(got, "status intent count.torn_bytes=") || strings.Count(got, "torn_bytes") != 1 {
			t.Errorf("keep %d: entries:\n%s", keep, got)
		}
		if got, err := Verify(dir, known(r)); err != nil || got.TornBytes != 0 || got.Entries != 5 {
			t.Errorf("keep %d: after repair %+v, %v", keep, got, err)
		}
	}
}

// checkpointOf returns the signed checkpoint of a line, with or without newline.
func checkpointOf(t *testing.T, text string) string {
	t.Helper()
	l, err := parseLine([]byte(strings.TrimSuffix(text, "\n") + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return string(l.signed)
}

// The same acts with the same keys at the same times give the same bytes.
func TestSameActsSameBytes(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "intake")
	a, b := written(t, r, 3), written(t, r, 3)
	for _, file := range []string{entriesFile, checkpointFile} {
		x, err1 := os.ReadFile(filepath.Join(a, file))
		y, err2 := os.ReadFile(filepath.Join(b, file))
		if err := errors.Join(err1, err2); err != nil || !bytes.Equal(x, y) {
			t.Errorf("%s differs (%v)", file, err)
		}
	}
}

func TestBackwardClockIsCounted(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "intake")
	dir := written(t, r, 2)
	w := open(t, dir, r, known(r)) // its clock begins at the beginning again
	do(t, w, "status", Facts{}, Facts{})
	closed(t, w)
	if got, err := Verify(dir, known(r)); err != nil || got.Backward != 1 {
		t.Errorf("report %+v, %v", got, err)
	}
}
