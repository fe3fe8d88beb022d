package evaluator

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"lvv/schemas"
)

// k, counted once more in the text of the file: for every combination of what
// may be known, the distinct persons behind the lines; l likewise.
func TestRecordsMeetThePolicy(t *testing.T) {
	t.Parallel()
	p := pilotOf(t, large)
	people := p.facts.records()
	for _, opts := range []Options{{K: 2}, {K: 25, SuppressionLimit: 0.1}, {K: 10, Recoding: Global}, {K: 10, Recoding: Global, SuppressionLimit: 0.1}} {
		made := p.made(t, opts)
		s := made.Request.Records
		file := lines(t, content(t, made.contents, recordPath), ',')
		persons, outcomes := map[string]map[int32]bool{}, map[string]map[string]bool{}
		for i, row := range s.Kept() {
			line := file[i+1]
			key := strings.Join(line[:len(line)-2], "|") // the levels tell nothing that the values do not
			if persons[key] == nil {
				persons[key], outcomes[key] = map[int32]bool{}, map[string]bool{}
			}
			persons[key][people.persons[row]] = true
			outcomes[key][line[len(line)-2]] = true
		}
		if len(file)-1 != s.N() || s.N() == 0 {
			t.Fatalf("%d lines for %d records", len(file)-1, s.N())
		}
		for key := range persons {
			if n := len(persons[key]); n < max(10, opts.K) {
				t.Errorf("k %d: %s has %d persons", opts.K, key, n)
			}
			if len(outcomes[key]) < leastL {
				t.Errorf("%s has one outcome", key)
			}
		}
		left := map[int32]bool{}
		kept := map[int32]bool{}
		for _, row := range s.Kept() {
			kept[row] = true
		}
		for i, p := range people.persons {
			if !kept[int32(i)] {
				left[p] = true
			}
		}
		if n := len(left); n > 0 && n < max(10, opts.K) {
			t.Errorf("%d persons are left out", n)
		}
		if opts.SuppressionLimit == 0 && len(left) > 0 {
			t.Error("records were left out")
		}
	}
}

// The file for Excel and the Parquet file say the same as the CSV file.
func TestRecordFilesAgree(t *testing.T) {
	t.Parallel()
	c := pilotOf(t, large).parcel(t, Options{K: 10})
	data, excel := lines(t, content(t, c, "gegevens/microdata.csv"), ','), lines(t, content(t, c, "excel/microdata.csv"), ';')
	if len(data) != len(excel) || len(data) < 1000 {
		t.Fatalf("%d and %d lines", len(data), len(excel))
	}
	label := map[string]string{}
	for i, line := range data {
		if len(line) != 2*quasis+2 {
			t.Fatalf("line %d has %d fields", i+1, len(line))
		}
		for col := range line {
			key := strconv.Itoa(col) + "|" + line[col]
			if was, ok := label[key]; ok && was != excel[i][col] {
				t.Fatalf("line %d, column %d: %q is %q and %q", i+1, col+1, line[col], was, excel[i][col])
			}
			label[key] = excel[i][col]
		}
	}
	parquet := content(t, c, "gegevens/microdata.parquet")
	if !strings.HasPrefix(parquet, "PAR1") || !strings.HasSuffix(parquet, "PAR1") {
		t.Error("that is no Parquet")
	}
	for _, name := range data[0] {
		if !strings.Contains(parquet, name) {
			t.Errorf("Parquet lacks column %s", name)
		}
	}
}

// Records of no use are refused: the tables go without them, and every place
// where a reader looks says so.
func TestRecordsAreRefused(t *testing.T) {
	t.Parallel()
	c := pilotOf(t, large).parcel(t, Options{K: 10, MaxLoss: 0.01})
	for _, f := range c.Files {
		if strings.Contains(f.Name, "microdata") {
			t.Errorf("%s is in the parcel", f.Name)
		}
	}
	if !strings.Contains(c.Lead, "niet anoniem en bruikbaar") {
		t.Error("the letter does not say that records were refused")
	}
	if text := content(t, c, "onthullingscontrole.html"); !strings.Contains(text, "Records: geweigerd") {
		t.Error("the control page does not say that records were refused")
	}
	if text := content(t, c, "onthullingscontrole.json"); !strings.Contains(text, `"records": null`) {
		t.Error("the control file does not say that records were refused")
	}
	if text := content(t, c, "codeboek.html"); strings.Contains(text, "microdata") {
		t.Error("the codebook describes records that are not there")
	}
}

