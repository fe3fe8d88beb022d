package warehouse

import (
	"context"
	"database/sql/driver"
	"fmt"
	"math"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/duckdb/duckdb-go/v2"
)

// Columns are the rows of a query of kind list, column by column: what a report
// needs that counts the same rows in many ways, or makes records of them. A
// million rows come over in tens of milliseconds; [DB.Run] takes a hundred times
// as long.
type Columns struct {
	Query  Query
	N      int // rows
	values [][]int32
}

// None stands for NULL in a column.
const None = int32(math.MinInt32)

// Of returns the values of a column, in the order of the rows. The slice is not
// a copy. It panics when the query has no such column.
func (c *Columns) Of(name string) []int32 {
	i := slices.Index(c.Query.Columns(), name)
	if i < 0 {
		panic("warehouse: internal error: list " + c.Query.Table + " has no column " + name)
	}
	return c.values[i]
}

// Columns executes a query whose every column is an INTEGER; a code is given by
// its place in its list (enum_code). Args must hold exactly the query's
// parameters.
func (db *DB) Columns(ctx context.Context, q Query, args Args) (*Columns, error) {
	bound, err := q.bind(args)
	if err != nil {
		return nil, err
	}
	out := &Columns{Query: q, values: make([][]int32, len(q.Columns()))}
	misfit := "" // a panic within Raw would cost the connection, and the database with it
	err = db.conn.Raw(func(dc any) (err error) {
		a, err := duckdb.NewArrowFromConn(dc.(driver.Conn))
		if err != nil {
			return fail("list "+q.Table, err)
		}
		rows, err := a.QueryContext(ctx, q.unordered(), bound...)
		if err != nil {
			return fail("list "+q.Table, err)
		}
		defer rows.Release()
		if misfit = out.misfit(rows.Schema()); misfit != "" {
			return nil
		}
		return out.collect(rows)
	})
	if misfit != "" {
		panic("warehouse: internal error: " + misfit)
	}
	if err != nil {
		return nil, err
	}
	out.order()
	return out, nil
}

// collect copies the records: their memory is DuckDB's and ends with them.
func (c *Columns) collect(rows array.RecordReader) error {
	for rows.Next() {
		rec := rows.RecordBatch()
		for i := range c.values {
			column := rec.Column(i).(*array.Int32)
			at := len(c.values[i])
			if cap(c.values[i])-at < column.Len() {
				c.values[i] = slices.Grow(c.values[i], max(at, column.Len())) // twice as long: append grows by a quarter
			}
			c.values[i] = append(c.values[i], column.Int32Values()...)
			if column.NullN() > 0 {
				blank(c.values[i][at:], column)
			}
		}
		c.N += int(rec.NumRows())
	}
	if err := rows.Err(); err != nil {
		return fail("list "+c.Query.Table, err)
	}
	return nil
}

// blank writes None where a column is NULL; what lies there is undefined.
func blank(values []int32, column *array.Int32) {
	for i := range values {
		if column.IsNull(i) {
			values[i] = None
		}
	}
}

// misfit holds the result against the header and says what is wrong with our
// SQL, or nothing.
func (c *Columns) misfit(s *arrow.Schema) string {
	names := c.Query.Columns()
	if s.NumFields() != len(names) {
		return "the columns of " + c.Query.Table + " are not those of its header"
	}
	for i, f := range s.Fields() {
		if f.Name != names[i] || f.Type.ID() != arrow.INT32 {
			return fmt.Sprintf("column %d of %s is %s %s, not %s INTEGER", i+1, c.Query.Table, f.Name, f.Type, names[i])
		}
	}
	return ""
}
