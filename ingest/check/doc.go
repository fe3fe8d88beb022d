// Package check judges the rows of a delivery by its dataset.
//
// Comes in: batches of text cells ([table.Batch]) under a header. Goes out, for
// each batch, a [Judged]: the typed values of the good rows ([Rows]), which
// rows are bad, and every [Problem] of every row at once. What is judged, and
// how, follows from the kinds, code lists and rules in package schemas; the
// texts of the problems stand in schemas/problems.toml.
//
// It drops columns that the dataset does not have before anything else sees
// them (S-U 13). It refuses a whole file in which a text holds a citizen
// service number (UAVG art. 46), and a delivery of counts that looks as if it
// were about persons (S-U 2a). It never repairs a V-number, and a Problem never
// holds a value.
package check
