package microdata

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// The oracle below knows the definitions of k, l, t and loss and nothing of
// the package: it works on rows and labels, and tries every node.

// smallRecords draws a file small enough to try every generalisation of it.
func smallRecords(t *rapid.T) Records {
	r := Records{N: rapid.IntRange(1, 40).Draw(t, "rows")}
	codes := func(n int, label string) []int32 {
		return rapid.SliceOfN(rapid.Int32Range(0, int32(n-1)), r.N, r.N).Draw(t, label)
	}
	for q := range rapid.IntRange(1, 4).Draw(t, "columns") {
		name := fmt.Sprintf("q%d", q)
		h := drawHierarchy(t, name)
		r.Quasi = append(r.Quasi, Column{Name: name, Hierarchy: h, Codes: codes(h.size(), name)})
	}
	for s := range rapid.IntRange(1, 2).Draw(t, "sensitive") {
		name := fmt.Sprintf("s%d", s)
		h := drawHierarchy(t, name)
		c := Column{Name: name, Hierarchy: h, Codes: codes(h.size(), name)}
		c.SkipL, c.SkipT = rapid.Bool().Draw(t, "skip l"), rapid.Bool().Draw(t, "skip t")
		r.Sensitive = append(r.Sensitive, c)
	}
	if rapid.Bool().Draw(t, "persons") {
		r.Person = codes(r.N, "person")
	}
	return r
}

