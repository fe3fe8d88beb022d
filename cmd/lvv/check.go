package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lvv/ingest"
	"lvv/ingest/check"
	"lvv/ingest/envelope"
	"lvv/schemas"
)

type checkCmd struct {
	File     string `arg:"" help:"CSV or XLSX file."`
	Dataset  string `help:"opvang, traject, hulp, aanmelding or kosten (default: from the file's name)."`
	Contract string `help:"Delivery contract (default: that of the workspace, or utrecht-2019)."`
	JSON     bool   `help:"For a machine."`
}

func (checkCmd) Help() string {
	return `Example:
  lvv check stil_opvang_2020-01-01_2020-03-31.xlsx

Says of every row what is wrong and what to do, by the row number that Excel
shows; a row that is there twice is told too. Nothing is written and nothing leaves
the computer. Exit code 3 means that rows would be put aside, 1 that the file would
be refused.`
}

// errRefused means that a file is so wrong that none of it can be taken.
var errRefused = errors.New("the file as a whole is refused")

// errPutAside is not a failure: the work is done, but not with every row.
var errPutAside = errors.New("rows or files were put aside")

func (c checkCmd) Run(env *environment, all *cli) error {
	contract, w, err := c.contract(env, all)
	if err != nil {
		return err
	}
	d, err := datasetOf(contract, c.Dataset, c.File)
	if err != nil {
		return err
	}
	limits := limitsOf(contract, env.now())
	limits.PeriodEnd = periodEnd(c.File)
	report, err := checkFile(c.File, d, limits)
	if err != nil {
		return err
	}
	if c.JSON {
		if err := json.NewEncoder(env.stdout).Encode(report); err != nil {
			return err
		}
	} else if err := report.WriteText(env.stdout, all.language(w)); err != nil {
		return err
	}
	switch {
	case report.Refused():
		return errRefused
	case report.Stats.Bad > 0:
		return errPutAside
	}
	return nil
}

// contract is the one named, or that of the workspace, or Utrecht's: a
// caseworker has no workspace.
func (c checkCmd) contract(env *environment, all *cli) (*schemas.Contract, *workspace, error) {
	w, err := all.workspace(env)
	switch {
	case c.Contract != "":
		contract, err := schemas.Load(c.Contract)
		return contract, nil, usage(err)
	case err == nil:
		return w.contract, w, nil
	case errors.Is(err, errNoWorkspace):
		contract, err := schemas.Load("utrecht-2019")
		return contract, nil, err
	}
	return nil, nil, err
}

// datasetOf finds the dataset by its name, or else in the name of the file.
func datasetOf(contract *schemas.Contract, name, file string) (*schemas.Dataset, error) {
	if name == "" {
		m, err := envelope.ParseName(filepath.Base(file) + ".age")
		if err != nil {
			return nil, usage(errors.New("the file's name does not say which dataset it is: give --dataset"))
		}
		name = m.Dataset
	}
	if d := contract.Dataset(name); d != nil {
		return d, nil
	}
	return nil, usage(fmt.Errorf("the contract %s has no dataset of that name", contract.Name))
}

// margin is how long before the pilot a stay may have begun before its date is
// doubted: people were in shelter when the pilot took over.
const marginYears = 10

func limitsOf(contract *schemas.Contract, at time.Time) check.Limits {
	return check.Limits{Today: schemas.DayOf(at), Earliest: schemas.DayOf(contract.Start.Time().AddDate(-marginYears, 0, 0))}
}

// periodEnd is the last day of the period that a file's name says; 0 when it
// says none.
func periodEnd(file string) schemas.Day {
	m, err := envelope.ParseName(filepath.Base(file) + ".age")
	if err != nil {
		return 0
	}
	return schemas.DayOf(m.To)
}

// checkFile judges a file on disk.
func checkFile(path string, d *schemas.Dataset, lim check.Limits) (*ingest.Report, error) {
	f, size, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ingest.CheckFile(context.Background(), f, size, "", d, lim)
}

// openRegular opens a file for reading and tells its size.
func openRegular(path string) (*os.File, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a regular file")
	}
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("opening %s: %w", path, err), f.Close())
	}
	return f, info.Size(), nil
}

// kindOf tells CSV from XLSX by the end of the file's name.
func kindOf(path string) (envelope.Kind, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv", ".txt", ".tsv":
		return envelope.CSV, nil
	case ".xlsx":
		return envelope.XLSX, nil
	}
	return "", usage(errors.New("the file's name does not end in .csv or .xlsx"))
}
