package keyring

import "errors"

var (
	// ErrNoKey means that the ring does not hold what was asked for: no such
	// key, only its public half (another room holds the secret), or a key that
	// has been destroyed.
	ErrNoKey = errors.New("this key is not in the ring")
	// ErrExists means that a key of that name is there already.
	ErrExists = errors.New("a key of that name exists")
	// ErrOpenKeyFile means that others than the owner may read a secret file.
	ErrOpenKeyFile = errors.New("the secret key file can be read by others")
	// ErrWrongPassphrase means that a wrapped key was not opened: no
	// passphrase was given, or not the right one.
	ErrWrongPassphrase = errors.New("the passphrase does not open this key")
	// ErrRetired means that the key is retired: it may not seal or sign any
	// more or, past its last date, not open either.
	ErrRetired = errors.New("this key is retired")
	// ErrMixedClasses means that one list of recipients holds post-quantum and
	// classic keys: the file would be as weak as the weakest of them.
	ErrMixedClasses = errors.New("post-quantum and classic recipients in one list")
	// ErrDamagedKey means that a key file does not hold what it should.
	ErrDamagedKey = errors.New("the key file is damaged")
	// ErrNotProved means that a key did not do what it is for when it was tried.
	ErrNotProved = errors.New("the key does not work")
	// ErrToken means that the confirmation token for destroying a key is
	// missing or belongs to another key or another state of it.
	ErrToken = errors.New("the confirmation token does not fit")
)
