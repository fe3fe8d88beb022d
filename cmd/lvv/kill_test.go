package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"lvv/anonymise"
	"lvv/anonymise/keyring"
	"lvv/anonymise/store"
	"lvv/schemas"
	"lvv/schemas/synth"
)

// A process that is killed at any moment leaves nothing readable about people and
// nothing damaged, and the next run comes to the state of one that was let be.

// killTime is after the pilot, so that all of it can be delivered.
const killTime = "2022-02-01T09:00:00Z"

func TestIntakeSurvivesBeingKilled(t *testing.T) {
	t.Parallel()
	start, words := fullInbox(t)
	want := finished(t, copyOf(t, start))
	var cutOff atomic.Int64
	t.Run("group", func(t *testing.T) {
		for i := range 40 {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				dir := copyOf(t, start)
				// The ledger grows by two lines for each delivery; within each there
				// are early, middle and late moments.
				if killWhen(t, ledgerHas(dir, i*17/40), time.Duration(i%5)*2*time.Millisecond, dir, "ingest") {
					cutOff.Add(1)
				}
				unharmed(t, dir, words)
				if got := finished(t, dir); got != want {
					t.Errorf("the next run came to another state:\n%s", cmp.Diff(want, got))
				}
			})
		}
	})
	if n := cutOff.Load(); n < 10 {
		t.Errorf("only %d of 40 runs were cut off: that shows too little", n)
	}
}

func TestReportSurvivesBeingKilled(t *testing.T) {
	t.Parallel()
	start, words := fullInbox(t)
	finished(t, start)
	report := []string{"report", "finance", "--from", "2019-01-01", "--to", "2021-12-31"}
	lines := countLines(filepath.Join(start, "ledger", "entries.ndjson"))
	for i := range 12 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			dir := copyOf(t, start)
			moment, later := ledgerHas(dir, lines+1), time.Duration(i)*20*time.Millisecond
			if i%3 == 1 { // while the parcel is being written, or just after
				moment, later = exists(dir, "out", ".tmp-*"), time.Duration(i)*time.Millisecond/3
			}
			if i%3 == 2 {
				moment, later = exists(dir, "out", "*.zip.age"), 0
			}
			killWhen(t, moment, later, dir, report...)
			unharmed(t, dir, words)
			if out, err := lvv(dir, report...); err != nil {
				t.Errorf("the next report: %v\n%s", err, out)
			}
			unharmed(t, dir, words)
			if parcels, _ := filepath.Glob(filepath.Join(dir, "out", "*.zip.age")); len(parcels) == 0 {
				t.Error("the next report left no parcel")
			}
		})
	}
	t.Run("approval", func(t *testing.T) {
		t.Parallel()
		approvalSurvives(t, waiting(t, copyOf(t, start), report), words)
	})
}

