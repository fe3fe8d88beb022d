package history_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math/rand"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/disclosure/certificate/linked"
	"lvv/anonymise/release/history"
	"lvv/schemas"
)

// series are releases one after the other, as files, of which the last is looked
// at. Each is written once and read again for each mutation.
var series = map[string]func() [][]byte{
	"exact":   sync.OnceValue(func() [][]byte { return cumulative(policy()) }),
	"rounded": sync.OnceValue(func() [][]byte { return cumulative(rounding()) }),
	"joining": sync.OnceValue(func() [][]byte {
		p := policy()
		p.Coalition, p.Staff = 2, []string{"geslacht"}
		return cumulative(p)[:1]
	}),
}

// cumulative makes three releases of two tables with an identity between them.
func cumulative(p disclosure.Policy) (files [][]byte) {
	people := invent(rand.New(rand.NewSource(3)), 210)
	var releases []history.Release
	for n, end := range []string{"2019-12-31", "2020-06-30", "2020-12-31"} {
		over := period("2019-01-01", end)
		half := byQuarter(people, over, "instroom", "tijd")
		tables := []disclosure.Table{crossed(people, over), half}
		total := []disclosure.Relation{{Plus: []disclosure.Ref{{Table: tables[0].Name}}, Minus: []disclosure.Ref{{Table: half.Name}}}}
		safe, err := history.NewPast(releases).Protect(tables, total, p, over)
		if err != nil {
			panic(err)
		}
		made := history.Release{Number: int64(n + 1), Purpose: schemas.Evaluator, Period: over, Made: time.Date(2022, 1, 10, 0, 0, 0, 0, time.UTC)}
		made.Sheet.Tables, made.Sheet.Policy = safe.Control().Tables, safe.Control().Policy
		made.Remember(tables, total, safe)
		releases = append(releases, made)
		var file bytes.Buffer
		if err := made.Write(&file); err != nil {
			panic(err)
		}
		files = append(files, file.Bytes())
	}
	return files
}

// opened reads the files of a series.
func opened(files [][]byte) (all []*history.Release) {
	for _, f := range files {
		r, err := history.Read(bytes.NewReader(f))
		if err != nil {
			panic(err)
		}
		all = append(all, &r)
	}
	return all
}

// proveLast checks the last of some releases.
func proveLast(all []*history.Release) (linked.Report, error) {
	return all[len(all)-1].Prove(func(n int64) (*history.Release, error) { return all[n-1], nil })
}

// What is remembered is proved, and says what the control sheet says.
func TestSeriesAreProved(t *testing.T) {
	t.Parallel()
	for name, files := range series {
		report, err := proveLast(opened(files()))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		t.Logf("%s: %+v", name, report)
	}
}

// A mutation changes one thing in the last release, as somebody would who wants to
// hide a fault, or as a fault would. It is false when there is nothing to change.
type mutation func(t *rapid.T, r *history.Release) bool

