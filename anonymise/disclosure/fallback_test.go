package disclosure

import "testing"

// If the search fails, everything that is not zero is suppressed. That pattern
// must pass the same audit, and zeros must still be shown.
func TestHideAllPassesTheAudit(t *testing.T) {
	t.Parallel()
	s, err := link(parcel(150)[:5], nil)
	if err != nil {
		t.Fatal(err)
	}
	x := newSuppressor(s, DefaultPolicy(), s.primary(DefaultPolicy()), make([]bool, len(s.figures)))
	if !x.hideAll() {
		t.Fatal("no worlds found though everything is suppressed")
	}
	if _, err := x.judge(nil, x.proofs()); err != nil {
		t.Fatal(err)
	}
	for _, u := range s.unknowns {
		if x.hidden[u.figure] != (u.value > 0) {
			t.Fatal("not exactly what is above zero is suppressed")
		}
	}
}
