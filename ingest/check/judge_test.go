package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lvv/schemas"
)

// judge judges lines of CSV under a header.
func judge(t testing.TB, d *schemas.Dataset, header string, lines ...string) *Judged {
	t.Helper()
	return judgeWithin(t, limits(t), d, header, lines...)
}

func judgeWithin(t testing.TB, lim Limits, d *schemas.Dataset, header string, lines ...string) *Judged {
	t.Helper()
	rows := [][]string{strings.Split(header, ";")}
	for _, line := range lines {
		if line == "" {
			rows = append(rows, nil)
			continue
		}
		rows = append(rows, strings.Split(line, ";"))
	}
	j, problems := New(d, rows[0], lim)
	if j == nil {
		t.Fatal(codes(problems))
	}
	out := new(Judged)
	j.Rows(batchOf(t, rows, false), out)
	return out
}

// withRows lists problems as "row:field:code".
func withRows(problems []Problem) []string {
	out := codes(problems)
	for i, p := range problems {
		out[i] = fmt.Sprintf("%d:%s", p.Row, out[i])
	}
	return out
}

// One row of stays each, and all that is wrong with it.
func TestStays(t *testing.T) {
	tests := []struct {
		about, row string
		want       []string
	}{
		{"a stay that ended", "1234567891;Amina;0084;v;1990;01-03-2019;01-04-2019;mob", nil},
		{"a stay that lasts", "1234567891;Amina;0084;v;1990;01-03-2019;;", nil},
		{"as little as may be", ";;onbekend;x;;2019-03-01;;", nil},
		{"in and out on one day", "1234567891;A;0084;v;1990;01-03-2019;01-03-2019;mob", nil},
		{"born on the day of entry", "1234567891;A;0084;v;01-03-2019;01-03-2019;;", nil},
		{"separators at the end", "1234567891;A;0084;v;1990;01-03-2019;;;;; ", nil},
		{"required cells empty", "1234567891;A;;;1990;;;", []string{"2:nationaliteit:verplicht-leeg", "2:geslacht:verplicht-leeg", "2:datum_instroom:verplicht-leeg"}},
		{"exit without reason", "1234567891;A;0084;v;1990;01-03-2019;01-04-2019;", []string{"2:datum_uitstroom:uitstroom-zonder-reden"}},
		{"reason without exit", "1234567891;A;0084;v;1990;01-03-2019;;mob", []string{"2:reden_uitstroom:reden-zonder-uitstroom"}},
		{"exit before entry", "1234567891;A;0084;v;1990;01-03-2019;28-02-2019;mob", []string{"2:datum_uitstroom:uitstroom-voor-instroom"}},
		{"entry before birth", "1234567891;A;0084;v;02-03-2019;01-03-2019;;", []string{"2:datum_instroom:instroom-voor-geboorte"}},
		{"entry before the month of birth", "1234567891;A;0084;v;04-2019;01-03-2019;;", []string{"2:datum_instroom:instroom-voor-geboorte"}},
		{"entry in the month of birth is not certainly wrong", "1234567891;A;0084;v;03-2019;02-03-2019;;", nil},
		{"entry in the year of birth is not certainly wrong", "1234567891;A;0084;v;2019;02-01-2019;;", nil},
		{"an exit that cannot be read is no missing exit", "1234567891;A;0084;v;1990;01-03-2019;gisteren;mob", []string{"2:datum_uitstroom:datum-ongeldig"}},
		{"a reason that is unknown is no missing reason", "1234567891;A;0084;v;1990;01-03-2019;01-04-2019;weg", []string{"2:reden_uitstroom:code-onbekend"}},
		{"all at once", "123;=A1;xx;v;31-02-1990;01-03-2022;28-02-2022;", []string{
			"2:v_nummer:vnummer-ongeldig", "2:naam:naam-formule", "2:nationaliteit:nationaliteit-onbekend", "2:geboortedatum:datum-bestaat-niet",
			"2:datum_instroom:datum-toekomst", "2:datum_uitstroom:datum-toekomst",
			"2:datum_uitstroom:uitstroom-zonder-reden", "2:datum_uitstroom:uitstroom-voor-instroom"}},
		{"too narrow", "1234567891;A;0084;v;1990", []string{"2:rij-breedte"}},
		{"too wide", "1234567891;A;B;0084;v;1990;01-03-2019;;;x", []string{"2:rij-breedte"}},
		{"citizen service number in a name", "1234567891;A 111222333;0084;v;1990;01-03-2019;;", []string{"2:naam:bsn-in-tekst"}},
	}
	for _, tt := range tests {
		t.Run(tt.about, func(t *testing.T) {
			out := judge(t, dataset(t, "opvang"), opvangHeader, tt.row)
			if got := withRows(out.Problems); !slices.Equal(got, tt.want) {
				t.Errorf("got  %v\nwant %v", got, tt.want)
			}
			if bad := len(tt.want) > 0; bad != (len(out.Bad) == 1) || bad == (out.Rows.Len() == 1) {
				t.Errorf("%d good and %d bad rows", out.Rows.Len(), len(out.Bad))
			}
		})
	}
}

