// Package rounding rounds the figures of linked tables so that all of them are
// multiples of a base and still add up: controlled rounding (Cox and Ernst 1982;
// Salazar 2005).
//
// In come figures, the identities between them and a base; out come [Count]s.
// Where it can be done each figure goes to the multiple just below or just above
// it, and multiples stay as they are. A reader who sees z then knows only that
// the figure is between z-b+1 and z+b-1 (0 and b-1 where z is 0), and no
// combination with other figures tells more: move one inner figure and all
// totals above it by the same amount, and everything still fits.
//
// That holds only if nobody can tell which way a figure went. Going to the
// nearest multiple would tell (5 would mean 3 to 7), so each figure draws the
// way it would rather go, upward the more often the nearer it is to the multiple
// above, and of all roundings that add up the one that crosses these draws least
// is taken. Draws follow from the figures and a key: the same table asked again
// is rounded the same, so that nobody can take the average, and who does not
// have the figures cannot repeat the draw. Without a key somebody who has all
// figures but one could try each value of that one; with a key he could not.
//
// Who rounds figures again and again gives each of them a name, by which it
// draws, and hands in what it became before.
//
// Percentages are made of rounded counts only: [Percent] and [Change] take
// nothing else.
package rounding
