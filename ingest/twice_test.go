package ingest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"lvv/ingest/check"
	"lvv/schemas"
)

// headers of deliveries that are written by hand below.
var headers = map[string]string{
	"opvang":     "v_nummer;naam;nationaliteit;geslacht;geboortedatum;datum_instroom;datum_uitstroom;reden_uitstroom",
	"traject":    "v_nummer;trajectnummer;datum_start;datum_einde;scenario;resultaat;land_van_terugkeer;herintegratie;bewijs_kenmerk",
	"aanmelding": "v_nummer;datum_aanmelding;lijn;besluit;grond;uitzondering;datum_besluit",
	"hulp":       "maand;soort;aantal_personen;aantal_contacten",
	"kosten":     "maand;kostensoort;begroot;gerealiseerd",
}

func checkText(t *testing.T, d *schemas.Dataset, text string) *Report {
	t.Helper()
	r, err := CheckFile(t.Context(), strings.NewReader(text), int64(len(text)), "", d, limits(t))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// secondRows are the rows that a report names as second ones.
func secondRows(r *Report) []int32 {
	for _, f := range r.Findings {
		if f.Code == check.RowTwice {
			return f.Rows
		}
	}
	return nil
}

// What names a row depends on the dataset; the first row of a name counts.
func TestSecondRowsAreFound(t *testing.T) {
	t.Parallel()
	const person = "1234567891;A;0084;v;1990;"
	tests := []struct {
		about, dataset string
		rows           []string
		again          []int32
		noPerson       int
	}{
		{"the same stay three times", "opvang", []string{person + "01-03-2019;;", person + "2019-03-01;01-04-2019;mob", person + "01-03-2019;;"}, []int32{3, 4}, 0},
		{"another day, or another person", "opvang", []string{person + "01-03-2019;01-04-2019;mob", person + "02-04-2019;;", "1234567892;A;0084;v;1990;01-03-2019;;"}, nil, 0},
		{"a V-number with zeros in front", "opvang", []string{"0000000012;A;0084;v;1990;01-03-2019;;", "0000000012;B;0084;m;;01-03-2019;;"}, []int32{3}, 0},
		{"persons without V-number are left to the intake", "opvang", []string{";A;0084;v;1990;01-03-2019;;", ";A;0084;v;1990;01-03-2019;;"}, nil, 2},
		{"a bad row does not take the name", "opvang", []string{person + "01-03-2019;;mob", person + "01-03-2019;;", person + "01-03-2019;;mob", person + "01-03-2019;;"}, []int32{5}, 0},
		{"an application", "aanmelding", []string{"1234567891;01-03-2019;eerste;in behandeling;;;", "1234567891;01-03-2019;tweede;in behandeling;;;"}, []int32{3}, 0},
		{"a trajectory, whoever it is about", "traject", []string{"1234567891;T-1;01-03-2019;;terugkeer;lopend;;;", ";T-1;01-04-2019;;terugkeer;lopend;;;", "1234567891;t-1;01-03-2019;;terugkeer;lopend;;;"}, []int32{3}, 0},
		{"a month of counts", "hulp", []string{"2019-03;medisch;3;7", "2019-03;juridisch;3;7", "maart 2019;medisch;4;7", "2019-04;medisch;3;7"}, []int32{4}, 0},
		{"a month of costs", "kosten", []string{"2019-03;huur;3;7", "2019-03;huur;3;7"}, []int32{3}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.about, func(t *testing.T) {
			d := mustLoad(t, "utrecht-2019").Dataset(tt.dataset)
			r := checkText(t, d, headers[tt.dataset]+"\n"+strings.Join(tt.rows, "\n")+"\n")
			if got := secondRows(r); !slices.Equal(got, tt.again) {
				t.Errorf("second rows %v, want %v; found %+v", got, tt.again, r.Findings)
			}
			bad := r.Count(schemas.TierRow)
			if s := r.Stats; s.Rows != len(tt.rows) || s.Bad != bad || s.Good != len(tt.rows)-bad || s.NoPerson != tt.noPerson {
				t.Errorf("%+v with %d faults", s, bad)
			}
		})
	}
}

// A second row is found in whatever batch it is, and batches count in the order of
// the file, however many are judged at a time.
func TestSecondRowsOfALargeFile(t *testing.T) {
	t.Parallel()
	const rows = 40_000
	r := rand.New(rand.NewPCG(5, 6))
	text := bytes.NewBufferString(headers["opvang"] + "\n")
	first := make(map[string]bool)
	var want []int32
	for i := range int32(rows) {
		name := fmt.Sprintf("%010d %02d-03-2019", 1_000_000_001+r.IntN(4*rows), 1+r.IntN(28))
		if first[name] {
			want = append(want, 2+i)
		}
		first[name] = true
		fmt.Fprintf(text, "%s;Iemand met een naam;0084;v;1990;%s;;\n", name[:10], name[11:])
	}
	report := checkText(t, opvang(t), text.String())
	got := secondRows(report)
	if len(want) < 10 || len(want) > shownRows || !slices.Equal(got, want) || report.Stats.Bad != len(want) || report.Stats.Good != rows-len(want) {
		t.Errorf("%d second rows, want %d; %+v", len(got), len(want), report.Stats)
	}
}

// Once the file is refused no second rows are told, as intake looks for none: all of
// it has to be delivered again.
func TestSecondRowsOfARefusedFile(t *testing.T) {
	t.Parallel()
	r := checkText(t, opvang(t), headers["opvang"]+"\n"+
		"1234567891;A;0084;v;1990;01-03-2019;;\n1234567891;A 111222333;0084;v;1990;01-03-2019;;\n1234567891;A;0084;v;1990;01-03-2019;;\n")
	if !r.Refused() || secondRows(r) != nil {
		t.Errorf("refused %v, second rows %v", r.Refused(), secondRows(r))
	}
}

// The rows of every dataset can be told apart.
func TestRowsHaveNames(t *testing.T) {
	t.Parallel()
	for _, name := range schemas.Names() {
		for _, d := range mustLoad(t, name).Datasets {
			if again := newTwice(d); again.field == nil {
				t.Errorf("%s: dataset %s has no key", name, d.Name)
			}
		}
	}
}
