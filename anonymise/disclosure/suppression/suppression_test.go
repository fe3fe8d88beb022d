package suppression

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lvv/anonymise/disclosure/certificate"
	"lvv/anonymise/disclosure/counts"
	"lvv/anonymise/disclosure/pattern"
)

// table reads a table as a user gives it.
func table(t interface{ Fatal(...any) }, text string) *counts.System {
	s, problems, err := counts.ReadTable(strings.NewReader(text), counts.Options{})
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	return s
}

const twoByTwo = "stad;jaar;aantal\nUtrecht;2020;14\nUtrecht;2021;7\nGroningen;2020;30\nGroningen;2021;25\n"

// check writes a result as lvv protect does and has it checked by addition.
func check(t interface{ Fatal(...any) }, s *counts.System, r Rule, res *Result) certificate.Report {
	r = r.Filled(s)
	var cells, constraints, statuses, certificates bytes.Buffer
	err := errors.Join(WriteCells(&cells, s, res), WriteConstraints(&constraints, s), WritePattern(&statuses, s, res), WriteCertificates(&certificates, s, res))
	if err != nil {
		t.Fatal(err)
	}
	c, err := certificate.Read(&cells, &constraints, &statuses, &certificates)
	if err != nil {
		t.Fatal(err)
	}
	report, err := c.Check(certificate.Rules{
		Threshold: r.Threshold, Lower: r.Lower, Width: r.Width, InsiderWidth: r.InsiderWidth(), Union: r.Union(s),
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestProtect(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, about, in    string
		rule               Rule
		primary, secondary int
		cost               int64
	}{
		{"block", "one small cell takes a block of four with it", twoByTwo, Rule{Threshold: 10, Lower: 1, Cost: ByCells}, 1, 3, 3},
		{"value", "by value the same block costs what is in it", twoByTwo, Rule{Threshold: 10, Lower: 1, Cost: ByValue}, 1, 3, 69},
		{"nothing small", "zeros and large figures are shown", "a;n\nx;0\ny;12\n", Rule{Threshold: 10, Lower: 1, Cost: ByCells}, 0, 0, 0},
		{"zeros are shown", "1 and 1 of 2 would be known: the total goes too", "a;n\nx;1\ny;1\nz;20\n", Rule{Threshold: 2, Lower: 1, Width: 1, Cost: ByCells}, 2, 1, 1},
		{"textbook", "who takes 0 for possible is kept out by two dots", "a;n\nx;1\ny;1\nz;20\n", Rule{Threshold: 2, Width: 1, Cost: ByCells}, 2, 0, 0},
		{"alone", "the only person in a cell takes himself off", "a;n\nx;1\ny;4\nz;9\n", Rule{Threshold: 5, Lower: 1, Width: 1, Insiders: true, Cost: ByCells}, 2, 1, 1},
		{"not alone", "without insiders two dots are enough", "a;n\nx;1\ny;4\nz;9\n", Rule{Threshold: 5, Lower: 1, Width: 1, Cost: ByCells}, 2, 0, 0},
		{"union", "two dots of 2 and 2 are a group of 4", "a;n\nx;2\ny;2\nz;9\n", Rule{Threshold: 5, Lower: 1, Width: 1, Unions: true, Cost: ByCells}, 2, 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := table(t, c.in)
			r, err := Protect(context.Background(), context.Background(), s, c.rule, exhaust)
			if err != nil {
				t.Fatal(err)
			}
			if r.Primary != c.primary || r.Secondary != c.secondary || r.Cost != c.cost || !r.Proven() {
				t.Errorf("%s: %d and %d, cost %d of %d; want %d and %d, cost %d", c.about, r.Primary, r.Secondary, r.Cost, r.Bound, c.primary, c.secondary, c.cost)
			}
			check(t, s, c.rule, r)
		})
	}
}

// Of patterns with as many cells, the one that hides least; and a bound on the
// price says how many cells any pattern hides.
func TestPrice(t *testing.T) {
	t.Parallel()
	s := &counts.System{Cells: []counts.Cell{{Value: 100}, {Value: 3}, {Value: 40}, {Value: 0}}}
	p := newPrice(s, ByCells, []bool{false, true, false, false})
	if two, three := p.of(100)+p.of(40), 3*p.of(0); two >= three || p.of(40) >= p.of(100) {
		t.Errorf("%d for two large cells, %d for three zeros", two, three)
	}
	for bound, want := range map[int64]int64{0: 0, 1: 1, p.of(40): 1, p.of(100): 1, p.of(100) + 1: 2, p.of(100) + p.of(40): 2, p.of(100) + p.of(40) + 1: 3} {
		if got := p.least(bound); got != want {
			t.Errorf("a price of %d or more: %d cells, want %d", bound, got, want)
		}
	}
	huge := newPrice(&counts.System{Cells: slices.Repeat([]counts.Cell{{Value: counts.MaxValue}}, 1000)}, ByCells, make([]bool, 1000))
	if cost := huge.of(counts.MaxValue); cost > 2*maxParts || cost <= huge.of(0) {
		t.Errorf("a large cell costs %d", cost)
	}
}

// Whatever the table and the rule, the certificates hold by addition, and the
// hidden cells are those of which the rule is about.
func TestProtectAny(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		b.WriteString("a;b;n\n")
		for row := range 2 {
			for col := range 2 {
				fmt.Fprintf(&b, "%d;%d;%d\n", row, col, rapid.Int64Range(0, 8).Draw(t, "n"))
			}
		}
		s := table(t, b.String())
		rule := Rule{
			Threshold: rapid.Int64Range(2, 5).Draw(t, "threshold"), Lower: rapid.Int64Range(0, 1).Draw(t, "lower"),
			Width:    rapid.Int64Range(0, 5).Draw(t, "width"),
			Insiders: rapid.Bool().Draw(t, "insiders"), Unions: rapid.Bool().Draw(t, "unions"), Cost: ByCells,
		}
		r, err := Protect(context.Background(), context.Background(), s, rule, exhaust)
		if errors.Is(err, ErrNoPattern) {
			t.Skip("nothing is safe")
		}
		if err != nil {
			t.Fatal(err)
		}
		if report := check(t, s, rule, r); report.Primary != r.Primary || report.Secondary != r.Secondary {
			t.Fatalf("%+v", report)
		}
	})
}

