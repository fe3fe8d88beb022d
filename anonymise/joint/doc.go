// Package joint proves that records and tables that leave together hide what
// the tables hide: it is the audit that takes a file of generalised records as
// something the attacker knows beside every figure that is shown.
//
// In come the [Figure] values of the tables, with which of them are hidden and
// how wide an attacker's interval must stay, and the [Kind] values of the
// records: how many records are written alike, and what each of them might be
// instead without being written differently. Out goes the list of hidden
// figures of which the records may tell more than they should.
//
// The proof is by worlds. The truth is one; others are found by letting records
// be something else within what is written of them, such that every shown
// figure stays what it is. Two worlds in which a hidden figure differs by its
// width cannot be told apart by anybody who holds records and tables. A linear
// program proposes worlds; each is checked in whole numbers before it counts.
// A figure for which no worlds are found is reported, whether or not somebody
// could really bound it: the caller must make the records coarser.
package joint
