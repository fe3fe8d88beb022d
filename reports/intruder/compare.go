package intruder

import "lvv/schemas"

// A Remembered is a figure as the house says that it left: what it counts, of whom,
// and what was printed of it.
type Remembered struct {
	Population, Unit string
	Stock            bool        // it is of a day: the last one, if no coordinate is a date
	Of               [][2]string // dim and code; the code of the whole of a dim is empty
	Shown            bool        // else it is a point
	Value            int64       // as printed
}

// A Comparison says how the files of a parcel and what is remembered of it agree.
type Comparison struct {
	Figures  int     // that the files hold and that could be read
	Compared int     // of these, those that are remembered
	Other    []Where // of these, those that are shown otherwise
}

// calledHere are what populations of tables are called where parcels have no column
// that names them.
var calledHere = map[string]string{
	"personen met een verblijf in de periode die op de laatste dag niet in de opvang zijn": gone,
	"verblijven met een nacht in de periode":                                               "nachten",
	"personen die op een nacht meer dan eens in de opvang staan":                           "dubbele nachten",
	"verblijven met instroom en uitstroom op een dag in de periode":                        "verblijven van een dag",
	"verblijven op dagen waarop een organisatie meer mensen dan plaatsen heeft":            "persoonsdagen boven de capaciteit",
}

// Compare holds the data files of a parcel against what is remembered of it. Errors
// are those of reading the parcel. Figures that rest on nobody in particular, as
// amounts, are in no table, and are not compared.
func Compare(p Parcel, all []Remembered) (Comparison, error) {
	c, err := read(p)
	if err != nil {
		return Comparison{}, err
	}
	said := map[place]Remembered{}
	for _, r := range all {
		said[c.placeOf(r)] = r
	}
	// A sheet made of several tables may hide a figure that one of them shows.
	shown := map[place]bool{}
	for _, f := range c.figures {
		shown[f.place] = shown[f.place] || f.printed()
	}
	out := Comparison{Figures: len(c.figures)}
	for _, f := range c.figures {
		r, ok := said[f.place]
		if !ok {
			continue
		}
		out.Compared++
		if f.printed() && (!r.Shown || f.value != r.Value) || r.Shown && !shown[f.place] {
			out.Other = append(out.Other, f.where)
		}
	}
	return out, nil
}

// printed reports whether a figure is a number, rounded or not: rounded ones are
// read as what they tell.
func (f figure) printed() bool { return f.shown || f.base > 0 }

// placeOf is where a remembered figure stands in a parcel.
func (c *content) placeOf(r Remembered) place {
	when := c.period
	if r.Stock {
		when = schemas.Period{From: when.To, To: when.To}
	}
	var of []coordinate
	for _, x := range r.Of {
		code := x[1]
		if code == "" {
			code = total
		}
		if code == total && r.Stock {
			continue
		}
		of = append(of, c.coordinates(x[0], code, &when)...)
	}
	population := r.Population
	for _, names := range []map[string]string{populationOf, calledHere} {
		if known, ok := names[population]; ok {
			population = known
		}
	}
	return placed(population, r.Unit, when, of).anchored(c.period)
}
