package ledger

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Each way to tamper with the record is found, at its line.
func TestTampering(t *testing.T) {
	t.Parallel()
	r, stranger := newRoom(t, "intake"), newRoom(t, "intake")
	dir := written(t, r, 5)
	genuine := lines(t, dir)
	genuine[9] += "\n"
	other := lines(t, written(t, newRoom(t, "other"), 5))
	checkpoint, err := os.ReadFile(filepath.Join(dir, checkpointFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, about string
		tamper      func([]string) []string
		line        int64
		fault       Fault
	}{
		{"edit", "a count is changed", func(l []string) []string {
			l[3] = strings.Replace(l[3], `"lvv.count.rows_good":1`, `"lvv.count.rows_good":7`, 1)
			return l
		}, 4, FaultTree},
		{"edit first", "so is one in the first line", func(l []string) []string {
			l[0] = strings.Replace(l[0], `"lvv.seq":1`, `"lvv.seq":2`, 1)
			return l
		}, 1, FaultTree},
		{"edit time", "an entry is dated back", func(l []string) []string {
			l[5] = strings.Replace(l[5], "2026-11-22T", "2026-11-21T", 1)
			return l
		}, 6, FaultTree},
		{"delete first", "", func(l []string) []string { return l[1:] }, 1, FaultOrder},
		{"delete", "a line in the middle is gone", func(l []string) []string { return slices.Delete(l, 4, 6) }, 5, FaultOrder},
		{"reorder", "two lines change places", func(l []string) []string {
			l[4], l[6] = l[6], l[4]
			return l
		}, 5, FaultOrder},
		{"repeat", "a line stands twice", func(l []string) []string { return slices.Insert(l, 3, l[2]) }, 4, FaultOrder},
		{"cut", "the last lines are gone", func(l []string) []string { return l[:6] }, 7, FaultCut},
		{"cut all", "everything is gone", func(l []string) []string { return nil }, 1, FaultCut},
		{"other ledger", "a whole other ledger, by a key that is not known", func([]string) []string {
			return other
		}, 1, FaultSigner},
		{"transplant", "the checkpoint of one line in another", func(l []string) []string {
			a, b := strings.Index(l[7], `","entry"`), strings.Index(l[8], `","entry"`)
			l[7] = l[8][:b] + l[7][a:]
			return l
		}, 8, FaultOrder},
		{"renumber", "a line is taken out and the next renumbered", func(l []string) []string {
			l = slices.Delete(l, 9, 10)
			l[8] = strings.Replace(l[8], `"index":8`, `"index":9`, 1)
			return l
		}, 9, FaultOrder},
		{"sign again", "an edited entry, signed by a stranger of the same name", func(l []string) []string {
			return append(l, forge(t, l, stranger, Entry{Index: 10, Operation: 10, Verb: "act", Phase: Intent}))
		}, 11, FaultSigner},
		{"outcome without intent", "even a room's own key cannot add one", func(l []string) []string {
			return append(l, forge(t, l, r, Entry{Index: 10, Operation: 0, Verb: "ingest", Phase: Outcome, Status: OK}))
		}, 11, FaultOperation},
		{"free text", "nor an attribute that is not on the list", func(l []string) []string {
			e := Entry{Index: 10, Operation: 10, Verb: "act", Phase: Intent}
			e.Facts.list = []attribute{{"lvv.name", "Amina Yusuf", false}}
			return append(l, forge(t, l, r, e))
		}, 11, FaultLine},
		{"spaces", "the same entry written otherwise", func(l []string) []string {
			l[2] = strings.Replace(l[2], `"index":2`, `"index": 2`, 1)
			return l
		}, 3, FaultLine},
		{"extra member", "", func(l []string) []string {
			l[2] = strings.Replace(l[2], `{"checkpoint"`, `{"a":1,"checkpoint"`, 1)
			return l
		}, 3, FaultLine},
		{"carriage return", "a mail program was here", func(l []string) []string {
			l[0] = strings.Replace(l[0], "}\n", "}\r\n", 1)
			return l
		}, 1, FaultLine},
		{"blank line", "", func(l []string) []string { return slices.Insert(l, 2, "\n") }, 3, FaultLine},
		{"giant line", "", func(l []string) []string { return append(l, strings.Repeat("x", 2*maxLine)) }, 11, FaultLine},
		{"broken signature", "one character of it is changed", func(l []string) []string {
			at := strings.Index(l[4], `\n","entry"`) - 6
			with := "A"
			if l[4][at:at+1] == "A" {
				with = "B"
			}
			l[4] = l[4][:at] + with + l[4][at+1:]
			return l
		}, 5, FaultSignature},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			replace(t, dir, entriesFile, strings.Join(c.tamper(slices.Clone(genuine)), ""))
			replace(t, dir, checkpointFile, string(checkpoint))
			report, err := Verify(dir, known(r))
			var damage *Damage
			if !errors.As(err, &damage) || !errors.Is(err, ErrDamaged) {
				t.Fatalf("%s: error is %v, want damage", c.about, err)
			}
			if damage.Line != c.line || damage.Fault != c.fault {
				t.Errorf("%s: found %v in line %d, want %v in line %d", c.about, damage.Fault, damage.Line, c.fault, c.line)
			}
			if report.Entries != c.line-1 {
				t.Errorf("%d entries in order before line %d", report.Entries, c.line)
			}
			if _, err := Open(dir, r.signer, known(r), clock()); c.fault != FaultSignature && !errors.Is(err, ErrDamaged) {
				t.Errorf("opened for writing: %v", err)
			}
		})
	}
}

