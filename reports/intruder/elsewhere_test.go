package intruder

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// elsewhereParcel is a parcel whose data hide who came to a and b, with a copy for
// Excel and whatever else.
func elsewhereParcel(files map[string]string) Parcel {
	data := longSheet("tijdvak organisatie", inPeriod, "totaal totaal 300\n totaal a .\n totaal b .\n totaal c 150\n totaal d 60\n"+
		" 2019-K1 totaal 150\n 2019-K1 a .\n 2019-K1 b .\n 2019-K1 c 75\n 2019-K1 d 35\n")
	p := year2019(map[string]string{"instroom": data})
	words := strings.NewReplacer(",", ";", "2019-K1", "K1 2019", "totaal", "Alle", ";a;", ";Huis A;", ";b;", ";Huis B;", ";c;", ";Huis C;", ";d;", ";Huis D;")
	copied := words.Replace(words.Replace(data))
	all := p.Files.(fstest.MapFS)
	all["excel/instroom.csv"] = &fstest.MapFile{Data: []byte("\ufeff" + copied)}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return p
}

// page is a page with one table of rows of cells.
func page(rows ...string) string {
	text := "<h1>1.234 woorden</h1><table>"
	for i, row := range rows {
		tag := "td"
		if i == 0 {
			tag = "th"
		}
		text += "<tr>"
		for cell := range strings.SplitSeq(row, "|") {
			text += fmt.Sprintf("<%s class=n>%s</%s>", tag, cell, tag)
		}
		text += "</tr>"
	}
	return text + "</table>"
}

// workbookOf is a workbook with one sheet, words kept apart from numbers.
func workbookOf(t *testing.T, rows ...string) string {
	t.Helper()
	var words, sheet string
	n := 0
	for r, row := range rows {
		sheet += "<row>"
		for c, cell := range strings.Split(row, "|") {
			at := fmt.Sprintf("%c%d", 'A'+c, r+1)
			switch {
			case cell == "":
			case numeral(cell):
				sheet += fmt.Sprintf(`<c r="%s"><v>%s</v></c>`, at, cell)
			default:
				words += "<si><t>" + cell + "</t></si>"
				sheet += fmt.Sprintf(`<c r="%s" t="s"><v>%d</v></c>`, at, n)
				n++
			}
		}
		sheet += "</row>"
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{"xl/sharedStrings.xml": "<sst>" + words + "</sst>",
		"xl/worksheets/sheet1.xml": "<worksheet><sheetData>" + sheet + "</sheetData></worksheet>"} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWhatOtherFilesShow(t *testing.T) {
	t.Parallel()
	const given = "outsider elsewhere instroom K1 2019 / Huis A 5-5"
	honest := []string{"Tijdvak|Alle|Huis A|Huis B|Huis C|Huis D", "K1 2019|150|.|.|75|35", "Alle|300|.|.|150|60"}
	leaky := []string{honest[0], "K1 2019|150|5|.|75|35", honest[2]}
	bars := `<svg><title>Instroom</title><rect><title>Huis C, K1 2019: 75</title></rect><rect><title>Huis D, K1 2019: 35</title></rect>` +
		`<rect><title>K1 2019: 150</title></rect><rect><title>Huis A, K1 2019: %s</title></rect></svg>`
	for _, c := range []struct {
		name, file, text string
		want             []string
	}{
		{"a page that hides it too", "monitoring.html", page(honest...), nil},
		{"a page", "monitoring.html", page(leaky...), []string{given}},
		{"a page where words are not repeated", "monitoring.html",
			page("Tijdvak|Huis|Instroom", "K1 2019|Huis C|75", "|Huis D|35", "|Huis A|5", "|Alle|150"), []string{given}},
		{"a page about something else", "monitoring.html", page("Tijdvak|Huis A|Huis C|Huis D|Alle", "K1 2019|5|76|36|152"), nil},
		{"a chart that hides it too", "grafieken/instroom.svg", fmt.Sprintf(bars, "onderdrukt"), nil},
		{"a chart", "grafieken/instroom.svg", fmt.Sprintf(bars, "5"), []string{given}},
		{"a workbook that hides it too", "tabellen.xlsx", workbookOf(t, honest...), nil},
		{"a workbook", "tabellen.xlsx", workbookOf(t, leaky...), []string{given}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := attacked(t, elsewhereParcel(map[string]string{c.file: c.text}))
			if diff := cmp.Diff(c.want, learned(r)); diff != "" {
				t.Error(diff)
			}
			if about := c.name != "a page about something else"; about != (r.Again >= 3) {
				t.Errorf("%d figures found again", r.Again)
			}
		})
	}
}

func TestWhatTheCopyForExcelShows(t *testing.T) {
	t.Parallel()
	p := elsewhereParcel(nil)
	text := p.Files.(fstest.MapFS)["excel/instroom.csv"]
	text.Data = bytes.Replace(text.Data, []byte("K1 2019;Huis B;."), []byte("K1 2019;Huis B;5"), 1)
	if diff := cmp.Diff([]string{"outsider elsewhere instroom aantal_stroom 5-5"}, learned(attacked(t, p))); diff != "" {
		t.Error(diff)
	}
}

// A word that stands beside a figure once does not name it twice.
func TestWhatAFigureIsCalledBy(t *testing.T) {
	t.Parallel()
	table := []caption{{labels: []string{"Onbekend", "Onbekend"}}, {labels: []string{"Europa", "Onbekend"}}, {labels: []string{"Europa"}}}
	for _, c := range []struct{ beside, want []string }{
		{[]string{"Onbekend", "Europa"}, []string{"Europa", "Onbekend"}},
		{[]string{"Onbekend", "Onbekend"}, []string{"Onbekend", "Onbekend"}},
		{[]string{"Europa", "Man"}, []string{"Europa"}},
		{[]string{"Onbekend"}, nil},
	} {
		if got, _ := named(mark{labels: c.beside}, table); !slices.Equal(got.labels, c.want) {
			t.Errorf("%v beside it: called %v, want %v", c.beside, got.labels, c.want)
		}
	}
}
