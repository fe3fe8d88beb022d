package evaluator

import (
	"slices"

	"lvv/anonymise/disclosure"
)

// A view is a table as it may be shown, with what must stand beside it. All
// that a parcel says of figures comes from views; the counts themselves are
// gone by then.
type view struct {
	disclosure.Published
	definition, clause string
	reference          string
}

// A shown is a figure; ok is false when it is suppressed or impossible.
type shown struct {
	n  int64
	ok bool
}

// cell returns cell i.
func (v view) cell(i int) (shown, disclosure.Status) {
	n, status := v.At(i)
	return shown{n, status == disclosure.Shown}, status
}

// figure returns the figure with those codes, in the order of the dims.
func (v view) figure(codes ...string) shown {
	s, _ := v.cell(at(v.Dims, codes...))
	return s
}

// category is which category of dim d cell i stands in.
func (v view) category(i, d int) disclosure.Category {
	stride := 1
	for k := d + 1; k < len(v.Dims); k++ {
		stride *= len(v.Dims[k].Categories)
	}
	return v.Dims[d].Categories[i/stride%len(v.Dims[d].Categories)]
}

// base is what cell i is a part of: the cell with the total in place of its
// last category; -1 when that dimension has no total.
func (v view) base(i int) int {
	last := v.Dims[len(v.Dims)-1]
	root := slices.IndexFunc(last.Categories, func(c disclosure.Category) bool { return c.Total && c.Parent == "" })
	if root < 0 {
		return -1
	}
	n := len(last.Categories)
	return i - i%n + root
}

// percent is the share of a in b, or not to be shown: percentages are made from
// shown figures only, so they tell nothing that the figures do not.
func percent(a, b shown) (pct float64, ok bool) {
	if !a.ok || !b.ok || b.n == 0 {
		return 0, false
	}
	return 100 * float64(a.n) / float64(b.n), true
}
