package cases

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Limits of a case: it is read by people.
const (
	maxLines = 2000
	maxRule  = 1_000_000
	maxCount = 1_000_000_000_000
)

// A parser reads one line after the other.
type parser struct {
	c      *Case
	block  string // table or expect: the rows of which follow
	header []string
}

// Parse reads a case. Its errors name the line that is not understood and what
// is wrong with it.
func Parse(r io.Reader) (*Case, error) {
	p := &parser{c: &Case{Small: -1, Protect: -1}}
	lines := bufio.NewScanner(r)
	n := 0
	for lines.Scan() {
		if n++; n > maxLines {
			return nil, fmt.Errorf("a case has at most %d lines", maxLines)
		}
		if err := p.line(strings.TrimSuffix(strings.TrimPrefix(lines.Text(), "\ufeff"), "\r")); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n+1, err)
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	return p.c, nil
}

func (p *parser) line(line string) (err error) {
	words := strings.Fields(line)
	switch {
	case len(words) == 0:
	case strings.HasPrefix(words[0], "#"):
		p.c.About = append(p.c.About, strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "#")))
	case words[0] == "policy":
		err = p.policy(words[1:])
	case len(words) == 1 && (words[0] == "table" || words[0] == "expect"):
		err = p.begin(words[0])
	case words[0] == "suppressed":
		err = p.suppressed(words)
	case strings.HasPrefix(strings.Join(words, " "), "cannot be bounded closer than "):
		err = p.bound(words[5:])
	case p.block == "":
		err = errors.New("expected policy, table or expect")
	case p.header == nil:
		err = p.columns(words)
	default:
		err = p.row(words)
	}
	return err
}

// policy reads pairs of a rule and its number.
func (p *parser) policy(words []string) error {
	rules := map[string]*int64{"threshold": &p.c.Threshold, "width": &p.c.Width, "insider": &p.c.Insider}
	if len(words)%2 != 0 {
		return errors.New("each rule of a policy has one number")
	}
	for i := 0; i < len(words); i += 2 {
		rule := rules[words[i]]
		n, err := number(words[i+1], maxRule)
		if rule == nil || err != nil || n == 0 {
			return errors.New("a policy has threshold, width and insider, each with a number above zero")
		}
		*rule = n
	}
	return nil
}

// begin begins the table or what is expected of it.
func (p *parser) begin(block string) error {
	if block == "table" && p.c.Rows != nil || block == "expect" && (p.c.Rows == nil || p.c.Want != nil) {
		return errors.New("a case has one table and then one expect")
	}
	p.block, p.header = block, nil
	return nil
}

// columns reads the names of the columns.
func (p *parser) columns(words []string) error {
	p.header = words
	if p.block == "expect" {
		if !slices.Equal(words, p.c.Columns) {
			return errors.New("the columns are not those of the table")
		}
		return nil
	}
	p.c.Columns = words
	return unique(words)
}

// row reads a row of the table, or of what is expected of it.
func (p *parser) row(words []string) error {
	if len(words) != len(p.header)+1 {
		return fmt.Errorf("a row has a name and %d figures", len(p.header))
	}
	if p.block == "expect" {
		if n := len(p.c.Want); n == len(p.c.Rows) || p.c.Rows[n] != words[0] {
			return errors.New("the rows are not those of the table")
		}
		p.c.Want = append(p.c.Want, words[1:])
		for _, w := range words[1:] {
			if _, err := number(w, maxCount); err != nil && w != "." {
				return errors.New(`expected is a figure, or "." for a hidden one`)
			}
		}
		return nil
	}
	var values []int64
	for _, w := range words[1:] {
		n, err := number(w, maxCount)
		if err != nil {
			return err
		}
		values = append(values, n)
	}
	p.c.Rows, p.c.Values = append(p.c.Rows, words[0]), append(p.c.Values, values)
	return unique(p.c.Rows)
}

func (p *parser) suppressed(words []string) error {
	line := strings.Join(words, " ")
	var small, protect int
	if _, err := fmt.Sscanf(line, "suppressed %d small, %d to protect it", &small, &protect); err != nil ||
		line != fmt.Sprintf("suppressed %d small, %d to protect it", small, protect) {
		return errors.New("expected: suppressed N small, N to protect it")
	}
	p.c.Small, p.c.Protect = small, protect
	return nil
}

// bound reads LOW..HIGH ROW COLUMN.
func (p *parser) bound(words []string) error {
	if len(words) != 3 {
		return errors.New("expected: cannot be bounded closer than LOW..HIGH ROW COLUMN")
	}
	from, to, ok := strings.Cut(words[0], "..")
	low, errLow := number(from, maxCount)
	high, errHigh := number(to, maxCount)
	if !ok || errLow != nil || errHigh != nil || low > high {
		return errors.New("a range is written as LOW..HIGH")
	}
	row, column := slices.Index(p.c.Rows, words[1]), slices.Index(p.c.Columns, words[2])
	if row < 0 || column < 0 {
		return errors.New("the table has no such cell")
	}
	p.c.Bounds = append(p.c.Bounds, Bound{low, high, row, column})
	return nil
}

// end looks at the case as a whole.
func (p *parser) end() error {
	switch {
	case len(p.c.Rows) == 0:
		return errors.New("the case has no table")
	case len(p.c.Want) != len(p.c.Rows):
		return errors.New("expect does not have all rows of the table")
	}
	return nil
}

// unique refuses names that stand twice, and a second total.
func unique(names []string) error {
	totals := 0
	for i, name := range names {
		if IsTotal(name) {
			totals++
		}
		if slices.Contains(names[:i], name) || totals > 1 {
			return errors.New("a name stands twice, or there are two totals")
		}
	}
	return nil
}

func number(word string, most int64) (int64, error) {
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil || n < 0 || n > most {
		return 0, errors.New("not a whole number in range")
	}
	return n, nil
}
