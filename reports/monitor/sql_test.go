package monitor

import (
	"fmt"
	"os"
	"testing"

	"lvv/reports/reportstest"
	"lvv/reports/warehouse"
)

// Every SQL file has its header, and runs on empty tables with the columns that
// the header names.
func TestSQL(t *testing.T) {
	entries, err := os.ReadDir("sql")
	if err != nil || len(entries) == 0 {
		t.Fatalf("no SQL: %v", err)
	}
	plan := reportstest.Plan(t, 1, 1)
	db := reportstest.Empty(t, plan.Contract)
	for _, q := range warehouse.MustParseAll(files, "sql") {
		rows, err := db.Columns(t.Context(), q, warehouse.Args{"organisaties": "a,b", "van": plan.Period.From, "tot": plan.Period.To})
		if err != nil || rows.N != 0 {
			t.Errorf("%s: %v", q.Table, err)
		}
	}
}

// BenchmarkCount counts a million stays; run it with -benchtime 3x.
func BenchmarkCount(b *testing.B) {
	for _, persons := range []int{2065, 690_000} {
		plan := reportstest.Plan(b, 1, persons)
		job := reportstest.Job(b, plan, plan.Period)
		b.Run(fmt.Sprint(persons), func(b *testing.B) {
			for b.Loop() {
				c, err := count(b.Context(), job)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(c.total), "stays")
			}
		})
	}
}