var mutations = map[string]mutation{
	"a value of a world": func(t *rapid.T, r *history.Release) bool {
		var worlds [][]disclosure.Change
		for _, c := range r.Proof.Certificates {
			worlds = append(worlds, c.Low, c.High)
		}
		worlds = slices.DeleteFunc(worlds, func(w []disclosure.Change) bool { return len(w) == 0 })
		if len(worlds) == 0 {
			return false
		}
		w := rapid.SampledFrom(worlds).Draw(t, "world")
		at := rapid.IntRange(0, len(w)-1).Draw(t, "change")
		w[at].Value += rapid.SampledFrom([]int64{-1000, -1, 1, 2, 1000}).Draw(t, "by")
		return true
	},
	"a status": func(t *rapid.T, r *history.Release) bool {
		table := rapid.SampledFrom(r.Tables).Draw(t, "table")
		at := rapid.IntRange(0, len(table.Status)-1).Draw(t, "cell")
		other := rapid.SampledFrom([]disclosure.Status{disclosure.Suppressed, disclosure.Shown, disclosure.Impossible}).Draw(t, "status")
		was := table.Status[at]
		table.Status[at] = other
		return other != was
	},
	"a figure": func(t *rapid.T, r *history.Release) bool {
		table := rapid.SampledFrom(r.Tables).Draw(t, "table")
		c := &table.Cells[rapid.IntRange(0, len(table.Cells)-1).Draw(t, "cell")]
		c.Value++
		c.Contributors++
		return true
	},
	"a printed number": func(t *rapid.T, r *history.Release) bool {
		table := rapid.SampledFrom(r.Tables).Draw(t, "table")
		at := rapid.IntRange(0, len(table.Status)-1).Draw(t, "cell")
		if len(table.Printed) == 0 || table.Status[at] != disclosure.Shown {
			return false
		}
		table.Printed[at] += rapid.SampledFrom([]int64{-5, 1, 5}).Draw(t, "by")
		return true
	},
	"a term of an identity": func(t *rapid.T, r *history.Release) bool {
		if len(r.Proof.Relations) == 0 {
			return false
		}
		x := rapid.SampledFrom(r.Proof.Relations).Draw(t, "identity")
		before := valueOf(r, x.Plus[0])
		x.Plus[0].Cell++
		return valueOf(r, x.Plus[0]) != before
	},
	"an identity less": func(t *rapid.T, r *history.Release) bool {
		if len(r.Proof.Relations) == 0 {
			return false
		}
		at := rapid.IntRange(0, len(r.Proof.Relations)-1).Draw(t, "identity")
		r.Proof.Relations = slices.Delete(r.Proof.Relations, at, at+1)
		return true
	},
	"a certificate less": func(t *rapid.T, r *history.Release) bool {
		at := rapid.IntRange(0, len(r.Proof.Certificates)-1).Draw(t, "certificate")
		r.Proof.Certificates = slices.Delete(r.Proof.Certificates, at, at+1)
		return true
	},
	"a certificate less, and the sheet counts so": func(t *rapid.T, r *history.Release) bool {
		at := rapid.IntRange(0, len(r.Proof.Certificates)-1).Draw(t, "certificate")
		cell := r.Proof.Certificates[at].Cell
		r.Proof.Certificates = slices.Delete(r.Proof.Certificates, at, at+1)
		r.Sheet.Certificates--
		// One against somebody who knows more may do for an outsider as well.
		return !slices.ContainsFunc(r.Proof.Certificates, func(c disclosure.Certificate) bool { return c.Cell == cell })
	},
	"a certificate twice": func(t *rapid.T, r *history.Release) bool {
		r.Proof.Certificates = append(r.Proof.Certificates, rapid.SampledFrom(r.Proof.Certificates).Draw(t, "certificate"))
		r.Sheet.Certificates++
		return true
	},
	"a certificate of another cell": func(t *rapid.T, r *history.Release) bool {
		c := &r.Proof.Certificates[rapid.IntRange(0, len(r.Proof.Certificates)-1).Draw(t, "certificate")]
		other := rapid.SampledFrom(r.Proof.Certificates).Draw(t, "other").Cell
		if other == c.Cell || len(c.Known) > 0 {
			return false
		}
		c.Cell = other
		return true
	},
	"a certificate for what is shown": func(t *rapid.T, r *history.Release) bool {
		table := rapid.SampledFrom(r.Tables).Draw(t, "table")
		at := rapid.IntRange(0, len(table.Status)-1).Draw(t, "cell")
		c := r.Proof.Certificates[0]
		c.Cell = disclosure.Ref{Table: table.Name, Cell: at}
		r.Proof.Certificates = append(r.Proof.Certificates, c)
		r.Sheet.Certificates++
		return table.Cells[at].Value == 0 || table.Cells[at].Value >= r.Proof.Policy.Threshold
	},
	"the worlds of two certificates": func(t *rapid.T, r *history.Release) bool {
		all := r.Proof.Certificates
		a, b := &all[rapid.IntRange(0, len(all)-1).Draw(t, "one")], &all[rapid.IntRange(0, len(all)-1).Draw(t, "other")]
		a.Low, a.High, b.Low, b.High = b.Low, b.High, a.Low, a.High
		return len(a.Known)+len(b.Known) == 0 && width(r, *a) == 0 // else they may prove as much as before
	},
	"a rule": func(t *rapid.T, r *history.Release) bool {
		r.Proof.Policy.Width--
		return true
	},
}

// width is how far apart the worlds of a certificate lie, where it names a cell of
// the release itself.
func width(r *history.Release, c disclosure.Certificate) int64 {
	in := func(world []disclosure.Change) int64 {
		for _, x := range world {
			if x.Cell == c.Cell {
				return x.Value
			}
		}
		return valueOf(r, c.Cell)
	}
	return in(c.High) - in(c.Low)
}

// valueOf is the figure in a cell, of a table that the release has or that lies
// between others; -1 elsewhere.
func valueOf(r *history.Release, x disclosure.Ref) int64 {
	for _, t := range r.Tables {
		if t.Name == x.Table && x.Cell < len(t.Cells) {
			return t.Cells[x.Cell].Value
		}
	}
	for _, j := range r.Proof.Tables {
		if j.Name == x.Table && j.Derived != nil && x.Cell < len(j.Derived.Cells) {
			return j.Derived.Cells[x.Cell].Value
		}
	}
	return -1
}

// Whatever is changed in what is remembered, is found.
func TestMutationsAreFound(t *testing.T) {
	t.Parallel()
	for name, files := range series {
		for what, mutate := range mutations {
			t.Run(name+"/"+what, func(t *testing.T) {
				t.Parallel()
				found := 0
				rapid.Check(t, func(t *rapid.T) {
					all := opened(files())
					if !mutate(t, all[len(all)-1]) {
						return
					}
					found++
					report, err := proveLast(all)
					if u := (*history.Unproved)(nil); !errors.Is(err, linked.ErrNotProved) || !errors.As(err, &u) {
						t.Fatalf("it passes: %v, %+v", err, report)
					}
				})
				if found == 0 && name != "joining" && what != "a printed number" {
					t.Error("nothing was changed")
				}
			})
		}
	}
}

// Whatever stands in the file of a release, it is refused or judged.
func FuzzProve(f *testing.F) {
	r := register{t: f}
	p := period("2019-01-01", "2019-12-31")
	r.must(r.release(schemas.Evaluator, p, byQuarter(append(crowd("2019-02-01"), some(3, "2019-05-01", "irak")...), p, "instroom", "tijd")))
	var file bytes.Buffer
	if err := r.releases[0].Write(&file); err != nil {
		f.Fatal(err)
	}
	z, err := gzip.NewReader(&file)
	if err != nil {
		f.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		var file bytes.Buffer
		z := gzip.NewWriter(&file)
		if _, err := z.Write(text); err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		r, err := history.Read(&file)
		if errors.Is(err, history.ErrUnreadable) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		r.Printed()
		if _, err := r.Prove(func(int64) (*history.Release, error) { return &r, nil }); err != nil && !errors.Is(err, linked.ErrNotProved) && !errors.Is(err, history.ErrNoProof) {
			t.Error(err)
		}
	})
}
