package microdata

// A region is one value per quasi-identifier, as nodes of their trees.
type region []uint16

// A forest is the trees of all quasi-identifiers, with which regions are joined
// and weighed.
type forest []*tree

// weight returns the loss of one row in a region: the sum over the columns.
func (f forest) weight(a region) float64 {
	sum := 0.0
	for c, t := range f {
		sum += t.weight[a[c]]
	}
	return sum
}

// joined returns the weight of the smallest region that holds both.
func (f forest) joined(a, b region) float64 {
	sum := 0.0
	for c, t := range f {
		sum += t.weight[t.ancestor[int(a[c])*t.nodes+int(b[c])]]
	}
	return sum
}

// joinedWithin returns the same as joined, and true, or false as soon as it is
// certain to be more than most. Regions that are far apart, the most, differ in
// the first columns already.
func (f forest) joinedWithin(a, b region, most float64) (float64, bool) {
	most += leastGain // rounding may not decide
	sum := 0.0
	for c, t := range f {
		if sum += t.weight[t.ancestor[int(a[c])*t.nodes+int(b[c])]]; sum > most {
			return sum, false
		}
	}
	return sum, true
}

// join widens a to hold b as well.
func (f forest) join(a, b region) {
	for c, t := range f {
		a[c] = t.ancestor[int(a[c])*t.nodes+int(b[c])]
	}
}

// A cluster is a set of rows that is on the way to become a class.
type cluster struct {
	rows   []int32
	region region  // the smallest that holds the rows
	weight float64 // of the region
	spare  int     // persons above k: what it can give away, negative what it lacks
	ready  bool    // meets the policy
}

// cost returns the loss of all rows of the cluster.
func (c *cluster) cost() float64 { return float64(len(c.rows)) * c.weight }

// A recoder joins rows into clusters that meet a policy at little loss. It has
// memory of its own and is not safe for concurrent use.
type recoder struct {
	forest  forest
	records *Records
	judge   *judge
	regions []uint16 // leaf region of each row, one after the other
	seenIn  []int32  // person → last count that met it; nil if every row is a person
	counts  int32
	values  []*histogram
}

func newRecoder(f forest, r *Records, j *judge, regions []uint16) *recoder {
	rc := &recoder{forest: f, records: r, judge: j, regions: regions}
	if r.Person != nil {
		rc.seenIn = make([]int32, r.N)
	}
	if j.looks() {
		for _, overall := range j.overall {
			rc.values = append(rc.values, newHistogram(len(overall)))
		}
	}
	return rc
}

// leaf returns the region of a single row.
func (rc *recoder) leaf(row int32) region {
	q := int32(len(rc.forest))
	return rc.regions[row*q : row*q+q]
}

// cluster makes a cluster of rows, which it keeps.
func (rc *recoder) cluster(rows []int32) *cluster {
	c := &cluster{rows: rows, region: append(region(nil), rc.leaf(rows[0])...)}
	for _, row := range rows[1:] {
		rc.forest.join(c.region, rc.leaf(row))
	}
	c.weight = rc.forest.weight(c.region)
	rc.measure(c)
	return c
}

// measure judges the rows of a cluster.
func (rc *recoder) measure(c *cluster) {
	c.spare = rc.persons(c.rows) - rc.judge.policy.K
	c.ready = c.spare >= 0 && rc.diverse(c.rows)
}

// persons counts the distinct persons of some rows.
func (rc *recoder) persons(rows []int32) int {
	if rc.seenIn == nil {
		return len(rows)
	}
	rc.counts++
	n := 0
	for _, row := range rows {
		if who := rc.records.Person[row]; rc.seenIn[who] != rc.counts {
			rc.seenIn[who] = rc.counts
			n++
		}
	}
	return n
}

// diverse judges l and t.
func (rc *recoder) diverse(rows []int32) bool {
	for s, h := range rc.values {
		column := rc.judge.columns[s]
		for _, row := range rows {
			h.add(column.Codes[row])
		}
		v := rc.judge.judgeColumn(column, h, rc.judge.overall[s])
		h.empty()
		if v != passes {
			return false
		}
	}
	return true
}
