// Package statfile writes data sets as the files of SPSS (.sav) and Stata
// (.dta), with the labels of variables and values, for who opens a file rather
// than run import syntax.
//
// In comes a File: columns of codes with the number, label or text that each
// code stands for. Out go bytes, the same for the same File. It refuses a File
// that the programs could not read: names they do not take, columns that differ
// in length, one number with two labels. It sees codes and labels only.
//
// The formats are those that their makers and readers document: PSPP Developers
// Guide, "System File Format"; Stata, "help dta" of format 118.
package statfile

import (
	"errors"
	"fmt"
	"regexp"
	"time"
	"unicode/utf8"
)

// A File is a data set.
type File struct {
	Label   string    // what the data set is; SPSS keeps the first 64 bytes, Stata 80 characters
	Created time.Time // written in the header, to the minute
	Rows    int
	Columns []Column
	// Runs is how many rows follow each other that are as each of the codes in the
	// columns; nil if every row has its own.
	Runs []int
}

// runs gives each of the codes in the columns with how many rows are so.
func (f File) runs(yield func(at, rows int) bool) {
	if f.Runs == nil {
		for at := range f.Rows {
			if !yield(at, 1) {
				return
			}
		}
		return
	}
	for at, rows := range f.Runs {
		if !yield(at, rows) {
			return
		}
	}
}

// A Column holds coded values, or text.
type Column struct {
	Name  string // at most 32 of a-z 0-9 _, beginning with a letter
	Label string // SPSS keeps the first 255 bytes, Stata 80 characters
	// Codes has for each row, or run of equal rows, an index into Values, or into
	// Words.
	Codes []int32
	// Values says what each code means. Two codes may have one number if they
	// have one label.
	Values []Value
	// Words are the values of a column of text; nil for a coded column. At most
	// 255 bytes each, so that SPSS takes them as one string.
	Words []string
}

// A Value is a number and its label. Numbers from 0 are values; -1, -2 and -3
// are the three reasons for what is missing, which SPSS gets as user-missing
// values and Stata as .a, .b and .c.
type Value struct {
	Number int32
	Label  string // SPSS keeps the first 120 bytes
}

const (
	leastMissing = -3
	widestText   = 255
)

var nameRule = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)

// check returns all that is wrong with the file.
func (f File) check() error {
	var errs []error
	listed := f.Rows
	if f.Runs != nil {
		listed = len(f.Runs)
		if !f.addsUp() {
			errs = append(errs, errors.New("statfile: the runs are not so many rows"))
		}
	}
	seen := map[string]bool{}
	for i, c := range f.Columns {
		if !nameRule.MatchString(c.Name) || seen[c.Name] {
			errs = append(errs, fmt.Errorf("statfile: column %d has no name of its own that SPSS and Stata take", i+1))
			continue
		}
		seen[c.Name] = true
		if err := c.check(listed); err != nil {
			errs = append(errs, fmt.Errorf("statfile: column %s: %w", c.Name, err))
		}
	}
	if len(f.Columns) == 0 {
		errs = append(errs, errors.New("statfile: no columns"))
	}
	return errors.Join(errs...)
}

// addsUp reports whether the runs are as many rows as there are.
func (f File) addsUp() bool {
	rows := 0
	for _, n := range f.Runs {
		if n < 0 {
			return false
		}
		rows += n
	}
	return rows == f.Rows
}

func (c Column) check(listed int) error {
	if len(c.Codes) != listed {
		return fmt.Errorf("%d rows where the file has %d", len(c.Codes), listed)
	}
	if (c.Words == nil) == (c.Values == nil) {
		return errors.New("a column has values or words")
	}
	n := int32(len(c.Values) + len(c.Words))
	for _, code := range c.Codes {
		if code < 0 || code >= n {
			return errors.New("a code that stands for nothing")
		}
	}
	for _, w := range c.Words {
		if len(w) > widestText || !utf8.ValidString(w) {
			return fmt.Errorf("text that is not UTF-8 or longer than %d bytes", widestText)
		}
	}
	labels := map[int32]string{}
	for _, v := range c.Values {
		if before, twice := labels[v.Number]; twice && before != v.Label {
			return fmt.Errorf("the number %d has two labels", v.Number)
		}
		if v.Number < leastMissing || !utf8.ValidString(v.Label) {
			return fmt.Errorf("the number %d, or its label, is not one that the programs take", v.Number)
		}
		labels[v.Number] = v.Label
	}
	return nil
}

// distinct returns each number once, in the order of first mention.
func (c Column) distinct() []Value {
	var out []Value
	seen := map[int32]bool{}
	for _, v := range c.Values {
		if !seen[v.Number] {
			seen[v.Number] = true
			out = append(out, v)
		}
	}
	return out
}

// hasMissing tells whether some value stands for what is missing.
func (c Column) hasMissing() bool {
	for _, v := range c.Values {
		if v.Number < 0 {
			return true
		}
	}
	return false
}

// width is the number of bytes of the longest text, at least 1.
func (c Column) width() int {
	w := 1
	for _, s := range c.Words {
		w = max(w, len(s))
	}
	return w
}

// cut shortens text to n bytes without breaking a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// cutRunes shortens text to n characters.
func cutRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