// What begins after the period of the delivery passes with a warning; a stay may
// end after it, and a date that is wrong already is not warned about as well.
func TestAfterPeriod(t *testing.T) {
	const aid, help = "v_nummer;datum_aanmelding;lijn;besluit;grond;uitzondering;datum_besluit", "maand;soort;aantal_personen;aantal_contacten"
	tests := []struct {
		about, dataset, header, row string
		want                        []string
	}{
		{"on the last day", "opvang", opvangHeader, "1234567891;A;0084;v;1990;31-03-2020;;", nil},
		{"the day after", "opvang", opvangHeader, "1234567891;A;0084;v;1990;01-04-2020;;", []string{"2:datum_instroom:na-periode"}},
		{"as ISO writes it", "opvang", opvangHeader, "1234567891;A;0084;v;1990;2020-04-01;;", []string{"2:datum_instroom:na-periode"}},
		{"a stay that ends later", "opvang", opvangHeader, "1234567891;A;0084;v;1990;31-03-2020;01-06-2020;mob", nil},
		{"in the future", "opvang", opvangHeader, "1234567891;A;0084;v;1990;01-04-2022;;", []string{"2:datum_instroom:datum-toekomst"}},
		{"long before", "opvang", opvangHeader, "1234567891;A;0084;v;1990;31-12-2017;;", []string{"2:datum_instroom:datum-voor-pilot"}},
		{"an application", "aanmelding", aid, "1234567891;05-06-2020;eerste;in behandeling;;;", []string{"2:datum_aanmelding:na-periode"}},
		{"the last month", "hulp", help, "2020-03;medisch;3;7", nil},
		{"the month after", "hulp", help, "2020-04;medisch;3;7", []string{"2:maand:na-periode"}},
	}
	for _, tt := range tests {
		t.Run(tt.about, func(t *testing.T) {
			lim := limits(t)
			lim.PeriodEnd = day(t, "2020-03-31")
			out := judgeWithin(t, lim, dataset(t, tt.dataset), tt.header, tt.row)
			if got := withRows(out.Problems); !slices.Equal(got, tt.want) {
				t.Errorf("got  %v\nwant %v", got, tt.want)
			}
			out = judge(t, dataset(t, tt.dataset), tt.header, tt.row)
			if slices.ContainsFunc(out.Problems, func(p Problem) bool { return p.Code == AfterPeriod }) {
				t.Error("warned about without a period")
			}
		})
	}
}

// Good rows keep their numbers and values; bad and blank ones leave no trace.
func TestGoodRows(t *testing.T) {
	out := judge(t, dataset(t, "opvang"), opvangHeader,
		"1234567891;Amina;0084;v;00-05-1990;01-03-2019;;",
		"123;Bad;0084;v;1990;01-03-2019;01-04-2019;mob",
		"",
		";;;  ;;;;",
		";Noor;84;m;;31-12-2017;01-04-2019;MOB",
	)
	if !slices.Equal(out.Rows.Number, []int32{2, 6}) || !slices.Equal(out.Bad, []int32{1}) || out.Blank != 2 || out.NoPerson != 1 || out.Refused {
		t.Fatalf("good %v, bad %v, blank %d, without person %d, refused %v", out.Rows.Number, out.Bad, out.Blank, out.NoPerson, out.Refused)
	}
	want := []string{"1234567891 Amina 0084 vrouw 1990-05-00 2019-03-01  ", " Noor 0084 man  2017-12-31 2019-04-01 mob"}
	for n := range want {
		var cells []string
		for i := range out.Rows.Columns {
			cells = append(cells, render(&out.Rows.Columns[i], n))
		}
		if got := strings.Join(cells, " "); got != want[n] {
			t.Errorf("row %d: got %q, want %q", n, got, want[n])
		}
	}
	if got := withRows(out.Problems); !slices.Equal(got, []string{"3:v_nummer:vnummer-ongeldig", "6:nationaliteit:nationaliteit-voorloopnul", "6:datum_instroom:datum-voor-pilot"}) {
		t.Errorf("problems %v", got)
	}
}

// Counts with a V-number anywhere are refused, dropped columns included.
func TestCountsAboutPersons(t *testing.T) {
	const header = "maand;soort;aantal_personen;aantal_contacten;opmerking"
	for row, refused := range map[string]bool{
		"2019-03;medisch;3;7;":                 false,
		"2019-03;medisch;3;7;rustige week":     false,
		"2019-03;medisch;1;7;1234567891":       true,
		"2019-03;medisch;1;V-nr 123.456.7891;": true,
		"2019-03;medisch;1234567891;7;":        true,
	} {
		if out := judge(t, dataset(t, "hulp"), header, row); out.Refused != refused {
			t.Errorf("%q: refused %v, problems %v", row, out.Refused, withRows(out.Problems))
		}
	}
	out := judge(t, dataset(t, "kosten"), "maand;kostensoort;begroot;gerealiseerd", "2019-03;huur;1.234.567.890,00;1234567.50")
	if out.Refused || out.Rows.Len() != 1 || out.Rows.Columns[2].Int[0] != 1_234_567_890_00 {
		t.Errorf("a large amount: %v", withRows(out.Problems))
	}
}

