package warehouse

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/apache/arrow-go/v18/arrow/array"
)

// RowGroup is how many rows lie together in Parquet. Batches of so many need not be
// put together again.
const RowGroup = 122_880

// WriteParquet writes the records of r to w as Parquet, compressed with zstd.
// DuckDB writes into a pipe, so nothing touches the disk; the same records give
// the same bytes for the same version of DuckDB. The records must lie in C
// memory.
func (db *DB) WriteParquet(ctx context.Context, w io.Writer, r array.RecordReader) error {
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("warehouse: opening a pipe: %w", err)
	}
	copied := make(chan error, 1)
	go func() {
		_, err := io.Copy(w, read)
		// Reading on after a failed write lets COPY end instead of hang.
		_, drained := io.Copy(io.Discard, read)
		copied <- errors.Join(err, drained, read.Close())
	}()
	err = db.lend(ctx, r, "writing Parquet", fmt.Sprintf(
		"COPY aanvoer TO '/dev/fd/%d' (FORMAT parquet, COMPRESSION zstd)", write.Fd()))
	return errors.Join(err, write.Close(), <-copied)
}
