// Package bounds works out what somebody who holds the published figures can
// know about the hidden ones.
//
// In comes a [System]: cells that are known or hidden, what is known about the
// hidden ones beforehand, and the identities that they keep. Out comes for each
// hidden cell the [Interval] of whole numbers that agree with all of it, by
// linear programming over the whole system and not table by table. Linear
// programming alone would let a cell pass that only one whole number fits, so
// where the end of an interval is not whole the package branches.
//
// The package is there to contradict the one that suppresses. It shares no code
// with it, is not told what it wanted to protect, and proves both ends of every
// interval: that nothing lies outside, by multipliers of the identities that are
// checked again on the identities themselves (weak duality); that the ends can
// be reached, by a whole-number world that is checked by addition. All
// arithmetic is in whole numbers; where they grow too large for 64 bits the
// package says that it does not know rather than round.
//
// It refuses nothing but systems that contradict themselves: [ErrInconsistent].
package bounds