// waiting has a parcel made in a workspace that waits for a second person.
func waiting(t *testing.T, dir string, report []string) string {
	t.Helper()
	lines, err := command(dir, "keys", "add-approver", "jansen").Output()
	if err != nil {
		t.Fatal(err)
	}
	settings := filepath.Join(dir, "lvv.toml")
	text, err := os.ReadFile(settings)
	if err == nil {
		err = os.WriteFile(settings, append(text, lines...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if out, err := lvv(dir, report...); err != nil {
		t.Fatalf("report: %v\n%s", err, out)
	}
	return dir
}

// approvalSurvives kills an approval at many moments. A parcel waits or has left
// whole, and approving again comes to the same end.
func approvalSurvives(t *testing.T, start string, words []string) {
	t.Helper()
	approve := []string{"release", "approve", "1", "--as", "jansen"}
	lines := countLines(filepath.Join(start, "ledger", "entries.ndjson"))
	var cutOff, waited atomic.Int64
	t.Run("group", func(t *testing.T) {
		for i := range 12 {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				dir := copyOf(t, start)
				moments := []func() bool{ledgerHas(dir, lines+1), exists(dir, "out", ".tmp-*"), ledgerHas(dir, lines+2), exists(dir, "out", "*.zip.age"),
					ledgerHas(dir, lines), ledgerHas(dir, lines+1)}
				later := []time.Duration{0, 0, 0, 0, 5, 10}[i%6] * time.Duration(1+i/6) * time.Millisecond
				if killWhen(t, moments[i%6], later, dir, approve...) {
					cutOff.Add(1)
				}
				unharmed(t, dir, words)
				left, _ := filepath.Glob(filepath.Join(dir, "out", "*.zip.age"))
				proposals, _ := filepath.Glob(filepath.Join(dir, "releases", "*_voorstel.zip.age"))
				if len(left) == 0 {
					waited.Add(1)
				}
				if len(left)+len(proposals) == 0 {
					t.Error("the parcel neither waits nor has left")
				}
				again, err := lvv(dir, approve...)
				if done := len(proposals) == 0; done != (err != nil) {
					t.Errorf("nothing waits is %t, and approving again: %v\n%s", done, err, again)
				}
				leftWhole(t, dir)
				unharmed(t, dir, words)
			})
		}
	})
	if c, w := cutOff.Load(), waited.Load(); c < 4 || w < 2 {
		t.Errorf("of 12 approvals %d were cut off and after %d nothing had left: that shows too little", c, w)
	}
}

// leftWhole makes sure that one parcel has left, that it is what the ledger says, and
// that nothing waits or is left behind.
func leftWhole(t *testing.T, dir string) {
	t.Helper()
	left, _ := filepath.Glob(filepath.Join(dir, "out", "*"))
	behind, _ := filepath.Glob(filepath.Join(dir, "*", ".tmp-*"))
	proposals, _ := filepath.Glob(filepath.Join(dir, "releases", "*_voorstel.zip.age"))
	if len(left) != 1 || len(behind)+len(proposals) > 0 {
		t.Fatalf("left %q, behind %q, waiting %q", left, behind, proposals)
	}
	if out, err := lvv(dir, "verify", left[0], "-i", filepath.Join(dir, "keys", recipientKey("financien")+".key")); err != nil {
		t.Errorf("verify of the parcel: %v\n%s", err, out)
	}
	if out, err := lvv(dir, "release", "list"); err != nil || !strings.Contains(out, stateReleased) {
		t.Errorf("release list: %v\n%s", err, out)
	}
}

// unharmed makes sure that nothing readable about people lies in the workspace,
// and that nothing of it is damaged.
func unharmed(t *testing.T, dir string, words []string) {
	t.Helper()
	if leaks, files, err := newSearch(words).inFolder(dir); err != nil || len(leaks) > 0 || files < 50 {
		t.Errorf("in %d files, found in %q (error %v)", files, leaks, err)
	}
	if out, err := lvv(dir, "verify"); err != nil {
		t.Errorf("verify: %v\n%s", err, out)
	}
}

// fullInbox makes a workspace with eight deliveries in its inbox, some with rows
// that will be put aside, one a correction and one that comes twice. The words
// identify the people in them.
func fullInbox(t *testing.T) (dir string, words []string) {
	t.Helper()
	dir = newWorkspace(t)
	contract, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	plan := planFor(contract, 11, 60)
	plan.Orgs, plan.Canary, plan.Errors = []string{"stil", "seguro", "toevlucht"}, canaryWord, 0.1
	for _, org := range plan.Orgs {
		for i, p := range years(plan.Period) {
			if org == "toevlucht" && i > 0 {
				break
			}
			deliver(t, dir, plan, org, p, "")
		}
	}
	deliver(t, dir, plan, "stil", years(plan.Period)[0], "nogmaals.csv.age")
	plan.Errors = 0
	deliver(t, dir, plan, "stil", years(plan.Period)[0], "verbeterd.csv.age", "--seq", "2")
	return dir, slices.Collect(plan.Canaries())
}

// deliver seals an invented delivery into the inbox of a workspace, under a name
// of its own or the usual one.
func deliver(t *testing.T, dir string, plan synth.Plan, org string, p schemas.Period, name string, flags ...string) {
	t.Helper()
	source := filepath.Join(t.TempDir(), synth.FileName(org, "opvang", p)+".csv")
	f, err := os.Create(source)
	if err == nil {
		_, err = plan.WriteCSV(f, org, "opvang", p)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	if name != "" {
		flags = append(flags, "-o", filepath.Join(dir, "inbox", name))
	}
	if out, err := lvv(dir, append([]string{"seal", source, "--org", org, "--force"}, flags...)...); err != nil {
		t.Fatalf("sealing: %v\n%s", err, out)
	}
}

// lvv runs the program in a workspace at killTime and returns what it said. That
// rows were put aside is no error.
func lvv(dir string, args ...string) (string, error) {
	cmd := command(dir, args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) && failed.ExitCode() == exitAside {
		err = nil
	}
	return out.String(), err
}

// command prepares the program with its temporary files inside the workspace, so
// that they are searched as well.
func command(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("lvv", append([]string{"-C", dir}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LVV_NOW="+killTime, "TMPDIR="+dir)
	return cmd
}

// killWhen starts the program and kills it at a moment, and a while later still.
// It says whether that cut it off: it may have ended before.
func killWhen(t *testing.T, moment func() bool, later time.Duration, dir string, args ...string) bool {
	t.Helper()
	cmd := command(dir, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		cmd.Wait() // how it ended is looked up below
	}()
	for running := true; running && !moment(); {
		select {
		case <-ended:
			running = false
		case <-time.After(200 * time.Microsecond):
		}
	}
	time.Sleep(later)
	cmd.Process.Kill() // an error says that it has ended already
	<-ended
	return !cmd.ProcessState.Exited()
}

// ledgerHas is the moment at which the ledger has so many lines.
func ledgerHas(dir string, lines int) func() bool {
	book := filepath.Join(dir, "ledger", "entries.ndjson")
	return func() bool { return countLines(book) >= lines }
}

// exists is the moment at which a file fits the pattern.
func exists(pattern ...string) func() bool {
	return func() bool {
		paths, _ := filepath.Glob(filepath.Join(pattern...))
		return len(paths) > 0
	}
}

func countLines(path string) int {
	content, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	return bytes.Count(content, []byte("\n"))
}

func copyOf(t *testing.T, from string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "utrecht")
	if err := copyTree(dir, from); err != nil {
		t.Fatal(err)
	}
	return dir
}

// finished runs intake to its end and returns all that may be known of the state
// that it comes to: the rows of each delivery in force, the people, and what
// status says.
func finished(t *testing.T, dir string) string {
	t.Helper()
	if out, err := lvv(dir, "ingest"); err != nil {
		t.Fatalf("ingest: %v\n%s", err, out)
	}
	if out, err := lvv(dir, "verify"); err != nil {
		t.Errorf("verify: %v\n%s", err, out)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*", ".tmp-*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	status, err := lvv(dir, "status", "--json")
	if err != nil {
		t.Fatalf("status: %v\n%s", err, status)
	}
	return rowsInForce(t, filepath.Join(dir, "store"), filepath.Join(dir, "keys", keyStore+".key")) + strings.ReplaceAll(status, `},{`, "},\n{")
}

// rowsInForce lists what a store holds, read with its secret key.
func rowsInForce(t *testing.T, dir, keyFile string) string {
	t.Helper()
	key, err := keyring.ReadIdentity(keyFile, nil)
	if err != nil {
		t.Fatal(err)
	}
	contract, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := st.Read(context.Background(), memory.DefaultAllocator, key)
	if err != nil {
		t.Fatal(err)
	}
	rows := make(map[string]int64)
	err = reader.Load(context.Background(), contract.Dataset("opvang"), func(m store.Meta, b anonymise.Batch) error {
		rows[fmt.Sprintf("%s %s v%d", m.Org, m.Period(), m.Seq)] += int64(b.Len())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for delivery, n := range rows {
		lines = append(lines, fmt.Sprintf("%s: %d rows\n", delivery, n))
	}
	slices.Sort(lines)
	return fmt.Sprintf("%s%d people\n", strings.Join(lines, ""), reader.People().Len())
}
