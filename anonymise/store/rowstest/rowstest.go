// Package rowstest makes judged rows, as ingest/check would deliver them, for
// the tests of gate 1 and of the store: by hand, or a million at a time.
package rowstest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"lvv/anonymise"
	"lvv/anonymise/register"
	"lvv/ingest/check"
	"lvv/schemas"
)

// Keys returns the keys of the tests; other seeds give other keys.
func Keys(seed byte) anonymise.Keys {
	key := func(b byte) []byte { return bytes.Repeat([]byte{seed, b}, 16) }
	return anonymise.Keys{Number: key(1), NoNumber: key(2), Token: key(3)}
}

// Dataset returns a dataset of Utrecht.
func Dataset(t testing.TB, name string) *schemas.Dataset {
	t.Helper()
	c, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	return c.Dataset(name)
}

// Day reads yyyy-mm-dd.
func Day(t testing.TB, s string) schemas.Day {
	t.Helper()
	d, err := schemas.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Scope is the scope of an organisation's first delivery for a period.
func Scope(t testing.TB, org, dataset, from, to string) register.Scope {
	t.Helper()
	return register.Scope{Org: org, Dataset: dataset, Seq: 1, Period: schemas.Period{From: Day(t, from), To: Day(t, to)}}
}

// Random is the source of numbers for the persons of one delivery, the same in
// every run and another one for every delivery.
func Random(s register.Scope) *rand.ChaCha8 {
	return rand.NewChaCha8(sha256.Sum256(fmt.Append(nil, s)))
}

// Register returns a register of nobody, in a folder of its own.
func Register(t testing.TB) *register.Register {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return register.New(register.File{Path: filepath.Join(t.TempDir(), "register.age"), Key: key, To: key.Recipient()})
}

// Begin begins the session of a delivery.
func Begin(t testing.TB, reg *register.Register, s register.Scope) *register.Session {
	t.Helper()
	session, err := reg.Begin(s, Dataset(t, s.Dataset).NamedByPerson(), Random(s))
	if err != nil {
		t.Fatal(err)
	}
	return session
}

// An Out gathers what passes the gate.
type Out struct {
	Batch   func(anonymise.Batch) error // called with each batch; may be nil
	Persons [][16]byte                  // the random number of each person
}

// Append implements [anonymise.Out].
func (o *Out) Append(b anonymise.Batch) error {
	if o.Batch == nil {
		return nil
	}
	return o.Batch(b)
}

// AppendPersons implements [anonymise.Out].
func (o *Out) AppendPersons(p anonymise.Persons) error {
	for id := range p.All() {
		o.Persons = append(o.Persons, id)
	}
	return nil
}

// Cells are one row, by field name; what is left out is missing. Numbers (int,
// int64, schemas.Day) are as in check.Column, texts are strings.
type Cells map[string]any

// Of makes rows that are numbered from 2 on.
func Of(t testing.TB, d *schemas.Dataset, in ...Cells) *check.Rows {
	t.Helper()
	r := &check.Rows{Dataset: d, Columns: make([]check.Column, len(d.Fields))}
	for i, f := range d.Fields {
		c := check.Column{Field: f}
		for _, cells := range in {
			number, text := check.Missing, []byte(nil)
			switch v := cells[f.Name].(type) {
			case nil:
			case int:
				number = int64(v)
			case int64:
				number = v
			case schemas.Day:
				number = int64(v)
			case string:
				text = []byte(v)
			default:
				t.Fatalf("field %s: no such value", f.Name)
			}
			c.Int, c.Text = append(c.Int, number), append(c.Text, text)
		}
		r.Columns[i] = c
	}
	for i := range in {
		r.Number = append(r.Number, int32(i+2))
	}
	return r
}

// Stays invents n stays of about n/3 persons one after the other, in batches of
// size rows.
func Stays(t testing.TB, n, size int, seed uint64) []*check.Rows {
	d := Dataset(t, "opvang")
	r := rand.New(rand.NewPCG(seed, 1))
	people := make([]invented, max(n/3, 1))
	for i := range people {
		people[i] = invent(r, i)
	}
	var all []*check.Rows
	for at := 0; at < n; at += size {
		m := min(size, n-at)
		rows := &check.Rows{Dataset: d, Columns: make([]check.Column, len(d.Fields))}
		for i, f := range d.Fields {
			rows.Columns[i] = check.Column{Field: f, Int: make([]int64, m)}
		}
		rows.Columns[1].Text = make([][]byte, m)
		for k := range m {
			p := &people[r.IntN(len(people))]
			for p.inside {
				p = &people[r.IntN(len(people))]
			}
			for i, v := range p.stay(r) {
				rows.Columns[i].Int[k] = v
			}
			rows.Columns[1].Text[k] = p.name
			rows.Number = append(rows.Number, int32(at+k+2))
		}
		all = append(all, rows)
	}
	return all
}

// An invented person goes from stay to stay.
type invented struct {
	number, nation, sex, birth, free int64
	name                             []byte
	inside                           bool
}

func invent(r *rand.Rand, i int) invented {
	p := invented{number: 1_000_000_000 + r.Int64N(8_000_000_000), nation: r.Int64N(7), sex: r.Int64N(3),
		birth: (1950 + r.Int64N(55)) * 10000, free: 17897 + r.Int64N(300),
		name: []byte([]string{"Amina Yusuf", "Jan van der Berg", "Ibrahim Celik"}[i%3])}
	if i%50 == 0 {
		p.number = check.Missing
	}
	if month := r.Int64N(13); month > 0 {
		p.birth += month*100 + r.Int64N(29)
	}
	return p
}

// stay is the next stay, field by field of dataset opvang. One in fifty is
// open, and the last of that person.
func (p *invented) stay(r *rand.Rand) [8]int64 {
	in := p.free
	out, reason := in+1+r.Int64N(100), r.Int64N(7)
	p.free = out + r.Int64N(100)
	if p.inside = r.IntN(50) == 0; p.inside {
		out, reason = check.Missing, check.Missing
	}
	return [8]int64{p.number, 0, p.nation, p.sex, p.birth, in, out, reason}
}
