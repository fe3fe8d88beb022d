package lp

import "math"

// How a step ended.
const (
	stepped = iota
	none    // no column can repair the row: there is no movement
	drifted // rounding has crept in: nothing was done
)

// A choice is a column that can repair a row.
type choice struct {
	col   int
	ratio float64 // how far prices move until the column is worth its cost
	size  float64 // how much of the repair a unit of it does
}

// leaving returns the row to repair and whether its basic column is above its
// bounds, or -1 if all are inside. It takes the row that is farthest outside,
// measured by the devex weights of Forrest and Goldfarb (1992).
func (s *Solver) leaving() (row int, above bool) {
	row = -1
	worst := 0.0
	for r, v := range s.value {
		d := max(s.low[s.head[r]]-v, v-s.high[s.head[r]])
		if d <= feasTol {
			continue
		}
		if score := d * d / s.weight[r]; score > worst {
			row, above, worst = r, v > s.high[s.head[r]], score
		}
	}
	return row, above
}

// step brings the basic column of a row back to the bound that it has passed
// and lets another column take its place.
func (s *Solver) step(row int, above bool) int {
	s.btran(row)
	s.priceRow()
	defer s.clearRow()
	s.choices = s.choices[:0]
	s.chooseParts(above)
	s.chooseLogicals(above)
	enter := s.entering(row, above)
	if enter < 0 {
		s.ray = append(s.ray[:0], s.rho...)
		return none
	}
	s.ftran(enter)
	a := s.alphaOf(enter)
	if w := s.column[row]; math.Abs(w-a) > driftTol*(1+math.Abs(a)) && len(s.etas) > 0 {
		s.empty()
		return drifted
	}
	// The price moves until the entering column is worth its cost.
	theta := s.reducedCost(enter) / a
	for _, k := range s.touched {
		s.price[k] += theta * s.alpha[k]
	}
	if s.p.RowLow != nil {
		for r, v := range s.rho {
			s.rowPrice[r] += theta * v
		}
	}
	s.flip()
	s.exchange(row, above, enter)
	return stepped
}

// alphaOf returns the entry of a column in the row at hand.
func (s *Solver) alphaOf(col int) float64 {
	if col >= s.parts() {
		return s.rho[col-s.parts()]
	}
	return sign(col) * s.alpha[col/2]
}

// reducedCost returns what a unit of a column costs beyond its price.
func (s *Solver) reducedCost(col int) float64 {
	if col >= s.parts() {
		return -s.rowPrice[col-s.parts()]
	}
	return s.cost(col) - sign(col)*s.price[col/2]
}

func (s *Solver) chooseParts(above bool) {
	for _, j := range s.touched {
		if math.Abs(s.alpha[j]) < pivotTol {
			continue
		}
		s.choose(2*j, above)
		s.choose(2*j+1, above)
	}
}

// chooseLogicals lists the rows that have room between their bounds.
func (s *Solver) chooseLogicals(above bool) {
	if s.p.RowLow == nil {
		return
	}
	for r, v := range s.rho {
		if math.Abs(v) >= pivotTol {
			s.choose(s.parts()+r, above)
		}
	}
}

// choose lists a column if moving it off its bound repairs the row.
func (s *Solver) choose(col int, above bool) {
	if s.basic[col] || s.low[col] == s.high[col] {
		return
	}
	// Raising the column lowers the row's value by a: that helps when the row
	// is above its bounds. From its upper bound a column can only go down.
	a := s.alphaOf(col)
	helps := (a > 0) == above
	if s.atHigh[col] {
		helps = !helps
	}
	if helps {
		s.choices = append(s.choices, choice{col, math.Abs(s.reducedCost(col) / a), math.Abs(a)})
	}
}

// entering returns the column that repairs a row at the least loss, or -1.
// Columns that are cheaper but too small for the repair go to their other bound
// on the way.
func (s *Solver) entering(row int, above bool) int {
	lack := s.low[s.head[row]] - s.value[row]
	if above {
		lack = s.value[row] - s.high[s.head[row]]
	}
	s.flips = s.flips[:0]
	for len(s.choices) > 0 {
		best := 0
		for i, c := range s.choices {
			b := s.choices[best]
			if c.ratio < b.ratio-tieTol || c.ratio < b.ratio+tieTol && c.size > b.size {
				best = i
			}
		}
		c := s.choices[best]
		lack -= c.size * (s.high[c.col] - s.low[c.col])
		if lack <= feasTol {
			return c.col
		}
		s.flips = append(s.flips, c.col)
		last := len(s.choices) - 1
		s.choices[best] = s.choices[last]
		s.choices = s.choices[:last]
	}
	return -1
}

// flip sends the columns listed to their other bound.
func (s *Solver) flip() {
	if len(s.flips) == 0 {
		return
	}
	entering, filled := s.column, s.filled
	s.column, s.filled = s.spare.column, s.spare.filled
	for _, col := range s.flips {
		by := s.high[col] - s.low[col]
		if s.atHigh[col] {
			by = -by
		}
		s.atHigh[col] = !s.atHigh[col]
		s.addColumn(col, by)
	}
	s.transform()
	for _, r := range s.filled {
		s.value[r] -= s.column[r]
		s.column[r] = 0
	}
	s.spare = scratch{s.column, s.filled[:0]}
	s.column, s.filled = entering, filled
}

// exchange makes column enter basic in a row.
func (s *Solver) exchange(row int, above bool, enter int) {
	leave := s.head[row]
	bound := s.low[leave]
	if above {
		bound = s.high[leave]
	}
	t := (s.value[row] - bound) / s.column[row]
	s.basic[leave], s.atHigh[leave] = false, above
	entered := s.nonbasicValue(enter) + t
	pivot, weight := s.column[row], s.weight[row]
	s.store(row)
	f := s.etas[len(s.etas)-1]
	for _, e := range s.etaBuf[f.start:f.end] {
		s.value[e.Index] = snap(s.value[e.Index] - t*e.Coef)
		s.weight[e.Index] = max(s.weight[e.Index], e.Coef*e.Coef/(pivot*pivot)*weight)
	}
	s.value[row] = entered
	s.weight[row] = max(weight/(pivot*pivot), 1)
	s.head[row] = enter
	s.basic[enter] = true
}
