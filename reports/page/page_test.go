package page_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lvv/reports/chart"
	"lvv/reports/page"
	"lvv/reports/reportstest"
)

var pictures = flag.String("pictures", "", "folder to which the example is written, to look at")

// example has every kind of block, and words that would be markup if they
// were not escaped.
func example() page.Doc {
	return page.Doc{
		Title: "Monitor LVV 2020", Label: "anoniem", Lead: "In 2020 stroomden 305 personen in en 203 uit; de bezetting bleef onder de capaciteit.",
		Facts: []page.Fact{{Term: "Periode", Text: "1 januari 2020 t/m 31 december 2020"}, {Term: "Versie", Text: "1 van 1 februari 2021"}},
		Sections: []page.Section{
			{Title: "Kerncijfers", Blocks: []page.Block{page.Figures{
				{Label: "Ingestroomd", Value: "305", Definition: "Verblijven met een datum instroom in de periode.", Reference: "2020", Clause: "Convenant Utrecht 12"},
				{Label: "Bestendige oplossing", Value: "20,2 %", Denominator: "41 van 203 uitgestroomden", Definition: "Teruggekeerd, verblijfsvergunning of doormigratie.", Reference: "2020", Clause: "Convenant Amsterdam 1.5"},
				{Label: "Uitstel van vertrek", Value: ".", Definition: "Uitstroom wegens artikel 64.", Reference: "2020"}}}},
			{Title: "In- en uitstroom", Blocks: []page.Block{
				page.Text("De instroom <b>daalt</b> & de uitstroom stijgt."),
				page.Picture{Caption: "Stand per kwartaal.", Drawing: chart.Bars{Frame: chart.Frame{Title: "Instroom en uitstroom", Desc: "Instroom daalt."},
					X: []string{"K1", "K2"}, Series: []chart.Series{{Label: "instroom", Values: []chart.Value{chart.Int(112), chart.Int(64)}},
						{Label: "uitstroom", Values: []chart.Value{chart.Int(35), chart.Suppressed()}}}}},
				page.Table{Caption: "In- en uitstroom per kwartaal", Heads: 1,
					Columns: []page.Column{{Head: "Kwartaal"}, {Head: "Instroom", Number: true}, {Head: "Uitstroom", Number: true}},
					Rows: []page.Row{{Cells: []page.Cell{page.Value("2020-K1"), page.Value("112"), page.Value("35")}},
						{Cells: []page.Cell{page.Value("2020-K2"), page.Value("64"), page.Suppressed()}},
						{Cells: []page.Cell{page.Value("totaal"), page.Value("176"), page.Impossible()}, Total: true}}},
				page.Footnote{Definition: "Een verblijf is een organisatie, een persoon en een datum instroom.", Clause: "Convenant Utrecht 12"}}},
			{Title: "Let op", Blocks: []page.Block{
				page.Notice{Title: "Noemers verschillen", Text: "Een percentage van plaatsen is geen percentage van personen.", Warning: true},
				page.Notice{Text: "Gewone opmerking."}, page.List{"een", "twee"}, page.Facts{{Term: "k", Text: "10"}}}},
			{Title: "Openen", Blocks: []page.Block{page.Code("age -d -i sleutel.txt pakket.zip.age > pakket.zip")}},
		},
		Footer: []string{"Gemaakt met lvv."},
	}
}

func write(t *testing.T, d page.Doc) string {
	t.Helper()
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The page as committed shows in review what readers will get.
func TestGolden(t *testing.T) {
	t.Parallel()
	got := write(t, example())
	if *pictures != "" {
		if err := os.WriteFile(filepath.Join(*pictures, "page.html"), []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got = regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAllString(got, "<style>…</style>")
	reportstest.Golden(t, "example.html", got)
}

func TestSafeAndStill(t *testing.T) {
	t.Parallel()
	html := write(t, example())
	if again := write(t, example()); again != html {
		t.Error("two pages differ")
	}
	for _, want := range []string{`<html lang="nl">`, `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`,
		`scope="col"`, `scope="row"`, "<caption>", "&lt;b&gt;daalt&lt;/b&gt; &amp;",
		`title="onderdrukt">.<span class="spoken"> (onderdrukt)</span></td>`, `<td class="n"></td>`, "@page{size:A4"} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, bad := range []string{"<script", "src=", "@import", "url(http", "ZgotmplZ", " onload", " onclick"} {
		if strings.Contains(html, bad) {
			t.Errorf("holds %s", bad)
		}
	}
	for _, m := range regexp.MustCompile(`https?://[^"<\s]*`).FindAllString(html, -1) {
		if m != "http://www.w3.org/2000/svg" {
			t.Errorf("points to %s", m)
		}
	}
}

func TestMistakesOfTheProgramPanic(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]page.Doc{
		"no title": {},
		"short row": {Title: "t", Sections: []page.Section{{Blocks: []page.Block{
			page.Table{Columns: []page.Column{{Head: "a"}}, Rows: []page.Row{{}}}}}}},
		"no drawing": {Title: "t", Sections: []page.Section{{Blocks: []page.Block{page.Picture{}}}}},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			_ = d.Write(&bytes.Buffer{})
		}()
	}
}
