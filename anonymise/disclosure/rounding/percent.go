package rounding

import "fmt"

// Percent returns part as a share of whole, in whole percents ("33 %"), and
// false if whole is zero. It takes rounded counts and nothing else: a share of
// the figures behind them would undo the rounding. Who prints "10" and "30" with
// a growth of 117 % tells that 10 was 12 and 30 was 26.
func Percent(part, whole Count) (string, bool) {
	part.mustBeMade()
	whole.mustBeMade()
	if whole.value == 0 {
		return "", false
	}
	return fmt.Sprintf("%d %%", share(part.value, whole.value)), true
}

// Change returns how much a count grew or shrank, with its sign ("+200 %",
// "-50 %", "0 %"), and false if it began at zero. As Percent, it takes rounded
// counts only.
func Change(from, to Count) (string, bool) {
	from.mustBeMade()
	to.mustBeMade()
	switch d := to.value - from.value; {
	case from.value == 0:
		return "", false
	case d > 0:
		return fmt.Sprintf("+%d %%", share(d, from.value)), true
	case share(-d, from.value) > 0:
		return fmt.Sprintf("-%d %%", share(-d, from.value)), true
	}
	return "0 %", true
}

// share is part/whole in percents, halves upward.
func share(part, whole int64) int64 {
	return (200*part + whole) / (2 * whole)
}
