package history_test

import (
	"bytes"
	"math/rand"
	"testing"

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
	for round := range 8 {
		people := invent(random, 150+60*round)
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
