package warehouse

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A canary stands for a personal value: it must never come out of an error.
const canary = "Kanarie"

func openTest(t *testing.T) *DB {
	t.Helper()
	db, err := Open(t.Context(), 256<<20)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// The database cannot reach the disk, the network or its own settings, from any
// of its connections.
func TestTheDoorsAreLocked(t *testing.T) {
	db := openTest(t)
	file := filepath.Join(t.TempDir(), "uit.csv")
	for _, attempt := range []string{
		"COPY (SELECT 1) TO '" + file + "'",
		"SELECT * FROM read_csv('/etc/passwd')",
		"ATTACH '" + file + "' AS naar_buiten",
		"INSTALL httpfs",
		"LOAD httpfs",
		"SET enable_external_access=true",
		"SET temp_directory='" + t.TempDir() + "'",
		"SET memory_limit='1TB'",
		"CREATE SECRET s (TYPE s3)",
	} {
		if err := db.exec(t.Context(), "an attempt", attempt); err == nil {
			t.Errorf("allowed: %s", attempt)
		}
	}
	second, err := db.pool.Conn(t.Context())
	if err != nil {
		t.Fatalf("a second connection: %v", err)
	}
	defer second.Close()
	if _, err := second.ExecContext(t.Context(), "SET lock_configuration=false"); err == nil {
		t.Error("a second connection can unlock the database")
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a file was made")
	}
}

// Too little memory is an error, not a file in clear.
func TestNothingSpills(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	db, err := Open(t.Context(), 32<<20)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.exec(t.Context(), "sorting", "CREATE TABLE t AS SELECT '"+canary+"' || range AS naam FROM range(20000000) ORDER BY naam DESC")
	if !errors.Is(err, ErrMemory) {
		t.Errorf("got %v, want ErrMemory", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("the working folder holds %d files (%v)", len(left), err)
	}
}

// What the driver says of a cell stays inside.
func TestErrorsHoldNoValue(t *testing.T) {
	db := openTest(t)
	for _, bad := range []string{
		"SELECT '" + canary + "'::INTEGER",
		"SELECT error('" + canary + "')",
		"SELECT * FROM " + canary,
		"SELECT '" + canary + "'::DATE",
	} {
		err := db.exec(t.Context(), "a statement", bad)
		if err == nil || strings.Contains(err.Error(), canary) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
