package recordfile

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"lvv/anonymise/microdata"
)

// tree makes a hierarchy from lines as they stand in a file.
func tree(tb testing.TB, name, lines string) *microdata.Hierarchy {
	tb.Helper()
	h, err := microdata.ParseHierarchy(name, strings.NewReader(lines), ';')
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

func cities(tb testing.TB) Spec {
	return Spec{
		Quasi: []string{"stad", "land"}, Sensitive: []string{"uitkomst"}, Person: "nummer",
		Hierarchies: map[string]*microdata.Hierarchy{
			"stad": tree(tb, "stad", "Utrecht;*\nZwolle;*\n"), "land": tree(tb, "land", "Gambia;Afrika;*\nCuraçao;Amerika;*\n"),
		},
	}
}

// A seen is what a test compares of a file: text where there are codes.
type seen struct {
	Rows      [][]string
	Delimiter string
	Dropped   []string
}

func look(f *File) seen {
	s := seen{Delimiter: string(f.Delimiter), Dropped: f.Dropped}
	for row := range f.Records.N {
		var cells []string
		for _, c := range f.Records.Quasi {
			cells = append(cells, c.Hierarchy.Generalise(c.Codes[row], 0))
		}
		for _, c := range f.Records.Sensitive {
			cells = append(cells, c.Values[c.Codes[row]])
		}
		if f.Records.Person != nil {
			cells = append(cells, string('a'+rune(f.Records.Person[row])))
		}
		s.Rows = append(s.Rows, cells)
	}
	return s
}

func TestRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, about, text string
		delimiter         byte
		want              seen
	}{
		{"plain", "persons are numbered as they come", "nummer;stad;land;uitkomst\n17;Utrecht;Gambia;terug\n3;Zwolle;Gambia;blijft\n17;Zwolle;Gambia;terug\n", 0,
			seen{[][]string{{"Utrecht", "Gambia", "terug", "a"}, {"Zwolle", "Gambia", "blijft", "b"}, {"Zwolle", "Gambia", "terug", "a"}}, ";", nil}},
		{"columns", "any order, and others that are dropped; a quoted cell, a blank line, no last line end", "uitkomst,opmerking,land,stad,nummer\n\"te,rug\",x,Gambia,Utrecht,1\n\n-,,Gambia,Zwolle,2", 0,
			seen{[][]string{{"Utrecht", "Gambia", "te,rug", "a"}, {"Zwolle", "Gambia", "-", "b"}}, ",", []string{"opmerking"}}},
		{"windows", "Windows-1252, CRLF and a tab", "nummer\tstad\tland\tuitkomst\r\n1\tUtrecht\tCura\xe7ao\tterug\r\n", 0,
			seen{[][]string{{"Utrecht", "Curaçao", "terug", "a"}}, "\t", nil}},
		{"mark", "a byte order mark", "\ufeffstad;land;uitkomst;nummer\nUtrecht;Curaçao;terug;1\n", 0,
			seen{[][]string{{"Utrecht", "Curaçao", "terug", "a"}}, ";", nil}},
		{"mac", "lines of an old Mac", "stad;land;uitkomst;nummer\rUtrecht;Gambia;terug;1\r", 0,
			seen{[][]string{{"Utrecht", "Gambia", "terug", "a"}}, ";", nil}},
		{"hint", "a first line that says the separator", "SEP=,\nstad,land,uitkomst,nummer\nUtrecht,Gambia,a;b,1\n", 0,
			seen{[][]string{{"Utrecht", "Gambia", "a;b", "a"}}, ",", nil}},
		{"said", "the policy knows better than the header", "stad,land,uitkomst,nummer,a;b;c;d;e;f\nUtrecht,Gambia,terug,1,x\n", ',',
			seen{[][]string{{"Utrecht", "Gambia", "terug", "a"}}, ",", []string{"a;b;c;d;e;f"}}},
		{"header only", "no records", "stad;land;uitkomst;nummer\n", 0, seen{nil, ";", nil}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			spec := cities(t)
			spec.Delimiter = tt.delimiter
			f, err := Read(strings.NewReader(tt.text), spec)
			if err != nil {
				t.Fatalf("%s: %v", tt.about, err)
			}
			if diff := cmp.Diff(tt.want, look(f)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.about, diff)
			}
		})
	}
}

// secret stands in cells that are wrong: it may not stand in the error.
const secret = "Geheimstad"

