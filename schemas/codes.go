package schemas

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
)

//go:embed codes/*.csv
var codeFiles embed.FS

// A Code is one entry of a code list.
type Code struct {
	Code    string
	Label   string // Dutch
	LabelEN string
	Aliases []string          // other spellings that are accepted; matched after folding
	From    Day               // first day on which the code is valid; NoDay when always was
	To      Day               // last day on which the code is valid; NoDay when it still is
	Extra   map[string]string // further columns of the list, by header
}

// NoDay marks an open end of a code's validity.
const NoDay = Day(-1 << 31)

// A CodeList is a closed list of codes. Its order is the order of the file and
// is never changed, only appended to: stored data refer to positions.
type CodeList struct {
	Name  string
	Codes []Code
}

// Index returns the position of a code, or -1.
func (l *CodeList) Index(code string) int {
	for i := range l.Codes {
		if l.Codes[i].Code == code {
			return i
		}
	}
	return -1
}

// Strings returns the codes alone, in order.
func (l *CodeList) Strings() []string {
	out := make([]string, len(l.Codes))
	for i := range l.Codes {
		out[i] = l.Codes[i].Code
	}
	return out
}

// lists are all embedded code lists. A broken embedded list is our own bug, so
// it panics; a test loads them all.
var lists = sync.OnceValue(func() map[string]*CodeList {
	entries, err := codeFiles.ReadDir("codes")
	if err != nil {
		panic("schemas: internal error: " + err.Error())
	}
	all := make(map[string]*CodeList)
	for _, e := range entries {
		data, err := codeFiles.ReadFile("codes/" + e.Name())
		if err == nil {
			var l *CodeList
			if l, err = parseCodes(strings.TrimSuffix(e.Name(), ".csv"), data); err == nil {
				all[l.Name] = l
			}
		}
		if err != nil {
			panic("schemas: internal error: codes/" + e.Name() + ": " + err.Error())
		}
	}
	return all
})

// List returns the code list of that name; it panics when there is none,
// because a schema that names it would not have loaded.
func List(name string) *CodeList {
	l := lists()[name]
	if l == nil {
		panic("schemas: internal error: no code list " + name)
	}
	return l
}

// parseCodes reads a code list: a ';' separated file with a header that begins
// code;label;label_en;aliases;van;tot and may go on with columns of its own.
// Aliases are separated by '|'; van and tot are yyyy-mm-dd or empty.
func parseCodes(name string, data []byte) (*CodeList, error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	fixed := []string{"code", "label", "label_en", "aliases", "van", "tot"}
	if len(rows) == 0 || len(rows[0]) < len(fixed) || strings.Join(rows[0][:len(fixed)], ";") != strings.Join(fixed, ";") {
		return nil, fmt.Errorf("line 1: the header must begin with %s", strings.Join(fixed, ";"))
	}
	l := &CodeList{Name: name}
	seen := make(map[string]bool)
	for i, row := range rows[1:] {
		c, err := parseCode(rows[0][len(fixed):], row)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+2, err)
		}
		if seen[c.Code] {
			return nil, fmt.Errorf("line %d: code %s stands there twice", i+2, c.Code)
		}
		seen[c.Code] = true
		l.Codes = append(l.Codes, c)
	}
	return l, nil
}

func parseCode(extra, row []string) (Code, error) {
	c := Code{Code: row[0], Label: row[1], LabelEN: row[2], From: NoDay, To: NoDay}
	if c.Code == "" || c.Label == "" || c.LabelEN == "" {
		return c, fmt.Errorf("code, label and label_en must be filled in")
	}
	if row[3] != "" {
		c.Aliases = strings.Split(row[3], "|")
	}
	for i, end := range []*Day{&c.From, &c.To} {
		if row[4+i] == "" {
			continue
		}
		d, err := ParseDay(row[4+i])
		if err != nil {
			return c, err
		}
		*end = d
	}
	for i, h := range extra {
		if c.Extra == nil {
			c.Extra = make(map[string]string, len(extra))
		}
		c.Extra[h] = row[6+i]
	}
	return c, nil
}
