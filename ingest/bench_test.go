package ingest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"lvv/ingest/check"
	"lvv/ingest/table"
	"lvv/ingest/table/tabletest"
	"lvv/schemas"
)

// stays writes invented stays, about 90 bytes a row, of which a few in a
// thousand are bad.
func stays(rows int) []byte {
	var b bytes.Buffer
	r := rand.New(rand.NewPCG(1, 2))
	b.WriteString("V-nummer;Naam;Nationaliteit;Geslacht;Geboortedatum;Datum instroom;Datum uitstroom;Reden uitstroom\r\n")
	names := []string{"Amina Yusuf", "Jan van der Berg", "Mohamed el Idrissi", "Tesfay Gebremedhin", "Noor", "Ibrahim Çelik"}
	nations := []string{"Eritrese", "Marokkaanse", "Afghaanse", "Iraakse", "Belgische", "staatloos", "0131", "ERI"}
	reasons := []string{"mob", "teruggekeerd", "Naar rijksopvang", "verblijfsvergunning", "Art. 64", "overig"}
	for i := range rows {
		v := 1_000_000_000 + r.IntN(8_000_000_000)
		if i%200 == 7 {
			v = 123 // not a V-number
		}
		out, reason := "", ""
		if r.IntN(2) == 0 {
			out, reason = fmt.Sprintf("%02d-%02d-2020", 1+r.IntN(28), 1+r.IntN(12)), reasons[r.IntN(len(reasons))]
		}
		fmt.Fprintf(&b, "%d;%s;%s;%s;%02d-%02d-%d;%02d-%02d-2019;%s;%s\r\n", v, names[r.IntN(len(names))],
			nations[r.IntN(len(nations))], []string{"man", "vrouw", "M"}[r.IntN(3)],
			1+r.IntN(28), 1+r.IntN(12), 1950+r.IntN(55), 1+r.IntN(28), 1+r.IntN(12), out, reason)
	}
	return b.Bytes()
}

func opvang(t testing.TB) *schemas.Dataset {
	t.Helper()
	c, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	return c.Dataset("opvang")
}

// limits are those of a check on 1 March 2021 in a pilot that began in 2019.
func limits(t testing.TB) check.Limits {
	t.Helper()
	today, ok1 := schemas.NewDay(2021, 3, 1)
	first, ok2 := schemas.NewDay(2018, 1, 1)
	if !ok1 || !ok2 {
		t.Fatal("the days of the test do not exist")
	}
	return check.Limits{Today: today, Earliest: first}
}

// One million rows in memory, from bytes to judged rows.
func BenchmarkPipeline(b *testing.B) {
	data, d, lim := stays(1_000_000), opvang(b), limits(b)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				src, err := table.NewCSV(bytes.NewReader(data), table.Limits{})
				if err != nil {
					b.Fatal(err)
				}
				j, _ := check.New(d, src.Header(), lim)
				s, err := Run(b.Context(), src, j, workers, func(*table.Batch, *check.Judged) error { return nil })
				if err != nil || s.Rows != 1_000_000 {
					b.Fatal(s, err)
				}
			}
		})
	}
}

// The parts of it, on one core.
func BenchmarkSplit(b *testing.B)         { benchParts(b, false) }
func BenchmarkSplitAndJudge(b *testing.B) { benchParts(b, true) }

func benchParts(b *testing.B, judge bool) {
	data, d, lim := stays(1_000_000), opvang(b), limits(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var out check.Judged
	for b.Loop() {
		src, err := table.NewCSV(bytes.NewReader(data), table.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		var j *check.Judge
		if judge {
			j, _ = check.New(d, src.Header(), lim)
		}
		for {
			batch, err := src.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			if err := batch.Parse(); err != nil {
				b.Fatal(err)
			}
			if judge {
				j.Rows(batch, &out)
			}
			batch.Release()
		}
	}
}

// A large workbook, read by one goroutine; judging runs beside it.
func BenchmarkWorkbook(b *testing.B) {
	rows, err := csv.NewReader(bytes.NewReader(bytes.ReplaceAll(stays(20_000), []byte(";"), []byte(",")))).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	data := tabletest.WriteXLSX(b, rows)
	b.ReportAllocs()
	for b.Loop() {
		r, err := CheckFile(b.Context(), bytes.NewReader(data), int64(len(data)), table.XLSX, opvang(b), limits(b))
		if err != nil || r.Stats.Rows != 20_000 {
			b.Fatal(r, err)
		}
	}
}
