package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
)

func main() {
	var b bench
	flag.StringVar(&b.lvv, "lvv", "bin/lvv", "the program to measure")
	flag.IntVar(&b.stays, "stays", 1_000_000, "number of stays to invent, about")
	flag.IntVar(&b.runs, "runs", 5, "counted runs of each command; the median counts")
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
	if err := b.prepare(); err != nil {
		return err
	}
	rows, err := b.measure()
	if err != nil {
		return err
	}
	fmt.Printf("%s\n%d stays of %d persons in one delivery: %.1f MB as CSV, %.1f MB sealed; medians of %d runs\n\n",
		machine(), b.made.rows, b.made.persons, mega(b.made.csv), mega(b.made.sealed), b.runs)
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tseconds\tcpu s\tpeak MB\tMB/s of CSV\tspeed against decryption\t")
	reference := rows[0].wall
	for _, r := range rows {
		fmt.Fprintf(t, "%s\t%.3f\t%.3f\t%.0f\t%.0f\t%.2f\t\n", r.name, r.wall, r.cpu, mega(r.peak), mega(b.made.csv)/r.wall, reference/r.wall)
	}
	return t.Flush()
}

func mega(n int64) float64 { return float64(n) / 1e6 }
