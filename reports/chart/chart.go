// Package chart draws the pictures of the reports as SVG that needs no script:
// lines over time, bars, cumulative incidence and amounts side by side.
//
// Series of numbers come in, text of one <svg> element goes out, fit to stand
// in a page or in a file of its own. The same numbers give the same bytes. A
// suppressed value is drawn as a hatched gap with "onderdrukt" in the legend,
// never as zero and never at a place from which it could be read. Each picture
// carries a title, a description and the numbers as tooltips; it takes its
// colours from variables, so that it follows light, dark and print.
//
// The package knows nothing about where the numbers come from and does not
// protect anybody: what it is given, it shows.
package chart

import "math"

// Unit says what the numbers of a chart are.
type Unit int

// The units of a chart.
const (
	Count   Unit = iota // whole numbers: 1.234
	Euro                // N in euros: € 6.588.000
	Percent             // N from 0 to 100: 18,5 %
)

// Value is one number of a series. A Missing value exists but is suppressed;
// its N is not looked at.
type Value struct {
	N       float64
	Missing bool
}

// Int is a whole number.
func Int(n int64) Value { return Value{N: float64(n)} }

// Cents is an amount in cents, for charts in [Euro].
func Cents(cents int64) Value { return Value{N: float64(cents) / 100} }

// Suppressed is a value that may not be shown.
func Suppressed() Value { return Value{Missing: true} }

// Series is one line or one colour of bars. Values has one entry for each name
// along the axis.
type Series struct {
	Label  string
	Values []Value

	Step      bool // Lines: hold each value until the next, as a capacity does
	Reference bool // Lines: a norm to compare with, drawn dashed in grey
}

// Frame is what all charts have in common.
type Frame struct {
	Title string // shown above the picture and read out first
	Desc  string // the message in one or two sentences, for who cannot see it
	Note  string // small line under the title: unit, population, reference date
	Unit  Unit
}

// Drawing is a chart of any kind.
type Drawing interface {
	// SVG answers one <svg> element. It panics when series and names differ in
	// number or a value is not finite: those are mistakes of the program.
	SVG() string
}

// Lines shows how numbers run over time, as occupancy against capacity.
type Lines struct {
	Frame
	X      []string // names along the axis, one for each value; thinned when they do not fit
	Series []Series // at most six
}

// Bars compares numbers of a few kinds in groups: instroom and uitstroom per
// quarter, exits by kind.
type Bars struct {
	Frame
	X       []string // one group each
	Series  []Series // at most six
	Stacked bool     // on top of each other; no value may be negative
	Lying   bool     // from left to right, for long names; drawn in the given order from above
}

// Curve shows cumulative incidence on grouped time: step curves that rise from
// zero, one for each kind of exit.
type Curve struct {
	Frame
	X      []float64 // begin of each interval, rising; a value holds until the next
	End    float64   // end of the last interval
	XLabel string    // as "maanden na instroom"
	Series []Series
}

// Compare sets an amount against another for each row, as computed against
// available, and prints the difference.
type Compare struct {
	Frame
	Labels [2]string // as "berekend", "beschikbaar"
	Rows   []Pair
}

// Pair is one row of [Compare].
type Pair struct {
	Label         string
	First, Second Value
}

// maxSeries is how many series can be told apart.
const maxSeries = 6

// mustFit panics when a series does not have n finite values.
func mustFit(series []Series, n int) {
	if len(series) > maxSeries {
		panic("chart: internal error: too many series")
	}
	for _, s := range series {
		if len(s.Values) != n {
			panic("chart: internal error: series and names differ in number")
		}
		for _, v := range s.Values {
			v.mustBeFinite()
		}
	}
}

func (v Value) mustBeFinite() {
	if !v.Missing && (math.IsNaN(v.N) || math.IsInf(v.N, 0)) {
		panic("chart: internal error: value is not finite")
	}
}

// anyMissing answers whether the legend must explain the hatching.
func anyMissing(series []Series) bool {
	for _, s := range series {
		for _, v := range s.Values {
			if v.Missing {
				return true
			}
		}
	}
	return false
}
