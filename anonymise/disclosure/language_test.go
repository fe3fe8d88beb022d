package disclosure

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A script is a case of disclosure control as a privacy officer writes it; see
// testdata.
type script struct {
	policy         Policy
	table          Table
	want           [][]string
	small, protect int
	bounds         []bound
}

// A bound says that a cell cannot be bounded closer than low..high.
type bound struct {
	low, high int64
	row, col  string
}

func TestScripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts in testdata: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			runScript(t, readScript(t, file))
		})
	}
}

func runScript(t *testing.T, s script) {
	safe, err := Protect([]Table{s.table}, nil, s.policy)
	if err != nil {
		t.Fatal(err)
	}
	pub := safe.Table("case")
	cols := len(s.table.Dims[1].Categories)
	for r, row := range s.want {
		for c, want := range row {
			v, status := pub.At(r*cols + c)
			got := fmt.Sprint(v)
			if status == Suppressed {
				got = "."
			}
			if got != want {
				t.Errorf("row %d, column %d: %s is shown, want %s", r+1, c+1, got, want)
			}
		}
	}
	count := safe.Control().Tables[0]
	if count.Primary != s.small || count.Secondary != s.protect {
		t.Errorf("suppressed %d small, %d to protect it; want %d, %d", count.Primary, count.Secondary, s.small, s.protect)
	}
	a := newAttacker([]Table{s.table}, safe.Tables(), s.policy, 1)
	for _, f := range a.findings(s.policy) {
		t.Error(f)
	}
	for _, b := range s.bounds {
		cell := at(s.table.Dims[0], b.row)*cols + at(s.table.Dims[1], b.col)
		f := a.index[figureName(s.table, cell)]
		for _, v := range []int64{b.low, b.high} {
			if !a.fits(f, v, a.low, a.high) {
				t.Errorf("%s %s cannot be %d", b.row, b.col, v)
			}
		}
	}
}

func at(d Dim, code string) int {
	for i, c := range d.Categories {
		if c.Code == code {
			return i
		}
	}
	return -1
}

// readScript parses one file.
func readScript(t *testing.T, file string) script {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := script{policy: DefaultPolicy()}
	var block string
	var header []string
	for n, line := range strings.Split(string(text), "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || strings.HasPrefix(line, "#"):
		case words[0] == "policy":
			s.readPolicy(words[1:])
		case words[0] == "table" || words[0] == "expect":
			block, header = words[0], nil
		case words[0] == "suppressed":
			_, err = fmt.Sscanf(line, "suppressed %d small, %d to protect it", &s.small, &s.protect)
		case strings.HasPrefix(line, "cannot be bounded closer than "):
			var b bound
			_, err = fmt.Sscanf(line, "cannot be bounded closer than %d..%d %s %s", &b.low, &b.high, &b.row, &b.col)
			s.bounds = append(s.bounds, b)
		case header == nil:
			header = words
		case block == "expect":
			s.want = append(s.want, words[1:])
		default:
			s.addRow(header, words)
		}
		if err != nil {
			t.Fatalf("%s:%d: %v", file, n+1, err)
		}
	}
	return s
}

func (s *script) readPolicy(words []string) {
	for i := 0; i+1 < len(words); i += 2 {
		v, _ := strconv.ParseInt(words[i+1], 10, 64)
		switch words[i] {
		case "threshold":
			s.policy.Threshold, s.policy.HealthThreshold = v, v
		case "width":
			s.policy.Width = v
		case "insider":
			s.policy.InsiderWidth = v
		}
	}
}

func (s *script) addRow(header, words []string) {
	t := &s.table
	if t.Dims == nil {
		*t = Table{Name: "case", Kind: Flow, Population: "case", Unit: UnitPersons, Dims: []Dim{{Name: "row"}, {Name: "column"}}}
		for _, h := range header {
			t.Dims[1].Categories = append(t.Dims[1].Categories, Category{Code: h, Total: h == "total"})
		}
	}
	t.Dims[0].Categories = append(t.Dims[0].Categories, Category{Code: words[0], Total: words[0] == "total"})
	for _, w := range words[1:] {
		v, _ := strconv.ParseInt(w, 10, 64)
		t.Cells = append(t.Cells, Cell{Value: v, Contributors: v})
	}
}
