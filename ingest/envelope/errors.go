package envelope

import (
	"errors"
	"fmt"
	"strings"
)

// What can be wrong with a sealed file from the outside. Callers branch on
// these to tell the sender what to do.
var (
	// ErrEmpty means that the sealed file, or what is inside it, has no bytes
	// at all. A delivery without persons is not empty: it has a header row.
	ErrEmpty = errors.New("file is empty")

	// ErrNotAge means that the file is not an age file, nor the remains of
	// one. It may be an export that was never sealed.
	ErrNotAge = errors.New("not an age file")

	// ErrMangled means that this was an age file until a mail program, a
	// shell or an editor rewrote it: other line ends, a byte order mark,
	// UTF-16, base64 or quoted text around it.
	ErrMangled = errors.New("age file was rewritten on its way")

	// ErrTruncated means that the end of the file is missing. A file made
	// with a plain age program whose last 64 KiB were altered looks the same.
	ErrTruncated = errors.New("sealed file was cut off")

	// ErrAltered means that the bytes are not those that were sealed: age's
	// authentication failed, the payload does not have the size or SHA-256 of
	// its manifest, or something other than zero padding follows it.
	ErrAltered = errors.New("sealed file was altered")

	// ErrNotForUs means that none of the keys tried opens the file. The error
	// is a [*NotForUsError].
	ErrNotForUs = errors.New("not sealed to any of our keys")

	// ErrRetired means that only a key whose time is over opens the file.
	ErrRetired = errors.New("sealed to a retired key")

	// ErrPassphrase means that the file was sealed with a passphrase instead
	// of to a key, so that it says nothing about its sender.
	ErrPassphrase = errors.New("sealed with a passphrase")
)

// What can be wrong with the content of a file that did open.
var (
	// ErrTwice means that a sealed file (age or PGP) is inside the envelope.
	ErrTwice = errors.New("sealed twice")

	// ErrOfficePassword means that a password-protected Office file is inside
	// the envelope.
	ErrOfficePassword = errors.New("password-protected office file inside")

	// ErrOldExcel means that a workbook in the binary format of before 2007
	// (.xls) is inside the envelope.
	ErrOldExcel = errors.New("old binary excel file inside")

	// ErrZipPassword means that a ZIP file with a password is inside the
	// envelope.
	ErrZipPassword = errors.New("password-protected zip file inside")

	// ErrKind means that the content is plainly not of the kind that the
	// manifest or the name says: a workbook called csv, a PDF, another archive.
	ErrKind = errors.New("content is not of the kind it is said to be")
)

// What can be wrong with what a file says about itself.
var (
	// ErrName means that a file without a manifest has a name from which its
	// organisation, dataset and period cannot be read.
	ErrName = errors.New("name does not say what the file is")

	// ErrManifest means that the manifest is not one that this program can
	// read: made by a newer program, or by something else.
	ErrManifest = errors.New("manifest is not readable")

	// ErrWrongSender means that the evidence about the sender disagrees: the
	// signature is of nobody known for the organisation named, or the key
	// that opened the file was given to another organisation.
	ErrWrongSender = errors.New("sender is not who the file says")

	// ErrForwarded means that the signed manifest does not name the key that
	// opened the file: it was sealed to somebody else and sealed again to us.
	ErrForwarded = errors.New("sealed to another recipient and passed on")

	// ErrMixed means that post-quantum hybrid and X25519 recipients were
	// asked for in one file, which would make it as weak as the weaker.
	ErrMixed = errors.New("hybrid and x25519 recipients in one file")
)

// A NotForUsError says which keys were tried on a file and what kind of key
// it was made for. An age file does not say whose key that was. It is an
// [ErrNotForUs].
type NotForUsError struct {
	Tried   []string // names of the keys tried, in order
	MadeFor []string // kinds of key named in the file, such as X25519 or mlkem768x25519
}

// Error says what the fields say, in one line.
func (e *NotForUsError) Error() string {
	return fmt.Sprintf("%v (tried: %s; made for: %s)", ErrNotForUs, list(e.Tried), list(e.MadeFor))
}

// Is reports whether target is [ErrNotForUs].
func (e *NotForUsError) Is(target error) bool { return target == ErrNotForUs }

func list(s []string) string {
	if len(s) == 0 {
		return "none"
	}
	return strings.Join(s, ", ")
}
