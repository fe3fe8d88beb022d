package reportstest_test

import (
	"os"
	"path/filepath"
	"testing"

	"lvv/reports/reportstest"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// Every SQL file of every report says in its header what it is, and runs on the
// empty tables of every contract with the columns that its header promises. A
// renamed field breaks this test and not the evening before a delivery.
func TestEverySQLFileFitsTheSchema(t *testing.T) {
	files, err := filepath.Glob("../*/sql/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, name := range schemas.Names() {
		c, err := schemas.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		db := reportstest.Empty(t, c)
		for _, file := range files {
			if filepath.Base(filepath.Dir(filepath.Dir(file))) == "warehouse" {
				continue // statements about tables as such, not reports
			}
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			q, err := warehouse.Parse(file, src)
			if err != nil {
				t.Error(err)
				continue
			}
			if _, err := db.Run(t.Context(), q, arguments(c, q)); err != nil {
				t.Errorf("%s with %s: %v", file, name, err)
			}
			checked++
		}
	}
	if checked < 20 {
		t.Fatalf("only %d files were checked", checked)
	}
}

// arguments are days for parameters that are days, and empty text for lists.
func arguments(c *schemas.Contract, q warehouse.Query) warehouse.Args {
	args := make(warehouse.Args)
	for _, p := range q.Params {
		switch p {
		case "van", "venster_van":
			args[p] = c.Start
		case "tot", "venster_tot":
			args[p] = c.End
		default:
			args[p] = ""
		}
	}
	return args
}
