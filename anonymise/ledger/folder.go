package ledger

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

const (
	entriesFile    = "entries.ndjson"
	checkpointFile = "checkpoint"
	lockFile       = "lock"
)

// openEntries opens the record for reading. A ledger that was never written is
// an empty one.
func openEntries(dir string) (io.ReadCloser, error) {
	f, err := os.Open(filepath.Join(dir, entriesFile))
	if errors.Is(err, fs.ErrNotExist) {
		return io.NopCloser(strings.NewReader("")), nil
	}
	if err != nil {
		return nil, fmt.Errorf("opening the ledger: %w", bare(err))
	}
	return f, nil
}

// readCheckpoint reads the checkpoint that is kept beside the record; nil if
// there is none.
func readCheckpoint(dir string) ([]byte, error) {
	signed, err := os.ReadFile(filepath.Join(dir, checkpointFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the checkpoint of the ledger: %w", bare(err))
	}
	return signed, nil
}

// bare takes the path out of an error of package os.
func bare(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// Entries yields the entries of the ledger in dir in order. It checks that the
// lines fit together but no signatures: for that there is [Verify]. An error
// ends the sequence.
func Entries(dir string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		f, err := openEntries(dir)
		if err != nil {
			yield(Entry{}, err)
			return
		}
		defer f.Close()
		stopped := errors.New("the reader has had enough")
		_, err = readBook(f, func(l line) error {
			if !yield(l.entry, nil) {
				return stopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, stopped) {
			yield(Entry{}, err)
		}
	}
}
