package codebook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"lvv/schemas"
)

// example is a small book with every type, every missing code, and text that
// would break careless syntax.
func example(t *testing.T) Book {
	t.Helper()
	c, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	opvang := c.Dataset("opvang")
	sex := FromField(opvang, opvang.Field("geslacht"))
	sex.Missing, sex.Suppression = []string{"-1", "-3"}, "Onderdrukt waar minder dan 10 personen overeenkwamen."
	reason := FromField(opvang, opvang.Field("reden_uitstroom"))
	reason.Missing = []string{"-1"}
	entry := FromField(opvang, opvang.Field("datum_instroom"))
	entry.Type, entry.Transformation = Month, "Van de dag is alleen de maand behouden."
	return Book{
		Name: "lvv-utrecht", Title: "LVV Utrecht: verblijf in de opvang", Version: "1.0",
		Created:    time.Date(2022, 1, 5, 12, 0, 0, 0, time.UTC),
		Population: "Alle verblijven in de opvang.", Reference: "1 januari 2019 tot en met 31 december 2021.",
		Label: Anonymous, Reason: "k is ten minste 10 voor alle combinaties van achtergrondkenmerken.",
		Files: []File{{
			Path: "gegevens/microdata.csv", Title: "Verblijven", Rows: 3, SHA256: strings.Repeat("0a", 32),
			Variables: []Variable{
				sex, entry, reason,
				{
					Name: "nachten", Label: `Aantal nachten, "half open" 'van' tot $x`, LabelEN: "Number of nights", Type: Integer, Missing: []string{"-1", "-2", "-3"},
					Definition: "Nachten in de periode <b>.", Source: "berekend uit datum instroom en datum uitstroom",
				},
				{
					Name: "bedrag", Label: "Bedrag", LabelEN: "Amount", Type: Decimal,
					Missing: []string{Point}, Definition: "Nachten maal tarief.", Source: "berekend", Population: "Verblijven met tarief.", Reference: "31 december 2021.",
				},
				{Name: "peildatum", Label: "Peildatum", LabelEN: "Reference date", Type: Date, Definition: "Dag waarop is geteld.", Source: "instelling"},
				{Name: "toelichting", Label: "Toelichting", LabelEN: "Remark", Type: Text, Definition: "Vrije tekst van de makers.", Source: "instelling"},
			},
		}},
		Mappings: []Mapping{RollUp(c)},
	}
}

// exampleCSV are three rows of the example's file.
const exampleCSV = `geslacht,datum_instroom,reden_uitstroom,nachten,bedrag,peildatum,toelichting
man,2019-03,mob,12,600.50,2021-12-31,"met, komma en ""aanhaling"""
-3,2019-04,,-2,.,2021-12-31,
vrouw,2020-01,-1,366,18300.00,2021-12-31,é
`

var writers = []struct {
	golden string
	write  func(Book, io.Writer) error
}{
	{"codeboek.html", Book.HTML},
	{"datapackage.json", Book.DataPackage},
	{"inlezen.R", Book.R},
	{"inlezen.sps", Book.SPSS},
	{"inlezen.do", Book.Stata},
}

func text(t *testing.T, b Book, write func(Book, io.Writer) error) string {
	t.Helper()
	var buf bytes.Buffer
	if err := write(b, &buf); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// What researchers get is committed as text. UPDATE=1 writes it anew.
func TestGolden(t *testing.T) {
	t.Parallel()
	b := example(t)
	for _, w := range writers {
		got := text(t, b, w.write)
		path := filepath.Join("testdata", w.golden)
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("%s changed (UPDATE=1 accepts):\n%s", w.golden, diff)
		}
		if again := text(t, b, w.write); again != got {
			t.Errorf("%s differs between two writes", w.golden)
		}
	}
}

// The descriptor holds to the rules of the Data Package standard, version 2,
// that concern what we write. testdata/datapackage-subset.json is our own
// wording of those rules; the published profile itself is not in this
// repository.
func TestDataPackageHoldsToTheStandard(t *testing.T) {
	t.Parallel()
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("testdata", "datapackage-subset.json"))
	if err != nil {
		t.Fatal(err)
	}
	judge := func(s string) error {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(s))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(doc)
	}
	good := text(t, example(t), Book.DataPackage)
	if err := judge(good); err != nil {
		t.Error(err)
	}
	for _, spoil := range [][2]string{
		{`"type": "table"`, `"type": "tafel"`},
		{`"type": "yearmonth"`, `"type": "maand"`},
		{`"value": "-1"`, `"value": -1`},
		{`"path": "gegevens/`, `"path": "/gegevens/`},
		{`"name": "geslacht",`, ``},
	} {
		bad := strings.Replace(good, spoil[0], spoil[1], 1)
		if bad == good || judge(bad) == nil {
			t.Errorf("the rules let %s pass", spoil[1])
		}
	}
}

// All labels and codes of the book stand in the descriptor.
func TestDataPackageHoldsAllLabels(t *testing.T) {
	t.Parallel()
	b := example(t)
	var p dataPackage
	if err := json.Unmarshal([]byte(text(t, b, Book.DataPackage)), &p); err != nil {
		t.Fatal(err)
	}
	for i, v := range b.Files[0].Variables {
		f := p.Resources[0].TableSchema.Fields[i]
		if f.Name != v.Name || f.Title != v.Label || len(f.Categories) != len(v.Values) || len(f.Missing) != len(v.Missing)+1 {
			t.Errorf("%s: %+v", v.Name, f)
		}
	}
}

