package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"lvv/anonymise/durable"
	"lvv/anonymise/keyring"
	"lvv/ingest/envelope"
	"lvv/schemas"
	"lvv/schemas/synth"
)

type demoCmd struct {
	Folder  string `arg:"" name:"dir" help:"Folder to make; it must be new or empty."`
	Persons int    `default:"2065" help:"Number of invented people: the whole pilot by default."`
	Seed    uint64 `default:"2019" help:"The same seed invents the same people."`
	Canary  string `hidden:"" help:"A word that every invented name carries."`
}

func (demoCmd) Help() string {
	return `Example:
  lvv demo verhaal

Plays all parts on invented data: eight organisations fill in their workbooks for
2019-2021, check and seal them; intake takes them in; four parcels are made, approved
by a second person, opened by their recipients and verified. DIR/organisaties is what
lies with the organisations, DIR/werkmap the workspace, DIR/tweede-persoon the
control sheets and the key of who approves, DIR/ontvangers what the recipients see.`
}

// A story is the demo while it runs.
type story struct {
	env  *environment
	dir  string
	plan synth.Plan
	work *workspace
}

func (c demoCmd) Run(env *environment, all *cli) error {
	entries, err := os.ReadDir(c.Folder)
	if err != nil && ignoreNotExist(err) != nil || len(entries) > 0 {
		return fmt.Errorf("making the demo in %s: %w", c.Folder, errors.Join(errNotEmpty, ignoreNotExist(err)))
	}
	contract, err := schemas.Load("utrecht-2019")
	if err != nil {
		return err
	}
	s := &story{env: env, dir: c.Folder, plan: demoPlan(contract, c.Seed, c.Persons, c.Canary)}
	begun := time.Now()
	for _, chapter := range []func() error{s.setUp, s.fillIn, s.seal, s.takeIn, s.report, s.verify} {
		if err := chapter(); err != nil {
			return err
		}
	}
	env.print("\nDone in %.1f seconds. Look at %s", time.Since(begun).Seconds(), filepath.Join(c.Folder, "ontvangers"))
	return nil
}

// demoPlan is the world of the demo: every organisation has habits of its own,
// and makes some mistakes.
func demoPlan(contract *schemas.Contract, seed uint64, persons int, canary string) synth.Plan {
	p := planFor(contract, seed, persons)
	p.Habits, p.Canary, p.Errors = true, canary, 0.004
	return p
}

func (s *story) path(parts ...string) string {
	return filepath.Join(append([]string{s.dir}, parts...)...)
}

func (s *story) chapter(who, what string) { s.env.print("\n== %s: %s", who, what) }

// setUp is the data steward's first morning. The keys of the organisations and
// the recipients leave the workspace, as they should.
func (s *story) setUp() error {
	s.chapter("data steward", "lvv init werkmap --contract utrecht-2019")
	if err := durable.Folder(s.dir); err != nil {
		return err
	}
	if err := makeWorkspace(s.path("werkmap"), s.plan.Contract, nil, s.env.now()); err != nil {
		return err
	}
	var err error
	if s.work, err = openWorkspace(s.path("werkmap"), nil); err != nil {
		return err
	}
	capacity := "organisatie;locatie;van;tot;plaatsen\n"
	for i, o := range s.work.settings.Organisations {
		if err := s.handOver(s.path("organisaties", o.Code), senderKey(o.Code), feedbackKey(o.Code)); err != nil {
			return err
		}
		capacity += fmt.Sprintf("%s;hoofdlocatie;%s;;%d\n", o.Code, s.plan.Period.From, demoPlaces[i%len(demoPlaces)])
	}
	for _, r := range s.work.settings.Recipients {
		if err := s.handOver(s.path("ontvangers", r.Name), recipientKey(r.Name)); err != nil {
			return err
		}
	}
	s.env.print("   %d organisations and %d recipients have their keys; the workspace keeps the public halves",
		len(s.work.settings.Organisations), len(s.work.settings.Recipients))
	if err := writeWhole(s.path("werkmap", "register", "capaciteit.csv"), []byte(capacity)); err != nil {
		return err
	}
	if err := s.addSecond(); err != nil {
		return err
	}
	return writeWhole(s.path("werkmap", "register", "financiering.csv"), []byte(demoFunding))
}

// demoSecond is who approves parcels in the demo.
const demoSecond = "privacyfunctionaris"

