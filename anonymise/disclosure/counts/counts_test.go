package counts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadTable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, about, in string
		opts            Options
		want            []int64 // row-major, totals first
		absent, made    int
	}{
		{
			name: "whole", about: "a table with all its totals is taken as it is",
			in:   "stad;jaar;aantal\nUtrecht;2020;14\nUtrecht;2021;7\nUtrecht;totaal;21\ntotaal;2020;14\ntotaal;2021;7\ntotaal;totaal;21\n",
			want: []int64{21, 14, 7, 21, 14, 7},
		},
		{
			name: "no totals", about: "totals that are not listed are computed",
			in:   "stad,jaar,aantal\nUtrecht,2020,14\nUtrecht,2021,7\nEindhoven,2020,3\n",
			want: []int64{24, 17, 7, 21, 14, 7, 3, 3, 0}, absent: 1, made: 5,
		},
		{
			name: "windows", about: "Windows-1252, tabs, CRLF and another column of counts",
			in:   "count\tland\r\n3\tIvoorkust\r\n4\tCura\xe7ao\r\n7\tTotal\r\n",
			want: []int64{7, 3, 4},
		},
		{
			name: "bom", about: "a byte order mark is no part of the name of a column",
			in: "\ufeffland;aantal\nx;3\n", opts: Options{Count: "AANTAL"}, want: []int64{3, 3}, made: 1,
		},
		{
			name: "own code", about: "with a code of its own, the usual ones are codes like others",
			in: "land;aantal\nalle;3\nsom;3\n", opts: Options{Total: "som"}, want: []int64{3, 3},
		},
		{
			name: "levels", about: "subtotals of a hierarchy are computed or held against their parts",
			in:   "land;aantal\nMali;3\nKenia;4\nPeru;5\nAfrika;7\n",
			opts: Options{Hierarchies: map[string]*Hierarchy{"Land": hierarchy(t, "Mali;Afrika;*\nKenia;Afrika;*\nChili;Amerika;*\nPeru;Amerika;*\n")}},
			want: []int64{12, 7, 3, 4, 5, 5}, made: 2,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, problems, err := ReadTable(strings.NewReader(c.in), c.opts)
			if err != nil || len(problems) > 0 {
				t.Fatalf("%s: %v %v", c.about, problems, err)
			}
			if got := values(s); !cmp.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", c.about, got, c.want)
			}
			if s.Absent != c.absent || s.Computed != c.made {
				t.Errorf("%s: %d absent, %d computed; want %d, %d", c.about, s.Absent, s.Computed, c.absent, c.made)
			}
			for _, terms := range s.Constraints {
				if s.sum(terms) != 0 {
					t.Errorf("%s: %v does not sum to zero", c.about, terms)
				}
			}
		})
	}
}