// In a file of mixed levels every value stands on the level that its companion
// says, and every value of every record can be brought to each coarser level by
// the list of levels.
func TestMixedLevelsCanBeRead(t *testing.T) {
	t.Parallel()
	p := pilotOf(t, large)
	c := p.parcel(t, Options{K: 10})
	people := p.facts.records()
	file := lines(t, content(t, c, recordPath), ',')
	list := map[string]string{}
	for _, row := range lines(t, content(t, c, levelsPath), ',')[1:] {
		list[row[0]+"|"+row[1]+"|"+row[2]] = row[4]
	}
	levels := map[string]bool{}
	for q := range people.quasi {
		at := 2 * q
		if file[0][at] != people.quasi[q].name || file[0][at+1] != people.quasi[q].name+levelSuffix {
			t.Fatalf("columns %v", file[0])
		}
		for _, row := range file[1:] {
			value := row[at]
			if value == codeSuppressed {
				value = schemas.Everything
			}
			if got := strconv.Itoa(people.quasi[q].level(value)); row[at+1] != got {
				t.Fatalf("%s is on level %s, the file says %s", value, got, row[at+1])
			}
			levels[file[0][at]+row[at+1]] = true
			for l := people.quasi[q].level(value); l < people.quasi[q].top(); l++ {
				want := people.quasi[q].levels[l].Values[firstOf(people.quasi[q].levels[people.quasi[q].level(value)], value)]
				if got := list[file[0][at]+"|"+row[at]+"|"+strconv.Itoa(l)]; got != want {
					t.Fatalf("%s on level %d is %q, want %q", value, l, got, want)
				}
			}
		}
	}
	if len(levels) < quasis+3 {
		t.Errorf("hardly any mixed levels: %v", levels)
	}
}

// A column that a workspace keeps at one level has one level in every record,
// where it would be mixed otherwise; the other columns stay mixed.
func TestOneLevel(t *testing.T) {
	t.Parallel()
	p := pilotOf(t, large)
	// mixed reports whether there is no level on which all values of a column stand.
	mixed := func(q quasi, opts Options) bool {
		file := lines(t, content(t, p.parcel(t, opts), recordPath), ',')
		at := slices.Index(file[0], q.name)
		return !slices.ContainsFunc(q.levels, func(l schemas.Level) bool {
			return !slices.ContainsFunc(file[1:], func(row []string) bool {
				return !slices.Contains(l.Values, strings.Replace(row[at], codeSuppressed, schemas.Everything, 1))
			})
		})
	}
	columns := p.facts.records().quasi
	age := columns[qAge]
	held := Options{K: 10, OneLevel: []string{age.name}}
	if !mixed(age, Options{K: 10}) {
		t.Error("ages have one level without being told")
	}
	if mixed(age, held) {
		t.Error("ages have more levels than one")
	}
	if !slices.ContainsFunc(columns[:], func(other quasi) bool { return mixed(other, held) }) {
		t.Error("with ages at one level no column is mixed any more")
	}
	if err := (Options{K: 10, OneLevel: []string{"leeftijd"}}).Check(); err == nil || !strings.Contains(err.Error(), "leeftijd_instroom") {
		t.Errorf("a column that does not exist: %v", err)
	}
}

// A cut closes what is below a value and nothing beside it.
func TestCuts(t *testing.T) {
	t.Parallel()
	q := quasi{name: "leeftijd", levels: ageLevels()}
	c := q.from(0, []string{"anders"})
	labels := c.Hierarchy.Labels(0)
	if !slices.Contains(labels, "18-20") || !slices.Contains(labels, "anders") || slices.Contains(labels, "<18") || slices.Contains(labels, "onzeker") {
		t.Errorf("leaves %v", labels)
	}
}
