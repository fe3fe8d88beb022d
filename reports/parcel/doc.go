// Package parcel makes and opens what goes out: a ZIP sealed in an age file
// for the recipients that somebody approved.
//
// Files and the account of where they come from go in with a
// [release.Approved], leave to write them; a [Packed] parcel comes out, which
// is sealed for its recipients with a [release.Leave], which the people who
// must sign have given, or kept for the reporting room alone until they have.
// Every parcel holds LEESMIJ.html for people, herkomst.json for machines,
// vrijgave.json with the signatures and SHA256SUMS beside its files. The same
// content gives the same bytes inside the seal, whose SHA-256 is returned; the
// seal itself is different each time, because age draws a new key.
//
// No lvv is needed to open a parcel: "age -d" and any unzip do.
//
// The package writes to no disk, seals to nobody who was not approved, and
// hands out nothing of a parcel before all of it was found whole.
package parcel

import (
	"errors"

	"filippo.io/age"
)

// ErrNotForYou means that none of the given keys opens the parcel.
var ErrNotForYou = errors.New("parcel: sealed for other keys")

// ErrDamaged means that a parcel was cut off or altered after sealing.
var ErrDamaged = errors.New("parcel: damaged")

// ErrNotParcel means that a file is something other than a parcel, or one
// that breaks its rules: strange names, no sums, larger than can be unpacked.
var ErrNotParcel = errors.New("parcel: not a parcel")

// ErrNotApproved means that a recipient is not one of those approved.
var ErrNotApproved = errors.New("parcel: recipient not approved")

// Recipient is somebody who can open a parcel.
type Recipient struct {
	Name string // as in the approval
	Key  age.Recipient
}

// Entry is a file in a parcel.
type Entry struct {
	Name   string
	Size   int64 // unpacked, in bytes
	SHA256 [32]byte
}

// The files that every parcel has of itself.
const (
	readmeName     = "LEESMIJ.html"
	provenanceName = "herkomst.json"
	sumsName       = "SHA256SUMS"
)