// The page needs nothing from elsewhere, runs no script, and escapes text.
func TestHTMLStandsOnItsOwn(t *testing.T) {
	t.Parallel()
	page := text(t, example(t), Book.HTML)
	if !strings.Contains(page, `<html lang="nl">`) {
		t.Error("the page does not say that it is Dutch")
	}
	if m := regexp.MustCompile(`(?i)<script|<img|<link|src=|href="[^#]|url\(|@import|<b>`).FindString(page); m != "" {
		t.Errorf("the page holds %s", m)
	}
	for _, want := range []string{"niet afzonderlijk geregistreerd", "bestendig_v1", "anoniem", "&lt;b&gt;", "S-U 12"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
}

// A mapping says for Amsterdam, which registers onward migration, that it is
// durable.
func TestRollUpFollowsTheContract(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"utrecht-2019": "niet afzonderlijk geregistreerd", "amsterdam-2019": schemas.Durable} {
		c, err := schemas.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range RollUp(c).Rows {
			if row[0] == "Doormigratie" && row[1] != want {
				t.Errorf("%s: onward migration is %s", name, row[1])
			}
		}
	}
}

func TestFromFieldKnowsEveryKind(t *testing.T) {
	t.Parallel()
	for _, name := range schemas.Names() {
		c, err := schemas.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range c.Datasets {
			for _, f := range d.Fields {
				v := FromField(d, f)
				if err := v.check(); err != nil {
					t.Errorf("%s %s %s: %v", name, d.Name, f.Name, err)
				}
			}
		}
	}
}

// A book with a mistake is refused by every writer, and says what it is.
func TestCheckFindsEachMistake(t *testing.T) {
	t.Parallel()
	first := func(b *Book) *Variable { return &b.Files[0].Variables[0] }
	tests := []struct {
		want  string
		spoil func(*Book)
	}{
		{"name of the book", func(b *Book) { b.Name = "LVV Utrecht" }},
		{"must be filled in", func(b *Book) { b.Population = "" }},
		{"neither", func(b *Book) { b.Label = "veilig" }},
		{"no file", func(b *Book) { b.Files = nil }},
		{"relative", func(b *Book) { b.Files[0].Path = "/etc/passwd" }},
		{"relative", func(b *Book) { b.Files[0].Path = "../microdata.csv" }},
		{"twice", func(b *Book) { b.Files = append(b.Files, b.Files[0]) }},
		{"title and variables", func(b *Book) { b.Files[0].Variables = nil }},
		{"stands there twice", func(b *Book) { b.Files[0].Variables[1].Name = first(b).Name }},
		{"begins with a letter", func(b *Book) { first(b).Name = "1e_keer" }},
		{"begins with a letter", func(b *Book) { first(b).Name = strings.Repeat("x", 33) }},
		{"reserved", func(b *Book) { first(b).Name = "with" }},
		{"both labels", func(b *Book) { first(b).LabelEN = "" }},
		{"unknown type", func(b *Book) { first(b).Type = "getal" }},
		{"coded variables", func(b *Book) { first(b).Values = nil }},
		{"codes and labels", func(b *Book) { first(b).Values = append(first(b).Values, first(b).Values[0]) }},
		{"means a missing value", func(b *Book) { first(b).Values = append(first(b).Values, Value{"-1", "minder"}) }},
		{"no code for a missing value", func(b *Book) { first(b).Missing = []string{"-9"} }},
		{"is empty when missing", func(b *Book) { b.Files[0].Variables[6].Missing = []string{"-1"} }},
	}
	for _, tt := range tests {
		b := example(t)
		tt.spoil(&b)
		for _, w := range writers {
			var buf bytes.Buffer
			err := w.write(b, &buf)
			if err == nil || !strings.Contains(err.Error(), tt.want) || buf.Len() > 0 {
				t.Errorf("%s: want %q, got %v after %d bytes", w.golden, tt.want, err, buf.Len())
			}
		}
	}
}

// No text of a book ends the string or the line that it stands in.
func TestQuoting(t *testing.T) {
	t.Parallel()
	evil := "a\"'b'c`d\\e\nf$g\u2028h."
	for name, got := range map[string]string{"R": quoteR(evil), "SPSS": quoteSPSS(evil, 100), "Stata": quoteStata(evil)} {
		want := map[string]string{"R": `"a\"'b'c` + "`" + `d\\e f$g h."`, "SPSS": `'a"''b''c` + "`" + `d\e f$g h.'`, "Stata": "`\"" + `a" 'b'c'd\e fg h.` + "\"'"}[name]
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if got := cut("éé", 3); got != "é" {
		t.Errorf("cut in the middle of a character: %q", got)
	}
}

func ExampleBook_Check() {
	b := Book{Name: "lvv", Title: "LVV", Version: "1", Population: "verblijven", Reference: "2021", Label: Pseudonymous, Reason: "eigen domein"}
	fmt.Println(b.Check())
	// Output: the book describes no file
}
