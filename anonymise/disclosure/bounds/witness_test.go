package bounds

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A mistake in the simplex method must not pass for a proof: a row in which one
// number is wrong does not hold in the witness, one without does.
func TestAFalseIdentityIsNoProof(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := tableOf(t)
		d, err := s.reduce()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range d.parts {
			a, err := newAudit(p, s.Cells)
			if err != nil {
				t.Fatal(err)
			}
			for i := range a.start.rows {
				l := a.start.rows[i]
				if !a.start.keeps(a.witness, &l) {
					t.Fatalf("row %d does not hold", i)
				}
				l.num = slices.Clone(l.num)
				if k := rapid.IntRange(-1, len(l.num)-1).Draw(t, "what is wrong"); k < 0 {
					l.right++
				} else {
					l.num[k]--
				}
				if a.start.keeps(a.witness, &l) {
					t.Fatalf("row %d holds although a number is wrong", i)
				}
			}
		}
	})
}

func TestResidues(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64Range(-1<<30, 1<<30).Draw(t, "b")
		x := residue(a)
		if got := times(x, residue(b)); minus(got, times(residue(b), x)) != 0 {
			t.Errorf("%d", got)
		}
		if x != 0 && times(x, inverse(x)) != 1 {
			t.Errorf("%d has a wrong inverse", x)
		}
		if minus(times(residue(b), residue(b)), residue(b*b)) != 0 {
			t.Errorf("the square of %d is wrong", b)
		}
	})
}

func TestExactSums(t *testing.T) {
	t.Parallel()
	e := exact{}
	for _, f := range [][2]int64{{1 << 62, 4}, {-1 << 62, 4}, {-3, 5}, {1 << 40, -(1 << 40)}, {1 << 40, 1 << 40}} {
		e.add(f[0], f[1])
	}
	if n, ok := e.value(); !ok || n != -15 {
		t.Errorf("got %d, %v", n, ok)
	}
	e.add(1<<62, 4)
	if _, ok := e.value(); ok {
		t.Error("2^64 does not fit")
	}
}
