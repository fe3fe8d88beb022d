//go:build sdc

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The reference tables through the command, as anybody can repeat them, and
// checked by lvv verify. The best that other tools do without a cell exactly
// known is 14 cells for F4 and 122 for F5, without proof.
func TestProtectReferenceTables(t *testing.T) {
	for _, c := range []struct {
		name, width, time  string
		primary, secondary int
		proven             bool
	}{
		{"F4_lvv_city_nat", "1", "30", 55, 12, true},
		{"F4_lvv_city_nat", "4", "30", 55, 21, true},
		{"F5_lvv_city_nat_out", "1", "55", 614, 100, false},
	} {
		dir, out := filepath.Join(os.Getenv("LVV_SDC"), c.name), filepath.Join(t.TempDir(), "out")
		protectRun(t, "protect", "--cells", filepath.Join(dir, "cells.csv"), "--constraints", filepath.Join(dir, "constraints.csv"),
			"--width", c.width, "--time", c.time, "-o", out)
		protectRun(t, "verify", out)
		text, err := os.ReadFile(filepath.Join(out, "result.json"))
		if err != nil {
			t.Fatal(err)
		}
		var got protectReport
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s, width %s: %d secondary, at least %d, %g s", c.name, c.width, got.Secondary, got.Bound, got.Seconds)
		if got.Primary != c.primary || got.Secondary > c.secondary || c.proven && !got.Proven || got.Audit.ExactlyKnown+got.Audit.Narrow != 0 {
			t.Errorf("%s, width %s: %+v; want %d and %d", c.name, c.width, got, c.primary, c.secondary)
		}
	}
}

// protectRun runs a command that must succeed.
func protectRun(t *testing.T, args ...string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(environment{args: args, stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, now: time.Now})
	if code != exitDone {
		t.Fatalf("lvv %s: exit code %d, %s", strings.Join(args, " "), code, stderr.String())
	}
	t.Log(strings.TrimSpace(stdout.String()))
}