// The date of the row decides which of several states a word means.
func TestValidity(t *testing.T) {
	codes := &schemas.CodeList{Name: "nationaliteit", Codes: []schemas.Code{
		{Code: "0001", Label: "Oude", LabelEN: "Old", Aliases: []string{"Utopia"}, From: schemas.NoDay, To: day(t, "2019-06-30")},
		{Code: "0002", Label: "Nieuwe", LabelEN: "New", Aliases: []string{"Utopia"}, From: day(t, "2019-07-01"), To: schemas.NoDay},
		{Code: "0003", Label: "Verre", LabelEN: "Far", From: day(t, "2020-01-01"), To: schemas.NoDay},
	}}
	d := &schemas.Dataset{Name: "proef", Shape: schemas.Records, Event: "op", Fields: []*schemas.Field{
		{Name: "nat", Label: "Nat", Kind: schemas.KindNationality, Codes: codes},
		{Name: "op", Label: "Op", Kind: schemas.KindDate, Index: 1},
	}}
	tests := []struct{ row, code, problem string }{
		{"Utopia;30-06-2019", "0001", ""},
		{"Utopia;01-07-2019", "0002", ""},
		{"Utopia;", "0001", ""},
		{"0001;01-07-2019", "0001", NationalityValidity},
		{"Verre;31-12-2019", "0003", NationalityValidity},
		{"3;31-12-2020", "0003", NationalityNoZero},
	}
	for _, tt := range tests {
		out := judge(t, d, "nat;op", tt.row)
		problem := ""
		if len(out.Problems) > 0 {
			problem = out.Problems[0].Code
		}
		if out.Rows.Len() != 1 || render(&out.Rows.Columns[0], 0) != tt.code || problem != tt.problem {
			t.Errorf("%q: got %d rows, %v", tt.row, out.Rows.Len(), withRows(out.Problems))
		}
	}
}

// cells are the odd and the ordinary, for the properties.
var cells = []string{"", " ", "1234567891", "123", "111222333", "Amina", "=1", "0084", "84", "Eritrese", "v", "man", "1990", "00-05-1990",
	"01-03-2019", "2019-03-01", "01-03-2025", "31-02-2019", "mob", "Art. 64", "weg", "\u00e9\u00e9n", "#N/B", "1,5", "12", "maart 2019"}

// Every row is good, bad or blank; a row is bad just when it has a fault; the
// columns are as long as the good rows; and what a Judge saw before does not
// change what it says now.
func TestRowsAddUp(t *testing.T) {
	names := []string{"opvang", "traject", "hulp", "aanmelding", "kosten"}
	rapid.Check(t, func(r *rapid.T) {
		d := dataset(t, rapid.SampledFrom(names).Draw(r, "dataset"))
		var header []string
		for _, f := range d.Fields {
			header = append(header, f.Label)
		}
		header = append(header, "anders")
		rows := append([][]string{header}, rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom(cells), len(header)-1, len(header)+1), 0, 30).Draw(r, "rows")...)
		b := batchOf(t, append(rows, header), false)
		j, _ := New(d, header, limits(t))
		var first, second Judged
		j.Rows(b, &first)
		j.Rows(b, &second)
		j.Clone().Rows(b, &second)
		if fmt.Sprint(first) != fmt.Sprint(second) {
			r.Fatalf("the same batch is judged differently:\n%v\n%v", first, second)
		}
		if got := first.Rows.Len() + len(first.Bad) + first.Blank; got != b.Len() {
			r.Fatalf("%d rows came out of %d", got, b.Len())
		}
		faults := make(map[int32]bool)
		for _, p := range first.Problems {
			faults[p.Row] = faults[p.Row] || allTiers()[p.Code] != schemas.TierWarning
		}
		for _, row := range first.Bad {
			if !faults[b.Number(int(row))] {
				r.Fatalf("row %d is bad without a fault", b.Number(int(row)))
			}
		}
		for i, number := range first.Rows.Number {
			if faults[number] || i > 0 && first.Rows.Number[i-1] >= number {
				r.Fatalf("row %d is good with a fault, or out of order", number)
			}
		}
		for _, c := range first.Rows.Columns {
			if len(c.Int)+len(c.Text) != first.Rows.Len() {
				r.Fatalf("column %s has %d values for %d rows", c.Field.Name, len(c.Int)+len(c.Text), first.Rows.Len())
			}
		}
	})
}

// Judging takes no memory for a row.
func TestNoAllocation(t *testing.T) {
	rows := [][]string{strings.Split(opvangHeader, ";")}
	for range 100 {
		rows = append(rows, strings.Split("1234567891;Amina;Eritrese;v;00-05-1990;01-03-2019;2019-04-01;Art. 64", ";"))
	}
	b := batchOf(t, rows, false)
	j, _ := New(dataset(t, "opvang"), rows[0], limits(t))
	var out Judged
	j.Rows(b, &out)
	if n := testing.AllocsPerRun(10, func() { j.Rows(b, &out) }); n > 0 {
		t.Errorf("%v allocations for 100 good rows", n)
	}
}
