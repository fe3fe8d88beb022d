// Package cases reads cases of disclosure control as a privacy officer writes
// them: a table, what should become of it, and why.
//
//	# One small cell takes a whole block of four with it.
//	policy threshold 10 width 10 insider 5
//	table
//	            2020  2021  total
//	  Utrecht     14     7     21
//	  Groningen   30    25     55
//	  total       44    32     76
//	expect
//	            2020  2021  total
//	  Utrecht      .     .     21
//	  Groningen    .     .     55
//	  total       44    32     76
//	suppressed 1 small, 3 to protect it
//	cannot be bounded closer than 1..20  Utrecht 2021
//
// In comes such a text, one case; out comes a [Case]. Words are separated by
// blanks, so names of rows and columns have none in them; lines that begin with
// "#" say why the case is there. A row or column called total or totaal is the
// sum of the others. What policy does not name is as by default. The last two
// lines may be left out, and the last may stand more than once.
//
// The package knows the language and nothing of suppression: who runs a case
// asks [Case.Differences] whether it came out as expected. It refuses, with the
// number of the line, what it does not understand.
package cases
