package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"lvv/anonymise/disclosure/certificate"
	"lvv/anonymise/disclosure/counts"
	"lvv/anonymise/disclosure/pattern"
	"lvv/anonymise/disclosure/suppression"
)

type protectCmd struct {
	File        string            `arg:"" optional:"" help:"CSV of counts with its totals; or a case in a file that ends in .txt."`
	Cells       string            `placeholder:"FILE" help:"Any system of tables: its cells, with columns cell, freq and if wanted primary."`
	Constraints string            `placeholder:"FILE" help:"Its identities, with columns constraint, cell and coef; each sums to 0."`
	Out         string            `short:"o" placeholder:"DIR" help:"Folder to write to; new or empty."`
	Count       string            `placeholder:"COLUMN" help:"Column with the counts (default: aantal, count, n, freq or waarde, or else the last)."`
	Total       string            `placeholder:"CODE" help:"Code of totals (default: totaal, total, alle or *)."`
	Hierarchy   map[string]string `mapsep:"none" placeholder:"COLUMN=FILE" help:"Levels of a column: a line a leaf, a field a level, the leaf first. May be given for each column."`
	Threshold   int64             `placeholder:"N" help:"The least count that may be shown (default: 10, or as the column primary says)."`
	Lower       int64             `default:"1" help:"What an attacker knows a hidden count to be at least: 1, because zeros are shown, or 0."`
	Width       int64             `placeholder:"N" help:"The least distance between the lowest and the highest value that he can hold possible (default: the threshold)."`
	Insiders    *bool             `negatable:"" help:"Protect against a person who is alone in a cell and subtracts himself (default: yes for a table, no for --cells)."`
	Unions      *bool             `negatable:"" help:"Hidden parts of a known total reach the threshold together (default: as for --insiders)."`
	Cost        string            `enum:"cells,value" default:"cells" help:"What to hide little of: cells, or the value in them."`
	Time        float64           `default:"60" placeholder:"SECONDS" help:"How long to search; the best that was found by then counts."`
	Round       int64             `placeholder:"BASE" help:"Round all counts to multiples of BASE that add up, instead of hiding some."`
	KeyFile     string            `placeholder:"FILE" help:"Secret for --round: any bytes that nobody else has, so that nobody can repeat it."`
	JSON        bool              `help:"For a machine: print what result.json holds."`
}

func (protectCmd) Help() string {
	return `Examples:
  lvv protect counts.csv -o safe
  lvv protect counts.csv -o safe --threshold 10 --hierarchy land=regions.csv
  lvv protect counts.csv -o safe --round 5
  lvv protect --cells cells.csv --constraints constraints.csv -o safe --width 4
  lvv protect case.txt

Hides every count from 1 to the threshold, and as few others as it can so that
nobody works the first ones out from all that is left, over all totals at once.
It says whether fewer could do, and proves for each small count that it is
protected: two worlds of whole numbers that agree with everything shown and lie
at least the width apart in that cell. lvv verify DIR checks that by addition.

A table has a column for each dimension and one with counts; totals are rows.
Totals that are missing are computed, combinations that are missing count as 0.
The width is by default the threshold: then nobody can tell that a hidden count
is small, and the hidden parts of a total are together at least the threshold. A
threshold below 2 is refused: no count is below it. Without --threshold, the
column primary of --cells is taken as it is, and the width is one more than the
largest count that it marks; --width 1 asks only that no cell is known exactly.
The counts of --cells may be of anything, so that a 1 need not be a person: there
--insiders and --unions are off unless asked for.

DIR holds safe.csv (the table as it may be shown, "." for a hidden count), and
what only the privacy officer may see, because the hidden counts follow from it:
  pattern.csv       cell and status: primary (small), secondary or published
  certificates.csv  certificate, protected, attacker, side (low or high), cell,
                    value: the two worlds, a line for each cell that differs from
                    the table; attacker is outsider, or "contributor CELL" for the
                    person who is alone in that cell; no lines: the table itself
  cells.csv, constraints.csv, result.json, SHA256SUMS
With --round it holds rounded.csv in place of the first two. --threshold then
shows "." for rounded counts below it, and must be a multiple of the base.

A case (.txt) is a table with what is expected of it, in the language of the test
cases: it is run and nothing is written. Exit codes: 1 a case does not hold, 2 the
file or an option is wrong, 12 it cannot be protected, 13 totals do not add up.`
}

func (c protectCmd) Run(env *environment, all *cli) error {
	if strings.EqualFold(filepath.Ext(c.File), ".txt") {
		return c.runCase(env)
	}
	if err := c.validate(); err != nil {
		return usage(err)
	}
	if err := mustBeNew(c.Out); err != nil {
		return fmt.Errorf("writing to %s: %w", c.Out, err)
	}
	s, err := c.system(env)
	if err != nil {
		return err
	}
	if c.Round != 0 {
		return c.round(env, s)
	}
	return c.suppress(env, s)
}

