package durable

import (
	"errors"
	"os"
)

// Lock takes the lock that the file at path stands for, making the file if
// needed, and returns what gives it back. It does not wait: [ErrLocked] means
// that another process, or another Lock in this one, holds it. The system gives
// the lock back when the process ends, however it ends, so the file that stays
// behind blocks nobody.
func Lock(path string) (unlock func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, Private)
	if err != nil {
		return nil, failed("opening the lock", err)
	}
	if err := lockFile(f); err != nil {
		return nil, errors.Join(failed("taking the lock", err), f.Close())
	}
	return func() error { return failed("giving the lock back", f.Close()) }, nil
}
