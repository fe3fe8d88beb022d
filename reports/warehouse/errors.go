package warehouse

import (
	"context"
	"errors"
	"fmt"

	"github.com/duckdb/duckdb-go/v2"
)

// ErrMemory means that the data did not fit in the memory allowed. Nothing was
// written to disk; a larger memory limit or a shorter period helps.
var ErrMemory = errors.New("the data do not fit in the memory allowed")

// fail turns an error of the driver into one of ours. DuckDB's texts may quote
// the value of a cell, so only what we were doing and the kind of failure stay.
func fail(what string, err error) error {
	var d *duckdb.Error
	switch {
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("warehouse: %s: %w", what, context.Canceled)
	case !errors.As(err, &d):
		return fmt.Errorf("warehouse: %s: the database refused", what)
	case d.Type == duckdb.ErrorTypeOutOfMemory:
		return fmt.Errorf("warehouse: %s: %w", what, ErrMemory)
	}
	return fmt.Errorf("warehouse: %s: the database refused (kind %d)", what, d.Type)
}
