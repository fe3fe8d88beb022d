package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lvv/ingest/check"
	"lvv/ingest/table"
	"lvv/ingest/table/tabletest"
	"lvv/schemas"
)

// mixed is a delivery with something of everything.
var mixed = [][]string{
	{"V-nummer", "Naam", "Nationaliteit", "Geslacht", "Geboortedatum", "Datum instroom", "Datum uitstroom", "Reden uitstroom", "Telefoon"},
	{"1234567891", "Kanarie", "0084", "v", "00-05-1990", "01-03-2019", "", "", "0612345678"},
	{"123456788", "Kanarie", "0084", "v", "1990", "01-03-2019", "", "", ""},
	{"123456788", "Kanarie", "0084", "v", "1990", "01-03-2019", "", "", ""},
	{"123456788", "Kanarie", "0084", "v", "1990", "01-03-2019", "", "", ""},
	nil,
	{"", "Kanarie", "0084", "v", "1990", "01-03-2017", "01-04-2019", "mob", ""},
	{"", "Kanarie", "0084", "v", "1990", "01-03-2019", "01-04-2019", "", ""},
	{"1234567891", "Kanarie", "84", "x", "1990", "01-03-2019", "01-02-2019", "kanarie", ""},
}

func checked(t testing.TB, rows [][]string, excel bool) *Report {
	t.Helper()
	data := tabletest.WriteCSV(t, rows, ';')
	if excel {
		data = tabletest.WriteXLSX(t, rows)
	}
	r, err := CheckFile(t.Context(), bytes.NewReader(data), int64(len(data)), "", opvang(t), limits(t))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// mixedText is what a caseworker reads about it.
const mixedText = `Verblijf in de opvang: 7 rijen met gegevens, 2 goed, 5 met een fout.
De rijen met een fout worden apart gelegd; de andere rijen gaan door.
Zonder V-nummer: 1 van de 2 goede rijen (50,0%).
Kolommen die niet bij deze levering horen en niet zijn gelezen: 1.

fout · V-nummer · 3×  vnummer-negen-cijfers
  Dit V-nummer heeft negen cijfers. Waarschijnlijk heeft Excel de nul aan het begin weggelaten.
  Maak de kolom op als tekst en typ het nummer opnieuw, met de nul ervoor als die op het document staat.
  rijen 3 t/m 5

fout · Datum uitstroom  uitstroom-voor-instroom
  De datum uitstroom ligt voor de datum instroom.
  Verbeter een van beide datums.
  rij 9

fout · Datum uitstroom  uitstroom-zonder-reden
  Er is een datum uitstroom, maar geen reden.
  Kies een reden uit de lijst.
  rij 8

fout · Reden uitstroom  code-onbekend
  Wat hier staat, is geen van de waarden die deze kolom kan hebben.
  Kies een waarde uit de lijst in het sjabloon.
  rij 9

waarschuwing · Nationaliteit  nationaliteit-voorloopnul
  Excel heeft de nullen aan het begin van deze nationaliteitscode weggelaten. Ze zijn weer aangevuld.
  Maak de kolom op als tekst.
  rij 9

waarschuwing · Datum instroom  datum-voor-pilot
  Deze datum ligt ruim voor het begin van de pilot.
  Kijk of het jaar klopt. Is de datum juist, dan hoeft er niets te gebeuren.
  rij 7
`

// The report is the same for all readers, and holds nothing of the delivery.
func TestReportText(t *testing.T) {
	r := checked(t, mixed, false)
	var nl, en bytes.Buffer
	if err := errors.Join(r.WriteText(&nl, "nl"), r.WriteText(&en, "en")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(mixedText, nl.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, part := range []string{"Stays in shelter: 7 rows with data, 2 good, 5 with a fault.", "(50.0%)", "fault · V-number · 3×", "rows 3 to 5"} {
		if !strings.Contains(en.String(), part) {
			t.Errorf("the English text lacks %q", part)
		}
	}
	machine, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if part := `{"code":"vnummer-negen-cijfers","tier":"fout","column":"v_nummer","count":3,"rows":[3,4,5],"nl":`; !bytes.Contains(machine, []byte(part)) {
		t.Errorf("the JSON lacks %s", part)
	}
	for _, canary := range []string{"kanarie", "12345678", "telefoon", "0612"} {
		if strings.Contains(strings.ToLower(nl.String()+en.String()+string(machine)), canary) {
			t.Errorf("the report holds %q", canary)
		}
	}
}

// CSV and XLSX of the same rows are judged alike, but that a workbook does not
// store blank rows.
func TestFormatsAgree(t *testing.T) {
	a, b := checked(t, mixed, false), checked(t, mixed, true)
	a.Stats.Rows, a.Stats.Blank = a.Stats.Rows-a.Stats.Blank, 0
	if diff := cmp.Diff(a.Findings, b.Findings); diff != "" {
		t.Errorf("findings (-csv +xlsx):\n%s", diff)
	}
	if a.Stats != b.Stats || a.Dropped != b.Dropped {
		t.Errorf("csv %+v, xlsx %+v", a.Stats, b.Stats)
	}
}

// A header without rows is a nil return, and nothing is wrong with it.
func TestNilReturn(t *testing.T) {
	r := checked(t, mixed[:1], false)
	if !r.Nil() || len(r.Findings) != 0 {
		t.Errorf("nil return %v, %d findings", r.Nil(), len(r.Findings))
	}
	var nl bytes.Buffer
	if err := r.WriteText(&nl, "nl"); err != nil || !strings.Contains(nl.String(), "nulopgave") {
		t.Errorf("%q, %v", nl.String(), err)
	}
}

// What refuses a file is in the report; an error is something else.
func TestCheckFileRefuses(t *testing.T) {
	header := strings.Join(mixed[0], ";") + "\n"
	row := "1234567891;A;0084;v;1990;01-03-2019;;;\n"
	tests := map[string]struct {
		data, code string
		row        []int32
	}{
		"empty":          {"", check.FileEmpty, nil},
		"binary":         {header + row + "\x00\n", check.FileNotText, []int32{3}},
		"open quote":     {header + row + "\"1;;;;;;;;\n", check.FileUnclosedQuote, []int32{3}},
		"no workbook":    {"PK\x03\x04", check.FileDamaged, nil},
		"old workbook":   {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", check.FileOldWorkbook, nil},
		"missing column": {"v_nummer;naam\n", check.ColumnMissing, nil},
		"bsn":            {header + row + "1234567891;A 111222333;0084;v;1990;01-03-2019;;;\n", check.TextHoldsBSN, []int32{3}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r, err := CheckFile(t.Context(), strings.NewReader(tt.data), int64(len(tt.data)), "", opvang(t), limits(t))
			if err != nil {
				t.Fatal(err)
			}
			if !r.Refused() || r.Nil() || r.Findings[0].Code != tt.code || !cmp.Equal(r.Findings[0].Rows, tt.row) {
				t.Errorf("refused %v, findings %+v", r.Refused(), r.Findings)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := CheckFile(ctx, strings.NewReader(header+row), int64(len(header+row)), table.CSV, opvang(t), limits(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := CheckFile(t.Context(), broken{}, 100, table.CSV, opvang(t), limits(t)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("broken disk: %v", err)
	}
}

type broken struct{}

func (broken) ReadAt([]byte, int64) (int, error) { return 0, io.ErrUnexpectedEOF }

// Of many rows with one problem the report names the first and counts the rest.
func TestReportIsBounded(t *testing.T) {
	d := opvang(t)
	r := NewReport(d, nil)
	for row := range int32(1000) {
		r.Add([]check.Problem{{Row: 2 + 2*row, Field: d.Fields[0], Code: check.VNumberForm}})
	}
	if f := r.Findings[0]; f.Count != 1000 || len(f.Rows) != shownRows || r.Count(schemas.TierRow) != 1000 {
		t.Errorf("count %d, %d rows", f.Count, len(f.Rows))
	}
	var nl bytes.Buffer
	if err := r.WriteText(&nl, "nl"); err != nil || !strings.Contains(nl.String(), "en nog 800") {
		t.Errorf("%v", err)
	}
}