// forge writes the line that a holder of a signing key would, without asking
// whether the entry may be written.
func forge(t *testing.T, before []string, r room, e Entry) string {
	t.Helper()
	b, err := readBook(strings.NewReader(strings.Join(before, "")), func(line) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	e.Time = clock()().UTC()
	leaf := e.canonical()
	b.grow(leaf)
	signed, err := Checkpoint{b.origin, b.entries(), b.root(b.entries())}.sign(r.signer)
	if err != nil {
		t.Fatal(err)
	}
	return string(formatLine(leaf, signed))
}

// Whoever holds a room's key and the whole folder can write another past. Only a
// checkpoint that went out shows it.
func TestRewrittenPastAgainstKnownCheckpoints(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "intake")
	dir := filepath.Join(t.TempDir(), "ledger")
	w := open(t, dir, r, known(r))
	empty := w.Checkpoint()
	do(t, w, "ingest", Facts{}.Seq(1), Facts{})
	parcel := w.Checkpoint()
	do(t, w, "ingest", Facts{}.Seq(2), Facts{})
	receipt := w.Checkpoint()
	closed(t, w)
	if got, err := Verify(dir, known(r), empty, parcel, receipt); err != nil || got.Confirmed != 4 {
		t.Fatalf("genuine: %+v, %v", got, err)
	}

	cut := filepath.Join(t.TempDir(), "cut")
	w = open(t, cut, r, known(r))
	do(t, w, "ingest", Facts{}.Seq(1), Facts{})
	closed(t, w)
	if _, err := Verify(cut, known(r), parcel); err != nil {
		t.Errorf("cut after the parcel, compared with the parcel: %v", err)
	}
	wantDamage(t, cut, r, receipt, 3, FaultCut)

	forked := written(t, r, 5)
	if _, err := Verify(forked, known(r)); err != nil {
		t.Errorf("rewritten ledger alone: %v", err)
	}
	wantDamage(t, forked, r, receipt, 4, FaultFork)

	_, err := Verify(dir, known(r), []byte("geen checkpoint"))
	if !errors.Is(err, ErrForeign) {
		t.Errorf("rubbish as a checkpoint: %v, want ErrForeign", err)
	}
	foreign, err := Checkpoint{"intake", 1, w.book.root(1)}.sign(newRoom(t, "intake").signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(dir, known(r), foreign); !errors.Is(err, ErrForeign) {
		t.Errorf("foreign checkpoint: %v, want ErrForeign", err)
	}
}

func wantDamage(t *testing.T, dir string, r room, checkpoint []byte, line int64, fault Fault) {
	t.Helper()
	_, err := Verify(dir, known(r), checkpoint)
	var damage *Damage
	if !errors.As(err, &damage) || damage.Line != line || damage.Fault != fault {
		t.Errorf("error is %v, want %v at line %d", err, fault, line)
	}
}

// The checkpoint beside the record is the only witness inside the folder of a
// tail that was cut off, so one that was tampered with is damage too.
func TestOwnCheckpoint(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "intake")
	dir := written(t, r, 2)
	someRoot := tlog.RecordHash([]byte("x"))
	must := func(signed []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	for what, content := range map[string]string{
		"rubbish": "weg ermee\n",
		"empty":   "",
		"foreign": string(must(Checkpoint{"intake", 1, someRoot}.sign(newRoom(t, "intake").signer))),
		"fork":    string(must(Checkpoint{"intake", 2, someRoot}.sign(r.signer))),
		"origin":  string(must(Checkpoint{"elsewhere", 1, someRoot}.sign(r.signer))),
	} {
		replace(t, dir, checkpointFile, content)
		if _, err := Verify(dir, known(r)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: Verify gives %v, want ErrDamaged", what, err)
		}
		if _, err := Open(dir, r.signer, known(r), clock()); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: Open gives %v, want ErrDamaged", what, err)
		}
	}
	// A crash can leave an older one, or none: the record is ahead.
	if err := os.Remove(filepath.Join(dir, checkpointFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(dir, known(r)); err != nil {
		t.Errorf("without checkpoint: %v", err)
	}
}

func TestVerifyOfNothing(t *testing.T) {
	t.Parallel()
	got, err := Verify(filepath.Join(t.TempDir(), "none"), known())
	if err != nil || got.Entries != 0 {
		t.Errorf("report %+v, %v", got, err)
	}
}

// Only public keys are needed, and a retired key still vouches for its lines.
func TestVerifyWantsTheRightKeys(t *testing.T) {
	t.Parallel()
	old, fresh := newRoom(t, "intake"), newRoom(t, "intake") // two generations, one name
	dir := written(t, old, 1)
	w := open(t, dir, fresh, known(old, fresh))
	do(t, w, "status", Facts{}, Facts{})
	closed(t, w)
	if _, err := Verify(dir, known(old, fresh)); err != nil {
		t.Error(err)
	}
	for _, v := range []note.Verifiers{known(old), known(fresh), known(), nil} {
		if _, err := Verify(dir, v); !errors.Is(err, ErrDamaged) {
			t.Errorf("with other keys: %v, want ErrDamaged", err)
		}
	}
}

// 5,000 entries, written without the disk in between.
func TestManyEntries(t *testing.T) {
	t.Parallel()
	r := newRoom(t, "intake")
	dir := t.TempDir()
	replace(t, dir, entriesFile, string(many(t, r, 5000)))
	got, err := Verify(dir, known(r))
	if err != nil || got.Entries != 5000 {
		t.Fatalf("report %+v, %v", got, err)
	}
	w := open(t, dir, r, known(r))
	do(t, w, "status", Facts{}, Facts{})
	for _, index := range []int64{0, 1, 2499, 4999, 5000, 5001} {
		text, err := w.Prove(index)
		if err != nil {
			t.Fatal(err)
		}
		if e, _, err := VerifyProof(text, known(r)); err != nil || e.Index != index {
			t.Errorf("proof of entry %d: %d, %v", index, e.Index, err)
		}
	}
	closed(t, w)
}

// many writes a ledger of n entries, n even, in memory.
func many(t testing.TB, r room, n int) []byte {
	t.Helper()
	b, now := &book{open: map[int64]Entry{}}, clock()
	var out bytes.Buffer
	for i := range int64(n) {
		e := Entry{Index: i, Operation: i, Time: now().UTC(), Verb: "ingest", Phase: Intent, Facts: Facts{}.Count(RowsIn, i)}
		if i%2 == 1 {
			e.Operation, e.Phase, e.Status = i-1, Outcome, OK
		}
		leaf := e.canonical()
		b.grow(leaf)
		c := Checkpoint{r.signer.Name(), b.entries(), b.root(b.entries())}
		signed, err := c.sign(r.signer)
		if err != nil {
			t.Fatal(err)
		}
		text := formatLine(leaf, signed)
		b.settle(line{e, leaf, c, signed}, len(text))
		out.Write(text)
	}
	return out.Bytes()
}

// Nothing that is not the beginning of the genuine ledger verifies: without the
// room's key there is no other text that does.
func FuzzVerify(f *testing.F) {
	r := fixedRoom(f)
	genuine := many(f, r, 6)
	f.Add(genuine)
	f.Add(genuine[:len(genuine)/2])
	f.Add(bytes.Replace(genuine, []byte(`"lvv.count.rows_in":3`), []byte(`"lvv.count.rows_in":4`), 1))
	f.Add(bytes.ReplaceAll(genuine, []byte("\n"), []byte("\r\n")))
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, report, err := verify(bytes.NewReader(text), known(r))
		if report.Entries > 6 || b.size > int64(len(genuine)) || !bytes.Equal(text[:b.size], genuine[:b.size]) {
			t.Errorf("%d entries verified that are not of the ledger", report.Entries)
		}
		if err == nil && b.size+b.torn != int64(len(text)) {
			t.Errorf("%d bytes of %d are unaccounted for", int64(len(text))-b.size-b.torn, len(text))
		}
		var damage *Damage
		if err != nil && (!errors.As(err, &damage) || damage.Line != report.Entries+1) {
			t.Errorf("after %d entries: %v", report.Entries, err)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	r := newRoom(b, "intake")
	for _, n := range []int{1000, 5000} {
		text := many(b, r, n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := verify(bytes.NewReader(text), known(r)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
