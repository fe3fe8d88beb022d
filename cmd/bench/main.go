package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
)

func main() {
	var b bench
	flag.StringVar(&b.lvv, "lvv", "bin/lvv", "the program to measure")
	flag.IntVar(&b.stays, "stays", 1_000_000, "number of stays to invent, about")
	flag.IntVar(&b.runs, "runs", 7, "counted runs of each command; the median counts")
	flag.StringVar(&b.sdc, "sdc", "", "folder with the reference data (adult, shelter, tables); measures disclosure control instead")
	decrypt := flag.String("decrypt", "", "only decrypt this file with the key of -i, to nothing: the reference")
	key := flag.String("i", "", "key for -decrypt")
	flag.Parse()
	var err error
	if *decrypt != "" {
		err = decryptOnly(*decrypt, *key)
	} else {
		err = b.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run makes the data, measures, and prints the table.
func (b *bench) run() error {
	dir, err := os.MkdirTemp("", "lvv-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b.dir = dir
	if b.lvv, err = filepath.Abs(b.lvv); err != nil {
		return err
	}
	if b.sdc != "" {
		return b.disclosure()
	}
	if err := b.prepare(); err != nil {
		return err
	}
	limits, rows, err := b.measure()
	if err != nil {
		return err
	}
	fmt.Printf("%s\n%d stays of %d persons in one delivery: %.1f MB as CSV, %.1f MB sealed; medians of %d runs\n\n",
		machine(), b.made.rows, b.made.persons, mega(b.made.csv), mega(b.made.sealed), b.runs)
	return b.table(limits, rows)
}

// table prints the timings; the speed of each is given against every limit.
func (b *bench) table(limits, rows []timing) error {
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "\tseconds\tcpu s\tpeak MB\tMB/s of CSV")
	for _, l := range limits {
		fmt.Fprintf(t, "\tagainst %s", l.name)
	}
	fmt.Fprintln(t, "\t")
	for _, r := range slices.Concat(limits, rows) {
		fmt.Fprintf(t, "%s\t%.3f\t%.3f\t%.0f\t%.0f", r.name, r.wall, r.cpu, mega(r.peak), mega(b.made.csv)/r.wall)
		for i, l := range limits {
			speed := l.wall / r.wall
			if r.against != nil {
				speed = r.against[i]
			}
			fmt.Fprintf(t, "\t%.2f", speed)
		}
		fmt.Fprintln(t, "\t")
	}
	return t.Flush()
}

func mega(n int64) float64 { return float64(n) / 1e6 }
