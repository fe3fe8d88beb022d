// Package pseudonym gives each recipient its own names for persons.
//
// A pseudonym is a keyed function of the random number that the register gave a
// person. Comes in: a key, which is derived for one recipient, one study and
// one epoch, and person numbers. Goes out: pseudonyms such as
//
//	EV-7K3M-Q9XD-T2RH-5
//
// a prefix that says whose domain it is; 60 bits of HMAC-SHA256(key, number) in
// Crockford's base 32; a check symbol. The same person has the same pseudonym in
// every run and every delivery; under another key it has another one, and
// without the key nothing connects the two, nor either of them to a person (the
// number is random: not even all V-numbers there are would help).
//
// The package never sees a name or V-number, holds no key longer than the
// [Domain] lives, and refuses to give two persons one pseudonym.
package pseudonym
