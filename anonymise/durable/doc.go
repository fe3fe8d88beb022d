// Package durable puts files on disk whole or not at all.
//
// A file comes in as a stream of bytes and goes out under its name only after
// every byte has reached the disk: it is written to a temporary file in the
// same folder (its name begins with [TempPrefix]), synced, renamed, and the
// folder is synced. A crash at any instant leaves the old file or the new one,
// never a part of one; what a crash leaves under a temporary name is removed by
// [Sweep]. [Append] is for the one file that grows: what it adds is synced
// before it returns, and taken back when it cannot be completed.
//
// Files are made with mode 0600 unless asked otherwise, folders with 0700.
//
// Errors of this package say which step failed and why, and never name a file
// or folder: the caller, who knows whether a name may be shown, adds it.
//
// The package does not encrypt and does not know what it writes.
package durable

import "io/fs"

// TempPrefix begins the name of every file that is not yet complete. No
// finished file may have a name that begins like this.
const TempPrefix = ".tmp-"

const (
	// Private is the mode of a file that only its owner may read.
	Private fs.FileMode = 0o600
	// Public is the mode of a file that others may read, such as a public key.
	Public fs.FileMode = 0o644

	folderMode fs.FileMode = 0o700
)
