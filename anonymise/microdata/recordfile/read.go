package recordfile

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"

	"lvv/anonymise/microdata"
	"lvv/ingest/table"
)

// ErrTable means that a file is not a table of the columns that were named.
var ErrTable = errors.New("file cannot be used")

// A Spec names the columns of a file and what they are.
type Spec struct {
	Delimiter byte // ';', ',' or tab; 0: whichever the header holds most of

	Quasi     []string // what an intruder may know
	Sensitive []string // what an intruder may not learn
	Person    string   // which rows belong to one person; "": every row is a person

	// Hierarchies holds the hierarchy of each column that has one. A sensitive
	// column without one has its values as found: in the order of their numbers
	// if all are numbers, in alphabetical order otherwise.
	Hierarchies map[string]*microdata.Hierarchy

	// AsFound lets quasi-identifiers without a hierarchy have the values that
	// the file holds and nothing above them but [microdata.Top]. Their labels
	// are numbers: such records are good for measuring only.
	AsFound bool
}

// A File is what was read.
type File struct {
	Records   microdata.Records
	Delimiter byte
	Dropped   []string // columns that the spec does not name, in the order of the header
}

// Read reads a table. The text is UTF-8 or Windows-1252; blank lines are passed
// over; an empty cell is a value of its own, equal to other empty cells only.
func Read(r io.Reader, spec Spec) (*File, error) {
	src, delimiter, err := open(r, spec.Delimiter)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTable, err)
	}
	defer src.Close()
	rd, err := newReader(src.Header(), spec)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTable, err)
	}
	if err := rd.all(src); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTable, err)
	}
	records, err := rd.records(spec)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTable, err)
	}
	return &File{Records: records, Delimiter: delimiter, Dropped: rd.dropped}, nil
}

// A reader collects the codes of the named columns.
type reader struct {
	columns []*column
	width   int
	rows    int
	dropped []string
}

// newReader finds the columns in the header.
func newReader(header []string, spec Spec) (*reader, error) {
	place := make(map[string]int)
	rd := &reader{width: len(header)}
	named := slices.Concat(spec.Quasi, spec.Sensitive)
	if spec.Person != "" {
		named = append(named, spec.Person)
	}
	for at, name := range header {
		name = strings.TrimSpace(name)
		if _, twice := place[name]; twice {
			return nil, fmt.Errorf("column %d has the name of an earlier one", at+1)
		}
		place[name] = at
		if !slices.Contains(named, name) {
			rd.dropped = append(rd.dropped, name)
		}
	}
	for i, name := range named {
		at, ok := place[name]
		if !ok {
			return nil, fmt.Errorf("there is no column %s", name)
		}
		if slices.Contains(named[:i], name) {
			return nil, fmt.Errorf("column %s is named twice", name)
		}
		c := &column{name: name, at: at, hierarchy: spec.Hierarchies[name]}
		if c.hierarchy == nil {
			c.found = make(map[string]int32)
			if i < len(spec.Quasi) && !spec.AsFound {
				return nil, fmt.Errorf("column %s has no hierarchy", name)
			}
		}
		rd.columns = append(rd.columns, c)
	}
	return rd, nil
}

// all reads batches, as many at a time as there are processors, and takes them
// over in order.
func (rd *reader) all(src table.Source) error {
	var pieces []*piece
	for {
		pieces = pieces[:0]
		var end error
		for range 2 * runtime.GOMAXPROCS(0) {
			batch, err := src.Next()
			if err != nil {
				end = err
				break
			}
			pieces = append(pieces, &piece{batch: batch})
		}
		var done sync.WaitGroup
		for _, p := range pieces {
			done.Go(func() { p.encode(rd) })
		}
		done.Wait()
		for _, p := range pieces {
			if err := rd.take(p); err != nil {
				return err
			}
		}
		if end == io.EOF {
			return rd.complaints()
		}
		if end != nil {
			return end
		}
	}
}

// take adds a piece to the columns.
func (rd *reader) take(p *piece) error {
	defer p.batch.Release()
	if p.err != nil {
		return p.err
	}
	if rd.rows += len(p.rows); rd.rows > math.MaxInt32 {
		return errors.New("too many rows")
	}
	for i, c := range rd.columns {
		if c.found != nil {
			for _, row := range p.rows {
				c.codes = append(c.codes, c.discover(p.batch.Cell(int(row), c.at)))
			}
			continue
		}
		c.codes = append(c.codes, p.codes[i]...)
		if p.strange[i].rows > 0 {
			c.strange.first = cmp.Or(c.strange.first, p.strange[i].first)
			c.strange.rows += p.strange[i].rows
		}
	}
	return nil
}

// complaints says which columns hold values that are no leaf.
func (rd *reader) complaints() error {
	var errs []error
	for _, c := range rd.columns {
		if c.strange.rows > 0 {
			errs = append(errs, fmt.Errorf("column %s: %d rows hold a value that is no leaf of the hierarchy, the first is row %d", c.name, c.strange.rows, c.strange.first))
		}
	}
	return errors.Join(errs...)
}

// A piece is a batch on its way: the codes of the columns with a hierarchy.
type piece struct {
	batch   *table.Batch
	rows    []int32 // rows of the batch that are not blank
	codes   [][]int32
	strange []strange
	err     error
}

// strange counts the rows whose value is no leaf.
type strange struct {
	rows  int
	first int32 // number of the first, as a spreadsheet shows it
}

func (p *piece) encode(rd *reader) {
	if p.err = p.batch.Parse(); p.err != nil {
		return
	}
	for row := range p.batch.Len() {
		switch width := p.batch.Width(row); width {
		case 0:
		case rd.width:
			p.rows = append(p.rows, int32(row))
		default:
			p.err = fmt.Errorf("row %d has %d cells, the header has %d", p.batch.Number(row), width, rd.width)
			return
		}
	}
	p.codes, p.strange = make([][]int32, len(rd.columns)), make([]strange, len(rd.columns))
	for i, c := range rd.columns {
		if c.found != nil {
			continue
		}
		codes := make([]int32, len(p.rows))
		for at, row := range p.rows {
			code, ok := c.hierarchy.CodeOf(p.batch.Cell(int(row), c.at))
			if !ok {
				p.strange[i].first = cmp.Or(p.strange[i].first, p.batch.Number(int(row)))
				p.strange[i].rows++
			}
			codes[at] = code
		}
		p.codes[i] = codes
	}
}
