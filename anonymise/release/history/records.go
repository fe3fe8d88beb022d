package history

// Records are the kinds of records that left, and how many of each: enough to
// compare two sets, and no more.
type Records struct {
	K       int // the least number of persons of a kind
	Columns []Column
	Kinds   []Kind
}

// A Column is one generalised column. Its values form a tree, so that sets that
// were generalised differently can be compared at a level that both reach.
type Column struct {
	Name   string
	Values []string
	Up     []int // of each value: the coarser value above it, -1 for the top
}

// A Kind is a combination of values, by their places in the columns.
type Kind struct {
	Values []int
	Count  int
}
