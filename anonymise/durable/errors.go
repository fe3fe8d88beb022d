package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

var (
	// ErrDiskFull means that the disk, or the owner's share of it, is full.
	ErrDiskFull = errors.New("the disk is full")
	// ErrReadOnly means that the file system may not be written to.
	ErrReadOnly = errors.New("the disk is read-only")
	// ErrLocked means that another process holds the lock.
	ErrLocked = errors.New("another lvv is at work in this workspace")
)

// failed describes a step that the system refused. The system's own reason
// stays reachable with errors.Is; the path that the os package puts into its
// errors does not, because a path may hold words that must not be shown.
func failed(step string, err error) error {
	if err == nil {
		return nil
	}
	reason := withoutPath(err)
	switch {
	case errors.Is(reason, ErrDiskFull), errors.Is(reason, ErrReadOnly):
		return fmt.Errorf("%s: %w", step, reason)
	case isDiskFull(reason):
		return fmt.Errorf("%s: %w (%w)", step, ErrDiskFull, reason)
	case isReadOnly(reason):
		return fmt.Errorf("%s: %w (%w)", step, ErrReadOnly, reason)
	}
	return fmt.Errorf("%s: %w", step, reason)
}

// withoutPath returns the system's reason inside an error of package os.
func withoutPath(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return withoutPath(path.Err)
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return withoutPath(link.Err)
	}
	return err
}