// validate refuses options that do not go together.
func (c protectCmd) validate() error {
	switch {
	case (c.File == "") == (c.Cells == "" && c.Constraints == "") || (c.Cells == "") != (c.Constraints == ""):
		return errors.New("give a table of counts, or both --cells and --constraints")
	case c.Out == "":
		return errors.New("where to? Give a folder with -o")
	case c.File == "" && (c.Count != "" || c.Total != "" || len(c.Hierarchy) > 0):
		return errors.New("--count, --total and --hierarchy belong to a table of counts")
	case !(c.Time > 0):
		return errors.New("--time is a number of seconds above 0")
	case c.Round == 0 && c.KeyFile != "":
		return errors.New("--key-file belongs to --round")
	case c.Round != 0 && (c.Width != 0 || c.Insiders != nil || c.Unions != nil):
		return errors.New("--width, --insiders and --unions belong to hiding, not to --round")
	}
	return nil
}

// rule is what the options ask of a system.
func (c protectCmd) rule(s *counts.System) suppression.Rule {
	table := c.File != ""
	r := suppression.Rule{
		Threshold: c.Threshold, Lower: c.Lower, Width: c.Width,
		Insiders: table, Unions: table, Cost: suppression.Cost(c.Cost),
	}
	if r.Threshold == 0 && !s.Marked {
		r.Threshold = defaultThreshold
	}
	if c.Insiders != nil {
		r.Insiders = *c.Insiders
	}
	if c.Unions != nil {
		r.Unions = *c.Unions
	}
	return r.Filled(s)
}

// defaultThreshold is the rule of thumb of the ESSnet guidelines on output
// checking.
const defaultThreshold = 10

// suppress hides cells, has the certificates checked, and writes the folder.
func (c protectCmd) suppress(env *environment, s *counts.System) error {
	begun := time.Now()
	rule := c.rule(s)
	result, err := c.search(env, s, rule)
	if err != nil {
		return err
	}
	files, err := patternFiles(s, result)
	if err != nil {
		return err
	}
	audit, err := auditOf(files, s, rule)
	if err != nil {
		return err
	}
	report := newProtectReport(rule, s, result, audit)
	report.Seconds = seconds(begun)
	if err := files.finish(report); err != nil {
		return err
	}
	if err := files.writeTo(c.Out); err != nil {
		return err
	}
	c.whatNow(env, s)
	if c.JSON {
		return report.json(env)
	}
	report.text(env)
	return nil
}

// search looks for a pattern until the time is over.
func (c protectCmd) search(env *environment, s *counts.System, rule suppression.Rule) (*suppression.Result, error) {
	limit := c.limit()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	early, cancelEarly := context.WithTimeout(ctx, limit/3)
	defer cancelEarly()
	defer env.countDown(limit)()
	result, err := suppression.Protect(ctx, early, s, rule, pattern.Solve)
	switch {
	case errors.Is(err, suppression.ErrRule):
		return nil, usage(err)
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("%w: none was found in %g seconds", errNoTime, c.Time)
	}
	return result, err
}

// limit is how long a search may take: a twentieth of the time is kept for
// checking and writing.
func (c protectCmd) limit() time.Duration {
	return time.Duration(0.95 * c.Time * float64(time.Second))
}

// errNoTime means that there was no pattern when the time was over.
var errNoTime = errors.New("no pattern was found in time")

// countDown draws how much of the time is over. The function that it returns
// ends that.
func (e *environment) countDown(limit time.Duration) (end func()) {
	bar, begun, stop := e.newProgress(), time.Now(), make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(refresh)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				bar.end()
				return
			case <-tick.C:
				bar.step(int64(time.Since(begun)), int64(limit), "searching")
			}
		}
	}()
	return func() { close(stop); <-done }
}

// auditOf has the certificates checked by code that knows nothing of the
// search. A pattern that does not pass goes nowhere.
func auditOf(files folderFiles, s *counts.System, rule suppression.Rule) (certificate.Report, error) {
	c, err := certificate.Read(files.reader("cells.csv"), files.reader("constraints.csv"), files.reader("pattern.csv"), files.reader("certificates.csv"))
	if err != nil {
		return certificate.Report{}, fmt.Errorf("%w: %w", suppression.ErrNoPattern, err)
	}
	report, err := c.Check(certificate.Rules{
		Threshold: rule.Threshold, Lower: rule.Lower, Width: rule.Width,
		InsiderWidth: rule.InsiderWidth(), Union: rule.Union(s),
	})
	if err != nil {
		return report, fmt.Errorf("%w: %w", suppression.ErrNoPattern, err)
	}
	return report, nil
}

// whatNow says what the folder is for.
func (c protectCmd) whatNow(env *environment, s *counts.System) {
	if s.Absent > 0 {
		env.say("combinations that the table does not list count as 0: %d", s.Absent)
	}
	if s.Computed > 0 {
		env.say("totals that the table does not list were computed: %d", s.Computed)
	}
	if len(s.Dims) > 0 {
		env.say("hint: only %s may be shown; the other files tell what it hides", filepath.Join(c.Out, safeName))
	}
}

// seconds is how long it took, in milliseconds.
func seconds(begun time.Time) float64 {
	return time.Since(begun).Round(time.Millisecond).Seconds()
}

// writeJSON prints a report as result.json holds it.
func writeJSON(env *environment, report any) error {
	out := json.NewEncoder(env.stdout)
	out.SetIndent("", "  ")
	return out.Encode(report)
}
