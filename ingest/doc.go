// Package ingest brings one delivery from a table to judged rows: it reads,
// splits and judges in parallel and hands on in order.
//
// Comes in: a [table.Source] and a [check.Judge]. Goes out: to the caller's
// sink, batch after batch, in the order of the file, what the judge made of
// it; and a [Report], which says what is wrong in words that the sender
// understands. It keeps no rows, but while [CheckFile] looks for second rows what
// names each, and a Report holds no value of the data.
package ingest
