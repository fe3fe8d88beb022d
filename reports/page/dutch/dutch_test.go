package dutch_test

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"lvv/reports/page/dutch"

	"pgregory.net/rapid"
)

func TestFormats(t *testing.T) {
	t.Parallel()
	day := time.Date(2019, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ name, got, want string }{
		{"zero", dutch.Int(0), "0"},
		{"below thousand", dutch.Int(999), "999"},
		{"thousands", dutch.Int(1234567), "1.234.567"},
		{"negative", dutch.Int(-1234), "-1.234"},
		{"smallest", dutch.Int(math.MinInt64), "-9.223.372.036.854.775.808"},
		{"decimal", dutch.Decimal(1234.5, 1), "1.234,5"},
		{"half away from zero", dutch.Decimal(2.5, 0), "3"},
		{"half away from zero, below", dutch.Decimal(-2.5, 0), "-3"},
		{"no minus zero", dutch.Decimal(-0.04, 1), "0,0"},
		{"cents", dutch.Cents(658800000), "€ 6.588.000,00"},
		{"few cents", dutch.Cents(7), "€ 0,07"},
		{"negative cents", dutch.Cents(-123456), "€ -1.234,56"},
		{"less than a euro negative", dutch.Cents(-5), "€ -0,05"},
		{"whole euros", dutch.Euros(658800050), "€ 6.588.001"},
		{"whole euros negative", dutch.Euros(-150), "€ -2"},
		{"percent", dutch.Percent(18.25, 1), "18,3 %"},
		{"date", dutch.Date(day), "01-03-2019"},
		{"long date", dutch.LongDate(day), "1 maart 2019"},
		{"month", dutch.Month(day), "mrt 2019"},
		{"quarter", dutch.Quarter(day.AddDate(1, 1, 0)), "2e kwartaal 2020"},
		{"period", dutch.Period(day, day.AddDate(0, 10, -1)), "1 maart 2019 t/m 31 december 2019"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}

// Whatever the dots and commas do, the digits are those of the number.
func TestDigitsSurvive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "n")
		if got := strings.ReplaceAll(dutch.Int(n), ".", ""); got != strconv.FormatInt(n, 10) {
			t.Fatalf("Int(%d) = %q", n, dutch.Int(n))
		}
		text := strings.NewReplacer("€ ", "", ".", "", ",", "").Replace(dutch.Cents(n))
		back, err := strconv.ParseInt(text, 10, 64)
		if err != nil || back != n {
			t.Fatalf("Cents(%d) = %q", n, dutch.Cents(n))
		}
	})
}

func TestDecimalRefusesNaN(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("no panic for NaN")
		}
	}()
	dutch.Decimal(math.NaN(), 1)
}
