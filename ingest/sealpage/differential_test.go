package sealpage

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lvv/ingest"
	"lvv/ingest/check"
	"lvv/ingest/table"
	"lvv/ingest/table/tabletest"
	"lvv/schemas"
)

// A verdict is what a file was judged to be, by the page or by the intake.
type verdict struct {
	Rows     int     `json:"rows"`
	Good     int     `json:"good"`
	Bad      int     `json:"bad"`
	Blank    int     `json:"blank"`
	NoPerson int     `json:"noPerson"`
	Dropped  int     `json:"dropped"`
	Refused  bool    `json:"refused"`
	Problems []found `json:"problems"`
}

type found struct {
	Row   int32  `json:"row"`
	Field int    `json:"field"` // -1 for the row or file as a whole
	Code  string `json:"code"`
}

// today is the day of the check, late enough for all invented data.
const today, earliest = "2021-03-01", "2009-01-01"

func byPage(p *tab, data []byte, kind table.Kind, d *schemas.Dataset) (v verdict) {
	p.t.Helper()
	p.apply("verzegel.file", &v, base64.StdEncoding.EncodeToString(data), kind, d.Name, object{"today": today, "earliest": earliest})
	return v
}

// byIntake judges as the intake does. Files here are shorter than one block of
// its reader, so a file that cannot be read to its end has no rows.
func byIntake(t *testing.T, data []byte, kind table.Kind, d *schemas.Dataset) (v verdict) {
	t.Helper()
	v.Problems = []found{}
	unreadable := func(err error) verdict {
		p, ok := check.OfTable(err)
		if !ok {
			t.Fatal(err)
		}
		return verdict{Refused: true, Problems: []found{{p.Row, -1, p.Code}}}
	}
	add := func(problems []check.Problem) {
		for _, p := range problems {
			f := found{p.Row, -1, p.Code}
			if p.Field != nil {
				f.Field = p.Field.Index
			}
			v.Problems = append(v.Problems, f)
			text, _ := schemas.Problem(p.Code)
			v.Refused = v.Refused || text.Tier == schemas.TierFile
		}
	}
	src, err := table.Open(kind, bytes.NewReader(data), int64(len(data)), ingest.Sheets(d), table.Limits{})
	if err != nil {
		return unreadable(err)
	}
	defer src.Close()
	now, _ := schemas.ParseDay(today)
	since, _ := schemas.ParseDay(earliest)
	judge, problems := check.New(d, src.Header(), check.Limits{Today: now, Earliest: since})
	add(problems)
	stats := ingest.Stats{}
	if judge != nil {
		v.Dropped = judge.Dropped()
		stats, err = ingest.Run(t.Context(), src, judge, 1, func(_ *table.Batch, j *check.Judged) error {
			add(j.Problems)
			return nil
		})
		if err != nil {
			v.Refused, v.Problems = true, append(v.Problems, unreadable(err).Problems...)
		}
	}
	v.Rows, v.Good, v.Bad, v.Blank, v.NoPerson = stats.Rows, stats.Good, stats.Bad, stats.Blank, stats.NoPerson
	return v
}

// agree compares the two judges on one file.
func agree(t *testing.T, p *tab, what string, data []byte, kind table.Kind, d *schemas.Dataset) bool {
	t.Helper()
	want, got := byIntake(t, data, kind, d), byPage(p, data, kind, d)
	if judgeless(want) {
		got.Dropped = want.Dropped // of a file refused for its header nothing else is read
	}
	if a, b := brokenOff(want), brokenOff(got); a != nil && b != nil {
		*b = *a
	}
	diff := cmp.Diff(want, got)
	if diff != "" {
		t.Errorf("%s: the page judges otherwise (-intake +page):\n%s", what, diff)
	}
	return diff == ""
}

// brokenOff returns the problem that kept a file from being read to its end.
// When a file has more than one such thing, which one is told may differ.
func brokenOff(v verdict) *found {
	if n := len(v.Problems); n > 0 && slices.Contains([]string{check.FileNotText, check.FileUnclosedQuote}, v.Problems[n-1].Code) {
		return &v.Problems[n-1]
	}
	return nil
}

func judgeless(v verdict) bool { return v.Refused && v.Rows == 0 }

