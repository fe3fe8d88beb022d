package anonymise_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"lvv/anonymise"
	"lvv/anonymise/register"
	"lvv/ingest/check"
	"lvv/schemas"
)

// keys are those of the tests; each byte stands for what it opens.
var keys = anonymise.Keys{
	Number:   bytes.Repeat([]byte{1}, 32),
	NoNumber: bytes.Repeat([]byte{2}, 32),
	Token:    bytes.Repeat([]byte{3}, 32),
}

func dataset(t testing.TB, name string) *schemas.Dataset {
	t.Helper()
	c, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	return c.Dataset(name)
}

func day(t testing.TB, s string) schemas.Day {
	t.Helper()
	d, err := schemas.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// year is the scope of an organisation's delivery for 2019.
func year(t testing.TB, org, dataset string) register.Scope {
	return register.Scope{Org: org, Dataset: dataset, Seq: 1,
		Period: schemas.Period{From: day(t, "2019-01-01"), To: day(t, "2019-12-31")}}
}

// random is a source of numbers for persons that is the same in every run.
func random(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

// A cells is one row as a test writes it, by field name; what is left out is
// missing. Numbers are as in check.Column, texts as they are.
type cells map[string]any

// rowsOf makes rows that are numbered from 2 on.
func rowsOf(t testing.TB, d *schemas.Dataset, in ...cells) *check.Rows {
	t.Helper()
	r := &check.Rows{Dataset: d, Columns: make([]check.Column, len(d.Fields))}
	for i, f := range d.Fields {
		c := check.Column{Field: f}
		for _, cell := range in {
			switch v := cell[f.Name].(type) {
			case nil:
				c.Int, c.Text = append(c.Int, check.Missing), append(c.Text, nil)
			case int:
				c.Int, c.Text = append(c.Int, int64(v)), append(c.Text, nil)
			case schemas.Day:
				c.Int, c.Text = append(c.Int, int64(v)), append(c.Text, nil)
			case string:
				c.Int, c.Text = append(c.Int, check.Missing), append(c.Text, []byte(v))
			default:
				t.Fatalf("field %s: no such value", f.Name)
			}
		}
		r.Columns[i] = c
	}
	for i := range in {
		r.Number = append(r.Number, int32(i+2))
	}
	return r
}

// stays invents n stays of n/3 persons, in batches of size rows, as the checks
// would deliver them.
func stays(d *schemas.Dataset, n, size int, seed uint64) []*check.Rows {
	r := rand.New(rand.NewPCG(seed, 1))
	v := make([]int64, max(n/3, 1))
	birth := make([]int64, len(v))
	for i := range v {
		v[i] = 1_000_000_000 + r.Int64N(8_000_000_000)
		birth[i] = (1950+r.Int64N(55))*10000 + r.Int64N(13)*100
		if birth[i]%10000 != 0 {
			birth[i] += r.Int64N(29)
		}
	}
	names := [][]byte{[]byte("Amina Yusuf"), []byte("Jan van der Berg"), []byte("Ibrahim Çelik")}
	var all []*check.Rows
	for at := 0; at < n; at += size {
		rows := &check.Rows{Dataset: d, Columns: make([]check.Column, len(d.Fields))}
		m := min(size, n-at)
		for i, f := range d.Fields {
			rows.Columns[i] = check.Column{Field: f, Int: make([]int64, m), Text: make([][]byte, m)}
		}
		for k := range m {
			p := r.IntN(len(v))
			in := 17897 + r.Int64N(1000)
			out, reason := check.Missing, check.Missing
			if r.IntN(3) > 0 {
				out, reason = in+r.Int64N(300), r.Int64N(7)
			}
			number, name := v[p], names[p%len(names)]
			if p%50 == 0 {
				number = check.Missing
			}
			for i, x := range []int64{number, 0, int64(p % 7), int64(p % 3), birth[p], in, out, reason} {
				rows.Columns[i].Int[k] = x
			}
			rows.Columns[1].Text[k] = name
			rows.Number = append(rows.Number, int32(at+k+2))
		}
		all = append(all, rows)
	}
	return all
}

// One million rows, in batches as they come from the workers.
func BenchmarkGate(b *testing.B) {
	d := dataset(b, "opvang")
	batches := stays(d, 1_000_000, 10_000, 1)
	b.Run("rows", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			reg := register.New()
			session := reg.Begin(year(b, "a", d.Name), random(1))
			g := anonymise.NewGate(d, keys, session, func(anonymise.Batch) error { return nil })
			for _, rows := range batches {
				if _, err := g.Admit(rows); err != nil {
					b.Fatal(err)
				}
			}
			b.StopTimer()
			session.Undo()
			b.StartTimer()
		}
	})
	b.Run("rows and persons", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			reg := register.New()
			session := reg.Begin(year(b, "a", d.Name), random(1))
			g := anonymise.NewGate(d, keys, session, func(anonymise.Batch) error { return nil })
			for _, rows := range batches {
				if _, err := g.Admit(rows); err != nil {
					b.Fatal(err)
				}
			}
			if _, err := g.Finish(); err != nil {
				b.Fatal(err)
			}
			session.Keep(register.Hash{1})
		}
	})
}