func TestReadRefusals(t *testing.T) {
	t.Parallel()
	header := "stad;land;uitkomst;nummer\n"
	for _, tt := range []struct{ name, about, text, want string }{
		{"empty", "nothing", "", "no header row"},
		{"no column", "a column is missing", "stad;uitkomst;nummer\n", "there is no column land"},
		{"twice", "one name for two columns", "stad;land;uitkomst;nummer;stad\n", "column 5 has the name of an earlier one"},
		{"missing leaf", "pitfall 24: a value without a leaf", header + "Utrecht;Gambia;a;1\n" + secret + ";Gambia;a;1\n" + secret + ";Gambia;a;1\n", "column stad: 2 rows hold a value that is no leaf of the hierarchy, the first is row 3"},
		{"blanks", "pitfall 24: trailing blanks are another value", header + "Utrecht ;Gambia;a;1\n", "column stad: 1 rows"},
		{"empty cell", "an empty cell is no leaf", header + ";Gambia;a;1\n", "the first is row 2"},
		{"after blank", "row numbers are those of a spreadsheet", header + "\n\n" + secret + ";Gambia;a;1\n", "the first is row 4"},
		{"short", "a row that is too short", header + "Utrecht;" + secret + "\n", "row 2 has 2 cells, the header has 4"},
		{"long", "a row that is too long", header + "Utrecht;Gambia;a;1;" + secret + "\n", "row 2 has 5 cells"},
		{"quote", "a quotation mark that never closes", header + "Utrecht;Gambia;\"" + secret + ";1\n", "quotation mark"},
		{"binary", "no text at all", header + "Utrecht;\x00\x01" + secret + ";a;1\n", "not text"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Read(strings.NewReader(tt.text), cities(t))
			if !errors.Is(err, ErrTable) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), secret) {
				t.Errorf("%s: error %v, want one with %q", tt.about, err, tt.want)
			}
		})
	}
}

