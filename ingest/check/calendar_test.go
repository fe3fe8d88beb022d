package check

import (
	"testing"

	"lvv/schemas"
)

// The calendar agrees with package schemas, within its years and around them.
func TestCalendarAgrees(t *testing.T) {
	t.Parallel()
	c := newCalendar()
	for year := firstYear - 2; year <= lastYear+2; year++ {
		for month := -1; month <= 14; month++ {
			for day := -1; day <= 33; day++ {
				want, ok := schemas.NewDay(year, month, day)
				if got, found := c.day(year, month, day); found != ok || ok && got != want {
					t.Fatalf("%d-%d-%d: got %v %v, want %v %v", year, month, day, got, found, want, ok)
				}
			}
		}
	}
}
