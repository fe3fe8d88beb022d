package microdata

import (
	"fmt"
	"math"
)

// Records is a columnar file of records, one row a record. It is only read,
// never changed or kept.
type Records struct {
	N         int      // number of rows
	Quasi     []Column // what an intruder may know: at least one
	Sensitive []Column // what an intruder may not learn
	// Person holds a dense person number, from 0, for each row; nil means that
	// every row is a person of its own.
	Person []int32

	// Population is everybody from whom the records come; nil if nobody knows.
	Population *Population
}

// A Population is a register of persons with the quasi-identifiers of some
// [Records]. The persons of the records are among them.
type Population struct {
	N     int
	Codes [][]int32 // for each quasi-identifier, for each person: an index into the leaves of its hierarchy
}

// A Column is one column of [Records].
type Column struct {
	Name string

	// Hierarchy is how the column may be generalised. A quasi-identifier needs
	// one; a sensitive column only for [HierarchicalT].
	Hierarchy *Hierarchy

	// Values are the values of a sensitive column, in their natural order if
	// [OrderedT] is asked for. Nil means the leaves of Hierarchy. A
	// quasi-identifier has none.
	Values []string

	// Codes holds for each row an index into Values, or into the leaves of
	// Hierarchy.
	Codes []int32

	// SkipL and SkipT exempt a sensitive column from the l or the t demand: a
	// yes or no that is rare can be held close to its overall share (t), but
	// never be made diverse (l).
	SkipL, SkipT bool
}

// labels returns the labels that the codes of a column point to.
func (c *Column) labels() []string {
	if c.Values == nil && c.Hierarchy != nil {
		return c.Hierarchy.levels[0].labels
	}
	return c.Values
}

// check refuses records that do not hang together. The messages name columns
// and row numbers (from 0), no values.
func (r *Records) check() error {
	if r.N < 0 || r.N > math.MaxInt32 {
		return fmt.Errorf("records: %d rows", r.N)
	}
	if len(r.Quasi) == 0 {
		return fmt.Errorf("records: no quasi-identifier")
	}
	for i := range r.Quasi {
		c := &r.Quasi[i]
		if c.Hierarchy == nil {
			return fmt.Errorf("records: column %s has no hierarchy", c.Name)
		}
		if c.Values != nil {
			return fmt.Errorf("records: column %s is a quasi-identifier and takes its values from its hierarchy", c.Name)
		}
		if err := c.checkCodes(r.N); err != nil {
			return err
		}
	}
	for i := range r.Sensitive {
		if err := r.Sensitive[i].checkCodes(r.N); err != nil {
			return err
		}
	}
	if err := checkPersons(r.Person, r.N); err != nil || r.Population == nil {
		return err
	}
	return r.Population.check(r.Quasi)
}

// check refuses a population that does not fit the columns.
func (p *Population) check(quasi []Column) error {
	if p.N < 0 || p.N > math.MaxInt32 || len(p.Codes) != len(quasi) {
		return fmt.Errorf("population: %d persons, %d columns for %d quasi-identifiers", p.N, len(p.Codes), len(quasi))
	}
	for i := range quasi {
		c := Column{Name: quasi[i].Name, Hierarchy: quasi[i].Hierarchy, Codes: p.Codes[i]}
		if err := c.checkCodes(p.N); err != nil {
			return fmt.Errorf("population: %w", err)
		}
	}
	return nil
}

// checkCodes refuses codes that point nowhere.
func (c *Column) checkCodes(n int) error {
	if len(c.Codes) != n {
		return fmt.Errorf("records: column %s has %d codes for %d rows", c.Name, len(c.Codes), n)
	}
	if c.Values != nil && c.Hierarchy != nil && len(c.Values) != c.Hierarchy.size() {
		return fmt.Errorf("records: column %s has %d values and a hierarchy of %d leaves", c.Name, len(c.Values), c.Hierarchy.size())
	}
	limit := uint32(len(c.labels()))
	for row, code := range c.Codes {
		if uint32(code) >= limit {
			return fmt.Errorf("records: column %s: code of row %d is not a known value", c.Name, row)
		}
	}
	return nil
}

// checkPersons refuses person numbers that are negative or not dense enough to
// index an array with.
func checkPersons(person []int32, n int) error {
	if person == nil {
		return nil
	}
	if len(person) != n {
		return fmt.Errorf("records: %d person numbers for %d rows", len(person), n)
	}
	for row, p := range person {
		if p < 0 || int(p) >= n {
			return fmt.Errorf("records: person number of row %d is not between 0 and the number of rows", row)
		}
	}
	return nil
}