func TestRefuseTable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, about, in string
		opts            Options
		want            []Problem
	}{
		{"empty", "", "", Options{}, []Problem{{Code: NoRows}}},
		{"header only", "", "stad;aantal\n", Options{}, []Problem{{Code: NoRows}}},
		{"utf-16", "", "\xff\xfes\x00", Options{}, []Problem{{Code: Unreadable}}},
		{"quote", "a quotation mark that never closes", "stad;aantal\n\"x;3\n", Options{}, []Problem{{Unreadable, 2, ""}}},
		{"columns", "", "stad;Stad;;aantal\na;b;c;3\n", Options{}, []Problem{{SameColumn, 1, "Stad"}, {EmptyColumn, 1, ""}}},
		{"one column", "", "aantal\n3\n", Options{}, []Problem{{NoColumn, 1, ""}}},
		{"count", "", "stad;aantal\na;3\n", Options{Count: "x"}, []Problem{{NoColumn, 1, "x"}}},
		{"hierarchy", "", "stad;aantal\na;3\n", Options{Hierarchies: map[string]*Hierarchy{"land": {}}}, []Problem{{NoColumn, 1, "land"}}},
		{"width", "", "stad;aantal\na;3\nb;4;5\n", Options{}, []Problem{{RowWidth, 3, ""}}},
		{"decimals", "", "stad;aantal\na;3,5\nb;1.234\nc;x\nd;1e3\ne;+1\n", Options{}, []Problem{
			{NotCount, 2, "aantal"}, {NotCount, 3, "aantal"}, {NotCount, 4, "aantal"}, {NotCount, 5, "aantal"}, {NotCount, 6, "aantal"}}},
		{"negative", "", "stad;aantal\na;-3\nb;-\nc;\n", Options{}, []Problem{{Negative, 2, "aantal"}, {NotCount, 3, "aantal"}, {Empty, 4, "aantal"}}},
		{"large", "", "stad;aantal\na;1099511627776\n", Options{}, []Problem{{TooLarge, 2, "aantal"}}},
		{"large sum", "", "stad;aantal\na;1099511627775\nb;1\n", Options{}, []Problem{{Code: TooLarge}}},
		{"twice", "", "stad;aantal\na;3\nb;4\na;3\n", Options{}, []Problem{{Twice, 4, ""}}},
		{"blanks", "trailing blanks make another category", "stad;aantal\na ;3\n;4\n", Options{}, []Problem{{Blanks, 2, "stad"}, {Empty, 3, "stad"}}},
		{"two totals", "", "stad;aantal\na;3\ntotaal;3\nTotal;3\n", Options{}, []Problem{{TwoTotals, 4, "stad"}}},
		{"unknown leaf", "", "land;aantal\nMali;3\nfevr.;3\n", Options{Hierarchies: map[string]*Hierarchy{"land": hierarchy(t, "Mali;Afrika\n")}},
			[]Problem{{NotInHierarchy, 3, "land"}}},
		{"additive", "four cells off by one", "stad;jaar;aantal\na;x;3\na;y;4\na;totaal;8\n", Options{}, []Problem{{NotAdditive, 4, ""}}},
		{"additive twice", "the grand total is wrong both ways, and told once", "stad;jaar;aantal\na;x;3\ntotaal;totaal;8\n", Options{}, []Problem{{NotAdditive, 3, ""}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, problems, err := ReadTable(strings.NewReader(c.in), c.opts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, problems); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.about, diff)
			}
			for _, p := range problems {
				if p.String() == "" || p.Advice() == "" {
					t.Errorf("%v says nothing", p.Code)
				}
			}
		})
	}
}

