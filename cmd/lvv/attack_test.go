package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lvv/reports/intruder"
	"lvv/schemas"
)

// The parcels of the demo are attacked by everybody the intruder can play, with
// the truth about every invented person at hand: the whole pilot, and one of a
// third of its size, where twice as many figures are hidden.
func TestTheIntruderLearnsNothingFromTheDemo(t *testing.T) {
	t.Parallel()
	for _, persons := range []string{"2065", "800"} {
		t.Run(persons+" persons", func(t *testing.T) {
			t.Parallel()
			story := filepath.Join(t.TempDir(), "verhaal")
			if out, err := exec.Command("lvv", "demo", story, "--persons", persons).CombinedOutput(); err != nil {
				t.Fatalf("lvv demo: %v\n%s", err, out)
			}
			keys := filepath.Join(story, "ontvangers", "*", recipientKey("*")+".key")
			report := attackAll(t, filepath.Join(story, "werkmap"), keys, "--all-but-one")
			if report.Figures < 1000 || report.Hidden < 100 || report.Records < 1000 || report.Again < 1000 || len(report.Unread) > 0 || report.Unsolved > 0 {
				t.Errorf("the attack was not what it should be: %d figures, %d hidden, %d records, not understood %v, not solved %d",
					report.Figures, report.Hidden, report.Records, report.Unread, report.Unsolved)
			}
			for _, y := range report.Tallies {
				if !y.Ready && y.Attacker != intruder.Linker { // there is one release
					t.Errorf("%s was not tried", y.Attacker)
				}
				if y.Beyond && y.Attacker != intruder.Pair && y.Attacker != intruder.AllOthers {
					t.Errorf("the parcels do not promise to withstand %s", y.Attacker)
				}
			}
			nothing(t, report)
		})
	}
}

// Two releases over a growing period, the second with all that came in since.
func TestTheIntruderLearnsNothingFromTwoReleases(t *testing.T) {
	t.Parallel()
	dir := pilot(t, 2065)
	for _, to := range []string{"2020-12-31", "2021-12-31"} {
		released(t, dir, to)
	}
	report := attackAll(t, dir, "", "--all-but-one")
	if report.Figures < 1000 || report.Hidden < 100 || report.Records < 4000 || len(report.Skipped)+len(report.Unread) > 0 || report.Unsolved > 0 {
		t.Errorf("the attack was not what it should be: %d figures, %d hidden, skipped %v, not understood %v, not solved %d",
			report.Figures, report.Hidden, report.Skipped, report.Unread, report.Unsolved)
	}
	nothing(t, report)
}

// The same parcel made with settings that protect little, attacked under the
// rules that should have held: if this finds little, the intruder has gone blind.
func TestTheIntruderLearnsPlentyWithoutProtection(t *testing.T) {
	t.Parallel()
	dir := pilot(t, 400)
	settings := filepath.Join(dir, "lvv.toml")
	text, err := os.ReadFile(settings)
	if err != nil {
		t.Fatal(err)
	}
	open := strings.NewReplacer("\ncount = 10\n", "\ncount = 5\n", "\nhealth = 15\n", "\nhealth = 5\n",
		"\nstaff = true\n", "\nstaff = false\n", "\ncoalition = 2\n", "\ncoalition = 1\n").Replace(string(text))
	if err := os.WriteFile(settings, []byte(open), 0o600); err != nil {
		t.Fatal(err)
	}
	released(t, dir, "2021-12-31")
	if err := os.WriteFile(settings, text, 0o600); err != nil {
		t.Fatal(err)
	}
	report := attackAll(t, dir, "")
	learned := map[intruder.Attacker]int{}
	for _, f := range report.Findings {
		learned[f.Attacker]++
	}
	if learned[intruder.Outsider] < 20 {
		t.Errorf("an outsider learned %d things", learned[intruder.Outsider])
	}
	if len(report.Beyond) == 0 {
		t.Error("staff and those who join forces, whom the parcel does not promise to withstand, learned nothing")
	}
	for _, y := range report.Tallies {
		if beyond := y.Attacker == intruder.Staff || y.Attacker == intruder.Coalition || y.Attacker == intruder.Pair || y.Attacker == intruder.AllOthers; y.Beyond != beyond {
			t.Errorf("%s: not promised is %t", y.Attacker, y.Beyond)
		}
	}
}

// nothing fails for each thing that was learned.
func nothing(t *testing.T, report intruder.Report) {
	t.Helper()
	for _, f := range report.Findings {
		t.Errorf("%s learned (%s): %s is %d to %d, %s", f.Attacker, f.Kind, f.What, f.Low, f.High, f.Where)
	}
}

// pilot is a workspace into which all deliveries of so many persons were taken.
func pilot(t *testing.T, persons int) (dir string) {
	t.Helper()
	dir = newWorkspace(t)
	contract, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	plan := demoPlan(contract, 2019, persons, "")
	for _, org := range plan.Orgs {
		deliver(t, dir, plan, org, plan.Period, "")
	}
	if out, err := lvv(dir, "ingest"); err != nil {
		t.Fatalf("ingest: %v\n%s", err, out)
	}
	return dir
}

// released makes the evaluator's parcel from the beginning of the pilot.
func released(t *testing.T, dir, to string) {
	t.Helper()
	if out, err := lvv(dir, "report", "evaluator", "--from", "2019-01-01", "--to", to); err != nil {
		t.Fatalf("evaluator to %s: %v\n%s", to, err, out)
	}
}

// attackAll attacks all parcels of a workspace, with the keys of their recipients
// or, where none are named, those that the workspace holds.
func attackAll(t *testing.T, dir, keys string, flags ...string) (report intruder.Report) {
	t.Helper()
	args := append([]string{"-C", dir, "attack", "--json"}, flags...)
	if keys != "" {
		found, err := filepath.Glob(keys)
		if err != nil || len(found) == 0 {
			t.Fatalf("%d keys of recipients (error %v)", len(found), err)
		}
		for _, k := range found {
			args = append(args, "-i", k)
		}
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
