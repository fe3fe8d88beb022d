package microdata

import (
	"fmt"
	"math"
	"runtime"
	"slices"
)

// An LKind is a reading of l-diversity (Machanavajjhala, Gehrke, Kifer and
// Venkitasubramaniam, ICDE 2006).
type LKind int

const (
	NoL        LKind = iota // no demand
	DistinctL               // at least L different values in a class
	EntropyL                // entropy of the values in a class at least log L
	RecursiveL              // recursive (c,l): r1 < C (rL + … + rm), r the counts from large to small
)

// A TKind is a ground distance of t-closeness (Li, Li and Venkatasubramanian,
// ICDE 2007): how far one sensitive value is from another.
type TKind int

const (
	NoT           TKind = iota // no demand
	EqualT                     // every two values equally far
	OrderedT                   // distance is the difference of the value codes
	HierarchicalT              // distance is the height of the lowest common ancestor
)

// A Metric is what the search makes as small as possible.
type Metric int

const (
	ByLoss           Metric = iota // geometric mean of the loss per column, suppressed records count as lost
	ByEntropy                      // non-uniform entropy, suppression not counted
	ByDiscernibility               // sum of squared class sizes, n for each suppressed record (Bayardo and Agrawal, ICDE 2005)
	ByAECS                         // average class size (LeFevre, DeWitt and Ramakrishnan, ICDE 2006)
)

// A Policy is what a Set must meet and what makes one Set better than another.
// The l and t demands hold for every sensitive column that is not exempt
// ([Column.SkipL], [Column.SkipT]).
type Policy struct {
	K int // persons in a class, at least 2

	LKind LKind
	L     float64 // at least 1; a whole number unless LKind is EntropyL
	C     float64 // of RecursiveL only, above 0

	TKind TKind
	T     float64 // from 0 to 1: the greatest distance between a class and the file

	// KMap, DeltaMin and DeltaMax look at the population from which the records
	// come ([Records.Population]); Recode does not take them. KMap is how many
	// persons of it must fit a class, 0 for no demand (k-map, Sweeney 2001).
	// DeltaMin and DeltaMax are between which a class's share of them may lie
	// that is in the file (delta-presence, Nergiz, Atzori and Clifton, SIGMOD
	// 2007); both 0 for no demand. Above a DeltaMin of 0 nothing may be
	// suppressed and no class of the population may be without records: who is
	// certainly absent is known too.
	KMap               int
	DeltaMin, DeltaMax float64

	SuppressionLimit float64 // share of the records that may be dropped, 0 to 1
	Metric           Metric

	// Cells lets Anonymise keep records that it would drop, with single values
	// suppressed ([Top]) instead. A suppressed value matches nothing but another
	// suppressed value. SuppressionLimit then bounds the records that are dropped
	// or have such a value. The levels are those that are the best without.
	Cells bool

	// MaxLoss is the greatest mean loss (1 - granularity) at which the result
	// is still of use, above 0 and at most 1; 0 sets no bound.
	MaxLoss float64

	// Levels fixes the level of quasi-identifiers, in the order of
	// [Records.Quasi]; -1 leaves a column free, nil leaves all free. With every
	// level fixed there is nothing to search: the records are judged, and nobody
	// who knows the algorithm can infer anything from the levels (Wong, Fu, Wang
	// and Pei, VLDB 2007).
	Levels []int

	// OneLevel lists the quasi-identifiers, as indices into [Records.Quasi], that
	// Recode keeps at one level for all records. It tries every combination of
	// their levels that can be the best, so a few columns are meant. Anonymise
	// does that for all columns and does not look here.
	OneLevel []int

	Workers int // goroutines of the search; 0 means one per processor
}

