// Package evaluator makes the parcel for the independent research bureau that
// evaluates the pilot (S-U 11-12, S-A 9): monitoring tables, and a file of
// records when the records can be made anonymous.
//
// A [reports.Job] comes in. Rows come out of the warehouse by the queries in
// sql/, column by column; they are counted here in one pass a table, because
// the distinct persons behind every total of every table are what costs: ten
// times as much when the database counts them. All tables then go through
// disclosure control as one system together with the identities that tie them
// together, the records through k-anonymity, by one level for the whole file or
// by as much detail as each record allows, and what tables and records give away
// together is judged once more, by worlds that agree with both. Out goes a [reports.Draft] that writes
// the parcel from nothing but what passed.
//
// Refused are figures that do not reconcile ([reports.ErrUnbalanced]). Records
// that cannot be made anonymous and still be of use are left out; the tables
// go without them, and the control sheet says so.
package evaluator
