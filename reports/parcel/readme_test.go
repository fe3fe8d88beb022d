package parcel

import (
	"strings"
	"testing"

	"lvv/anonymise/release"
	"lvv/reports/page"
	"lvv/schemas"
)

// A purpose or label without words of its own would only be found when the
// first such parcel is sealed.
func TestEveryPurposeAndLabelHasWords(t *testing.T) {
	t.Parallel()
	for _, p := range schemas.Purposes {
		if purpose(p) == "" {
			t.Errorf("purpose %s has no words", p)
		}
	}
	for label, want := range map[release.Label]string{
		release.Anonymous:    "overweging 26",
		release.Pseudonymous: "Dit zijn persoonsgegevens",
		release.NoPersons:    "plaatsen en geld",
	} {
		n, ok := handling(label).Blocks[0].(page.Notice)
		if !ok || !strings.Contains(n.Text, want) {
			t.Errorf("label %q does not say %q", label, want)
		}
		if n.Warning != (label == release.Pseudonymous) {
			t.Errorf("label %q: only personal data ask for a warning", label)
		}
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{0: "0 bytes", 999: "999 bytes", 1500: "1,5 kB", 5066890: "5,1 MB"} {
		if got := size(n); got != want {
			t.Errorf("size of %d: %q, want %q", n, got, want)
		}
	}
}
