package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"lvv/anonymise/keyring"
)

// Intake and reporting can be in different hands, on different machines: intake
// holds what opens names and cannot make a report, reporting makes reports and
// holds nothing that opens a name. All that they share is store/ and ledger/.
func TestTwoRooms(t *testing.T) {
	t.Parallel()
	whole, words := fullInbox(t)
	rooms := split(t, whole)

	out, err := lvv(rooms.intake, "ingest")
	if err != nil {
		t.Fatalf("intake: %v\n%s", err, out)
	}
	got := rowsInForce(t, rooms.store, filepath.Join(rooms.report, "keys", keyStore+".key"))
	if want := finished(t, copyOf(t, whole)); !strings.HasPrefix(want, got) {
		t.Errorf("two rooms came to another store than one:\n%s", cmp.Diff(want, got))
	}
	report := []string{"report", "finance", "--from", "2019-01-01", "--to", "2021-12-31"}
	if out, err := lvv(rooms.report, report...); err != nil {
		t.Fatalf("report: %v\n%s", err, out)
	}
	for name, room := range map[string]string{"intake": rooms.intake, "report": rooms.report} {
		out, err := lvv(room, "verify")
		if err != nil || !strings.Contains(out, "signed by utrecht/intake-sign and utrecht/report-sign") {
			t.Errorf("%s: verify: %v\n%s", name, err, out)
		}
		if out, err := lvv(room, "keys", "prove"); err != nil {
			t.Errorf("%s: the drill with the keys that are here: %v\n%s", name, err, out)
		}
	}
	if leaks, files, err := newSearch(words).inFolder(filepath.Dir(rooms.report)); err != nil || len(leaks) > 0 || files < 20 {
		t.Errorf("in %d files of the report room, found in %q (error %v)", files, leaks, err)
	}
	refuses(t, rooms.intake, exitFailed, "signing the ledger", report...)
	refuses(t, rooms.report, exitFailed, "signing the ledger", "ingest")

	finished(t, whole)
	cannotOpen(t, rooms.report, whole, "persons/register.age", "quarantine/*_terug.csv.age", "inbox/verwerkt/*.age")
	cannotOpen(t, rooms.intake, whole, "store/*.seg", "quarantine/*_terug.csv.age")
	if !opens(t, filepath.Join(whole, "persons", "register.age"), identity(t, rooms.intake, keyRegister)) {
		t.Error("intake cannot open the register: the test proves nothing")
	}
}

// cannotOpen tries every key of a room on what only others may open.
func cannotOpen(t *testing.T, room, whole string, closed ...string) {
	t.Helper()
	keys, err := filepath.Glob(filepath.Join(room, "keys", "*.key"))
	if err != nil || len(keys) == 0 {
		t.Fatalf("the room has no keys: %v", err)
	}
	for _, pattern := range closed {
		files, err := filepath.Glob(filepath.Join(whole, filepath.FromSlash(pattern)))
		if err != nil || len(files) == 0 {
			t.Fatalf("nothing fits %s: %v", pattern, err)
		}
		for _, key := range keys {
			id, err := keyring.ReadIdentity(key, nil)
			if err != nil {
				continue // a signer or a root opens nothing
			}
			if opens(t, files[0], id) {
				t.Errorf("%s opens %s", filepath.Base(key), filepath.Base(files[0]))
			}
		}
	}
}

func identity(t *testing.T, room, name string) age.Identity {
	t.Helper()
	id, err := keyring.ReadIdentity(filepath.Join(room, "keys", name+".key"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func opens(t *testing.T, file string, id age.Identity) bool {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, err = age.Decrypt(f, id)
	return err == nil
}

// refuses makes sure that a room cannot do something, and says why.
func refuses(t *testing.T, room string, code int, why string, args ...string) {
	t.Helper()
	out, err := lvv(room, args...)
	failed := (*exec.ExitError)(nil)
	if !errors.As(err, &failed) || failed.ExitCode() != code || !strings.Contains(out, why) ||
		!strings.Contains(out, "lvv: hint: this room does not hold that key") {
		t.Errorf("lvv %s: %v, want exit code %d and %q\n%s", strings.Join(args, " "), err, code, why, out)
	}
}

// twoRooms are the workspaces of the two rooms, and the store that they share.
type twoRooms struct{ intake, report, store string }

// The secret keys that each room holds, and no other.
var (
	ofIntake = regexp.MustCompile(`^(intake-.*|recovery|register|index-root)\.key$`)
	ofReport = regexp.MustCompile(`^(store|report-root|report-sign)\.key$`)
)

// split makes two workspaces of one. Public keys lie in both, secret keys in one or
// with the organisations and recipients; store/ and ledger/ are shared.
func split(t *testing.T, whole string) twoRooms {
	t.Helper()
	dir := t.TempDir()
	shared := filepath.Join(dir, "samen")
	for _, name := range []string{"store", "ledger"} {
		if err := os.MkdirAll(filepath.Join(shared, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	rooms := twoRooms{filepath.Join(dir, "a", "intake"), filepath.Join(dir, "b", "report"), filepath.Join(shared, "store")}
	furnish(t, whole, rooms.intake, shared, ofIntake, "inbox", "quarantine", "receipts", "persons")
	furnish(t, whole, rooms.report, shared, ofReport, "register", "out")
	return rooms
}

// furnish makes a room with its folders, the public keys, and those secret ones.
func furnish(t *testing.T, whole, room, shared string, secrets *regexp.Regexp, folders ...string) {
	t.Helper()
	for _, name := range append(slices.Clone(folders), "keys") {
		if err := copyTree(filepath.Join(room, name), filepath.Join(whole, name)); err != nil {
			t.Fatal(err)
		}
	}
	keys, err := filepath.Glob(filepath.Join(room, "keys", "*.key"))
	if err != nil {
		t.Fatal(err)
	}
	kept := 0
	for _, key := range keys {
		if secrets.MatchString(filepath.Base(key)) {
			kept++
		} else if err := os.Remove(key); err != nil {
			t.Fatal(err)
		}
	}
	if kept == 0 {
		t.Fatal("a room without keys proves nothing")
	}
	settings, err := os.ReadFile(filepath.Join(whole, "lvv.toml"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(`store = ""`, `store = "`+filepath.Join(shared, "store")+`"`,
		`ledger = ""`, `ledger = "../../samen/ledger"`).Replace(string(settings))
	if err := os.WriteFile(filepath.Join(room, "lvv.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
