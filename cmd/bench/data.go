package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"lvv/schemas"
	"lvv/schemas/synth"
)

// A bench is the data that was made and what it is measured with.
type bench struct {
	lvv   string // path of the program
	sdc   string // folder of the reference data, or ""
	stays int
	runs  int
	dir   string
	made  struct {
		rows, persons int
		csv, sealed   int64
	}
}

// org is the organisation in whose name everything is delivered.
const org = "stil"

// staysEach is about how many stays an invented person has.
const staysEach = 1.46

// prepare makes a workspace with the sealed deliveries in its inbox.
func (b *bench) prepare() error {
	if err := b.quiet("init", b.path("werkmap")); err != nil {
		return err
	}
	contract, err := schemas.Load("utrecht-2019")
	if err != nil {
		return err
	}
	plan := synth.Plan{
		Seed: 1, Persons: int(float64(b.stays) / staysEach), Contract: contract, Orgs: []string{org},
		Period: schemas.Period{From: contract.Start, To: contract.End},
	}
	b.made.persons = plan.Persons
	if b.made.rows, err = b.deliver(plan, "opvang"); err != nil {
		return err
	}
	b.made.csv = size(b.csv(plan, "opvang"))
	b.made.sealed = size(b.sealed())
	if err := os.Rename(b.sealed(), b.path("opvang.age")); err != nil {
		return err
	}
	if _, err := b.deliver(plan, "traject"); err != nil {
		return err
	}
	capacity := fmt.Sprintf("organisatie;locatie;van;tot;plaatsen\n%s;hoofdlocatie;%s;;%d\n", org, contract.Start, b.stays/4)
	return os.WriteFile(b.path("werkmap", "register", "capaciteit.csv"), []byte(capacity), 0o600)
}

// deliver writes one dataset as CSV and seals it into the inbox.
func (b *bench) deliver(plan synth.Plan, dataset string) (rows int, err error) {
	f, err := os.Create(b.csv(plan, dataset))
	if err != nil {
		return 0, err
	}
	answers, err := plan.WriteCSV(f, org, dataset, plan.Period)
	if err != nil {
		return 0, err
	}
	if err := f.Close(); err != nil {
		return 0, err
	}
	return answers.Rows, b.quiet("-C", b.path("werkmap"), "seal", f.Name(), "--org", org)
}

func (b *bench) csv(plan synth.Plan, dataset string) string {
	return b.path(synth.FileName(org, dataset, plan.Period) + ".csv")
}

// sealed is the one file in the inbox.
func (b *bench) sealed() string {
	found, _ := filepath.Glob(b.path("werkmap", "inbox", "*.age"))
	if len(found) == 0 {
		return ""
	}
	return found[0]
}

func (b *bench) path(parts ...string) string {
	return filepath.Join(append([]string{b.dir}, parts...)...)
}

func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// copyTree copies a folder, so that each run begins with the same one.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		into := filepath.Join(to, rel)
		if e.IsDir() {
			return os.MkdirAll(into, 0o700)
		}
		return copyFile(path, into)
	})
}

func copyFile(from, to string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(dst, src); err != nil {
		return err
	}
	return dst.Close()
}
