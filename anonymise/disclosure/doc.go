// Package disclosure decides which cells of a set of linked tables may leave
// the house.
//
// In come the tables of one parcel, the identities that tie them together and
// a [Policy]. Cells that rest on too few people are suppressed (primary), then
// further cells are suppressed until nobody can work the first ones out from
// what is left, over all tables at once (complementary). Out goes a [Safe].
// Only this package can make a Safe, and only a Safe can be approved for
// release; the zero Safe panics.
//
// Suppressing and believing are kept apart. The suppressor looks for patterns
// with a floating-point simplex method and is not trusted: for each cell that
// needs protection it must hand over a certificate, whole-number worlds that
// agree with every published figure and yet differ in that cell. The sibling
// package audit, which shares no code with the suppressor, rebuilds the
// identities from the tables and checks every world in exact integers. No
// pattern leaves without that audit; if none passes, [Protect] refuses. How cheap
// a pattern could be at least is proved by the sibling package pattern, and stands
// in the Control.
//
// The attackers are data: outsiders, who know that zeros are shown and below
// which number a cell is small; whoever is alone in a cell, and coalitions of
// such persons; staff who know all people of one category; and whoever kept
// earlier releases, whose figures come in as Public or Withheld cells of tables
// that are not published now. The Control tells what width is proved against
// each, and certificates come out for whoever wants to check by addition.
//
// A policy may ask for rounding instead: then every figure becomes a multiple of
// a base, all identities hold as printed, and only what rounding does not hide is
// suppressed. The audit holds rounded figures to that by itself, and to a base of
// values that each small one can be taken for.
//
// What the audit does not cover: that some table of persons must lie behind
// three or more tables that cross the same people pairwise may narrow a figure
// beyond the identities that the tables show; that one person is alone in more
// cells than a coalition has members, where no sum ties these cells together; and
// what the choice of complementary cells tells about the figures behind them.
//
// The package refuses tables that do not add up, figures that contradict each
// other between tables, and policies below the floor. It does not know where
// the counts came from, never sees a person, and its errors name tables and
// category codes only.
package disclosure
