package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"testing"

	"lvv/reports/intruder"
)

// The parcels of the demo are attacked by everybody the intruder can play, with
// the truth about every invented person at hand. That he would find something in
// parcels without protection is tested in his own room.
func TestTheIntruderLearnsNothingFromTheDemo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if out, err := exec.Command("lvv", "demo", filepath.Join(dir, "verhaal")).CombinedOutput(); err != nil {
		t.Fatalf("lvv demo: %v\n%s", err, out)
	}
	report := attackDemo(t, filepath.Join(dir, "verhaal"))
	if report.Figures < 1000 || report.Hidden < 100 || report.Records < 2000 || len(report.Unread) > 0 || report.Unsolved > 0 {
		t.Errorf("the attack was not what it should be: %d figures, %d hidden, %d records, not understood %v, not solved %d",
			report.Figures, report.Hidden, report.Records, report.Unread, report.Unsolved)
	}
	for _, y := range report.Tallies {
		if !y.Ready && y.Attacker != intruder.Linker { // there is one release
			t.Errorf("%s was not tried", y.Attacker)
		}
	}
	for _, f := range report.Findings {
		if promised(f.Attacker) {
			t.Errorf("%s learned (%s): %s is %d to %d, %s", f.Attacker, f.Kind, f.What, f.Low, f.High, f.Where)
		}
	}
}

// promised says against whom parcels are protected one by one. Who holds several
// parcels, and who counts the people of a whole organisation, knows more than the
// rules for one parcel allow for; what they learn is reported by the verb.
func promised(who intruder.Attacker) bool {
	switch who {
	case intruder.Holder, intruder.Coalition, intruder.Staff:
		return false
	}
	return true
}

// attackDemo attacks with the keys of all recipients.
func attackDemo(t *testing.T, story string) (report intruder.Report) {
	t.Helper()
	keys, err := filepath.Glob(filepath.Join(story, "ontvangers", "*", recipientKey("*")+".key"))
	if err != nil || len(keys) == 0 {
		t.Fatalf("%d keys of recipients (error %v)", len(keys), err)
	}
	args := []string{"-C", filepath.Join(story, "werkmap"), "attack", "--all-but-one", "--json"}
	for _, k := range keys {
		args = append(args, "-i", k)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command("lvv", args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if failed := (*exec.ExitError)(nil); !errors.As(err, &failed) || failed.ExitCode() != exitRefused {
			t.Fatalf("lvv attack: %v\n%s", err, stderr.String())
		}
	}
	if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	return report
}
