package evaluator

import "testing"

// A file of very many records is not recoded one by one: it would take long and
// keep hardly more.
func TestLargeFilesAreRecodedByColumn(t *testing.T) {
	t.Parallel()
	for records, want := range map[int]Recoding{2_000: Local, locally: Local, locally + 1: Global} {
		if got := (Options{Recoding: Local}).fitting(records).Recoding; got != want {
			t.Errorf("%d records: %s, want %s", records, got, want)
		}
	}
}
