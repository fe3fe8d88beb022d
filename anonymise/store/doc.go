// Package store keeps, between runs, the rows that passed gate 1.
//
// Each delivery in force is one sealed segment: an age file named after the
// SHA-256 of its sealed bytes, written once and never changed. Which segments
// are in force stands in index.json, the one commit point: a segment counts
// from the moment that file has been replaced, and not before. The index holds
// no counts and nothing about a person. A segment holds batches and, beside
// them, the random number of each of its persons; no name, V-number or birth
// date, and nothing from which one could be computed.
//
// Writing needs the public key of the store alone, so that whoever takes in
// deliveries cannot read what came before. Reading needs the secret key.
//
// Comes in: [anonymise.Batch] and [anonymise.Persons] of one delivery
// ([Store.Create]). Goes out: the same batches of all segments in force, with
// one numbering of persons across all of them ([Store.Read]).
//
// # Which delivery replaces which
//
// A delivery is a complete statement of an organisation, a dataset and a
// period. [Store.Plan] decides, and [Store.Commit] decides again:
//
//	the same delivery, or the same content for the same period    ErrSame
//	the same period, a higher sequence                            replaces
//	the same period, not a higher sequence                        ErrOlder
//	a period that contains whole periods in force                 replaces them
//	a period of which a part, but not the whole of another, is
//	in force                                                      ErrOverlap
//	a period of which nothing is in force                         is added
//
// The last refusal holds for a period within a longer one too: a part of a
// statement cannot be replaced, so the whole must be delivered again. Periods in
// force therefore only grow, and sequences need comparing only between equal
// periods: an old delivery that is presented again always meets ErrSame,
// ErrOlder or ErrOverlap.
package store
