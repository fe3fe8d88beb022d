// Command lvv takes sealed deliveries of organisations in, and hands sealed
// deliverables out.
//
// One file holds one verb and stays thin: it opens the doors of the rooms in
// order, writes the ledger, and says what happened. The story to read first is
// ingest.go with delivery.go (one delivery walks in) and report.go (one report
// walks out). Exit codes and advice are one table, in hints.go.
package main
