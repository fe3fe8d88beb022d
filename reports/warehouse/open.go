package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"

	"github.com/duckdb/duckdb-go/v2"
)

// settings are those that DuckDB must know before it opens: nothing is ever
// downloaded, and an empty temp_directory turns a spill to disk, which would be
// in clear, into an out-of-memory error.
const settings = "?autoinstall_known_extensions=false&autoload_known_extensions=false" +
	"&allow_community_extensions=false&temp_directory="

// lockdown closes the doors once the database is open. Pipes stay allowed: they
// are how Parquet leaves without touching the disk. The last one makes the
// others final.
var lockdown = []string{
	"SET allowed_directories=['/dev/fd/']",
	"SET secret_directory=''",
	"SET enable_external_access=false",
	"SET lock_configuration=true",
}

// A DB is a locked in-memory database. It is not safe for concurrent use; close
// it to give its memory back.
type DB struct {
	pool *sql.DB
	conn *sql.Conn
}

// Open makes an empty, locked database that may use at most memory bytes (0
// leaves DuckDB's own limit, 80 % of the machine).
func Open(ctx context.Context, memory int64) (*DB, error) {
	dsn := settings
	if memory > 0 {
		dsn += fmt.Sprintf("&memory_limit=%dB", memory)
	}
	connector, err := duckdb.NewConnector(dsn, locker())
	if err != nil {
		return nil, fail("opening the database", err)
	}
	pool := sql.OpenDB(connector)
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(fail("opening the database", err), pool.Close())
	}
	return &DB{pool: pool, conn: conn}, nil
}

// locker returns the connector's init function. The driver runs it for every
// new connection, but a locked database refuses the second run, so it acts once.
func locker() func(driver.ExecerContext) error {
	var once sync.Once
	var failed error
	return func(e driver.ExecerContext) error {
		once.Do(func() {
			for _, q := range lockdown {
				if _, failed = e.ExecContext(context.Background(), q, nil); failed != nil {
					return
				}
			}
		})
		return failed
	}
}

// Close frees the database and everything in it.
func (db *DB) Close() error { return errors.Join(db.conn.Close(), db.pool.Close()) }

// exec runs one of our own statements; what names it in an error.
func (db *DB) exec(ctx context.Context, what, statement string) error {
	if _, err := db.conn.ExecContext(ctx, statement); err != nil {
		return fail(what, err)
	}
	return nil
}