// addSecond configures a second person, whose key leaves the workspace too.
func (s *story) addSecond() error {
	var lines bytes.Buffer
	quiet := *s.env
	quiet.stdout, quiet.stderr = &lines, io.Discard
	if err := (keysAddApprover{Name: demoSecond}).Run(&quiet, &cli{Dir: s.work.dir}); err != nil {
		return err
	}
	settings, err := os.ReadFile(s.work.tomlFile())
	if err != nil {
		return err
	}
	if err := writeWhole(s.work.tomlFile(), append(settings, lines.Bytes()...)); err != nil {
		return err
	}
	s.env.print("   nothing leaves without the signature of the second person (lvv keys add-approver %s)", demoSecond)
	return s.handOver(s.path("tweede-persoon"), approverKey(demoSecond))
}

// demoPlaces are the places of the eight invented organisations, scaled to the
// world that is invented for them.
var demoPlaces = []int{225, 150, 115, 90, 75, 65, 60, 50}

// demoFunding is invented: the covenants' own amounts stand in an annex that is
// not public. Three quarters come from the State and one from the cities.
const demoFunding = `jaar;bron;bedrag
2019;JenV;11.400.000,00
2019;Gemeentefonds;3.800.000,00
2020;JenV;11.400.000,00
2020;Gemeentefonds;3.800.000,00
2021;JenV;11.250.000,00
2021;Gemeentefonds;3.750.000,00
`

// handOver moves secret keys to the folder of whom they belong to.
func (s *story) handOver(dir string, keys ...string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, k := range keys {
		if err := durable.Rename(filepath.Join(s.work.keysDir(), k+".key"), filepath.Join(dir, k+".key")); err != nil {
			return err
		}
	}
	return nil
}

// A sheetJob is one workbook that an organisation fills in and seals.
type sheetJob struct {
	org, dataset string
	period       schemas.Period
}

// jobs lists the deliveries: shelter every quarter, the rest every year.
func (s *story) jobs() []sheetJob {
	var all []sheetJob
	for _, org := range s.plan.Orgs {
		for _, d := range s.plan.Contract.Datasets {
			periods := years(s.plan.Period)
			if d.Name == "opvang" {
				periods = s.plan.Quarters()
			}
			for _, p := range periods {
				all = append(all, sheetJob{org, d.Name, p})
			}
		}
	}
	return all
}

func (s *story) book(j sheetJob) string {
	return s.path("organisaties", j.org, synth.FileName(j.org, j.dataset, j.period)+".xlsx")
}

func (s *story) fillIn() error {
	jobs := s.jobs()
	s.chapter("caseworkers", fmt.Sprintf("fill in %d Excel workbooks made from the template", len(jobs)))
	return s.each(jobs, "filling in workbooks", func(j sheetJob) error {
		return writeFilledForm(s.book(j), s.plan, j.org, j.dataset, j.period, s.env)
	})
}

// each does the jobs, two at a time.
func (s *story) each(jobs []sheetJob, what string, do func(sheetJob) error) error {
	bar := s.env.newProgress()
	defer bar.end()
	todo := make(chan sheetJob)
	var mu sync.Mutex
	var errs []error
	var done int64
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			for j := range todo {
				err := do(j)
				mu.Lock()
				done++
				bar.step(done, int64(len(jobs)), what)
				if err != nil {
					errs = append(errs, err)
				}
				mu.Unlock()
			}
		})
	}
	for _, j := range jobs {
		todo <- j
	}
	close(todo)
	group.Wait()
	return errors.Join(errs...)
}

// seal judges each workbook as the pipeline will, shows what one caseworker
// sees, and seals them all.
func (s *story) seal() error {
	s.chapter("caseworkers", "lvv check, then lvv seal")
	var mu sync.Mutex
	shown, rows, faults := false, 0, 0
	err := s.each(s.jobs(), "checking and sealing", func(j sheetJob) error {
		report, err := checkFile(s.book(j), s.plan.Contract.Dataset(j.dataset), limitsOf(s.plan.Contract, s.env.now()))
		if err != nil {
			return err
		}
		mu.Lock()
		rows += report.Stats.Good + report.Stats.Bad
		faults += report.Stats.Bad
		if !shown && report.Stats.Bad > 0 && j.dataset == "opvang" {
			shown = true
			s.env.print("   what %s sees of %s:", j.org, filepath.Base(s.book(j)))
			err = report.WriteText(s.env.stdout, "nl")
		}
		mu.Unlock()
		if err != nil {
			return err
		}
		return s.sealOne(j)
	})
	s.env.print("   %d rows checked, %d with a fault; sealed with post-quantum keys into werkmap/inbox", rows, faults)
	return err
}

