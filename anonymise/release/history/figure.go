package history

import (
	"slices"
	"strconv"
	"strings"

	"lvv/anonymise/disclosure"
	"lvv/schemas"
)

// What makes a figure the same figure is what it counts, of whom, and over which
// period: the number of a quarter is one figure, whether it stands in a table of
// two years or of three. So the categories that are stretches of time are taken
// out of the coordinates and become the period.

// A place is a figure where it stands.
type place struct {
	table  int // in the joint system
	cell   int
	of     string // population, unit and coordinates without time
	period schemas.Period
}

// places finds for each cell of a table what it is a figure of. The period is
// that of the parcel; a stock without dates is of its last day.
func places(t *disclosure.Table, whole schemas.Period) []place {
	if t.Kind == disclosure.Stock {
		whole.From = whole.To
	}
	times := make([][]schemas.Period, len(t.Dims)) // nil for a dim that is not time
	for d, dim := range t.Dims {
		times[d] = stretches(dim, whole)
	}
	out := make([]place, len(t.Cells))
	stride := len(t.Cells)
	strides := make([]int, len(t.Dims))
	for d, dim := range t.Dims {
		stride /= len(dim.Categories)
		strides[d] = stride
	}
	for i := range out {
		p := place{cell: i, period: whole}
		var parts []string
		for d, dim := range t.Dims {
			c := i / strides[d] % len(dim.Categories)
			switch category := dim.Categories[c]; {
			case times[d] != nil:
				p.period = times[d][c]
			case !category.Total || category.Parent != "":
				parts = append(parts, dim.Name+"\x01"+category.Code)
			}
		}
		slices.Sort(parts)
		p.of = keyOf(t.Population, t.Unit, strings.Join(parts, "\x02"))
		out[i] = p
	}
	return out
}

// keyOf is the key of a figure: what it counts, and of whom.
func keyOf(population, unit, coordinates string) string {
	return population + "\x00" + unit + "\x00" + coordinates
}

// stretches are the periods of the categories of a dim, if each of them is a
// stretch of time or the whole; nil if it is a dim of something else, or of the
// whole alone, which may be of anything.
func stretches(d disclosure.Dim, whole schemas.Period) []schemas.Period {
	out := make([]schemas.Period, len(d.Categories))
	timed := false
	for i, c := range d.Categories {
		if c.Total && c.Parent == "" {
			out[i] = whole
			continue
		}
		p, ok := stretch(c.Code)
		if !ok {
			return nil
		}
		timed = true
		if p.From != p.To { // a date is itself; a stretch is cut to the period of the parcel
			p.From, p.To = max(p.From, whole.From), min(p.To, whole.To)
		}
		out[i] = p
	}
	if !timed {
		return nil
	}
	return out
}

// Years in which the programme can be, so that no other code of four digits is
// taken for a year.
const firstYear, lastYear = 2015, 2100

// stretch reads the code of a year (2020), quarter (2020-K1), month (2020-01) or
// day (2020-01-31).
func stretch(code string) (schemas.Period, bool) {
	if day, err := schemas.ParseDay(code); err == nil && len(code) == len("2020-01-31") {
		return schemas.Period{From: day, To: day}, true
	}
	text, rest, divided := strings.Cut(code, "-")
	year, err := strconv.Atoi(text)
	if err != nil || len(text) != 4 || year < firstYear || year > lastYear {
		return schemas.Period{}, false
	}
	first, last := 1, 12
	if divided {
		quarter, isQuarter := strings.CutPrefix(rest, "K")
		n, err := strconv.Atoi(quarter)
		switch {
		case err == nil && isQuarter && n >= 1 && n <= 4 && len(quarter) == 1:
			first, last = 3*n-2, 3*n
		case err == nil && !isQuarter && n >= 1 && n <= 12 && len(rest) == 2:
			first, last = n, n
		default:
			return schemas.Period{}, false
		}
	}
	from, _ := schemas.NewDay(year, first, 1)
	to, _ := schemas.NewDay(year, last, schemas.DaysIn(year, last))
	return schemas.Period{From: from, To: to}, true
}

// rest is what remains of a period without a part that begins or ends with it.
func rest(whole, part schemas.Period) (schemas.Period, bool) {
	switch {
	case whole == part:
	case whole.From == part.From:
		return schemas.Period{From: part.To + 1, To: whole.To}, true
	case whole.To == part.To:
		return schemas.Period{From: whole.From, To: part.From - 1}, true
	}
	return schemas.Period{}, false
}
