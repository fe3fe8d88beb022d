// Package register remembers who is who between deliveries.
//
// It holds, for every person ever taken in, a random number of 128 bits and,
// beside it, a keyed index of what that person was recognised by: the CMAC of
// a V-number, or of the attributes of somebody without one. From a number
// nothing about the person can be computed, and from the index nothing without
// the key. It also holds, for each delivery in force, a fingerprint of every
// row, so that at the next delivery of the same scope the rows that are new,
// changed or gone can be counted, and a stay that was open and is missing can
// be pointed out. It holds no name, V-number or birth date.
//
// Persons and keys are in memory; fingerprints are not. They go to the sealed
// file as their rows are read and are read back from it when a later delivery
// is held against them, so that memory grows with persons and not with rows.
//
// Comes in: keys (already hashed) and fingerprints, from gate 1. Goes out:
// person numbers and [Changes]. A [Session] is one delivery: it writes the
// register's next file while it goes, and ends with [Session.Commit], which puts
// that file in place, or with [Session.Undo]. The file is one age file, sealed to
// a key of its own ([File]).
//
// Two distinct V-numbers are never one person: the package refuses a file in
// which a person has two.
//
// # Crashes
//
// A delivery takes three steps: its segment is put in place and the register is
// committed, in either order, and then the store's index is replaced. The scope of
// a delivery is therefore recorded under the hash of its segment and is pending
// until [Register.Settle] has heard from the store that the segment is in force.
// Scopes whose segment never came into force are dropped, with the persons that
// only they brought.
package register
