// Package linked checks the certificates of tables that are linked with each
// other: those of a release, with what left before and with the differences
// between the two. It adds and compares whole numbers, and does nothing else.
//
// In comes a [System]: the tables with their true figures and with how each was
// printed, the identities between them, and worlds with certificates that point
// to them. Out comes a [Report], or a [*Fault] that says where something does not
// hold. The package searches for nothing, and shares no code and no types with
// those that hide figures or judge them: it links the tables, finds the totals,
// applies the rules and adds up on its own.
//
// # What is proved
//
// A world is the truth with other values for some figures. It passes if everything
// that was printed stays as printed, if every total and every identity holds, and
// if no hidden figure falls below what its point tells: zeros are printed, so that
// a point is not zero. Somebody who has all that was ever printed then cannot tell
// it from the truth. Two worlds in which a figure lies so far apart as the rules
// demand are a certificate for it. Every figure that is too small must have one; it
// must be left one by whoever is the only person in another figure, by so many of
// them together as the rules say, and by the staff of one category.
//
// Rounded figures are printed, and leave open what they could have been rounded
// from.
//
// # What is believed
//
// That the figures and the identities of the system are those that were counted,
// and that nothing else was published about the same people. Figures between
// releases that had become known before the last one left are counted as Exposed:
// the identities alone show that nothing could protect them any more.
package linked