// drawHierarchy draws a nested hierarchy of up to 6 leaves and 4 levels.
func drawHierarchy(t *rapid.T, name string) *Hierarchy {
	n := rapid.IntRange(1, 6).Draw(t, name+" leaves")
	rows := make([][]string, n)
	value := make([]int, n)
	for i := range rows {
		value[i] = i
		rows[i] = []string{strconv.Itoa(i)}
	}
	for l := range rapid.IntRange(0, 2).Draw(t, name+" levels") {
		parent := rapid.SliceOfN(rapid.IntRange(0, n-1), n, n).Draw(t, name+" parents")
		for i := range rows {
			value[i] = parent[value[i]]
			rows[i] = append(rows[i], fmt.Sprintf("%d/%d", l+1, value[i]))
		}
	}
	for i := range rows {
		rows[i] = append(rows[i], Top)
	}
	h, err := NewHierarchy(name, rows)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func drawPolicy(t *rapid.T) Policy {
	return Policy{
		K:     rapid.IntRange(2, 5).Draw(t, "k"),
		LKind: LKind(rapid.IntRange(0, 3).Draw(t, "l kind")), L: float64(rapid.IntRange(1, 3).Draw(t, "l")), C: rapid.Float64Range(0.5, 4).Draw(t, "c"),
		TKind: TKind(rapid.IntRange(0, 3).Draw(t, "t kind")), T: rapid.Float64Range(0.05, 0.8).Draw(t, "t"),
		SuppressionLimit: rapid.SampledFrom([]float64{0, 0, 0.1, 0.3, 1}).Draw(t, "limit"),
		Metric:           Metric(rapid.IntRange(0, 3).Draw(t, "metric")),
		MaxLoss:          rapid.SampledFrom([]float64{0, 0.5, 0.9}).Draw(t, "greatest loss"),
		Workers:          rapid.IntRange(1, 3).Draw(t, "workers"),
	}
}

// label returns the label of a row in a column at a level.
func label(c *Column, row, level int) string {
	return c.Hierarchy.Generalise(c.Codes[row], level)
}

// oracleClasses groups the rows by their labels.
func oracleClasses(r *Records, levels []int) map[string][]int {
	classes := make(map[string][]int)
	for row := range r.N {
		key := ""
		for i := range r.Quasi {
			key += label(&r.Quasi[i], row, levels[i]) + ";"
		}
		classes[key] = append(classes[key], row)
	}
	return classes
}

func oraclePersons(r *Records, rows []int) int {
	if r.Person == nil {
		return len(rows)
	}
	persons := make(map[int32]bool)
	for _, row := range rows {
		persons[r.Person[row]] = true
	}
	return len(persons)
}

// oraclePasses judges one class from the definitions.
func oraclePasses(r *Records, p Policy, rows []int) bool {
	if oraclePersons(r, rows) < p.K {
		return false
	}
	for i := range r.Sensitive {
		c := &r.Sensitive[i]
		class, file := make([]float64, c.Hierarchy.size()), make([]float64, c.Hierarchy.size())
		for _, row := range rows {
			class[c.Codes[row]]++
		}
		for _, code := range c.Codes {
			file[code]++
		}
		if !c.SkipL && !oracleDiverse(p, class) {
			return false
		}
		if !c.SkipT && oracleDistance(p.TKind, c.Hierarchy, normalise(class), normalise(file)) > p.T+1e-9 {
			return false
		}
	}
	return true
}

func normalise(counts []float64) []float64 {
	sum := 0.0
	for _, n := range counts {
		sum += n
	}
	out := make([]float64, len(counts))
	for i, n := range counts {
		out[i] = n / sum
	}
	return out
}

func oracleDiverse(p Policy, class []float64) bool {
	desc := slices.Clone(class)
	slices.Sort(desc)
	slices.Reverse(desc)
	l := int(p.L)
	switch p.LKind {
	case DistinctL:
		return len(desc) >= l && desc[l-1] > 0
	case EntropyL:
		h := 0.0
		for _, q := range normalise(class) {
			if q > 0 {
				h -= q * math.Log(q)
			}
		}
		return h >= math.Log(p.L)-1e-9
	case RecursiveL:
		tail := 0.0
		for i := l - 1; i < len(desc); i++ {
			tail += desc[i]
		}
		return desc[0] < p.C*tail
	}
	return true
}

// oracleDistance is the earth mover's distance in the forms in which Li, Li
// and Venkatasubramanian give it.
func oracleDistance(kind TKind, h *Hierarchy, class, file []float64) float64 {
	switch kind {
	case EqualT:
		sum := 0.0
		for i := range class {
			sum += max(0, class[i]-file[i])
		}
		return sum
	case OrderedT:
		sum := 0.0
		for i := range class {
			before := 0.0
			for j := range i + 1 {
				before += class[j] - file[j]
			}
			sum += math.Abs(before)
		}
		return sum / float64(max(1, len(class)-1))
	case HierarchicalT:
		return oracleTree(h, class, file)
	}
	return 0
}

// oracleTree moves, at each inner node, the lesser of surplus and shortage of
// its children.
func oracleTree(h *Hierarchy, class, file []float64) float64 {
	top := h.Levels() - 1
	sum := 0.0
	for l := 1; l <= top; l++ {
		for _, node := range h.Labels(l) {
			extra := make(map[string]float64)
			for leaf := range class {
				if h.Generalise(int32(leaf), l) == node {
					extra[h.Generalise(int32(leaf), l-1)] += class[leaf] - file[leaf]
				}
			}
			surplus, shortage := 0.0, 0.0
			for _, x := range extra {
				surplus += max(0, x)
				shortage += max(0, -x)
			}
			sum += float64(l) / float64(top) * min(surplus, shortage)
		}
	}
	return sum
}

// An oracleOutcome is what one node comes to.
type oracleOutcome struct {
	suppressed int
	classes    int
	loss       []float64
	score      map[Metric]float64
}

func oracleEvaluate(r *Records, p Policy, levels []int) oracleOutcome {
	o := oracleOutcome{loss: make([]float64, len(levels)), score: make(map[Metric]float64)}
	n := float64(r.N)
	for _, rows := range oracleClasses(r, levels) {
		size := float64(len(rows))
		if oraclePasses(r, p, rows) && oraclePresent(r, p, levels, rows) {
			o.classes++
			o.score[ByDiscernibility] += size * size
			for i := range r.Quasi {
				c := &r.Quasi[i]
				o.loss[i] += size * float64(leavesUnder(c.Hierarchy, label(c, rows[0], levels[i]), levels[i])) / float64(c.Hierarchy.size())
			}
			continue
		}
		o.suppressed += len(rows)
		o.score[ByDiscernibility] += size * n
		for i := range r.Quasi {
			o.loss[i] += size
		}
	}
	product := 1.0
	for i := range r.Quasi {
		c := &r.Quasi[i]
		if m := float64(c.Hierarchy.size()); m > 1 {
			o.loss[i] = (o.loss[i] - n/m) / (n - n/m)
		} else {
			o.loss[i] = 0
		}
		product *= o.loss[i] + 1
		o.score[ByEntropy] += oracleEntropy(c, levels[i])
	}
	o.score[ByLoss] = math.Pow(product, 1/float64(len(levels))) - 1
	classes := float64(o.classes)
	if o.suppressed > 0 {
		classes++
	}
	o.score[ByAECS] = n / classes
	return o
}

func leavesUnder(h *Hierarchy, label string, level int) int {
	n := 0
	for leaf := range h.Labels(0) {
		if h.Generalise(int32(leaf), level) == label {
			n++
		}
	}
	return n
}

func oracleEntropy(c *Column, level int) float64 {
	leaf, value := make(map[string]float64), make(map[string]float64)
	for row := range c.Codes {
		leaf[label(c, row, 0)]++
		value[label(c, row, level)]++
	}
	sum := 0.0
	for row := range c.Codes {
		sum -= math.Log2(leaf[label(c, row, 0)] / value[label(c, row, level)])
	}
	return sum
}

func mean(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}

// oracleBest tries every node and returns the best score, or false.
func oracleBest(r *Records, p Policy) (float64, bool) {
	best, found := 0.0, false
	levels := make([]int, len(r.Quasi))
	useful := p.MaxLoss
	if useful == 0 {
		useful = 1
	}
	for {
		o := oracleEvaluate(r, p, levels)
		gaps := p.DeltaMin > 0 && (o.suppressed > 0 || oracleAbsent(r, levels))
		if !gaps && allowsLevels(p, levels) && o.classes > 0 && float64(o.suppressed) <= p.SuppressionLimit*float64(r.N)+1e-9 && mean(o.loss) <= useful+1e-12 {
			if score := o.score[p.Metric]; !found || score < best {
				best, found = score, true
			}
		}
		i := 0
		for ; i < len(levels); i++ {
			if levels[i]++; levels[i] < r.Quasi[i].Hierarchy.Levels() {
				break
			}
			levels[i] = 0
		}
		if i == len(levels) {
			return best, found
		}
	}
}

// allowsLevels reports whether a policy does not fix other levels.
func allowsLevels(p Policy, levels []int) bool {
	for c, level := range p.Levels {
		if level >= 0 && level != levels[c] {
			return false
		}
	}
	return true
}

// drawLevels fixes the level of some columns, or of none.
func drawLevels(t *rapid.T, r *Records) []int {
	if rapid.Bool().Draw(t, "free") {
		return nil
	}
	var levels []int
	for i := range r.Quasi {
		levels = append(levels, rapid.IntRange(-1, r.Quasi[i].Hierarchy.Levels()-1).Draw(t, "fixed level"))
	}
	return levels
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

func TestOracleTreeDistance(t *testing.T) {
	h, err := NewHierarchy("x", [][]string{{"a", "g", Top}, {"b", "g", Top}, {"c", "h", Top}})
	if err != nil {
		t.Fatal(err)
	}
	// Half of the mass moves from a to b, within g: half of the height.
	if got := oracleTree(h, []float64{1, 0, 0}, []float64{0.5, 0.5, 0}); got != 0.25 {
		t.Errorf("distance within a branch = %v, want 0.25", got)
	}
	if got := oracleTree(h, []float64{1, 0, 0}, []float64{0.5, 0, 0.5}); got != 0.5 {
		t.Errorf("distance across branches = %v, want 0.5", got)
	}
}
