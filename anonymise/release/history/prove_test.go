package history_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math/rand"
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/disclosure/certificate/linked"
	"lvv/anonymise/release/history"
	"lvv/schemas"
)

// prove writes and reads every release, and checks its certificates.
func (r *register) prove() (reports []linked.Report, files []int) {
	r.t.Helper()
	var read []*history.Release
	for _, x := range r.releases {
		var file bytes.Buffer
		if err := x.Write(&file); err != nil {
			r.t.Fatal(err)
		}
		files = append(files, file.Len())
		y, err := history.Read(&file)
		if err != nil {
			r.t.Fatal(err)
		}
		read = append(read, &y)
		report, err := y.Prove(func(n int64) (*history.Release, error) { return read[n-1], nil })
		if err != nil {
			r.t.Error(err)
		}
		reports = append(reports, report)
	}
	return reports, files
}

// Five cumulative releases, with a correction on the way, are each proved by what
// is remembered of them.
func TestCumulativeReleasesAreProved(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewSource(11))
	for round := range 3 {
		people := invent(random, 150+120*round)
		r := register{t: t}
		for k, end := range []string{"2019-12-31", "2020-06-30", "2020-12-31", "2021-06-30", "2021-12-31"} {
			p := period("2019-01-01", end)
			if k == 3 && round%2 == 1 {
				people[0].nationality = (people[0].nationality + 1) % len(nationalities)
			}
			r.must(r.release(schemas.Evaluator, p, crossed(people, p)))
		}
		reports, _ := r.prove()
		if last := reports[len(reports)-1]; last.Beside == 0 || last.Certificates == 0 {
			t.Errorf("nothing was proved beside earlier releases: %+v", last)
		}
	}
}

// A file of the first format is read, with its cells of four numbers, and says that
// nobody can check it.
func TestFirstFormat(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	z := gzip.NewWriter(&file)
	if _, err := io.WriteString(z, `{"Format":"lvv-uitgave/1","Release":{"Number":4,"Purpose":"monitor","Tables":[{"Name":"a","Kind":2,"Population":"p","Unit":"personen",
		"Dims":[{"Name":"d","Categories":[{"Code":"x"},{"Code":"y"}]}]}],"Certificates":[{"Cell":{"Table":"a","Cell":0},"Attacker":"buitenstaander"}]},
		"Cells":[[[3,3,1,0],[40,40,1,1]]]}`); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := history.Read(&file)
	if err != nil {
		t.Fatal(err)
	}
	if c := r.Tables[0].Cells[1]; c.Value != 40 || c.Largest != 1 || r.Tables[0].Status[1] != disclosure.Shown {
		t.Errorf("read as %+v", r.Tables[0])
	}
	if _, err := r.Prove(nil); !errors.Is(err, history.ErrNoProof) {
		t.Errorf("got %v", err)
	}
}

// What is remembered is read as it was written, proofs included; and the same
// bytes are written again.
func TestProofIsReadAsWritten(t *testing.T) {
	t.Parallel()
	for name, files := range series {
		all := files()
		last := all[len(all)-1]
		var again bytes.Buffer
		if err := opened(all)[len(all)-1].Write(&again); err != nil || !bytes.Equal(again.Bytes(), last) {
			t.Errorf("%s: other bytes (%v)", name, err)
		}
	}
}

// A release that was judged beside another one needs what is remembered of that.
func TestEarlierReleaseIsAsked(t *testing.T) {
	t.Parallel()
	all := opened(series["exact"]())
	gone := errors.New("it is gone")
	if _, err := all[2].Prove(func(int64) (*history.Release, error) { return nil, gone }); !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
	if _, err := all[2].Prove(func(int64) (*history.Release, error) { return all[2], nil }); !errors.Is(err, linked.ErrNotProved) {
		t.Errorf("another release in its place: got %v", err)
	}
}
