// Package codebook says what every column of a data set for researchers means,
// for people and for machines.
//
// Comes in: a [Book], the description of some CSV files and their variables.
// Goes out: codeboek.html to read, datapackage.json (Data Package 2 with Table
// Schema), and import syntax with labels for R, SPSS and Stata. The files it
// describes are comma separated as in RFC 4180, in UTF-8, with a header of the
// variable names, a decimal point and dates as yyyy-mm-dd.
//
// It refuses, with all complaints joined, a book of which a variable has no
// label or definition, a name that SPSS or Stata cannot take, or codes that
// occur twice. It never sees data: it holds no value of anybody.
package codebook
