// Package anonymise is gate 1: the only maker of rows that may be counted.
//
// A [Gate] takes the judged rows of one delivery, which still hold identities,
// and gives out [Batch]es, which do not: the person is a number within the
// delivery, the birth date an interval of whole years at the event, a reference
// a keyed token or the bare fact that it was filled in. What exactly is kept
// follows from the schema alone ([schemas.Dataset.Columns]); nothing here names
// a field. After the last row [Gate.Finish] gives each person of the delivery
// the random number that the register has for it.
//
// The gate refuses, as problems of rows, what makes a row countable twice: the
// same stay a second time within a delivery. It keeps no identity longer than
// it needs: numbers and keys live in memory until Finish and are never written.
//
// Batches are Arrow records, not a struct a row, because ten million rows have
// to pass one gate in order: about a hundred nanoseconds each.
package anonymise