// A cell that is marked and stands in nothing but zeros cannot be hidden.
func TestNoPattern(t *testing.T) {
	t.Parallel()
	s := &counts.System{
		Cells:       []counts.Cell{{Name: "t"}, {Name: "a", Primary: true}, {Name: "b"}},
		Constraints: [][]counts.Term{{{Cell: 0, Coef: -1}, {Cell: 1, Coef: 1}, {Cell: 2, Coef: 1}}}, Marked: true,
	}
	if _, err := Protect(context.Background(), context.Background(), s, Rule{Cost: ByCells}, exhaust); !errors.Is(err, ErrNoPattern) {
		t.Error(err)
	}
}

func TestRefuseRule(t *testing.T) {
	t.Parallel()
	s := table(t, twoByTwo)
	for name, r := range map[string]Rule{
		"no threshold":  {Cost: ByCells},
		"threshold 1":   {Threshold: 1, Cost: ByCells},
		"negative":      {Threshold: -5, Cost: ByCells},
		"large":         {Threshold: MaxRule + 1, Cost: ByCells},
		"lower 2":       {Threshold: 10, Lower: 2, Cost: ByCells},
		"negative span": {Threshold: 10, Width: -1, Cost: ByCells},
		"no cost":       {Threshold: 10},
	} {
		if _, err := Protect(context.Background(), context.Background(), s, r, exhaust); !errors.Is(err, ErrRule) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWriteSafe(t *testing.T) {
	t.Parallel()
	s := table(t, twoByTwo)
	r, err := Protect(context.Background(), context.Background(), s, Rule{Threshold: 10, Lower: 1, Cost: ByCells}, exhaust)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := WriteSafe(&b, s, func(i int) (int64, bool) { return s.Cells[i].Value, r.Status[i] == Published }); err != nil {
		t.Fatal(err)
	}
	const want = "stad,jaar,aantal\ntotaal,totaal,76\ntotaal,2020,44\ntotaal,2021,32\nUtrecht,totaal,21\nUtrecht,2020,.\nUtrecht,2021,.\nGroningen,totaal,55\nGroningen,2020,.\nGroningen,2021,.\n"
	if b.String() != want {
		t.Errorf("%s", b.String())
	}
}

// The search of package pattern finds what trying everything finds.
func TestSolveAgainstExhaustion(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		b.WriteString("a;b;n\n")
		for row := range 2 {
			for col := range 2 {
				fmt.Fprintf(&b, "%d;%d;%d\n", row, col, rapid.Int64Range(0, 5).Draw(t, "n"))
			}
		}
		s := table(t, b.String())
		rule := Rule{
			Threshold: 3, Lower: rapid.Int64Range(0, 1).Draw(t, "lower"), Width: rapid.Int64Range(1, 3).Draw(t, "width"),
			Insiders: rapid.Bool().Draw(t, "insiders"), Unions: rapid.Bool().Draw(t, "unions"), Cost: ByCells,
		}
		ctx := context.Background()
		want, wantErr := Protect(ctx, ctx, s, rule, exhaust)
		got, err := Protect(ctx, ctx, s, rule, pattern.Solve)
		if errors.Is(err, ErrNoPattern) != errors.Is(wantErr, ErrNoPattern) {
			t.Fatalf("%v; want %v", err, wantErr)
		}
		if err != nil {
			return
		}
		check(t, s, rule, got)
		if got.Cost != want.Cost || !got.Proven() {
			t.Fatalf("cost %d, at least %d; the best is %d", got.Cost, got.Bound, want.Cost)
		}
	})
}
