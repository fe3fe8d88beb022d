// Package release is gate 3: it decides whether a report may leave.
//
// Comes in: a [Request], with what passed gate 2 (tables that disclosure
// control made safe, records that met their policy) or rows that are allowed
// out under a pseudonym, for one purpose and its recipients. Goes out: an
// [Approved], the one thing from which a parcel can be sealed.
//
// It refuses a recipient who is not on the purpose's list (S-U 7, 10c-d, 12: no
// output is addressed to police or others), a purpose that carries what it may
// not carry, and figures that were not reconciled.
package release
