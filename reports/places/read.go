package places

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"lvv/schemas"
)

// ErrRegister means that a register cannot be used as it is; the error says
// which line of which file and why.
var ErrRegister = errors.New("register cannot be used")

// Read reads capaciteit.csv, tarief.csv, financiering.csv, pilots.csv and
// doelen.csv: ';' between cells, decimal comma, dates as dd-mm-jjjj or
// yyyy-mm-dd, an empty tot for a period that is still open. All that is wrong
// with all of them is said at once.
func Read(dir fs.FS) (Registers, error) {
	var r Registers
	err := errors.Join(
		read(dir, "capaciteit.csv", "organisatie;locatie;van;tot;plaatsen", func(c cells) {
			r.Capacity = append(r.Capacity, Capacity{Org: c.text(0), Location: c.text(1), Period: c.period(2, 3), Places: c.count(4)})
		}),
		read(dir, "tarief.csv", "van;tot;eur_per_plek_per_dag", func(c cells) {
			r.Rates = append(r.Rates, Rate{Period: c.period(0, 1), Cents: c.cents(2)})
		}),
		read(dir, "financiering.csv", "jaar;bron;bedrag", func(c cells) {
			r.Funding = append(r.Funding, Funding{Year: int(c.count(0)), Source: c.text(1), Cents: c.cents(2)})
		}),
		read(dir, "pilots.csv", "van;tot;actief;gepland", func(c cells) {
			r.Pilots = append(r.Pilots, Pilots{Period: c.period(0, 1), Active: c.count(2), Planned: c.count(3)})
		}),
		read(dir, "doelen.csv", "doel;noemer;waarde", func(c cells) {
			r.Goals = append(r.Goals, Goal{Name: c.text(0), Denominator: c.text(1), Value: c.count(2)})
		}),
	)
	if err == nil {
		err = r.check()
	}
	return r, err
}

// read hands the rows of one register to take and collects their faults.
func read(dir fs.FS, name, header string, take func(cells)) error {
	f, err := dir.Open(name)
	if err != nil {
		return fmt.Errorf("register/%s: %w: %w", name, ErrRegister, err)
	}
	defer f.Close() // only read
	r := csv.NewReader(skipMark(f))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		return fmt.Errorf("register/%s: %w: not a table of %s", name, ErrRegister, header)
	}
	if got := strings.ToLower(strings.Join(rows[0], ";")); got != header {
		return fmt.Errorf("register/%s:1: %w: the header must be %s", name, ErrRegister, header)
	}
	var faults []error
	for i, row := range rows[1:] {
		c := cells{row: row, fault: func(what string) {
			faults = append(faults, fmt.Errorf("register/%s:%d: %w: %s", name, i+2, ErrRegister, what))
		}}
		take(c)
	}
	return errors.Join(faults...)
}

// skipMark passes over the byte order mark that Excel puts before a CSV file.
func skipMark(r io.Reader) io.Reader {
	var first [3]byte
	n, _ := io.ReadFull(r, first[:]) // what is wrong shows at the next read
	if string(first[:n]) == "\uFEFF" {
		n = 0
	}
	return io.MultiReader(strings.NewReader(string(first[:n])), r)
}

// cells are one row, read with a fault for each cell that does not fit.
type cells struct {
	row   []string
	fault func(what string)
}

func (c cells) text(i int) string {
	s := strings.TrimSpace(c.row[i])
	if s == "" {
		c.fault(fmt.Sprintf("column %d is empty", i+1))
	}
	return s
}

func (c cells) count(i int) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(c.row[i]), 10, 32)
	if err != nil || n < 0 {
		c.fault(fmt.Sprintf("column %d is not a whole number of 0 or more", i+1))
		return 0
	}
	return n
}

func (c cells) cents(i int) int64 {
	n, ok := ParseCents(c.row[i])
	if !ok {
		c.fault(fmt.Sprintf("column %d is not an amount such as 1.234,50", i+1))
	}
	return n
}

func (c cells) period(from, to int) schemas.Period {
	p := schemas.Period{From: c.day(from), To: Open}
	if strings.TrimSpace(c.row[to]) != "" {
		p.To = c.day(to)
	}
	if p.To < p.From {
		c.fault("the period ends before it begins")
	}
	return p
}

func (c cells) day(i int) schemas.Day {
	s := strings.TrimSpace(c.row[i])
	if len(s) == 10 && s[2] == '-' && s[5] == '-' {
		s = s[6:] + "-" + s[3:5] + "-" + s[:2]
	}
	d, err := schemas.ParseDay(s)
	if err != nil {
		c.fault(fmt.Sprintf("column %d is not a date such as 31-12-2020", i+1))
	}
	return d
}

// ParseCents reads an amount in euros with a decimal comma, points between
// thousands and at most two decimals. It returns whole cents.
func ParseCents(s string) (cents int64, ok bool) {
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s), "€"))
	euros, fraction, comma := strings.Cut(s, ",")
	if comma && (len(fraction) == 0 || len(fraction) > 2) {
		return 0, false
	}
	groups := strings.Split(euros, ".")
	for i, g := range groups {
		if i > 0 && len(g) != 3 {
			return 0, false
		}
	}
	digits := strings.Join(groups, "") + fraction + strings.Repeat("0", 2-len(fraction))
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n > maxCents || !allDigits(digits) || euros == "" {
		return 0, false
	}
	return n, true
}

// maxCents keeps sums of amounts far from overflow: ten thousand million euro.
const maxCents = 1e12

func allDigits(s string) bool {
	return !slices.ContainsFunc([]byte(s), func(c byte) bool { return c < '0' || c > '9' })
}

// check refuses registers in which a day would have two answers.
func (r Registers) check() error {
	var errs []error
	bad := func(what string) { errs = append(errs, fmt.Errorf("register/%s: %w", what, ErrRegister)) }
	for i := range r.Rates {
		for j := range i {
			if r.Rates[i].Period.Meets(r.Rates[j].Period) {
				bad("tarief.csv: two rates hold on one day")
			}
		}
	}
	for i, p := range r.Pilots {
		if p.Planned == 0 || p.Active > p.Planned {
			bad("pilots.csv: there cannot be more active pilots than planned")
		}
		for j := range i {
			if p.Period.Meets(r.Pilots[j].Period) {
				bad("pilots.csv: two numbers of pilots hold on one day")
			}
		}
	}
	seen := make(map[Funding]bool)
	for _, f := range r.Funding {
		key := Funding{Year: f.Year, Source: f.Source}
		if seen[key] {
			bad("financiering.csv: a source has two amounts for one year")
		}
		seen[key] = true
	}
	return errors.Join(errs...)
}