func TestReadSpecs(t *testing.T) {
	t.Parallel()
	text := "stad;land;uitkomst;nummer\nUtrecht;Gambia;10;1\nZwolle;;9;1\nUtrecht;Gambia;2,5;2\n"
	spec := Spec{Quasi: []string{"stad", "land"}, Sensitive: []string{"uitkomst", "nummer"}, AsFound: true}
	f, err := Read(strings.NewReader(text), spec)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"2,5", "9", "10"}, f.Records.Sensitive[0].Values); diff != "" {
		t.Errorf("numbers in their order (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int32{2, 1, 0}, f.Records.Sensitive[0].Codes); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
	if risks, err := microdata.Measure(f.Records, nil); err != nil || risks.Classes != 2 || risks.Uniques != 1 {
		t.Errorf("measured as found: %+v, %v; an empty cell is a value of its own", risks, err)
	}
	spec.AsFound = false
	if _, err := Read(strings.NewReader(text), spec); err == nil || !strings.Contains(err.Error(), "column stad has no hierarchy") {
		t.Errorf("error %v, want a column without hierarchy", err)
	}
	spec = cities(t)
	spec.Sensitive = []string{"stad"}
	if _, err := Read(strings.NewReader(text), spec); err == nil || !strings.Contains(err.Error(), "column stad is named twice") {
		t.Errorf("error %v, want a column named twice", err)
	}
}

// Reading goes batch by batch and side by side; the rows stay in order.
func TestReadManyBatches(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	text.WriteString("stad;land;uitkomst;nummer\n")
	const rows = 100_000
	for i := range rows {
		text.WriteString([]string{"Utrecht", "Zwolle"}[i/3%2] + ";Gambia;" + []string{"a", "b", "c"}[i%3] + ";1\n")
	}
	f, err := Read(&text, cities(t))
	if err != nil {
		t.Fatal(err)
	}
	if f.Records.N != rows {
		t.Fatalf("%d rows, want %d", f.Records.N, rows)
	}
	for i := range rows {
		if f.Records.Quasi[0].Codes[i] != int32(i/3%2) || f.Records.Sensitive[0].Codes[i] != int32(i%3) {
			t.Fatalf("row %d is out of place", i)
		}
	}
}

func TestWriteComesBack(t *testing.T) {
	t.Parallel()
	spec := Spec{Quasi: []string{"stad;\"naam\""}, Sensitive: []string{"uitkomst"}, Hierarchies: map[string]*microdata.Hierarchy{
		"stad;\"naam\"": tree(t, "stad", "\"Ut;recht\";*\n\"Zwo\"\"lle\";*\n")}}
	text := "uitkomst;\"stad;\"\"naam\"\"\"\na;\"Ut;recht\"\n\"regel\neinde\";\"Ut;recht\"\na;\"Zwo\"\"lle\"\nb;\"Zwo\"\"lle\"\n"
	f, err := Read(strings.NewReader(text), spec)
	if err != nil {
		t.Fatal(err)
	}
	set, err := microdata.Anonymise(t.Context(), f.Records, microdata.Policy{K: 2})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Write(&out, set, ';'); err != nil {
		t.Fatal(err)
	}
	back, err := Read(&out, spec)
	if err != nil {
		t.Fatalf("reading it back: %v", err)
	}
	want := [][]string{{"Ut;recht", "a"}, {"Ut;recht", "regel\neinde"}, {"Zwo\"lle", "a"}, {"Zwo\"lle", "b"}}
	if diff := cmp.Diff(want, look(back).Rows); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
}

func TestHierarchies(t *testing.T) {
	t.Parallel()
	one := &fstest.MapFile{Data: []byte("a;*\n")}
	for _, tt := range []struct {
		name, about       string
		files             fstest.MapFS
		columns, optional []string
		delimiter         byte
		want              string // of the error; "" for none
	}{
		{"exact", "the plain name goes before others", fstest.MapFS{"x.csv": one, "oud_x.csv": {Data: []byte("fout")}}, []string{"x"}, nil, 0, ""},
		{"prefix", "a name in front", fstest.MapFS{"boom_x.csv": one}, []string{"x"}, nil, 0, ""},
		{"longer", "a file belongs to the longest name that fits", fstest.MapFS{"h_kwartaal.csv": one, "h_in_kwartaal.csv": one}, []string{"kwartaal", "in_kwartaal"}, nil, 0, ""},
		{"two", "two files for one column", fstest.MapFS{"a_x.csv": one, "b_x.csv": one}, []string{"x"}, nil, 0, "both a_x.csv and b_x.csv"},
		{"none", "no file", fstest.MapFS{}, []string{"x"}, nil, 0, "column x: no file"},
		{"optional", "a sensitive column may be without", fstest.MapFS{"x.csv": one}, []string{"x"}, []string{"y"}, 0, ""},
		{"comma", "found in the first line, whatever the policy says", fstest.MapFS{"x.csv": {Data: []byte("a,*\n")}}, []string{"x"}, nil, ';', ""},
		{"tab", "a tab", fstest.MapFS{"x.csv": {Data: []byte("a;b\t*\n")}}, []string{"x"}, nil, '\t', ""},
		{"code page", "pitfall 24: not UTF-8", fstest.MapFS{"x.csv": {Data: []byte("Cura\xe7ao;*\n")}}, []string{"x"}, nil, 0, "text is not UTF-8"},
		{"nested", "pitfall 24: not nested", fstest.MapFS{"x.csv": {Data: []byte("a;p;r;*\nb;p;s;*\n")}}, []string{"x"}, nil, 0, "not nested"},
		{"duplicate", "pitfall 24: a leaf twice", fstest.MapFS{"x.csv": {Data: []byte("a;*\na;*\n")}}, []string{"x"}, nil, 0, "row 2: leaf stands in an earlier row"},
		{"ragged", "pitfall 24: a row with fewer levels", fstest.MapFS{"x.csv": {Data: []byte("a;p;*\nb;*\n")}}, []string{"x"}, nil, 0, "row 2 has 2 levels"},
		{"blanks", "pitfall 24: trailing blanks", fstest.MapFS{"x.csv": {Data: []byte("a;*\nb ;*\n")}}, []string{"x"}, nil, 0, "row 2, level 0: label is empty or has blanks"},
		{"top", "the last level says something", fstest.MapFS{"x.csv": {Data: []byte("a;p\nb;q\n")}}, []string{"x"}, nil, 0, "the last level is not"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := Hierarchies(tt.files, tt.columns, tt.optional, tt.delimiter)
			if tt.want == "" && (err != nil || len(found) != len(tt.columns)) {
				t.Errorf("%s: %d hierarchies, %v", tt.about, len(found), err)
			}
			if tt.want != "" && (!errors.Is(err, ErrHierarchy) || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("%s: error %v, want one with %q", tt.about, err, tt.want)
			}
		})
	}
}

// Whatever the bytes: an answer or an error, and no text of the file in it.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"stad;land;uitkomst;nummer\nUtrecht;Gambia;a;1\n", "sep=,\nstad,land,uitkomst,nummer\r\nZwolle,Gambia,\"a\"\"b\",2", "\ufeffstad\tland\tuitkomst\tnummer\rUtrecht\tGambia\ta\t1\r", "stad;stad\n"} {
		f.Add([]byte(seed))
	}
	spec := cities(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := Read(bytes.NewReader(text), spec)
		if err != nil {
			if !errors.Is(err, ErrTable) {
				t.Errorf("error %v is not ErrTable", err)
			}
			return
		}
		if _, err := microdata.Measure(file.Records, nil); err != nil {
			t.Errorf("what was read cannot be measured: %v", err)
		}
	})
}
