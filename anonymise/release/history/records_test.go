package history_test

import (
	"bytes"
	"errors"
	"math/rand"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lvv/anonymise/release/history"
	"lvv/schemas"
)

// months and quarters of one year, as a column of records has them.
func entry() history.Column {
	return history.Column{Name: "instroom", Values: []string{"*", "2020", "2020-K1", "2020-01", "2020-02", "2020-03"}, Up: []int{-1, 0, 1, 2, 2, 2}}
}

func kinds(counts map[int]int) *history.Records {
	r := &history.Records{K: 10, Columns: []history.Column{entry()}}
	for v := range 6 {
		if counts[v] > 0 {
			r.Kinds = append(r.Kinds, history.Kind{Values: []int{v}, Count: counts[v]})
		}
	}
	return r
}

func TestRecordsBesideEarlierOnes(t *testing.T) {
	t.Parallel()
	p := period("2020-01-01", "2020-12-31")
	before := history.NewPast([]history.Release{{Number: 1, Purpose: schemas.Evaluator, Period: p, Records: kinds(map[int]int{3: 12, 4: 20})}})
	for _, c := range []struct {
		about string
		now   map[int]int
		p     schemas.Period
		want  error
	}{
		{"the same again", map[int]int{3: 12, 4: 20}, p, nil},
		{"ten more of a kind", map[int]int{3: 22, 4: 20}, p, nil},
		{"three more of a kind", map[int]int{3: 15, 4: 20}, p, history.ErrDifferencing},
		{"three fewer of a kind", map[int]int{3: 12, 4: 17}, p, history.ErrDifferencing},
		{"a kind that was not there", map[int]int{3: 12, 4: 20, 5: 11}, p, nil},
		{"coarser, the same people", map[int]int{2: 32}, p, nil},
		{"coarser, four more", map[int]int{2: 36}, p, history.ErrDifferencing},
		{"coarsest, four more", map[int]int{0: 36}, p, history.ErrDifferencing},
		{"another period", map[int]int{3: 15}, period("2021-01-01", "2021-12-31"), nil},
	} {
		if err := before.Records(kinds(c.now), c.p); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v, want %v", c.about, err, c.want)
		}
	}
}

// What is remembered comes back as it was; what is not ours is refused.
func TestReleaseIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	r := register{t: t}
	p := period("2019-01-01", "2021-12-31")
	r.must(r.release(schemas.Evaluator, p, crossed(invent(rand.New(rand.NewSource(7)), 200), p)))
	want := r.releases[0]
	want.Records, want.Rows = kinds(map[int]int{3: 12}), 7
	var one, two bytes.Buffer
	if err := errors.Join(want.Write(&one), want.Write(&two)); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Fatalf("written twice it differs (%v)", err)
	}
	got, err := history.Read(&two)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for i := 0; i < one.Len(); i += 97 {
		cut := one.Bytes()[:i]
		if _, err := history.Read(bytes.NewReader(cut)); !errors.Is(err, history.ErrUnreadable) {
			t.Fatalf("cut off at %d: %v", i, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if err := (history.Release{Number: 1}).Write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := history.Read(bytes.NewReader(data)); err != nil && !errors.Is(err, history.ErrUnreadable) {
			t.Errorf("error %v", err)
		}
	})
}
