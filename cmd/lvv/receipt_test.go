package main

import (
	"testing"

	"lvv/anonymise/register"
	"lvv/schemas"
)

// However many open rows are missing, a receipt has a sentence for each delivery.
func TestGoneRowsAreSaidByDelivery(t *testing.T) {
	t.Parallel()
	quarter := func(month int) schemas.Period {
		from, _ := schemas.NewDay(2020, month, 1)
		to, _ := schemas.NewDay(2020, month+2, 30)
		return schemas.Period{From: from, To: to}
	}
	got := goneText([]register.Gone{{Period: quarter(1), Seq: 1, Row: 4}, {Period: quarter(4), Seq: 1, Row: 2}, {Period: quarter(4), Seq: 1, Row: 31}})
	want := "Verdwenen terwijl het verblijf nog liep: rij 4 van de levering over 01-01-2020 tot en met 30-03-2020. Het blijft meetellen tot u een einddatum levert.\n" +
		"Verdwenen terwijl het verblijf nog liep: 2 rijen (2, 31) van de levering over 01-04-2020 tot en met 30-06-2020. Ze blijven meetellen tot u een einddatum levert.\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if goneText(nil) != "" {
		t.Error("something is said of nothing")
	}
}
