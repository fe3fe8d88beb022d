package warehouse

import (
	"context"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/arrow/memory/mallocator"
	"github.com/duckdb/duckdb-go/v2"

	"lvv/anonymise"
	"lvv/schemas"
)

//go:embed sql/*.sql
var statements embed.FS

// A Delivery is what is the same for all rows of one batch.
type Delivery struct {
	Org    string
	Period schemas.Period
	Seq    int
}

// A Feed hands out batches, one after the other, until there are no more. The
// batches' memory must come from [Memory].
type Feed func(deliver func(Delivery, anonymise.Batch) error) error

// Memory returns an allocator of C memory: DuckDB reads what it is lent from C,
// where Go memory may not be.
func Memory() memory.Allocator { return mallocator.NewMallocator() }

// Load fills the table of a dataset, named as the dataset. Beside the columns
// that the store keeps the table has organisatie. When a row of one
// organisation stands in more than one delivery, the delivery whose period ends
// last speaks for it, and of equal ones the one with the higher number: a stay
// is one (organisation, person, datum_instroom).
func (db *DB) Load(ctx context.Context, d *schemas.Dataset, feed Feed) error {
	src := newSource(ctx, d)
	src.start(feed)
	err := db.lend(ctx, src, "loading "+d.Name, statement("load.sql", d))
	if err = errors.Join(src.stop(), err); err != nil {
		return err
	}
	if !src.repeats {
		return nil
	}
	return db.exec(ctx, "settling "+d.Name, statement("latest.sql", d))
}

// lend runs a statement that reads the Arrow reader as the table "aanvoer". Such
// a view can be read once: a second scan would find nothing, and say nothing.
func (db *DB) lend(ctx context.Context, r array.RecordReader, what, sql string) error {
	return db.conn.Raw(func(dc any) error {
		a, err := duckdb.NewArrowFromConn(dc.(driver.Conn))
		if err != nil {
			return fail(what, err)
		}
		release, err := a.RegisterView(r, "aanvoer")
		if err != nil {
			return fail(what, err)
		}
		defer release()
		if _, err := dc.(driver.ExecerContext).ExecContext(ctx, sql, nil); err != nil {
			return fail(what, err)
		}
		return nil
	})
}

// statement fills in the names of a dataset in one of our own .sql files. The
// names come from the schema, never from data.
func statement(file string, d *schemas.Dataset) string {
	src, err := statements.ReadFile("sql/" + file)
	if err != nil {
		panic("warehouse: internal error: " + err.Error())
	}
	return strings.NewReplacer(
		"{dataset}", d.Name,
		"{columns}", selection(d),
		"{key}", strings.Join(keyColumns(d), ", "),
	).Replace(string(src))
}

// selection lists the store's columns; codes become enumerations, which take a
// third of the memory of text. They come by their place in the list and are taken
// from the array of all codes, in a quarter of the time of looking up their text.
func selection(d *schemas.Dataset) string {
	var out []string
	for _, c := range d.Columns() {
		if c.Type == schemas.TypeCode {
			codes := "ENUM('" + strings.Join(c.Codes.Strings(), "', '") + "')"
			out = append(out, fmt.Sprintf("(enum_range(NULL::%[1]s)::%[1]s[%[2]d])[%[3]s::INTEGER + 1] AS %[3]s", codes, len(c.Codes.Codes), c.Name))
			continue
		}
		out = append(out, c.Name)
	}
	return strings.Join(out, ",\n       ")
}

// keyColumns are the columns that identify a row within an organisation.
func keyColumns(d *schemas.Dataset) []string {
	cols := []string{"organisatie"}
	for _, name := range d.Key {
		if d.Field(name).Store == schemas.KeepPerson {
			name = schemas.ColPerson
		}
		cols = append(cols, name)
	}
	return cols
}
