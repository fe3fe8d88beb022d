package history

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"

	"lvv/anonymise/disclosure"
)

// The formats of a file. The first had no proof and not the second contribution.
const (
	format      = "lvv-uitgave/2"
	firstFormat = "lvv-uitgave/1"
)

// stored is how a release is written.
type stored struct {
	Format  string
	Release Release
	Cells   [][]cell // of each table, in order; the tables themselves have none
	Proof   *storedProof
}

// A cell is value, contributors, largest, what is known of it (one number made of
// its status and marks), and the second largest.
type cell [5]int64

const (
	markImpossible = 1 << (8 + iota)
	markPublic
	markWithheld
)

// pack makes numbers of cells with what was shown of them; without statuses none
// was.
func pack(cells []disclosure.Cell, status []disclosure.Status) []cell {
	var out []cell
	for i, c := range cells {
		mark := int64(0)
		if status != nil {
			mark = int64(status[i])
		}
		for _, m := range []struct {
			set bool
			bit int64
		}{{c.Impossible, markImpossible}, {c.Public, markPublic}, {c.Withheld, markWithheld}} {
			if m.set {
				mark |= m.bit
			}
		}
		out = append(out, cell{c.Value, c.Contributors, c.Largest, mark, c.SecondLargest})
	}
	return out
}

// unpack is the inverse of pack, for a table with these dims.
func unpack(packed []cell, dims []disclosure.Dim) (cells []disclosure.Cell, status []disclosure.Status, err error) {
	size := 1
	for _, d := range dims {
		if size *= len(d.Categories); size > len(packed) {
			return nil, nil, ErrUnreadable
		}
	}
	if size != len(packed) {
		return nil, nil, ErrUnreadable
	}
	for _, c := range packed {
		s := disclosure.Status(c[3] & 0xff)
		if s > disclosure.Impossible {
			return nil, nil, ErrUnreadable
		}
		status = append(status, s)
		cells = append(cells, disclosure.Cell{Value: c[0], Contributors: c[1], Largest: c[2], SecondLargest: c[4],
			Impossible: c[3]&markImpossible != 0, Public: c[3]&markPublic != 0, Withheld: c[3]&markWithheld != 0})
	}
	return cells, status, nil
}

// Write writes a release, compressed. Equal releases give equal bytes.
func (r Release) Write(w io.Writer) error {
	s := stored{Format: format, Release: r, Cells: [][]cell{}, Proof: r.Proof.store()}
	s.Release.Tables = nil
	for _, t := range r.Tables {
		s.Cells = append(s.Cells, pack(t.Cells, t.Status))
		t.Cells, t.Status = nil, nil
		s.Release.Tables = append(s.Release.Tables, t)
	}
	z := gzip.NewWriter(w)
	if err := json.NewEncoder(z).Encode(s); err != nil {
		return fmt.Errorf("writing what is remembered of a release: %w", err)
	}
	return z.Close()
}

// maxRelease bounds what is read, in bytes: some hundred times the largest
// parcel there is.
const maxRelease = 1 << 30

// Read is the inverse of Write. What Write would not have written is
// ErrUnreadable. The proof of a release that was written before proofs were kept is
// Lost.
func Read(r io.Reader) (Release, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return Release{}, ErrUnreadable
	}
	data, err := io.ReadAll(io.LimitReader(z, maxRelease)) // to the end, where the checksum is
	var s stored
	if err != nil || json.Unmarshal(data, &s) != nil || s.Format != format && s.Format != firstFormat ||
		len(s.Cells) != len(s.Release.Tables) {
		return Release{}, ErrUnreadable
	}
	for i := range s.Release.Tables {
		t := &s.Release.Tables[i]
		if t.Cells, t.Status, err = unpack(s.Cells[i], t.Dims); err != nil {
			return Release{}, err
		}
		if s.Release.Rounding > 0 && len(t.Cells) != len(t.Printed) {
			return Release{}, ErrUnreadable
		}
	}
	if s.Format == firstFormat {
		s.Release.Proof = &Proof{Lost: true}
		return s.Release, nil
	}
	s.Release.Proof, err = s.Proof.restore()
	return s.Release, err
}
