// Package places computes with places and money: how many places there were,
// what they cost at the agreed rate, and what the sources make available.
//
// Comes in: the registers that finance keeps as plain CSV (places, rates,
// funding, pilots, goals), none of which is about a person. Goes out: place-days
// and whole cents, for each month, organisation and location.
//
// Everything is integer arithmetic on days and cents; a share that does not come
// out in cents is rounded by largest remainder, so that parts always add up to
// their whole. It refuses registers that contradict themselves, with file and
// line: nothing is guessed about money.
package places
