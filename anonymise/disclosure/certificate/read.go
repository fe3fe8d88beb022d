package certificate

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// eachRow reads a CSV file that begins with the given columns; with more, it
// may have others behind them. It returns the names of those.
func eachRow(r io.Reader, want []string, more bool, do func(row []string) error) ([]string, error) {
	in := csv.NewReader(r)
	in.ReuseRecord = true
	header, err := in.Read()
	if err != nil {
		return nil, errors.New("there is no header")
	}
	if len(header) < len(want) || !slices.Equal(header[:len(want)], want) || !more && len(header) > len(want) {
		return nil, errors.New("the header is another")
	}
	rest := slices.Clone(header[len(want):])
	for {
		row, err := in.Read()
		if err == io.EOF {
			return rest, nil
		}
		if bad := (*csv.ParseError)(nil); errors.As(err, &bad) {
			return nil, fmt.Errorf("row %d is not a row of the table", bad.StartLine)
		}
		if err != nil {
			return nil, err
		}
		if err := do(row); err != nil {
			line, _ := in.FieldPos(0)
			return nil, fmt.Errorf("row %d: %w", line, err)
		}
	}
}

// number reads a whole number that is not negative.
func number(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > maxValue {
		return 0, errors.New("not a whole number in range")
	}
	return n, nil
}

func (c *Case) readCells(r io.Reader) error {
	c.index = map[string]int{}
	_, err := eachRow(r, []string{"cell", "freq", "primary"}, false, func(row []string) error {
		n, err := number(row[1])
		if err != nil {
			return err
		}
		name := strings.Clone(row[0])
		if _, twice := c.index[name]; twice || len(c.names) == maxCells {
			return errors.New("a cell stands twice, or there are too many")
		}
		if row[2] != "0" && row[2] != "1" {
			return errors.New("primary is neither 0 nor 1")
		}
		c.index[name] = len(c.names)
		c.names, c.value, c.primary = append(c.names, name), append(c.value, n), append(c.primary, row[2] == "1")
		return nil
	})
	c.hidden, c.of = make([]bool, len(c.names)), make([][]int, len(c.names))
	c.codes = make([][]string, len(c.names))
	return err
}

func (c *Case) cell(name string) (int, error) {
	i, ok := c.index[name]
	if !ok {
		return 0, errors.New("there is no such cell")
	}
	return i, nil
}

func (c *Case) readConstraints(r io.Reader) error {
	last, seen := "", map[int]bool{}
	_, err := eachRow(r, []string{"constraint", "cell", "coef"}, false, func(row []string) error {
		i, err := c.cell(row[1])
		if err != nil {
			return err
		}
		if len(c.constraints) == 0 || row[0] != last {
			last = strings.Clone(row[0])
			c.constraints = append(c.constraints, nil)
			clear(seen)
		}
		coef := map[string]int64{"1": 1, "-1": -1}[row[2]]
		if coef == 0 || seen[i] {
			return errors.New("a coefficient that is not 1 or -1, or a cell that stands twice")
		}
		seen[i] = true
		n := len(c.constraints) - 1
		c.constraints[n] = append(c.constraints[n], term{i, coef})
		c.of[i] = append(c.of[i], n)
		return nil
	})
	return err
}

func (c *Case) readPattern(r io.Reader) error {
	next := 0
	dims, err := eachRow(r, []string{"cell", "status"}, true, func(row []string) error {
		if next == len(c.names) || row[0] != c.names[next] {
			return errors.New("not the next cell of cells.csv")
		}
		switch row[1] {
		case "primary", "secondary", "published":
		default:
			return errors.New("no such status")
		}
		if (row[1] == "primary") != c.primary[next] {
			return errors.New("primary in one file and not in the other")
		}
		c.hidden[next] = row[1] != "published"
		for _, code := range row[2:] {
			c.codes[next] = append(c.codes[next], strings.Clone(code))
		}
		next++
		return nil
	})
	if err == nil && next < len(c.names) {
		err = errors.New("there are cells without a status")
	}
	c.dims = dims
	return err
}

func (c *Case) readCertificates(r io.Reader) error {
	last := ""
	_, err := eachRow(r, []string{"certificate", "protected", "attacker", "side", "cell", "value"}, false, func(row []string) error {
		protected, err := c.cell(row[1])
		if err != nil {
			return err
		}
		alone := -1
		if name, ok := strings.CutPrefix(row[2], "contributor "); ok {
			if alone, err = c.cell(name); err != nil {
				return err
			}
		} else if row[2] != "outsider" {
			return errors.New("no such attacker")
		}
		if len(c.certificates) == 0 || row[0] != last {
			last = strings.Clone(row[0])
			c.certificates = append(c.certificates, certificate{cell: protected, alone: alone})
		}
		now := &c.certificates[len(c.certificates)-1]
		if now.cell != protected || now.alone != alone {
			return errors.New("one certificate for two cells or two attackers")
		}
		return c.readChange(now, row[3], row[4], row[5])
	})
	return err
}

func (c *Case) readChange(now *certificate, side, name, value string) error {
	s, ok := map[string]int{"low": low, "high": high}[side]
	if !ok {
		return errors.New("neither low nor high")
	}
	i, err := c.cell(name)
	if err != nil {
		return err
	}
	n, err := number(value)
	if err != nil {
		return err
	}
	if now.world[s] == nil {
		now.world[s] = map[int]int64{}
	}
	if _, twice := now.world[s][i]; twice {
		return errors.New("a cell stands twice in one world")
	}
	now.world[s][i] = n
	return nil
}