func TestRefuseHierarchy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, in string
		want     []Problem
	}{
		{"two parents", "a;x;*\nb;y;*\nc;x;*\nx1;x;z\n", []Problem{{NotNested, 4, ""}}},
		{"other parent", "a;x;p\nb;x;q\n", []Problem{{NotNested, 2, ""}}},
		{"leaf twice", "a;x\na;x\n", []Problem{{Twice, 2, ""}}},
		{"leaf above a leaf", "a;x\nb;a\n", []Problem{{NotNested, 2, ""}}},
		{"leaf with parts", "onbekend;onbekend\na;onbekend\n", []Problem{{NotNested, 2, ""}}},
		{"level as leaf", "a;x\nx;x\n", []Problem{{NotNested, 2, ""}}},
		{"above itself", "a;b;a;*\n", []Problem{{NotNested, 1, ""}}},
		{"blanks", "a;x \n", []Problem{{Blanks, 1, ""}}},
	} {
		_, problems, err := ReadHierarchy(strings.NewReader(c.in), "")
		if err != nil {
			t.Fatal(err)
		}
		for i := range problems {
			problems[i].Column = ""
		}
		if diff := cmp.Diff(c.want, problems); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

const (
	goodCells       = "cell,strID,freq,primary\nt,00,5,0\na,01,1,1\nb,02,4,0\n"
	goodConstraints = "constraint,cell,coef\n0,t,-1\n0,a,1\n0,b,1\n"
)

func TestReadSystem(t *testing.T) {
	t.Parallel()
	s, problems, err := ReadSystem(strings.NewReader(goodCells), strings.NewReader(goodConstraints))
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	want := &System{
		Cells:       []Cell{{"t", 5, false}, {"a", 1, true}, {"b", 4, false}},
		Constraints: [][]Term{{{0, -1}, {1, 1}, {2, 1}}}, Marked: true,
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct {
		name, cells, constraints string
		want                     Problem
	}{
		{"no freq", "cell,n\na,1\n", goodConstraints, Problem{NoColumn, 1, "freq"}},
		{"twice", "cell,freq\na,1\na,1\n", goodConstraints, Problem{Twice, 3, "cell"}},
		{"flag", "cell,freq,primary\na,1,x\n", goodConstraints, Problem{NotFlag, 2, "primary"}},
		{"value", "cell,freq\na,1.0\n", goodConstraints, Problem{NotCount, 2, "freq"}},
		{"no coef", goodCells, "constraint,cell\n0,t\n", Problem{NoColumn, 1, "coef"}},
		{"no such cell", goodCells, "constraint,cell,coef\n0,z,1\n", Problem{NoSuchCell, 2, "cell"}},
		{"cell twice", goodCells, "constraint,cell,coef\n0,t,1\n0,t,-1\n", Problem{Twice, 3, "cell"}},
		{"coefficient", goodCells, "constraint,cell,coef\n0,t,2\n", Problem{NotCoefficient, 2, "coef"}},
		{"additive", goodCells, "constraint,cell,coef\n0,t,-1\n0,b,1\n", Problem{NotAdditive, 2, ""}},
	} {
		_, problems, err := ReadSystem(strings.NewReader(c.cells), strings.NewReader(c.constraints))
		if err != nil || len(problems) != 1 || problems[0] != c.want {
			t.Errorf("%s: %v %v, want %v", c.name, problems, err, c.want)
		}
	}
}

// Every code has words, and no words are without a code.
func TestEveryCodeHasWords(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("problem.go")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(src), " Code = \""); n != len(advice) {
		t.Errorf("%d codes, %d with words", n, len(advice))
	}
}

// Whatever the bytes: no panic, and what is taken adds up.
func FuzzReadTable(f *testing.F) {
	seed(f, func(b []byte) { f.Add(b, "") })
	f.Fuzz(func(t *testing.T, data []byte, total string) {
		s, problems, err := ReadTable(strings.NewReader(string(data)), Options{Total: total})
		if err != nil {
			t.Fatalf("an error of the reader: %v", err)
		}
		if len(problems) > 0 {
			return
		}
		holds(t, s)
	})
}

func FuzzReadSystem(f *testing.F) {
	f.Add([]byte(goodCells), []byte(goodConstraints))
	f.Fuzz(func(t *testing.T, cells, constraints []byte) {
		s, problems, err := ReadSystem(strings.NewReader(string(cells)), strings.NewReader(string(constraints)))
		if err != nil {
			t.Fatalf("an error of the reader: %v", err)
		}
		if len(problems) == 0 {
			holds(t, s)
		}
	})
}

func FuzzReadHierarchy(f *testing.F) {
	f.Add([]byte("Mali;Afrika;*\nonbekend;onbekend;*\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, problems, err := ReadHierarchy(strings.NewReader(string(data)), "")
		if err != nil {
			t.Fatalf("an error of the reader: %v", err)
		}
		if len(problems) > 0 {
			return
		}
		for _, code := range h.order { // every code reaches the top
			steps := 0
			for ; code != ""; code = h.parent[code] {
				if steps++; steps > len(h.order) {
					t.Fatal("a code is above itself")
				}
			}
		}
	})
}

// seed hands out the tables in testdata.
func seed(f *testing.F, add func([]byte)) {
	files, err := filepath.Glob("testdata/*.csv")
	if err != nil || len(files) == 0 {
		f.Fatalf("no tables in testdata: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		add(text)
	}
}

func holds(t *testing.T, s *System) {
	t.Helper()
	for _, terms := range s.Constraints {
		if s.sum(terms) != 0 {
			t.Fatal("what was taken does not add up")
		}
	}
	for _, c := range s.Cells {
		if c.Value < 0 || c.Value > MaxValue {
			t.Fatal("a figure is out of range")
		}
	}
}

func hierarchy(t *testing.T, text string) *Hierarchy {
	t.Helper()
	h, problems, err := ReadHierarchy(strings.NewReader(text), "")
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	return h
}

func values(s *System) (all []int64) {
	for _, c := range s.Cells {
		all = append(all, c.Value)
	}
	return all
}
