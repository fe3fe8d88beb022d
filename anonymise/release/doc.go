// Package release is gate 3: it decides whether a report may leave.
//
// Comes in: a [Request], with what passed gate 2 (tables that disclosure
// control made safe, records that met their policy) or rows that are allowed
// out under a pseudonym, for one purpose and its recipients. Goes out, in two
// steps: an [Approved], leave to write the files of a parcel, which only
// [Approve] gives; and a [Leave], leave to seal those very files for their
// recipients, which only [Grant] gives and, where a second person is
// configured, only with that person's signature (four eyes). What is signed is
// the digest of a [Proposal], and that covers every file by its SHA-256.
//
// It refuses a recipient who is not on the purpose's list (S-U 7, 10c-d, 12: no
// output is addressed to police or others), a purpose that carries what it may
// not carry, figures that were not reconciled, a second person who made the
// parcel himself, and files that are not those that were signed.
//
// What has left before, and what a new release gives away beside it, is judged
// in the package history.
package release
