package certificate

import "fmt"

// Check adds up the truth and every world, and says what they prove. If that is
// not all that the rules ask, the error is ErrNotProved; the report is filled
// in as far as it got.
func (c *Case) Check(r Rules) (Report, error) {
	report := Report{Cells: len(c.names), Certificates: len(c.certificates), SmallestWidth: -1}
	for i, terms := range c.constraints {
		if c.sum(terms, nil) != 0 {
			return report, fmt.Errorf("constraint %d of constraints.csv does not sum to zero: %w", i+1, ErrNotProved)
		}
	}
	if err := c.checkPattern(r, &report); err != nil {
		return report, err
	}
	if err := c.checkUnions(r); err != nil {
		return report, err
	}
	for i, cert := range c.certificates {
		for _, world := range cert.world {
			if err := c.checkWorld(world, r.Lower); err != nil {
				return report, fmt.Errorf("certificate %d of certificates.csv: %w: %w", i+1, err, ErrNotProved)
			}
		}
		if !c.primary[cert.cell] || cert.alone >= 0 && cert.touches(cert.alone) {
			return report, fmt.Errorf("certificate %d of certificates.csv is not for that cell or not against that attacker: %w", i+1, ErrNotProved)
		}
	}
	return report, c.checkProofs(r, &report)
}

// checkPattern counts the cells, and refuses a small figure that is shown and a
// zero that is hidden without need.
func (c *Case) checkPattern(r Rules, report *Report) error {
	for i, v := range c.value {
		switch {
		case r.Threshold > 0 && c.primary[i] != (v > 0 && v < r.Threshold):
			return c.failure(i, "is primary against the threshold, or the other way round")
		case c.hidden[i] && v == 0 && !c.primary[i]:
			return c.failure(i, "is hidden though it is zero")
		case c.primary[i]:
			report.Primary++
		case c.hidden[i]:
			report.Secondary++
			report.SecondarySum += v
		}
	}
	return nil
}

// checkUnions refuses a sum of hidden cells, one of them primary, that can be
// read off one constraint and is too small.
func (c *Case) checkUnions(r Rules) error {
	if r.Union == 0 {
		return nil
	}
	for _, terms := range c.constraints {
		var sum, signs int64
		small, first := -1, int64(0)
		for _, t := range terms {
			if !c.hidden[t.cell] {
				continue
			}
			if first == 0 {
				first = t.coef
			}
			if t.coef != first {
				signs++
			}
			if c.primary[t.cell] {
				small = t.cell
			}
			sum += c.value[t.cell]
		}
		if small >= 0 && signs == 0 && sum > 0 && sum < r.Union {
			return c.failure(small, "stands in a group of hidden cells that is too small together")
		}
	}
	return nil
}

// checkWorld refuses a world that an attacker can tell from the truth.
func (c *Case) checkWorld(world map[int]int64, lower int64) error {
	for i, v := range world {
		switch {
		case !c.hidden[i]:
			return fmt.Errorf("it changes cell %s, which is published", c.names[i])
		case v < min(lower, c.value[i]):
			return fmt.Errorf("it makes cell %s smaller than an attacker knows it to be", c.names[i])
		}
		for _, n := range c.of[i] {
			if c.sum(c.constraints[n], world) != 0 {
				return fmt.Errorf("constraint %d does not sum to zero in it", n+1)
			}
		}
	}
	return nil
}

// sum adds up a constraint in a world.
func (c *Case) sum(terms []term, world map[int]int64) (sum int64) {
	for _, t := range terms {
		sum += t.coef * c.in(world, t.cell)
	}
	return sum
}

// in returns the value of a cell in a world.
func (c *Case) in(world map[int]int64, cell int) int64 {
	if v, ok := world[cell]; ok {
		return v
	}
	return c.value[cell]
}

// width is how far apart the two worlds of a certificate lie in its cell.
func (c *Case) width(cert certificate) int64 {
	return c.in(cert.world[high], cert.cell) - c.in(cert.world[low], cert.cell)
}

// touches tells whether a world of the certificate changes the cell.
func (cert certificate) touches(cell int) bool {
	_, inLow := cert.world[low][cell]
	_, inHigh := cert.world[high][cell]
	return inLow || inHigh
}

// checkProofs refuses a primary cell that lacks a certificate which is wide
// enough, against outsiders or against some contributor.
func (c *Case) checkProofs(r Rules, report *Report) error {
	of := make([][]certificate, len(c.names))
	for _, cert := range c.certificates {
		of[cert.cell] = append(of[cert.cell], cert)
	}
	person, alone := c.contributors()
	report.Contributors = len(alone)
	failed := -1
	for i := range c.names {
		if !c.primary[i] {
			continue
		}
		var widest int64
		for _, cert := range of[i] {
			widest = max(widest, c.width(cert))
		}
		if widest == 0 {
			report.ExactlyKnown++
		}
		if widest < r.Width || widest == 0 {
			report.Narrow++
			failed = i
		}
		if report.SmallestWidth < 0 || widest < report.SmallestWidth {
			report.SmallestWidth = widest
		}
	}
	if failed >= 0 {
		return c.failure(failed, "is not protected from outsiders")
	}
	if r.InsiderWidth == 0 {
		return nil
	}
	for i := range c.names {
		if c.primary[i] && c.exposed(i, of[i], r.InsiderWidth, person, alone) {
			return c.failure(i, "is not protected from the only person in another cell")
		}
	}
	return nil
}

func (c *Case) failure(cell int, what string) error {
	return fmt.Errorf("cell %s %s: %w", c.names[cell], what, ErrNotProved)
}
