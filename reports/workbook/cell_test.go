package workbook

import (
	"testing"
	"time"
)

// The last day that Excel knows is farther from 1900 than a time.Duration reaches.
func TestDatesReachAsFarAsExcel(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{"1900-03-01": "61", "2020-02-29": "43890", "9999-12-31": "2958465"} {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := Date(d).text; got != want {
			t.Errorf("%s is day %s, want %s", day, got, want)
		}
	}
}
