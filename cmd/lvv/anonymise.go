package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"lvv/anonymise/durable"
	"lvv/anonymise/microdata"
	"lvv/anonymise/microdata/recordfile"
)

type anonymiseCmd struct {
	File   string `arg:"" help:"CSV file with a record a row."`
	Policy string `required:"" placeholder:"FILE" help:"Policy in TOML; its keys are explained below."`
	Out    string `short:"o" placeholder:"DIR" help:"Folder for data.csv, result.json and report.html; it is made when it is not there."`
	Risk   bool   `help:"Only measure the risk of the file as it is; write nothing."`
	JSON   bool   `help:"For a machine: print what result.json holds."`
}

func (anonymiseCmd) Help() string {
	return `Example:
  lvv anonymise persons.csv --policy policy.toml -o released

Generalises the columns by which somebody could be recognised, and leaves out
the records that stay too rare, until the policy is met with the least loss.
Exit code 12 means that it cannot be met: then nothing is written, and nothing
made from the file may be called anonymous.

Only the columns of quasi and sensitive leave; the person column and all others
are dropped. The order of the records says nothing about the file.

Keys of the policy:
  delimiter           ";", "," or "\t"; without it the header decides
  quasi               columns that an intruder may know
  sensitive           columns that an intruder may not learn
  person              column that tells which rows are of one person: k counts persons
  hierarchies         folder, seen from the policy, with a file *_COLUMN.csv for
                      each column: a line a leaf, a field a level, no header, the
                      last level "*"
  k                   persons in a class, at least 2
  l, l_kind, c        diversity of each sensitive column: distinct (default),
                      entropy, or recursive with c
  t, t_kind           closeness of each sensitive column, 0 to 1: equal (default),
                      ordered or hierarchical
  suppression_limit   share of the records that may be left out; default 0
  max_loss            greatest mean loss at which the file is still of use, 0 to 1
  metric              loss (default), entropy, discernibility or aecs
  recoding            global (default): one level a column, the proven optimum;
                      local: each record keeps what it can, mean loss made small
  one_level           with local: columns that stay at one level all the same
  levels              level of each column of quasi, -1 where the search may choose:
                      with all given the file is only judged
  cells               true, with global: single values suppressed rather than whole
                      records; suppression_limit counts the records with such a value
  population          file with a person a row and the columns of quasi, from whom
                      the records come: for journalist and marketer risk
  k_map               persons of the population that must fit each class
  delta               [least, greatest] share of them that may be in the file`
}

// errNotAnonymous means that a file cannot have the label.
var errNotAnonymous = errors.New(`the label "anoniem" is refused`)

func (c anonymiseCmd) Run(env *environment, all *cli) error {
	begun := time.Now()
	if c.Out == "" && !c.Risk {
		return usage(errors.New("where to? Give a folder with -o, or --risk to only measure"))
	}
	policy, err := readRecordPolicy(c.Policy)
	if err != nil {
		return err
	}
	spec, err := policy.spec(c.Risk)
	if err != nil {
		return err
	}
	file, err := readRecords(c.File, spec)
	if err != nil {
		return err
	}
	if file.Records.Population, err = policy.readPopulation(spec); err != nil {
		return err
	}
	if c.Risk {
		return c.measure(env, file, policy)
	}
	for _, name := range file.Dropped {
		env.say("column %s is neither quasi nor sensitive: it does not leave", name)
	}
	set, err := anonymiseRecords(file, policy)
	if err != nil {
		return err
	}
	report := newRecordReport(policy, set, file)
	report.Seconds = time.Since(begun).Seconds()
	if err := report.writeTo(c.Out, set, file.Delimiter, env.now()); err != nil {
		return err
	}
	if c.JSON {
		return report.json(env.stdout)
	}
	report.text(env.stdout)
	env.say("wrote data.csv, result.json and report.html in %s", c.Out)
	return nil
}

// readRecords reads the file that is to be made anonymous.
func readRecords(path string, spec recordfile.Spec) (*recordfile.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	file, err := recordfile.Read(f, spec)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", filepath.Base(path), err)
	}
	return file, nil
}

// anonymiseRecords runs the engine. What it refuses for its policy is a policy
// that cannot be used.
func anonymiseRecords(file *recordfile.File, policy *recordPolicy) (*microdata.Set, error) {
	engine, local, err := policy.engine()
	if err != nil {
		return nil, err
	}
	run := microdata.Anonymise
	if local {
		run = microdata.Recode
	}
	set, err := run(context.Background(), file.Records, engine)
	switch {
	case errors.Is(err, microdata.ErrNotUseful):
		return nil, fmt.Errorf("%w: %w", errNotAnonymous, err)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errPolicy, err)
	}
	return set, nil
}

// readPopulation reads the register that the policy names, if it does.
func (p *recordPolicy) readPopulation(spec recordfile.Spec) (*microdata.Population, error) {
	if p.Population == "" {
		return nil, nil
	}
	file, err := readRecords(p.path(p.Population), recordfile.Spec{Quasi: spec.Quasi, Hierarchies: spec.Hierarchies})
	if err != nil {
		return nil, fmt.Errorf("population: %w", err)
	}
	people := &microdata.Population{N: file.Records.N}
	for _, column := range file.Records.Quasi {
		people.Codes = append(people.Codes, column.Codes)
	}
	return people, nil
}

// writeTo writes the three files, all or none: they get their names when all
// are on the disk.
func (r *recordReport) writeTo(dir string, set *microdata.Set, delimiter byte, at time.Time) (err error) {
	if err := durable.Folder(dir); err != nil {
		return err
	}
	files := []struct {
		name  string
		write func(io.Writer) error
	}{
		{"data.csv", func(w io.Writer) error { return recordfile.Write(w, set, delimiter) }},
		{"report.html", func(w io.Writer) error { return r.page(at).Write(w) }},
		{"result.json", r.json},
	}
	ready := make([]*durable.File, len(files))
	for i, f := range files {
		if ready[i], err = durable.Create(dir); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, ready[i].Abort()) }()
		if err := f.write(ready[i]); err != nil {
			return fmt.Errorf("writing %s: %w", f.name, err)
		}
	}
	for i, f := range files {
		if err := ready[i].Commit(f.name); err != nil {
			return err
		}
	}
	return nil
}
