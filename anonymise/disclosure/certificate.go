package disclosure

// A Certificate shows that a cell is protected from an attacker: two worlds in
// whole numbers that agree with all that is published and with all that he
// knows, and that lie apart in that cell. Whoever has the tables can check it by
// addition alone. It stays in the house, because it tells which cells are small.
type Certificate struct {
	Cell     Ref
	Attacker string // in Dutch
	// Known are the suppressed cells that the attacker knows of himself. Neither
	// world changes them.
	Known []Ref
	// Low and High are the worlds: all cells that differ from the truth, in
	// whatever table they stand, with the values that they have there. A world
	// without changes is the truth.
	Low, High []Change
}

// A Change is the value of a cell in another world than the true one.
type Change struct {
	Cell  Ref
	Value int64
}
