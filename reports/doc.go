// Package reports holds what all deliverables share: the job that a report is
// made for, and the step from a query's result to a table that disclosure
// control can judge.
//
// The purpose packages below it (evaluator, amif, finance, monitor) each have
// their own SQL files, their own recipients and their own pseudonym domain, and
// do not know each other. None of the rooms under reports knows package ingest:
// rows about people cannot reach a report even by mistake.
package reports
