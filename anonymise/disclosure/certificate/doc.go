// Package certificate checks what lvv protect wrote, by addition alone.
//
// In comes a folder with the figures, the identities between them, the pattern
// of suppression and the certificates; out comes a [Report], or an error that
// says which file, row or cell does not hold. The package searches for nothing,
// knows no solver and shares no code with what made the folder: reading it and
// believing whole-number addition is enough to believe the pattern.
//
// # What is proved
//
// A certificate names a cell that must be protected and gives two worlds: other
// values for some of the hidden cells. Every published figure stays as it is,
// every identity still sums to zero, and no hidden cell falls below what an
// attacker knows of it. So an attacker cannot tell either world from the truth,
// and cannot bound the cell closer than the two worlds lie apart. A certificate
// that also leaves alone the cells of a person who is counted in them as the
// only one holds against that person too, who would subtract himself.
//
// # The files
//
// All are CSV with commas (RFC 4180), in UTF-8, with a header.
//
//	cells.csv         cell,freq,primary        the figures; 1 for those that must be hidden
//	constraints.csv   constraint,cell,coef     the terms of a constraint sum to zero
//	pattern.csv       cell,status,…            primary, secondary or published; for a table also its dimensions
//	certificates.csv  certificate,protected,attacker,side,cell,value
//	                                           a world is what has one certificate and one side (low, high), with a
//	                                           line for each cell that differs from the truth; no lines: the truth
//	rounded.csv       cell,rounded,…           instead of the last two, where figures were rounded
//	safe.csv          …,count                  for a table: what may be shown, "." for a hidden figure
//	result.json       the rules, the counts and what is claimed
//	SHA256SUMS        the digest of each other file, as sha256sum reads it
//
// Attacker is "outsider", or "contributor NAME" for the person who is alone in
// the cell of that name. Only safe.csv may be shown to others: the rest holds
// the figures that it hides.
package certificate
