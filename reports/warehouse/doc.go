// Package warehouse is the only room that talks to DuckDB.
//
// Comes in: batches that passed gate 1, as Arrow records in C memory, one table
// for each dataset. Goes out: the [Result] of a [Query], a report's SQL file
// with its specification in its header, and Parquet written through a pipe.
//
// The database lives in memory and is locked before any report runs: it cannot
// spill to disk, read or write a file, reach the network, load an extension or
// be unlocked again. What DuckDB says in an error may quote a cell, so no
// driver message ever leaves this package: a failure names the statement and
// the kind of failure, nothing else.
package warehouse
