package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"time"

	"lvv/schemas"
)

// A Result holds the rows of a query: one text key for each column of By, with
// [Total] where the row is a total over that column, and whole numbers for the
// rest. Dates are yyyy-mm-dd.
type Result struct {
	Query  Query
	Keys   [][]string // one for each row, as long as Query.By
	People []int64    // distinct persons of each row; nil for lists
	Values [][]int64  // one for each row, as long as Query.Measures
}

// Total is the key of a total.
const Total = ""

// Empty is the number that stands for NULL in Values, as in an open end.
const Empty = int64(-1 << 63)

// Args are the values of a query's parameters, by name.
type Args map[string]any

// Run executes a query. Args must hold exactly the query's parameters.
func (db *DB) Run(ctx context.Context, q Query, args Args) (*Result, error) {
	bound, err := q.bind(args)
	if err != nil {
		return nil, err
	}
	rows, err := db.conn.QueryContext(ctx, q.SQL, bound...)
	if err != nil {
		return nil, fail("table "+q.Table, err)
	}
	res, err := q.collect(rows)
	return res, errors.Join(err, rows.Close())
}

func (q Query) bind(args Args) ([]any, error) {
	if len(args) != len(q.Params) {
		return nil, fmt.Errorf("warehouse: table %s takes %d parameters, not %d", q.Table, len(q.Params), len(args))
	}
	bound := make([]any, 0, len(q.Params))
	for _, name := range q.Params {
		v, ok := args[name]
		if !ok {
			return nil, fmt.Errorf("warehouse: table %s: parameter %s is missing", q.Table, name)
		}
		if d, ok := v.(schemas.Day); ok {
			v = d.Time()
		}
		bound = append(bound, sql.Named(name, v))
	}
	return bound, nil
}

func (q Query) collect(rows *sql.Rows) (*Result, error) {
	cols, err := rows.Columns()
	if err != nil {
		return nil, fail("table "+q.Table, err)
	}
	if !slices.Equal(cols, q.Columns()) {
		panic("warehouse: internal error: the columns of " + q.Table + " are not those of its header")
	}
	res := &Result{Query: q}
	cells := make([]any, len(cols))
	into := make([]any, len(cols))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, fail("table "+q.Table, err)
		}
		res.add(cells)
	}
	if err := rows.Err(); err != nil {
		return nil, fail("table "+q.Table, err)
	}
	return res, nil
}

func (r *Result) add(cells []any) {
	keys := make([]string, len(r.Query.By))
	for i := range keys {
		keys[i] = key(cells[i])
	}
	r.Keys = append(r.Keys, keys)
	cells = cells[len(keys):]
	if r.Query.People != "" {
		r.People = append(r.People, number(cells[0]))
		cells = cells[1:]
	}
	values := make([]int64, len(cells))
	for i := range cells {
		values[i] = number(cells[i])
	}
	r.Values = append(r.Values, values)
}

func key(cell any) string {
	switch v := cell.(type) {
	case nil:
		return Total
	case string:
		return v
	case time.Time:
		return v.Format(time.DateOnly)
	}
	return strconv.FormatInt(number(cell), 10)
}

// number reads a whole number. A fraction in a result is a bug in our SQL:
// figures are integers, so that they add up on any number of threads.
func number(cell any) int64 {
	switch v := cell.(type) {
	case nil:
		return Empty
	case int64:
		return v
	case int32:
		return int64(v)
	case int16:
		return int64(v)
	case int8:
		return int64(v)
	case uint8:
		return int64(v)
	case uint16:
		return int64(v)
	case uint32:
		return int64(v)
	case uint64:
		return int64(v)
	case bool:
		if v {
			return 1
		}
		return 0
	case time.Time:
		return int64(schemas.DayOf(v))
	case *big.Int:
		return v.Int64()
	}
	panic(fmt.Sprintf("warehouse: internal error: a result of type %T", cell))
}
