package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"

	"github.com/pelletier/go-toml/v2"
	"golang.org/x/mod/sumdb/note"

	"lvv/anonymise/disclosure"
	"lvv/reports/evaluator"
	"lvv/schemas"
)

// settings is lvv.toml. The comments of the file that init writes explain each
// key to the people who keep it.
type settings struct {
	Programme      string         `toml:"programme"`
	Contract       string         `toml:"contract"`
	Language       string         `toml:"language"`
	AcceptUnsigned bool           `toml:"accept_unsigned"`
	KeepRawDays    int            `toml:"keep_raw_days"`
	MemoryMB       int64          `toml:"memory_mb"`
	Folders        folders        `toml:"folders"`
	Thresholds     thresholds     `toml:"thresholds"`
	Attackers      attackers      `toml:"attackers"`
	Records        recordSettings `toml:"records"`
	Change         change         `toml:"change"`
	AMIF           amifSettings   `toml:"amif"`
	Release        fourEyes       `toml:"release"`
	Organisations  []organisation `toml:"organisation"`
	Recipients     []recipient    `toml:"recipient"`
	Studies        []study        `toml:"study"`
}

// folders lets two rooms on different machines share what they must share.
type folders struct {
	Store    string `toml:"store"`
	Ledger   string `toml:"ledger"`
	Releases string `toml:"releases"`
}

// thresholds hold for tables. The three about records stood here before
// [records] was there; where they still stand, they are read.
type thresholds struct {
	Count           int64    `toml:"count"`
	Health          int64    `toml:"health"`
	Rounding        int64    `toml:"rounding"` // what counts are rounded to instead of suppressed, or 0
	RecordsK        *int     `toml:"records_k"`
	RecordsMaxLoss  *float64 `toml:"records_max_loss"`
	RecordsSuppress *float64 `toml:"records_suppress"`
}

// attackers says whom the tables withstand beyond those that are always
// withstood. What is not named in lvv.toml has the value that init writes.
type attackers struct {
	Staff     *bool `toml:"staff"`     // who knows all figures of one organisation
	Coalition *int  `toml:"coalition"` // how many persons may put together what they know of themselves
}

// staffDims are the dims whose categories have people who work for them.
var staffDims = []string{"organisatie"}

// policy is the disclosure policy that withstands these attackers.
func (a attackers) policy(p disclosure.Policy) disclosure.Policy {
	if p.Staff = staffDims; a.Staff != nil && !*a.Staff {
		p.Staff = nil
	}
	if p.Coalition = 2; a.Coalition != nil {
		p.Coalition = *a.Coalition
	}
	return p
}

// recordSettings are what the evaluator's file of records must meet.
type recordSettings struct {
	Recoding string   `toml:"recoding"`  // local, global; empty is local
	OneLevel []string `toml:"one_level"` // columns that stay at one level in local recoding
	K        int      `toml:"k"`
	L        int      `toml:"l"`
	T        float64  `toml:"t"`
	MaxLoss  float64  `toml:"max_loss"`
	Suppress float64  `toml:"suppress"`
}

// change says from when on a replacement is abnormal and waits for an operator.
type change struct {
	VanishedPercent int `toml:"vanished_percent"`
	MinimumRows     int `toml:"minimum_rows"`
}

// amifSettings are the choices for the AMIF account that the State has to set
// (S-A 15.3); they are printed in the account.
type amifSettings struct {
	Programme string `toml:"programme"`
	Sample    int    `toml:"sample"`
	Seed      uint64 `toml:"seed"`
}

// fourEyes says who may approve a parcel as the second person.
type fourEyes struct {
	Approvers []approver `toml:"approver"`
}

type approver struct {
	Name     string            `toml:"name"`
	Key      string            `toml:"key"`
	Purposes []schemas.Purpose `toml:"purposes"` // none named is all
}

type organisation struct {
	Code  string `toml:"code"`
	Name  string `toml:"name"`
	Class string `toml:"class"`
}

type recipient struct {
	Name     string            `toml:"name"`
	Title    string            `toml:"title"`
	Purposes []schemas.Purpose `toml:"purposes"`
}

// A study is a research assignment for the evaluator's parcel.
type study struct {
	Name         string `toml:"name"`
	Longitudinal bool   `toml:"longitudinal"` // follows persons: persistent pseudonyms
	Epoch        int    `toml:"epoch"`        // of the pseudonyms; 0 is 1
}

// errSettings means that lvv.toml cannot be used as it is.
var errSettings = errors.New("lvv.toml cannot be used")

var codePattern = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// isCode says whether a name can stand in file names, key names and the ledger.
func isCode(name string) bool { return len(name) <= 31 && codePattern.MatchString(name) }

// readSettings reads and judges lvv.toml; all that is wrong is said at once.
func readSettings(path string) (settings, error) {
	var s settings
	data, err := os.ReadFile(path)
	if err != nil {
		return s, fmt.Errorf("reading lvv.toml: %w: %w", errNoWorkspace, err)
	}
	dec := toml.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return s, fmt.Errorf("%w: %s", errSettings, tomlComplaint(err))
	}
	if err := s.check(); err != nil {
		return s, fmt.Errorf("%w: %w", errSettings, err)
	}
	return s, nil
}

