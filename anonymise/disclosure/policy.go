package disclosure

import "fmt"

// ThresholdFloor is the lowest threshold that a Policy may ask for.
const ThresholdFloor = 5

// A Policy is the set of rules for one parcel.
type Policy struct {
	// Threshold is the smallest number of persons that a shown figure may rest
	// on, other than none at all. At least ThresholdFloor.
	Threshold int64
	// HealthThreshold holds for cells in a Health category. At least Threshold.
	HealthThreshold int64
	// Width is the least distance between the lowest and the highest value
	// that an outsider can hold possible for a cell that is too small. He knows
	// that zeros are shown, so that a suppressed cell is 1 or more. With Width
	// at least Threshold the interval of every small cell reaches above the
	// threshold, so the figures never show that a cell is small; and any sum of
	// suppressed cells that can be derived exactly rests on at least Threshold
	// persons.
	Width int64
	// InsiderWidth is the same distance against the only person counted in
	// another cell, who subtracts himself. At least 1: he must not learn a
	// small cell exactly.
	InsiderWidth int64
	// WidthPercent is the least interval around a too small cell of a unit
	// other than persons, in percent of its value, where that is more than
	// Width: 20 keeps outsiders from an estimate within ten percent each way.
	WidthPercent int64
	// DominancePercent is the largest part of a cell, in percent, that one
	// person may bring in: one long stay makes a sum of nights disclosive
	// though many stayed.
	DominancePercent int64
	// GroupPercent is the largest part of a total, in percent, that one
	// category of a Sensitive Dim may hold: above it the table tells about
	// everybody in that group.
	GroupPercent int64
	// PPercent is how close, in percent, the second contributor to a sum may come
	// to the part of the largest, by taking his own part off the sum (the p%
	// rule). 0 leaves the rule out.
	PPercent int64
	// Coalition is how many persons, each of them the only one in some cell, may
	// put together what they know of themselves. At least 1.
	Coalition int
	// Staff are names of Dims. Whoever works for one category of such a Dim, as
	// an organisation, knows every figure of that category, and must still not
	// bound a small cell of another one more closely than InsiderWidth.
	Staff []string
	// Rounding asks for rounded figures instead of suppression.
	Rounding Rounding
	// FirstFound takes the pattern that is found first, without the search for the
	// cheapest. It hides more, and so leaves more open beside the tables.
	FirstFound bool
}

// DefaultPolicy returns the rules that hold where a workspace says nothing
// else. Ten persons, at most half by one of them and at most ninety percent in
// one category are the rules of thumb of the ESSnet guidelines on output
// checking; health cells stand half above the threshold. On invented parcels of
// ten tables insiders cost hardly a cell more at half the width than at 1.
//
// Coalitions and staff are left to the workspace. Two who join forces cost at
// most one complementary cell in thirty on these parcels, but one in six in a
// sparse table of three dims, and several releases of a sparse table may have to
// be refused; staff cost one in five to ten.
func DefaultPolicy() Policy {
	return Policy{
		Threshold:        10,
		HealthThreshold:  15,
		Width:            10,
		InsiderWidth:     5,
		WidthPercent:     20,
		DominancePercent: 50,
		GroupPercent:     90,
		PPercent:         10,
		Coalition:        1,
	}
}

// Validate says what is wrong with the rules, or returns nil.
func (p Policy) Validate() error {
	switch {
	case p.Threshold < ThresholdFloor:
		return fmt.Errorf("disclosure policy: threshold %d is below the floor of %d", p.Threshold, ThresholdFloor)
	case p.HealthThreshold < p.Threshold:
		return fmt.Errorf("disclosure policy: health threshold %d is below the threshold of %d", p.HealthThreshold, p.Threshold)
	case p.Width < 1:
		return fmt.Errorf("disclosure policy: width %d leaves cells exactly known; it must be 1 or more", p.Width)
	case p.InsiderWidth < 1 || p.InsiderWidth > p.Width:
		return fmt.Errorf("disclosure policy: insider width %d is not between 1 and the width of %d", p.InsiderWidth, p.Width)
	case p.Threshold > maxRule || p.HealthThreshold > maxRule || p.Width > maxRule:
		return fmt.Errorf("disclosure policy: a threshold or width is above %d", maxRule)
	case p.WidthPercent < 0 || p.WidthPercent > 100:
		return fmt.Errorf("disclosure policy: width of %d percent is not between 0 and 100", p.WidthPercent)
	case p.DominancePercent < 1 || p.DominancePercent > 100:
		return fmt.Errorf("disclosure policy: dominance of %d percent is not between 1 and 100", p.DominancePercent)
	case p.GroupPercent < 50 || p.GroupPercent > 100:
		return fmt.Errorf("disclosure policy: group share of %d percent is not between 50 and 100", p.GroupPercent)
	case p.PPercent < 0 || p.PPercent > 100:
		return fmt.Errorf("disclosure policy: p of %d percent is not between 0 and 100", p.PPercent)
	case p.Coalition < 1 || p.Coalition > maxCoalition:
		return fmt.Errorf("disclosure policy: a coalition of %d is not between 1 and %d", p.Coalition, maxCoalition)
	}
	return p.Rounding.validate(p)
}

// maxRule bounds thresholds and widths, so that sums cannot overflow.
const maxRule = 1_000_000

// maxCoalition bounds the work: the coalitions to be met grow as its power.
const maxCoalition = 3
