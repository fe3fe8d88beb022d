package warehouse

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// A Query is one SQL file of a report: a table's specification in the comment
// at its top, and the statement that fills it. A header looks like this:
//
//	-- table:      instroom
//	-- title:      Instroom naar kwartaal en organisatie
//	-- population: verblijven met datum_instroom in de periode
//	-- kind:       flow              flow, stock or list; never two
//	-- by:         kwartaal, organisatie
//	-- people:     personen          what the threshold protects: distinct persons
//	-- measures:   verblijven
//	-- unit:       verblijven
//	-- params:     van, tot
//	-- definition: ...
//	-- clause:     S-A 9
//
// The columns of the result are by, people and measures, in that order. In a
// column of by, NULL stands for the total over that column.
type Query struct {
	Table      string
	Title      string
	Population string
	Kind       string
	By         []string
	People     string
	Measures   []string
	Unit       string
	Params     []string
	Definition string
	Clause     string
	SQL        string
}

// Columns returns the names of the result's columns, in order.
func (q Query) Columns() []string {
	cols := slices.Clone(q.By)
	if q.People != "" {
		cols = append(cols, q.People)
	}
	return append(cols, q.Measures...)
}

// Parse reads an SQL file. An unknown, repeated or missing key is an error with
// file and line.
func Parse(name string, src []byte) (Query, error) {
	var q Query
	seen := make(map[string]bool)
	lines := strings.Split(string(src), "\n")
	n := 0
	for ; n < len(lines) && strings.HasPrefix(lines[n], "--"); n++ {
		key, value, ok := strings.Cut(strings.TrimPrefix(lines[n], "--"), ":")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if !ok || seen[key] {
			return q, fmt.Errorf("%s:%d: a header line is \"-- key: value\", each key once", name, n+1)
		}
		seen[key] = true
		if err := q.set(key, value); err != nil {
			return q, fmt.Errorf("%s:%d: %w", name, n+1, err)
		}
	}
	q.SQL = strings.TrimSpace(strings.Join(lines[n:], "\n"))
	if err := q.lint(); err != nil {
		return q, fmt.Errorf("%s: %w", name, err)
	}
	return q, nil
}

func (q *Query) set(key, value string) error {
	texts := map[string]*string{
		"table": &q.Table, "title": &q.Title, "population": &q.Population, "kind": &q.Kind,
		"people": &q.People, "unit": &q.Unit, "definition": &q.Definition, "clause": &q.Clause,
	}
	names := map[string]*[]string{"by": &q.By, "measures": &q.Measures, "params": &q.Params}
	switch {
	case value == "":
		return fmt.Errorf("%s is empty", key)
	case texts[key] != nil:
		*texts[key] = value
	case names[key] != nil:
		for name := range strings.SplitSeq(value, ",") {
			*names[key] = append(*names[key], strings.TrimSpace(name))
		}
	default:
		return fmt.Errorf("unknown key %q", key)
	}
	return nil
}

// kinds are what a table can be: events in a period, people on a day, or a list
// of rows that goes through gate 2 as records and not as a table.
var kinds = []string{"flow", "stock", "list"}

func (q *Query) lint() error {
	switch {
	case q.Table == "" || q.Title == "" || q.Population == "" || q.Definition == "" || q.Clause == "" || q.Unit == "":
		return fmt.Errorf("table, title, population, unit, definition and clause must be filled in")
	case !slices.Contains(kinds, q.Kind):
		return fmt.Errorf("kind %q is not one of %s", q.Kind, strings.Join(kinds, ", "))
	case len(q.By) == 0 || len(q.Measures) == 0:
		return fmt.Errorf("by and measures must be filled in")
	case q.Kind != "list" && q.People == "":
		return fmt.Errorf("people must say what the threshold protects")
	case !strings.HasSuffix(q.SQL, inOrder):
		return fmt.Errorf("the statement must end with ORDER BY ALL; a database promises no order")
	}
	return nil
}

// ParseAll reads every .sql file of a folder, in the order of the file names.
func ParseAll(files fs.FS, dir string) ([]Query, error) {
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		return nil, err
	}
	var all []Query
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		src, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		q, err := Parse(name, src)
		if err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	return all, nil
}

// MustParseAll is ParseAll for embedded files: a broken one is our own bug.
func MustParseAll(files fs.FS, dir string) []Query {
	all, err := ParseAll(files, dir)
	if err != nil {
		panic("warehouse: internal error: " + err.Error())
	}
	return all
}