// tomlComplaint says where the file is wrong, without quoting it.
func tomlComplaint(err error) string {
	var strict *toml.StrictMissingError
	var bad *toml.DecodeError
	switch {
	case errors.As(err, &strict):
		row, _ := strict.Errors[0].Position()
		return fmt.Sprintf("line %d: a key that lvv does not know", row)
	case errors.As(err, &bad):
		row, _ := bad.Position()
		return fmt.Sprintf("line %d: %s", row, bad.Error())
	}
	return err.Error()
}

func (s settings) check() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if !slices.Contains(schemas.Names(), s.Contract) {
		bad("contract %q is not one of %v", s.Contract, schemas.Names())
	}
	if s.Language != "nl" && s.Language != "en" {
		bad("language is nl or en")
	}
	seen := make(map[string]bool)
	for _, o := range s.Organisations {
		if !isCode(o.Code) || seen[o.Code] {
			bad("organisation code %q: a-z, 0-9 and single -, at most 31, each once", o.Code)
		}
		if o.Class != "hybrid" && o.Class != "x25519" {
			bad("organisation %s: class is hybrid or x25519", o.Code)
		}
		seen[o.Code] = true
	}
	errs = append(errs, s.Release.check())
	for _, r := range s.Recipients {
		if !isCode(r.Name) {
			bad("recipient name %q: a-z, 0-9 and single -, at most 31", r.Name)
		}
		for _, p := range r.Purposes {
			if !slices.Contains(schemas.Purposes, p) {
				bad("recipient %s: no purpose %q; there are %v", r.Name, p, schemas.Purposes)
			}
		}
	}
	for i, st := range s.Studies {
		if !isCode(st.Name) || slices.ContainsFunc(s.Studies[:i], func(o study) bool { return o.Name == st.Name }) {
			bad("study %q: a-z, 0-9 and single -, at most 31, each once", st.Name)
		}
		if to := s.recipientsOf(schemas.Evaluator); st.Longitudinal && len(to) != 1 {
			bad("study %s follows persons: its pseudonyms are for one recipient of the purpose evaluator, there are %d", st.Name, len(to))
		}
	}
	if r := s.Thresholds.Rounding; r != 0 && r != roundTo {
		bad("[thresholds] rounding is 0 (counts are exact or suppressed) or %d (counts are multiples of %d)", roundTo, roundTo)
	}
	if err := s.policy().Validate(); err != nil {
		errs = append(errs, err)
	}
	if _, err := s.records(); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// check says what is wrong with the second persons.
func (f fourEyes) check() error {
	var errs []error
	seen := make(map[string]bool)
	for _, a := range f.Approvers {
		if !isCode(a.Name) || seen[a.Name] {
			errs = append(errs, fmt.Errorf("approver name %q: a-z, 0-9 and single -, at most 31, each once", a.Name))
		}
		seen[a.Name] = true
		if _, err := note.NewVerifier(a.Key); err != nil {
			errs = append(errs, fmt.Errorf("approver %s: key is not one that lvv keys add-approver printed", a.Name))
		}
		for _, p := range a.Purposes {
			if !slices.Contains(schemas.Purposes, p) {
				errs = append(errs, fmt.Errorf("approver %s: no purpose %q; there are %v", a.Name, p, schemas.Purposes))
			}
		}
	}
	return errors.Join(errs...)
}

// policy is the disclosure policy with this workspace's thresholds.
func (s settings) policy() disclosure.Policy {
	p := disclosure.DefaultPolicy()
	p.Threshold, p.HealthThreshold = s.Thresholds.Count, s.Thresholds.Health
	p.Width = max(p.Width, p.Threshold)
	p.Rounding.Base = s.Thresholds.Rounding
	return s.Attackers.policy(p)
}

// records are the settings of the evaluator's records.
func (s settings) records() (evaluator.Options, error) {
	r, old := s.Records, s.Thresholds
	if old.RecordsK != nil {
		r.K = *old.RecordsK
	}
	if old.RecordsMaxLoss != nil {
		r.MaxLoss = *old.RecordsMaxLoss
	}
	if old.RecordsSuppress != nil {
		r.Suppress = *old.RecordsSuppress
	}
	o := evaluator.Options{Recoding: evaluator.Recoding(r.Recoding), OneLevel: r.OneLevel, K: r.K, L: r.L, T: r.T,
		MaxLoss: r.MaxLoss, SuppressionLimit: r.Suppress}
	if err := o.Check(); err != nil {
		return o, fmt.Errorf("[records]: %w", err)
	}
	return o, nil
}

// organisation returns the organisation of that code.
func (s settings) organisation(code string) (organisation, error) {
	for _, o := range s.Organisations {
		if o.Code == code {
			return o, nil
		}
	}
	return organisation{}, fmt.Errorf("organisation %s: %w", code, errNoOrganisation)
}

// study returns the study of that name; one that lvv.toml does not set up is a
// study that follows nobody.
func (s settings) study(name string) study {
	for _, st := range s.Studies {
		if st.Name == name {
			return st
		}
	}
	return study{Name: name}
}

// recipientsOf lists the names of those who receive a purpose's parcels.
func (s settings) recipientsOf(p schemas.Purpose) []string {
	var names []string
	for _, r := range s.Recipients {
		if slices.Contains(r.Purposes, p) {
			names = append(names, r.Name)
		}
	}
	return names
}
