// Package quarantine gives bad rows back to their sender.
//
// A row that was not accepted comes in with its findings. Two things go out.
// The quarantine file ([Writer]) holds the row as it was delivered, with what
// is wrong with it in words, and is sealed with age to the sender's own key:
// values exist only inside that envelope. The feedback ([Feedback]) says per
// finding the row number, the column, the code and what to do, and never a
// value, so it may go by mail; its methods are given no cell from which a
// value could come.
//
// Texts are handed in by the caller, in the reader's language. The package
// judges nothing, and keeps nothing the size of a delivery: counts per code
// and the first 1,000 findings.
package quarantine
