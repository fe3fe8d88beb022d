// Package history remembers every release and judges a new one beside all of
// them.
//
// A [Release] is what is remembered of one: for each table of the parcel which
// figures were shown and which were not, with the true values behind those, so
// that a later audit can be made over all releases together; for records how
// many there were of each kind. It is kept sealed, for ever: what has left
// cannot be recalled, and a withdrawn release counts like any other.
//
// A [Past] is all of them. It takes the tables of a new parcel and ties them to
// what has left before (see [Past.Protect]), and compares a new set of records
// with earlier ones ([Past.Records]). It hides more of the new tables when that
// keeps every small difference hidden, and refuses with [ErrDifferencing] when
// nothing helps: what was shown then cannot be taken back.
//
// A [Proof] is kept with each release: the certificates of what it hides and the
// whole system that they speak of. [Release.Prove] checks it by addition alone, in
// the code of package linked.
//
// The package reads and writes no files, knows no keys and no clock, and its
// refusals name tables, labels of cells and earlier releases, never a figure.
package history
