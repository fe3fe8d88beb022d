// Package keyring keeps the keys: it is the only place that makes key material
// and the only place that reads secret key files.
//
// A [Ring] is a folder. Each key has a public file NAME.pub and, in the room
// that holds the key, a secret file NAME.key. Both are text: comment lines that
// say what the key is, then one line with the key itself, in the form of the
// tool it belongs to. So "age -d -i NAME.key" and "age -R NAME.pub" work as they
// are. A second generation of a key is NAME@2.key and NAME@2.pub, and so on.
//
//	# lvv public key
//	# name: intake-utrecht
//	# kind: identity
//	# class: hybrid
//	# created: 2026-11-22T09:00:00Z
//	# fingerprint: 7K3M-Q9XD-T2RH-501V
//	# until: 2027-03-31T00:00:00Z      only once retired: opens files until then
//	# destroyed: 2027-04-01T08:30:00Z  only once the secret is gone for ever
//	age1pq1...
//
// The line is an age recipient or identity, a verifier or signer key of signed
// notes (C2SP signed-note), or a root: 32 random bytes from which pseudonym
// keys are derived, of which the public file holds only an identifier. A secret
// file may be wrapped, that is encrypted by age with a passphrase.
//
// What goes out are values that can open, sign or derive, and that print as
// key(name) whatever is done to print them. The ring refuses a secret file that
// others may read, a mix of key classes in one list of recipients, and every
// use of a retired key but opening and verifying. No key is put in place before
// it has been used once in both directions.
//
// A Ring is not safe for concurrent use, and what changes it (Make, AddPublic,
// Rotate, Retire, Destroy) expects the caller to hold the workspace's lock.
package keyring
