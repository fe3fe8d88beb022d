// Package quarantine gives bad rows back to their sender.
//
// A row that was not accepted comes in with its findings; out goes a file
// ([Writer]) that holds the row as it was delivered, with what is wrong with it
// in words, sealed with age to the sender's own key: values exist only inside
// that envelope.
//
// Texts are handed in by the caller, in the reader's language. The package
// judges nothing, and keeps nothing of a delivery.
package quarantine
