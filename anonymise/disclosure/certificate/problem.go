package certificate

import (
	"errors"
	"fmt"
	"io"
)

// ErrDamaged means that a folder is not as lvv protect wrote it: a file is
// missing, was changed, or cannot be read.
var ErrDamaged = errors.New("not as lvv protect wrote it")

// ErrNotProved means that the files are whole but do not prove that the cells
// are protected.
var ErrNotProved = errors.New("the certificates do not prove it")

// maxValue bounds every figure and every value of a world, and maxCells their
// number, so that no sum can overflow.
const (
	maxValue = int64(1) << 41
	maxCells = 1 << 20
)

// A Rules says what must be proved.
type Rules struct {
	Threshold    int64 // figures from 1 to Threshold - 1 must be hidden; 0: those that are marked
	Lower        int64 // the least that an attacker knows a hidden figure above zero to be: 0 or 1
	Width        int64 // the least distance between two worlds, for an outsider
	InsiderWidth int64 // the same for a person who is alone in another cell; 0: there are none
	Union        int64 // the least sum of the hidden parts of a published total; 0: any
}

// A Report says what was proved.
type Report struct {
	Cells, Primary, Secondary int
	SecondarySum              int64
	Certificates              int
	Contributors              int   // persons who are alone in some hidden cell
	SmallestWidth             int64 // of the proved intervals; -1 if no cell had to be protected
	ExactlyKnown              int   // primary cells without any certificate
	Narrow                    int   // primary cells whose certificates are narrower than the width
}

// A Case is a system of cells with a pattern and its certificates.
type Case struct {
	names        []string
	index        map[string]int
	value        []int64
	primary      []bool
	hidden       []bool
	constraints  [][]term
	of           [][]int // per cell: its constraints
	dims         []string
	codes        [][]string // per cell, of a table
	certificates []certificate
}

type term struct {
	cell int
	coef int64
}

// A certificate is two worlds for one cell.
type certificate struct {
	cell  int
	alone int // the cell of the contributor it is meant for, or -1
	world [2]map[int]int64
}

// The sides of a certificate.
const (
	low = iota
	high
)

// Read reads the four files of a case. What cannot be read is ErrDamaged.
func Read(cells, constraints, pattern, certificates io.Reader) (*Case, error) {
	c := &Case{}
	for _, file := range []struct {
		name string
		r    io.Reader
		read func(io.Reader) error
	}{
		{"cells.csv", cells, c.readCells},
		{"constraints.csv", constraints, c.readConstraints},
		{"pattern.csv", pattern, c.readPattern},
		{"certificates.csv", certificates, c.readCertificates},
	} {
		if err := file.read(file.r); err != nil {
			return nil, fmt.Errorf("%s: %w: %w", file.name, ErrDamaged, err)
		}
	}
	return c, nil
}
