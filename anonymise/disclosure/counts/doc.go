// Package counts reads tables of counts, with their totals, as one system of
// cells and identities.
//
// In comes a CSV of counts (one column a dimension, one for the count, totals
// as rows), with a file of levels for a dimension that has subtotals; or the
// two files cells.csv and constraints.csv, which say any system of linked
// tables. Out comes a [System], or the list of all that is wrong with the file:
// a [Problem] has a code, a row and a column, and never a figure or a word of
// the table.
//
// The package is strict, because a table that is half understood is not
// protected: a code with a blank behind it would be a category of its own, a
// total that does not add up would make a proof of nothing. It refuses codes
// with blanks around them, figures that are not whole and not negative, rows
// that stand twice, levels that are not nested, and totals that are not the sum
// of their parts. It knows no rule on small cells and hides nothing.
//
// # Cells and constraints
//
//	cells.csv         cell;freq and if wanted primary (0 or 1); other columns are skipped
//	constraints.csv   constraint;cell;coef: the terms of a constraint sum to zero
package counts
