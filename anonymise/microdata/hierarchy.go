package microdata

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Top is the label of the highest level of every hierarchy: the value that
// says nothing.
const Top = "*"

const (
	maxLeaves        = 1 << 16
	maxLevels        = 16
	maxHierarchySize = 16 << 20 // bytes of text, far above any code list
)

// A Hierarchy says how the values of one quasi-identifier may be generalised.
// Level 0 holds the leaves (the values as they occur in records); each further
// level groups whole values of the level below; the last level is the single
// value [Top]. As text it is one line a leaf and one column a level:
//
//	Gambia;West-Afrika;Afrika;*
//	Somalië;Oost-Afrika;Afrika;*
//
// A Hierarchy does not change after it is made and may be shared.
type Hierarchy struct {
	name   string
	levels []level
	codes  map[string]int32 // leaf label → leaf code
}

// A level is one way to group the leaves of a hierarchy.
type level struct {
	labels []string // value code → label, in the order of the first leaf under it
	of     []int32  // leaf code → value code
	leaves []int32  // value code → number of leaves under it
}

// NewHierarchy makes a hierarchy from one row per leaf: the leaf first, then
// its value at each level, [Top] last. It refuses a hierarchy that is empty,
// ragged, not nested (one value with two parents), names a leaf twice, has
// blank or padded labels or does not end in the single value [Top]. Errors name
// the hierarchy, the row (from 1) and the level, never a label.
func NewHierarchy(name string, rows [][]string) (*Hierarchy, error) {
	if err := checkRows(rows); err != nil {
		return nil, fmt.Errorf("hierarchy %s: %w", name, err)
	}
	h := &Hierarchy{name: name, codes: make(map[string]int32, len(rows))}
	for i, row := range rows {
		if _, twice := h.codes[row[0]]; twice {
			return nil, fmt.Errorf("hierarchy %s: row %d: leaf stands in an earlier row as well", name, i+1)
		}
		h.codes[row[0]] = int32(i)
	}
	for l := range rows[0] {
		h.levels = append(h.levels, groupLeaves(rows, l))
	}
	if top := h.levels[len(h.levels)-1].labels; len(top) != 1 || top[0] != Top {
		return nil, fmt.Errorf("hierarchy %s: the last level is not the single value %q", name, Top)
	}
	if err := h.checkNested(); err != nil {
		return nil, fmt.Errorf("hierarchy %s: %w", name, err)
	}
	return h, nil
}

// ParseHierarchy reads a hierarchy as text: one line a leaf, one field a level,
// no header, UTF-8 with or without a byte order mark, with a delimiter such as
// ';' between the fields. It refuses what [NewHierarchy] refuses.
func ParseHierarchy(name string, r io.Reader, delimiter rune) (*Hierarchy, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxHierarchySize+1))
	if err != nil {
		return nil, fmt.Errorf("hierarchy %s: reading: %w", name, err)
	}
	if len(text) > maxHierarchySize {
		return nil, fmt.Errorf("hierarchy %s: more than %d bytes", name, maxHierarchySize)
	}
	if !utf8.Valid(text) {
		return nil, fmt.Errorf("hierarchy %s: text is not UTF-8", name)
	}
	lines := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff")))
	lines.Comma = delimiter
	lines.FieldsPerRecord = -1 // checkRows says it better
	rows, err := lines.ReadAll()
	if err != nil {
		var at *csv.ParseError
		if errors.As(err, &at) {
			return nil, fmt.Errorf("hierarchy %s: line %d: %w", name, at.Line, at.Err)
		}
		return nil, fmt.Errorf("hierarchy %s: %w", name, err)
	}
	return NewHierarchy(name, rows)
}

// checkRows refuses what is wrong with the shape or a single label.
func checkRows(rows [][]string) error {
	if len(rows) == 0 || len(rows[0]) == 0 {
		return errors.New("no leaves")
	}
	if len(rows) > maxLeaves {
		return fmt.Errorf("%d leaves, at most %d are handled", len(rows), maxLeaves)
	}
	if len(rows[0]) > maxLevels {
		return fmt.Errorf("%d levels, at most %d are handled", len(rows[0]), maxLevels)
	}
	for i, row := range rows {
		if len(row) != len(rows[0]) {
			return fmt.Errorf("row %d has %d levels, row 1 has %d", i+1, len(row), len(rows[0]))
		}
		for l, label := range row {
			if label == "" || label != strings.TrimSpace(label) {
				return fmt.Errorf("row %d, level %d: label is empty or has blanks around it", i+1, l)
			}
		}
	}
	return nil
}

// groupLeaves numbers the values of level l in the order in which the leaves
// bring them up, so that an ordered list of leaves stays ordered at each level.
func groupLeaves(rows [][]string, l int) level {
	lv := level{of: make([]int32, len(rows))}
	codes := make(map[string]int32)
	for i, row := range rows {
		code, known := codes[row[l]]
		if !known {
			code = int32(len(lv.labels))
			codes[row[l]] = code
			lv.labels = append(lv.labels, row[l])
			lv.leaves = append(lv.leaves, 0)
		}
		lv.of[i] = code
		lv.leaves[code]++
	}
	return lv
}

// checkNested refuses a value whose leaves have two values at the next level.
// Without nesting "less detail" has no meaning and no pruning is sound.
func (h *Hierarchy) checkNested() error {
	for l := range len(h.levels) - 1 {
		parent := make([]int32, len(h.levels[l].labels))
		for i := range parent {
			parent[i] = -1
		}
		for leaf, value := range h.levels[l].of {
			up := h.levels[l+1].of[leaf]
			if parent[value] >= 0 && parent[value] != up {
				return fmt.Errorf("not nested: the value at level %d of row %d has two values at level %d", l, leaf+1, l+1)
			}
			parent[value] = up
		}
	}
	return nil
}

// Name returns the name given when the hierarchy was made.
func (h *Hierarchy) Name() string { return h.name }

// Levels returns the number of levels, the leaves and [Top] included.
func (h *Hierarchy) Levels() int { return len(h.levels) }

// Labels returns the labels of a level in the order of their codes; level 0
// gives the leaves. It panics if there is no such level.
func (h *Hierarchy) Labels(level int) []string { return slices.Clone(h.levels[level].labels) }

// Code returns the code of a leaf, which is what [Column.Codes] holds, and
// whether there is such a leaf.
func (h *Hierarchy) Code(leaf string) (int32, bool) {
	code, ok := h.codes[leaf]
	return code, ok
}

// CodeOf returns the code of a leaf as [Hierarchy.Code] does, of text that is
// still bytes.
func (h *Hierarchy) CodeOf(leaf []byte) (int32, bool) {
	code, ok := h.codes[string(leaf)]
	return code, ok
}

// Generalise returns the label of a leaf at a level. It panics if there is no
// such leaf or level.
func (h *Hierarchy) Generalise(leaf int32, level int) string {
	lv := &h.levels[level]
	return lv.labels[lv.of[leaf]]
}

// size returns the number of leaves.
func (h *Hierarchy) size() int { return len(h.levels[0].labels) }

// lift returns, for each value of level from, its value at level to, which is
// not below from.
func (h *Hierarchy) lift(from, to int) []uint64 {
	up := make([]uint64, len(h.levels[from].labels))
	for leaf, value := range h.levels[from].of {
		up[value] = uint64(h.levels[to].of[leaf])
	}
	return up
}
