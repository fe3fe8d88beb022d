package reportstest_test

import (
	"testing"

	"lvv/reports/reportstest"
)

// What is shared is made once for each key, by tests side by side as well, and
// outlives the test that made it.
func TestSharedIsMadeOnce(t *testing.T) {
	var shared reportstest.Shared[int, *int]
	times, cleaned := make([]int, 3), false
	t.Run("makers", func(t *testing.T) {
		for i := range 12 {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				got := shared.Get(t, i%3, func(t testing.TB) *int {
					t.Cleanup(func() { cleaned = true })
					times[i%3]++
					return &times[i%3]
				})
				if got != &times[i%3] {
					t.Error("another key's")
				}
			})
		}
	})
	for key, n := range times {
		if n != 1 {
			t.Errorf("%d was made %d times", key, n)
		}
	}
	if cleaned {
		t.Error("it was cleaned up with the test that made it")
	}
}
