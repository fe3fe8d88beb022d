package history_test

import (
	"bytes"
	"errors"
	"math/rand"
	"testing"
	"time"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/release/history"
	"lvv/schemas"
)

// rounding is the policy of a workspace that rounds to five.
func rounding() disclosure.Policy {
	p := policy()
	p.Rounding = disclosure.Rounding{Base: 5, Key: []byte("a secret of sixteen bytes or more")}
	return p
}

// A figure that left rounded is the same number in every later release, over
// whatever period and for whomever, and each release adds up by itself.
func TestRoundedFiguresStay(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(11))
	for range 10 {
		people := invent(r, 250)
		var releases []history.Release
		printed := map[string]int64{}
		for n, to := range []string{"2019-12-31", "2020-06-30", "2020-12-31"} {
			p := period("2019-01-01", to)
			tables := []disclosure.Table{byQuarter(people, p, "instroom", "tijd"), crossed(people, p)}
			safe, err := history.NewPast(releases).Protect(tables, nil, rounding(), p)
			if err != nil {
				t.Fatal(err)
			}
			quarters := safe.Table("instroom")
			for i, c := range quarters.Dims[0].Categories {
				z, status := quarters.At(i)
				if status != disclosure.Shown || z%5 != 0 {
					t.Fatalf("%s is printed as %d", c.Code, z)
				}
				// A year that goes on in the next release is not the same figure.
				if was, ok := printed[c.Code]; ok && !c.Total && was != z {
					t.Errorf("%s was %d and is %d", c.Code, was, z)
				}
				printed[c.Code] = z
			}
			made := history.Release{Number: int64(n + 1), Purpose: schemas.Evaluator, Period: p, Made: time.Date(2022, 1, 10, 0, 0, 0, 0, time.UTC)}
			made.Remember(tables, nil, safe)
			var file bytes.Buffer
			if err := made.Write(&file); err != nil {
				t.Fatal(err)
			}
			read, err := history.Read(&file)
			if err != nil {
				t.Fatal(err)
			}
			releases = append(releases, read)
		}
	}
}

// Rounded and exact figures about the same people do not go side by side.
func TestRoundedBesideExact(t *testing.T) {
	t.Parallel()
	p := period("2019-01-01", "2019-12-31")
	people := crowd("2019-03-01")
	for name, modes := range map[string][2]disclosure.Policy{"first exact": {policy(), rounding()}, "first rounded": {rounding(), policy()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table := []disclosure.Table{crossed(people, p)}
			safe, err := (*history.Past)(nil).Protect(table, nil, modes[0], p)
			if err != nil {
				t.Fatal(err)
			}
			made := history.Release{Number: 1, Purpose: schemas.Evaluator, Period: p}
			made.Remember(table, nil, safe)
			_, err = history.NewPast([]history.Release{made}).Protect(table, nil, modes[1], p)
			var refusal *history.Refusal
			if !errors.Is(err, history.ErrDifferencing) || !errors.As(err, &refusal) || !refusal.Rounding || refusal.Dutch() == "" {
				t.Errorf("got %v", err)
			}
		})
	}
}
