package schemas

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// fieldName keeps names usable as they are in SPSS, Stata, SQL and CSV.
var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)

// headKey folds header names roughly as the reading of deliveries does: case,
// spaces, hyphens and underscores do not tell two names apart.
var headKey = strings.NewReplacer(" ", "", "-", "", "_", "")

// keeper is the one kind of field for which a way of keeping makes sense.
var keeper = map[Keeping]Kind{KeepPerson: KindVNumber, KeepAge: KindBirthDate, KeepToken: KindReference}

var (
	kinds    = []Kind{KindVNumber, KindName, KindNationality, KindBirthDate, KindDate, KindMonth, KindCode, KindCount, KindCents, KindReference}
	keepings = []Keeping{KeepNothing, KeepValue, KeepPerson, KeepAge, KeepToken, KeepPresence}
	fates    = []Fate{FateDrop, FateKeep, FatePseudonym, FateAgeBand, FateRegion, FateMonth, FateQuarter, FateCount, FatePresence}
	ruleKeys = []string{RuleRequires, RuleNotBefore}
)

// identifying kinds may never be kept as they are, in the store or anywhere.
var identifying = []Kind{KindVNumber, KindName, KindBirthDate}

// Lint returns all that is wrong with the dataset, joined; nil when nothing is.
func (d *Dataset) Lint() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if d.Shape != Records && d.Shape != Counts {
		bad("shape %q is neither records nor counts", d.Shape)
	}
	for _, name := range append([]string{d.Event, d.End}, d.Key...) {
		if name != "" && d.Field(name) == nil {
			bad("event, end or key names field %s, which is not there", name)
		}
	}
	if d.Title == "" || d.TitleEN == "" || d.Clause == "" || d.Meaning == "" || d.Event == "" || len(d.Key) == 0 {
		bad("title, title_en, clause, meaning, event and key must be filled in")
	}
	if (d.PersonField() != nil) != (d.Shape == Records) {
		bad("records, and only they, have one field that leads to a person")
	}
	heads := make(map[string]string) // header name, folded -> field
	for _, f := range d.Fields {
		if err := f.lint(d.Shape); err != nil {
			errs = append(errs, err)
		}
		for _, head := range append([]string{f.Name, f.Label, f.LabelEN}, f.Aliases...) {
			key := headKey.Replace(strings.ToLower(head))
			if other, ok := heads[key]; ok && other != f.Name {
				bad("header %q could be field %s or %s", head, other, f.Name)
			}
			heads[key] = f.Name
		}
	}
	for _, r := range d.Rules {
		if !slices.Contains(ruleKeys, r.Kind) {
			bad("rule %s: unknown kind %q", r.Code, r.Kind)
		}
		if d.Field(r.Field) == nil || d.Field(r.Other) == nil {
			bad("rule %s: its fields are not there", r.Code)
		}
		if _, ok := Problem(r.Code); !ok {
			bad("rule %s: no text in problems.toml", r.Code)
		}
	}
	return errors.Join(errs...)
}

func (f *Field) lint(shape Shape) error {
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("field %s: "+format, append([]any{f.Name}, args...)...))
	}
	if !fieldName.MatchString(f.Name) {
		bad("a name is 1 to 32 of a-z 0-9 _ and begins with a letter")
	}
	if f.Label == "" || f.LabelEN == "" || f.Meaning == "" || f.Clause == "" {
		bad("label, label_en, meaning and clause must be filled in")
	}
	if !slices.Contains(kinds, f.Kind) {
		bad("unknown kind %q", f.Kind)
	}
	if !slices.Contains(keepings, f.Store) {
		bad("store %q: decide what the store keeps", f.Store)
	}
	if kind, ok := keeper[f.Store]; ok && f.Kind != kind {
		bad("store %q is for fields of kind %s", f.Store, kind)
	}
	if (f.Kind == KindCode || f.Kind == KindNationality) != (f.Codes != nil) {
		bad("kinds code and nationality, and only they, name a code list")
	}
	if slices.Contains(identifying, f.Kind) && f.Store == KeepValue {
		bad("a field of kind %s may not be kept", f.Kind)
	}
	if shape == Counts && slices.Contains(identifying, f.Kind) {
		bad("a dataset of counts has no fields about a person")
	}
	for _, p := range Purposes {
		fate, ok := f.Fate[p]
		if !ok || !slices.Contains(fates, fate) {
			bad("purpose %s: decide its fate (%q)", p, fate)
		}
		if slices.Contains(identifying, f.Kind) && fate == FateKeep {
			bad("purpose %s: a field of kind %s may not be kept", p, f.Kind)
		}
	}
	if len(f.Fate) != len(Purposes) {
		bad("fate names a purpose that does not exist")
	}
	return errors.Join(errs...)
}
