package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lvv/anonymise/durable"
)

// A Store is the folder of segments. Hold the lock of the workspace while
// changing it. Not safe for concurrent use.
type Store struct {
	dir     string
	inForce []Segment // in the order of the index
	isNew   bool      // there is no index yet
}

// Open opens the store in dir, which must exist. A folder without an index is a
// store in which nothing is in force, unless it holds segments: then the index
// was lost, which is ErrDamaged.
func Open(dir string) (*Store, error) {
	b, err := os.ReadFile(filepath.Join(dir, indexName))
	if errors.Is(err, fs.ErrNotExist) {
		names, err := segmentFiles(dir)
		if err == nil && len(names) > 0 {
			err = fmt.Errorf("%w: there are segments but no index", ErrDamaged)
		}
		return &Store{dir: dir, isNew: true}, err
	}
	if err != nil {
		return nil, fmt.Errorf("reading the index of the store: %w", err)
	}
	segments, err := decodeIndex(b)
	if err != nil {
		return nil, fmt.Errorf("reading the index of the store: %w", err)
	}
	return &Store{dir: dir, inForce: segments}, nil
}

// begin writes the index of a new store before its first segment, so that from
// then on a lost index can be told from a new store in which a crash left one.
func (s *Store) begin() error {
	if !s.isNew {
		return nil
	}
	return s.writeIndex(nil)
}

// InForce lists the segments in force, by dataset, organisation and period.
func (s *Store) InForce() []Segment { return slices.Clone(s.inForce) }

// Has reports whether the segment of that hash is in force.
func (s *Store) Has(segment Hash) bool {
	return slices.ContainsFunc(s.inForce, func(o Segment) bool { return o.Hash == segment })
}

// Plan says which segments a delivery would replace. It returns ErrSame,
// ErrOlder or ErrOverlap when the delivery may not be admitted.
func (s *Store) Plan(m Meta) (replaces []Segment, err error) { return plan(s.inForce, m) }

// Commit puts a finished segment in force by replacing the index, and returns
// the segments that it replaced. Their files stay until Sweep.
func (s *Store) Commit(segment Segment) (replaced []Segment, err error) {
	replaced, err = plan(s.inForce, segment.Meta)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(s.dir, segment.Name())); err != nil {
		return nil, fmt.Errorf("committing a segment that is not in place: %w", err)
	}
	if err := s.writeIndex(with(s.inForce, replaced, segment)); err != nil {
		return nil, err
	}
	return replaced, nil
}

func (s *Store) writeIndex(segments []Segment) error {
	err := durable.WriteFile(filepath.Join(s.dir, indexName), durable.Private, func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader(encodeIndex(segments)))
		return err
	})
	if err != nil {
		return fmt.Errorf("writing the index of the store: %w", err)
	}
	s.inForce, s.isNew = segments, false
	return nil
}

// Swept is what Sweep removed.
type Swept struct {
	Segments  int // files that are not in force: replaced, or left by a crash
	Temporary int // files that were never completed
}

// Sweep removes what is not in force. Call it under the lock of the workspace,
// after the register has been settled.
func (s *Store) Sweep() (Swept, error) {
	var done Swept
	names, err := segmentFiles(s.dir)
	if err != nil {
		return done, err
	}
	for _, name := range names {
		if slices.ContainsFunc(s.inForce, func(o Segment) bool { return o.Name() == name }) {
			continue
		}
		if err := durable.Remove(filepath.Join(s.dir, name)); err != nil {
			return done, fmt.Errorf("sweeping the store: %w", err)
		}
		done.Segments++
	}
	if done.Temporary, err = durable.Sweep(s.dir); err != nil {
		return done, fmt.Errorf("sweeping the store: %w", err)
	}
	return done, nil
}

// segmentFiles lists the files in dir that are named like segments.
func segmentFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("listing the store: %w", err)
	}
	var names []string
	for _, e := range entries {
		var h Hash
		base, ok := strings.CutSuffix(e.Name(), suffix)
		if ok && e.Type().IsRegular() && h.UnmarshalText([]byte(base)) == nil {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// Verify compares every segment in force with its name, which is the hash of
// its content, and needs no key. All that is wrong is joined; each part is
// ErrDamaged and names the segment.
func (s *Store) Verify(ctx context.Context) error {
	var errs []error
	for _, seg := range s.inForce {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.verify(seg); err != nil {
			errs = append(errs, fmt.Errorf("segment %s: %w", seg.Hash, err))
		}
	}
	return errors.Join(errs...)
}

func (s *Store) verify(seg Segment) error {
	f, err := os.Open(filepath.Join(s.dir, seg.Name()))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: its file is missing", ErrDamaged)
	}
	if err != nil {
		return err
	}
	defer f.Close() // only read
	h := sha256.New()
	if _, err := io.CopyBuffer(h, f, make([]byte, 1<<18)); err != nil {
		return err
	}
	if Hash(h.Sum(nil)) != seg.Hash {
		return fmt.Errorf("%w: its content does not match its name", ErrDamaged)
	}
	return nil
}