// corpus is every cell of the shared vectors, and some that join them.
func corpus(t *testing.T) []string {
	t.Helper()
	var v struct {
		Kinds []struct {
			Cases []struct{ In string } `json:"cases"`
		} `json:"kinds"`
	}
	data, err := os.ReadFile("../../testdata/vectors/check.json")
	if err == nil {
		err = json.Unmarshal(data, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	for _, k := range v.Kinds {
		for _, c := range k.Cases {
			cells = append(cells, c.In)
		}
	}
	return cells
}

// bits are what mutations put into cells: characters that some rule is about.
var bits = []string{" ", ".", "-", "/", "'", ":", "\u00a0", "é", "ß", "\u0663", "E", "+", "0", "1", "9", "12", "2019", "1900", "T", "€", ",", "#", "=", "V", "\u2003", "ⅷ", "😀", "\ufeff", "\u0085", "ſ", "K", "\t"}

// mutate changes a cell in one or two places.
func mutate(r *rand.Rand, cell string) string {
	runes := []rune(cell)
	for range r.Intn(3) {
		at := r.Intn(len(runes) + 1)
		switch {
		case r.Intn(3) == 0 && at < len(runes):
			runes = append(runes[:at:at], runes[at+1:]...)
		default:
			runes = append(runes[:at:at], append([]rune(bits[r.Intn(len(bits))]), runes[at:]...)...)
		}
	}
	return string(runes)
}

// TestPageJudgesAsTheIntake holds the two judges against each other on rows of
// odd cells, for every dataset of both contracts, as CSV and as workbook.
func TestPageJudgesAsTheIntake(t *testing.T) {
	b := startBrowser(t)
	cells := corpus(t)
	for _, name := range schemas.Names() {
		contract, err := schemas.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		k := kit(t)
		k.Contract = contract
		p := b.open(onDisk(t, k))
		for i, d := range contract.Datasets {
			r := rand.New(rand.NewSource(int64(i + 1)))
			rows := oddRows(r, d, cells, 800)
			agree(t, p, name+" "+d.Name+" csv", tabletest.WriteCSV(t, rows, ';'), table.CSV, d)
			agree(t, p, name+" "+d.Name+" xlsx", tabletest.WriteXLSX(t, rows[:300]), table.XLSX, d)
		}
	}
}

// oddRows makes rows of a dataset: each cell is one that fits its field, or
// any cell of the corpus, or one of these changed a little.
func oddRows(r *rand.Rand, d *schemas.Dataset, cells []string, n int) [][]string {
	var header []string
	for _, f := range d.Fields {
		header = append(header, f.Label)
	}
	rows := [][]string{header}
	for range n {
		var row []string
		for _, f := range d.Fields {
			cell := plausible(r, f)
			switch r.Intn(8) {
			case 0:
				cell = cells[r.Intn(len(cells))]
			case 1:
				cell = mutate(r, cell)
			case 2:
				cell = mutate(r, cells[r.Intn(len(cells))])
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return rows
}

func plausible(r *rand.Rand, f *schemas.Field) string {
	day := time.Date(1985+r.Intn(37), time.Month(1+r.Intn(12)), 1+r.Intn(28), 0, 0, 0, 0, time.UTC)
	if r.Intn(6) == 0 {
		return ""
	}
	switch f.Kind {
	case schemas.KindVNumber:
		return fmt.Sprintf("%010d", r.Int63n(1e10))
	case schemas.KindCode, schemas.KindNationality:
		c := f.Codes.Codes[r.Intn(len(f.Codes.Codes))]
		return [...]string{c.Code, c.Label, c.LabelEN}[r.Intn(3)]
	case schemas.KindDate, schemas.KindBirthDate, schemas.KindMonth:
		return day.Format([...]string{"02-01-2006", "2006-01-02", "2-1-2006", "00-01-2006", "2006", "2 January 2006", "01-2006"}[r.Intn(7)])
	case schemas.KindCount:
		return fmt.Sprint(r.Intn(2000))
	case schemas.KindCents:
		return fmt.Sprintf("%d,%02d", r.Intn(5000), r.Intn(100))
	case schemas.KindReference:
		return fmt.Sprintf("TR-%d", r.Intn(1e6))
	}
	return "Naam"
}

// TestPageReadsFilesAsTheIntake holds the two readers of CSV against each
// other on small files of whatever a CSV reader can trip over.
func TestPageReadsFilesAsTheIntake(t *testing.T) {
	k := kit(t)
	d := k.Contract.Dataset("hulp")
	p := startBrowser(t).open(onDisk(t, k))
	r := rand.New(rand.NewSource(7))
	pieces := []string{";", ";", ";", ",", "\t", `"`, `"`, `""`, "\r\n", "\n", "\n", "\r", "2020-01", "medisch", "12", "é", "\xe9", " ", "\x00", "x", "sep=,\n", "\ufeff"}
	heads := []string{
		"maand;soort;aantal_personen;aantal_contacten", "\ufeffMaand,Soort hulp,Aantal personen,Aantal contacten", "sep=;\r\nmaand;soort;aantal personen;aantal contacten;;",
		"\n\r\n\nmaand\tsoort\taantal_personen\taantal_contacten", `"maand";"soort";"aantal` + "\n" + `personen";aantal_contacten`, "maand;soort;v-nummer", "maand;maand;soort;bsn", "", "a;b\x00",
	}
	for n := range 700 {
		var text strings.Builder
		text.WriteString(heads[r.Intn(len(heads))])
		text.WriteString([]string{"\r\n", "\n", "\r", ""}[r.Intn(4)])
		for range r.Intn(30) {
			if r.Intn(4) == 0 {
				text.WriteString("2020-01;juridisch;3;4\n")
			}
			text.WriteString(pieces[r.Intn(len(pieces))])
		}
		if !agree(t, p, fmt.Sprintf("file %d: %q", n, text.String()), []byte(text.String()), table.CSV, d) {
			return // one is enough to look at
		}
	}
}