func (s *story) sealOne(j sheetJob) error {
	signer, err := keyring.ReadSigner(s.path("organisaties", j.org, senderKey(j.org)+".key"), nil)
	if err != nil {
		return err
	}
	to, err := s.work.keys.Recipients(intakeKey(j.org), keyRecovery)
	if err != nil {
		return err
	}
	m := envelope.Manifest{
		Org: j.org, Dataset: j.dataset, Contract: s.plan.Contract.Name, From: j.period.From.Time(), To: j.period.To.Time(),
		Seq: 1, Kind: envelope.XLSX, Version: "lvv/" + version, Made: s.env.now().Truncate(24 * time.Hour),
	}
	_, err = sealFile(s.book(j), filepath.Join(s.work.inboxDir(), m.Name()), m, signer, to)
	return err
}

func (s *story) takeIn() error {
	s.chapter("intake", "lvv ingest")
	quiet := *s.env
	var lines counter
	quiet.stdout = &lines
	if err := (ingestCmd{}).Run(&quiet, &cli{Dir: s.work.dir}); err != nil && !errors.Is(err, errPutAside) {
		return err
	}
	s.env.print("   %d deliveries taken in; a receipt with proof for each in werkmap/receipts", lines.n)
	back, err := filepath.Glob(filepath.Join(s.work.quarantineDir(), "*_terug.csv.age"))
	if err != nil || len(back) == 0 {
		return err
	}
	s.env.print("   %d files with rows that were not good go back to their senders; only they can open them", len(back))
	return nil
}

// A counter counts the lines that are written to it.
type counter struct{ n int }

func (c *counter) Write(p []byte) (int, error) {
	for _, b := range p {
		if b == '\n' {
			c.n++
		}
	}
	return len(p), nil
}

// report makes the four parcels and opens each as its recipient.
func (s *story) report() error {
	for i, purpose := range schemas.Purposes {
		s.chapter("municipality", fmt.Sprintf("lvv report %s --from %s --to %s", purpose, s.plan.Period.From, s.plan.Period.To))
		begun := time.Now()
		quiet := *s.env
		quiet.stdout, quiet.stderr = io.Discard, io.Discard
		cmd := reportCmd{Purpose: string(purpose), From: s.plan.Period.From.String(), To: s.plan.Period.To.String(), Study: "eindevaluatie"}
		if err := cmd.Run(&quiet, &cli{Dir: s.work.dir}); err != nil {
			return err
		}
		s.env.print("   made in %.1f s; it waits for a second person, sealed to nobody else", time.Since(begun).Seconds())
		path, err := s.approve(int64(i)+1, purpose)
		if err != nil {
			return err
		}
		if err := s.openAll(purpose, path); err != nil {
			return err
		}
	}
	return nil
}

// approve reads the control sheet and signs it, as the second person does.
func (s *story) approve(number int64, purpose schemas.Purpose) (string, error) {
	sheet := s.path("tweede-persoon", fmt.Sprintf("controleblad-%d-%s.html", number, purpose))
	var path bytes.Buffer
	quiet := *s.env
	quiet.stdout, quiet.stderr = io.Discard, io.Discard
	if err := (releaseShow{Number: number, HTML: sheet}).Run(&quiet, &cli{Dir: s.work.dir}); err != nil {
		return "", err
	}
	quiet.stdout = &path
	act := releaseApprove{Number: number, As: demoSecond, Key: s.path("tweede-persoon", approverKey(demoSecond)+".key")}
	if err := act.Run(&quiet, &cli{Dir: s.work.dir}); err != nil {
		return "", err
	}
	s.env.print("   %s reads %s and signs: lvv release approve %d", demoSecond, filepath.Base(sheet), number)
	s.env.print("   sealed: %s", filepath.Base(strings.TrimSpace(path.String())))
	return strings.TrimSpace(path.String()), nil
}

// openAll opens a parcel as each of its recipients.
func (s *story) openAll(purpose schemas.Purpose, path string) error {
	for _, name := range s.work.settings.recipientsOf(purpose) {
		f, _, err := openRegular(path)
		if err != nil {
			return err
		}
		id, err := keyring.ReadIdentity(s.path("ontvangers", name, recipientKey(name)+".key"), nil)
		if err == nil {
			var names []string
			names, err = unpackTo(s.path("ontvangers", name, string(purpose)), f, id)
			s.env.print("   %s opens it with lvv open (or age and unzip): %d files", name, len(names))
		}
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	return nil
}

func (s *story) verify() error {
	s.chapter("auditor", "lvv verify")
	return s.work.verifyAll(s.env, nil)
}