// check refuses a policy that asks for nothing or for the impossible.
func (p Policy) check() error {
	within := func(x, low, high float64) bool { return x >= low && x <= high } // false for NaN
	switch {
	case p.K < 2:
		return fmt.Errorf("policy: k is %d, it must be at least 2", p.K)
	case p.LKind < NoL || p.LKind > RecursiveL || p.TKind < NoT || p.TKind > HierarchicalT || p.Metric < ByLoss || p.Metric > ByAECS:
		return fmt.Errorf("policy: unknown kind of l, t or metric")
	case p.LKind != NoL && !within(p.L, 1, math.MaxInt32):
		return fmt.Errorf("policy: l is %v, it must be at least 1", p.L)
	case (p.LKind == DistinctL || p.LKind == RecursiveL) && p.L != math.Trunc(p.L):
		return fmt.Errorf("policy: l is %v, it must be a whole number", p.L)
	case p.LKind == RecursiveL && !within(p.C, math.SmallestNonzeroFloat64, math.MaxFloat64):
		return fmt.Errorf("policy: c is %v, it must be above 0", p.C)
	case p.TKind != NoT && !within(p.T, 0, 1):
		return fmt.Errorf("policy: t is %v, it must be between 0 and 1", p.T)
	case p.Cells && p.weighs():
		return fmt.Errorf("policy: with suppressed cells k-map and delta are not defined")
	case p.KMap < 0 || p.KMap > math.MaxInt32:
		return fmt.Errorf("policy: k-map is %d", p.KMap)
	case !within(p.DeltaMin, 0, 1) || !within(p.DeltaMax, p.DeltaMin, 1):
		return fmt.Errorf("policy: delta is %v to %v, it must be a range within 0 to 1", p.DeltaMin, p.DeltaMax)
	case !within(p.SuppressionLimit, 0, 1):
		return fmt.Errorf("policy: suppression limit is %v, it must be between 0 and 1", p.SuppressionLimit)
	case !within(p.MaxLoss, 0, 1):
		return fmt.Errorf("policy: greatest loss is %v, it must be between 0 and 1", p.MaxLoss)
	case p.Workers < 0:
		return fmt.Errorf("policy: %d workers", p.Workers)
	}
	return nil
}

// checkLevels refuses levels that the columns do not have.
func (p Policy) checkLevels(quasi []Column) error {
	if p.Levels != nil && len(p.Levels) != len(quasi) {
		return fmt.Errorf("policy: %d levels for %d quasi-identifiers", len(p.Levels), len(quasi))
	}
	for c, level := range p.Levels {
		if level < -1 || level >= quasi[c].Hierarchy.Levels() {
			return fmt.Errorf("policy: column %s has no level %d", quasi[c].Name, level)
		}
	}
	trials := 1
	for i, c := range p.OneLevel {
		if c < 0 || c >= len(quasi) || slices.Contains(p.OneLevel[:i], c) {
			return fmt.Errorf("policy: one level: %d is no quasi-identifier, or stands there twice", c)
		}
		if _, is := p.fixed(c); !is {
			trials *= quasi[c].Hierarchy.Levels()
		}
		if trials > maxTrials {
			return fmt.Errorf("policy: more than %d combinations of levels for the columns at one level: fix some, or name fewer", maxTrials)
		}
	}
	return nil
}

// maxTrials bounds the combinations of levels that Recode looks at.
const maxTrials = 1 << 12

// fixed reports whether the level of a column is given, and which it is.
func (p Policy) fixed(column int) (level int, is bool) {
	if p.Levels == nil || p.Levels[column] < 0 {
		return 0, false
	}
	return p.Levels[column], true
}

// workers returns how many goroutines the policy allows.
func (p Policy) workers() int {
	if p.Workers > 0 {
		return p.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// maxSuppressed returns how many of n records may be dropped. The product is
// nudged before it is cut: 0.29 of 100 records are 29, whatever the binary
// fraction says.
func (p Policy) maxSuppressed(n int) int {
	if p.DeltaMin > 0 {
		return 0
	}
	return int(math.Floor(p.SuppressionLimit*float64(n) + 1e-9))
}

// weighs reports whether the policy looks at the population.
func (p Policy) weighs() bool { return p.KMap > 0 || p.DeltaMax > 0 }

// usefulLoss returns the greatest mean loss that is still of use.
func (p Policy) usefulLoss() float64 {
	if p.MaxLoss == 0 {
		return 1
	}
	return p.MaxLoss
}

// enough is how many persons of a class there is no need to count beyond.
func (p Policy) enough() int32 {
	if p.weighs() {
		return math.MaxInt32 // what share they are of the population asks for all
	}
	return int32(p.K)
}
