// Package suppression hides cells of one system of counts, by a rule, at the
// least cost that it can find, and says how far from the least that may be.
//
// In comes a [counts.System] and a [Rule]; out comes a [Result]: a status for
// each cell, a bound on what any pattern must cost, and certificates. It writes
// both in the form that package certificate reads; the two packages share
// no code, and what this one says is not to be believed before that one agrees.
//
// The package finds the cells that must be hidden and says against which
// attackers; the search itself is that of package pattern. It refuses rules
// that contradict themselves, and systems for which no pattern is safe.
package suppression
