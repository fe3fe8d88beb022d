package codebook

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
)

// A Label says what the data are under the GDPR.
type Label string

// The labels.
const (
	Anonymous    Label = "anoniem"    // no longer personal data
	Pseudonymous Label = "pseudoniem" // still personal data (GDPR art. 4(5))
)

// A Type is the kind of values of a variable.
type Type string

// The types. Coded variables are text of which every value has a label.
const (
	Text    Type = "text"
	Coded   Type = "coded"
	Integer Type = "integer"
	Decimal Type = "decimal"
	Date    Type = "date"  // yyyy-mm-dd
	Month   Type = "month" // yyyy-mm
)

// A Value is a code of a coded variable and what it means.
type Value struct {
	Code  string
	Label string // Dutch
}

// The reasons for which a value is missing. They stand in the files of coded
// and numeric variables; text, dates and months are empty instead. In tables of
// figures what is suppressed is a [Point].
var missing = []Value{
	{"-1", "niet geregistreerd"},
	{"-2", "geweigerd"},
	{"-3", "onderdrukt"},
	{Point, "onderdrukt"},
}

// Point stands for a suppressed figure in a table, of a numeric variable only.
const Point = "."

// A Variable is one column of a file.
type Variable struct {
	Name           string // at most 32 of a-z 0-9 _, beginning with a letter: what SPSS and Stata can take
	Label          string // Dutch
	LabelEN        string
	Type           Type
	Width          int      // longest text in characters; 0 means as long as the longest code, or 60
	Values         []Value  // for Coded
	Missing        []string // which of -1, -2, -3 and [Point] can occur; only for Coded, Integer and Decimal
	Definition     string
	Source         string // field and clause from which it comes
	Transformation string // what was done to it; empty when nothing
	Population     string // of whom; empty when that of the book
	Reference      string // reference date; empty when that of the book
	Suppression    string // what was left out and why; empty when nothing
}

// A File is one CSV file of the data set.
type File struct {
	Path      string // relative, with slashes
	Title     string // Dutch
	Rows      int    // below the header
	SHA256    string // hexadecimal; empty when not known
	Variables []Variable
}

// A Mapping is a decision about how values are put together, such as the
// roll-up to durable solutions. It is printed in every codebook that uses it.
type Mapping struct {
	Name    string
	Version string
	Remark  string
	Rows    [][2]string // value, group
}

// A Book describes a data set.
type Book struct {
	Name       string // short, a-z 0-9 . - _, for machines
	Title      string
	Version    string
	Created    time.Time
	Population string
	Reference  string // reference date or period
	Label      Label
	Reason     string // the test that justifies the label
	Files      []File
	Mappings   []Mapping
}

var (
	variableName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)
	bookName     = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)
)

// reserved are words that SPSS, Stata or R keep for themselves, and the name of
// the column that the import syntax uses for a while.
var reserved = strings.Fields("all and by eq ge gt le lt ne not or to with byte double float if in int long using strl " +
	"else for while repeat function next break lvv_tekst")

// Check returns all that is wrong with the book, joined; nil when nothing is.
// Every writer of the package checks first.
func (b Book) Check() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if !bookName.MatchString(b.Name) {
		bad("the name of the book is not of a-z 0-9 . - _")
	}
	if b.Title == "" || b.Version == "" || b.Population == "" || b.Reference == "" || b.Reason == "" {
		bad("title, version, population, reference and reason must be filled in")
	}
	if b.Label != Anonymous && b.Label != Pseudonymous {
		bad("label %q is neither %s nor %s", b.Label, Anonymous, Pseudonymous)
	}
	if len(b.Files) == 0 {
		bad("the book describes no file")
	}
	paths := make(map[string]bool)
	for _, f := range b.Files {
		if f.Path == "" || path.IsAbs(f.Path) || path.Clean(f.Path) != f.Path || strings.HasPrefix(f.Path, "..") {
			bad("file %q: the path must be relative and plain", f.Path)
		}
		if paths[f.Path] {
			bad("file %s stands there twice", f.Path)
		}
		paths[f.Path] = true
		if err := f.check(); err != nil {
			errs = append(errs, fmt.Errorf("file %s: %w", f.Path, err))
		}
	}
	return errors.Join(errs...)
}

func (f *File) check() error {
	var errs []error
	if f.Title == "" || len(f.Variables) == 0 {
		errs = append(errs, fmt.Errorf("title and variables must be filled in"))
	}
	seen := make(map[string]bool)
	for i := range f.Variables {
		v := &f.Variables[i]
		if seen[v.Name] {
			errs = append(errs, fmt.Errorf("variable %s stands there twice", v.Name))
		}
		seen[v.Name] = true
		if err := v.check(); err != nil {
			errs = append(errs, fmt.Errorf("variable %s: %w", v.Name, err))
		}
	}
	return errors.Join(errs...)
}

func (v *Variable) check() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if !variableName.MatchString(v.Name) {
		bad("a name is 1 to 32 of a-z 0-9 _ and begins with a letter")
	}
	if slices.Contains(reserved, v.Name) {
		bad("the name is a reserved word in SPSS, Stata or R")
	}
	if v.Label == "" || v.LabelEN == "" || v.Definition == "" || v.Source == "" {
		bad("both labels, definition and source must be filled in")
	}
	if !slices.Contains([]Type{Text, Coded, Integer, Decimal, Date, Month}, v.Type) {
		bad("unknown type %q", v.Type)
	}
	if (v.Type == Coded) != (len(v.Values) > 0) {
		bad("coded variables, and only they, have values")
	}
	codes, labels := make(map[string]bool), make(map[string]bool)
	for _, value := range v.Values {
		if value.Code == "" || value.Label == "" || codes[value.Code] || labels[value.Label] {
			bad("code %q: codes and labels must be filled in and differ", value.Code)
		}
		if missingLabel(value.Code) != "" {
			bad("code %q means a missing value", value.Code)
		}
		codes[value.Code], labels[value.Label] = true, true
	}
	for _, m := range v.Missing {
		if missingLabel(m) == "" {
			bad("%q is no code for a missing value", m)
		}
	}
	if slices.Contains(v.Missing, Point) && !v.numeric() {
		bad("a point is for suppressed figures")
	}
	if len(v.Missing) > 0 && !v.numeric() && v.Type != Coded {
		bad("a variable of type %s is empty when missing", v.Type)
	}
	return errors.Join(errs...)
}

func (v *Variable) numeric() bool { return v.Type == Integer || v.Type == Decimal }

// width is the longest text of the variable in bytes of UTF-8, which is how
// SPSS and Stata count.
func (v *Variable) width() int {
	if v.Width > 0 {
		return 2 * v.Width
	}
	if v.Type != Coded {
		return 120
	}
	most := 2 // of the missing codes
	for _, value := range v.Values {
		most = max(most, len(value.Code))
	}
	return most
}

// missingLabel is what a missing code means; empty when it is none.
func missingLabel(code string) string {
	for _, m := range missing {
		if m.Code == code {
			return m.Label
		}
	}
	return ""
}
