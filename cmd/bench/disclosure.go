package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/tabwriter"
)

// A trial is one piece of disclosure control, measured as a whole process, and
// what other tools reached on the same data.
type trial struct {
	work   string
	anchor string // measured on two cores of the same kind of machine
	args   []string
	says   func(outcome) string // what was reached
}

// An outcome is what result.json holds.
type outcome map[string]any

func (o outcome) number(name string) float64 {
	n, _ := o[name].(float64)
	return n
}

func (o outcome) count(name string) string { return fmt.Sprintf("%.0f", o.number(name)) }

// disclosure runs every trial on the reference data and prints the table.
func (b *bench) disclosure() error {
	trials, err := b.trials()
	if err != nil {
		return err
	}
	grids, err := b.grids()
	if err != nil {
		return err
	}
	trials = append(trials, grids...)
	fmt.Printf("%s\nDisclosure control: whole processes, the shortest of %d runs, one of those that take over ten seconds\n\n", machine(), b.runs)
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	fmt.Fprintln(t, "work\tothers\tlvv\tseconds\tcpu s\tpeak MB")
	for _, x := range trials {
		made, best, err := b.try(x)
		if err != nil {
			return fmt.Errorf("%s: %w", x.work, err)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%.2f\t%.2f\t%.0f\n", x.work, x.anchor, x.says(made), best.wall, best.cpu, mega(best.peak))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	five, err := b.releases()
	if err != nil {
		return err
	}
	fmt.Printf("\nfive cumulative releases of one table (others: 45-72 %% of such groups known): %s\n", five)
	return nil
}

// try runs a trial several times, once if it takes long, and keeps the shortest.
func (b *bench) try(x trial) (outcome, timing, error) {
	const long = 10
	var made outcome
	var best timing
	for i := range b.runs {
		out := b.path("uitkomst")
		if err := os.RemoveAll(out); err != nil {
			return nil, best, err
		}
		t, err := timed(exec.Command(b.lvv, append(x.args, "-o", out)...))
		if err != nil {
			return nil, best, err
		}
		if i == 0 || t.wall < best.wall {
			best = t
		}
		data, err := os.ReadFile(filepath.Join(out, "result.json"))
		if err != nil {
			return nil, best, err
		}
		if err := json.Unmarshal(data, &made); err != nil {
			return nil, best, err
		}
		if t.wall > long {
			break
		}
	}
	return made, best, nil
}

// trials are the comparisons with ARX, with greedy recoding, and with sdcTable
// and GaussSuppression.
func (b *bench) trials() ([]trial, error) {
	adult, shelter := filepath.Join(b.sdc, "adult"), filepath.Join(b.sdc, "shelter")
	adultQuasi := []string{"sex", "age", "race", "marital-status", "education", "native-country", "workclass", "occupation", "salary-class"}
	shelterQuasi := []string{"city", "nationality", "sex", "age", "entry_quarter"}
	global := func(o outcome) string {
		return fmt.Sprintf("loss %.9g, entropy %.12g, discernibility %.0f, %s suppressed", o.number("loss"), o.number("entropy"), o.number("discernibility"), o.count("suppressed"))
	}
	local := func(o outcome) string {
		return fmt.Sprintf("granularity %.3f, %s suppressed", o.number("granularity"), o.count("suppressed"))
	}
	var all []trial
	add := func(work, anchor, data, hierarchies string, quasi []string, rules string, says func(outcome) string) error {
		policy := b.path(fmt.Sprintf("beleid-%d.toml", len(all)))
		text := fmt.Sprintf("delimiter = ';'\nquasi = ['%s']\nhierarchies = '%s'\n%s\n", strings.Join(quasi, "', '"), hierarchies, rules)
		if err := os.WriteFile(policy, []byte(text), 0o600); err != nil {
			return err
		}
		all = append(all, trial{work, anchor, []string{"anonymise", data, "--policy", policy}, says})
		return nil
	}
	for _, x := range []struct{ name, anchor, metric string }{
		{"loss", "ARX 0.266110819, 0.79 s", "loss"}, {"entropy", "ARX 255559.85455731, 0.64 s", "entropy"}, {"discernibility", "ARX 7220555, 0.89 s", "discernibility"},
	} {
		if err := add("Adult, k = 5, 4 %, optimum by "+x.name, x.anchor, filepath.Join(adult, "adult.csv"), adult, adultQuasi,
			"k = 5\nsuppression_limit = 0.04\nmetric = '"+x.metric+"'", global); err != nil {
			return nil, err
		}
	}
	if err := add("Adult, k = 5, local recoding", "ARX 0.794, 4.75 s; greedy 0.917", filepath.Join(adult, "adult.csv"), adult, adultQuasi, "k = 5\nrecoding = 'local'", local); err != nil {
		return nil, err
	}
	for _, x := range []struct {
		k      int
		anchor string
	}{{5, "ARX 0.681; greedy 0.831"}, {10, "greedy 0.729"}} {
		if err := add(fmt.Sprintf("shelter, k = %d, local recoding", x.k), x.anchor, filepath.Join(shelter, "lvv.csv"), shelter, shelterQuasi,
			fmt.Sprintf("k = %d\nrecoding = 'local'", x.k), local); err != nil {
			return nil, err
		}
	}
	return append(all, tableTrials(b.sdc)...), nil
}

func tableTrials(sdc string) []trial {
	var all []trial
	for _, x := range []struct{ table, work, anchor, width, limit string }{
		{"F4_lvv_city_nat", "F4, not exactly known", "OPT 10, 6 known; GAUSS 14; exact 12", "1", "60"},
		{"F4_lvv_city_nat", "F4, interval of 4", "exact 21", "4", "60"},
		{"F5_lvv_city_nat_out", "F5, not exactly known", "GAUSS 122, 22 s; HYPERCUBE 363, 17 known", "1", "55"},
	} {
		dir := filepath.Join(sdc, "tables", x.table)
		all = append(all, trial{x.work, x.anchor, []string{"protect", "--cells", filepath.Join(dir, "cells.csv"), "--constraints", filepath.Join(dir, "constraints.csv"),
			"--lower", "1", "--width", x.width, "--no-insiders", "--no-unions", "--time", x.limit}, pattern})
	}
	return all
}

// pattern says how many cells were suppressed and how few would do.
func pattern(o outcome) string {
	if o["proven"] == true {
		return o.count("secondary") + " secondary, proven minimal"
	}
	return o.count("secondary") + " secondary, at least " + o.count("bound")
}
