// Package amif makes the account of return guidance that a municipality owes
// for the asylum, migration and integration fund of the European Union (S-A
// 15.3).
//
// Comes in: a job with a loaded warehouse, and options with the pseudonyms of
// the fund's own domain and what the intake counted. Goes out: a draft of the
// parcel, with the workbook amif.xlsx and the same lists as CSV: participants,
// trajectories, indicators, the reconciliation from rows received to persons
// counted, and a sample that anybody can draw again.
//
// The lists are pseudonymous, not anonymous: an audit has to go from a row to a
// paper file (Subsidieregeling AMIF en ISF 2014-2020 art. 15-16). Only the
// organisation can do so, by its own delivery and row number. No name, V-number,
// birth date or free text comes in, so none can go out; trajectories that are no
// return guidance in the period are counted and not listed.
//
// An account of many people, with a list of more than 20,000 rows, has its lists
// as CSV only: the workbook then holds the same figures and checks, without
// formulas over the lists.
//
// The package refuses to give any figure when one of its reconciliations is off
// by one: see [reports.ErrUnbalanced].
package amif
