package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// A Segment is a sealed file of the store and what it is a statement of.
type Segment struct {
	Meta
	Hash Hash `json:"segment"` // SHA-256 of the sealed file, and its name
}

// Name is the name of the segment's file.
func (s Segment) Name() string { return s.Hash.String() + suffix }

const (
	suffix    = ".seg"
	indexName = "index.json"
	version   = 1
)

var (
	// ErrSame means that the delivery is in force already: there is nothing to
	// do.
	ErrSame = errors.New("this delivery has been received already")
	// ErrOlder means that a delivery of the same period with the same or a
	// higher sequence is in force.
	ErrOlder = errors.New("a newer delivery of this period is in force")
	// ErrOverlap means that the period shares days with one in force without
	// containing it.
	ErrOverlap = errors.New("the period overlaps a period in force without containing it")
	// ErrDamaged means that the index or a segment is not what the store wrote.
	ErrDamaged = errors.New("the store is damaged")
	// ErrVersion means that a segment was written by an lvv that writes them in
	// another way.
	ErrVersion = errors.New("the store was written by another version of lvv")
	// ErrSchema means that a segment was made for other columns than the
	// dataset has now.
	ErrSchema = errors.New("the segment was made for other columns than the dataset has now")
)

// index.json is this object, indented, with the segments in order of dataset,
// organisation and period.
type indexFile struct {
	Version  int       `json:"version"`
	Segments []Segment `json:"segments"`
}

// plan returns the segments in force that a delivery replaces, or why it may
// not be admitted.
func plan(inForce []Segment, m Meta) ([]Segment, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	var replaces []Segment
	for _, s := range inForce {
		same := s.Period() == m.Period()
		switch {
		case !s.sameKind(m):
		case s.Delivery == m.Delivery, same && s.Content == m.Content:
			return nil, ErrSame
		case !s.Period().Meets(m.Period()):
		case same && m.Seq <= s.Seq:
			return nil, ErrOlder
		case !m.Period().Holds(s.Period()):
			return nil, ErrOverlap
		default:
			replaces = append(replaces, s)
		}
	}
	return replaces, nil
}

// with returns the segments in force once s has replaced what it replaces, in
// the order of the index.
func with(inForce, replaced []Segment, s Segment) []Segment {
	next := slices.DeleteFunc(slices.Clone(inForce), func(o Segment) bool {
		return slices.ContainsFunc(replaced, func(r Segment) bool { return r.Hash == o.Hash })
	})
	next = append(next, s)
	slices.SortFunc(next, order)
	return next
}

func order(a, b Segment) int {
	return cmp.Or(cmp.Compare(a.Dataset, b.Dataset), cmp.Compare(a.Org, b.Org), cmp.Compare(a.From, b.From))
}

func encodeIndex(segments []Segment) []byte {
	if segments == nil {
		segments = []Segment{}
	}
	b, err := json.MarshalIndent(indexFile{version, segments}, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("store: internal error: index: %v", err))
	}
	return append(b, '\n')
}

// decodeIndex reads an index. Whatever encodeIndex would not have written is
// ErrDamaged: unknown keys, another order or another spelling, two segments
// whose periods meet.
func decodeIndex(b []byte) ([]Segment, error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	var f indexFile
	if err := dec.Decode(&f); err != nil || f.Version != version {
		return nil, ErrDamaged
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, ErrDamaged
	}
	for i, s := range f.Segments {
		if s.check() != nil {
			return nil, ErrDamaged
		}
		if i > 0 && (order(f.Segments[i-1], s) >= 0 || f.Segments[i-1].sameKind(s.Meta) && f.Segments[i-1].To >= s.From) {
			return nil, ErrDamaged
		}
	}
	if !bytes.Equal(encodeIndex(f.Segments), b) {
		return nil, ErrDamaged
	}
	return f.Segments, nil
}
