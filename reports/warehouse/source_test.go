package warehouse

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"lvv/schemas"
)

// Batches of several organisations reach the database as one, each row with what
// its delivery has in common.
func TestBatchesTogether(t *testing.T) {
	db := openTest(t)
	s := &source{ctx: t.Context(), alloc: Memory(), batches: make(chan arrow.RecordBatch, 1), done: make(chan error, 1),
		schema: arrow.NewSchema([]arrow.Field{{Name: "organisatie", Type: orgType}, {Name: "getal", Type: arrow.PrimitiveTypes.Int32},
			{Name: "levering_tot", Type: arrow.FixedWidthTypes.Date32}, {Name: "volgnummer", Type: arrow.PrimitiveTypes.Int32}}, nil)}
	for i, org := range []string{"stil", "toevlucht", "stil"} {
		r := numbers(t, 1, 1000)
		r.Next()
		rec := s.widen(Delivery{Org: org, Period: schemas.Period{To: schemas.Day(i)}, Seq: i}, r.RecordBatch())
		s.waiting, s.rows = append(s.waiting, rec), s.rows+rec.NumRows()
	}
	if err := s.send(); err != nil || len(s.batches) != 1 || len(s.waiting) > 0 {
		t.Fatalf("%d batches, %d wait: %v", len(s.batches), len(s.waiting), err)
	}
	close(s.batches)
	s.done <- nil
	if err := db.lend(t.Context(), s, "a test", "CREATE TABLE t AS SELECT * FROM aanvoer"); err != nil {
		t.Fatal(err)
	}
	for org, want := range map[string][3]int{"stil": {2000, 2 * 499_500, 2}, "toevlucht": {1000, 499_500, 1}} {
		var got [3]int
		row := db.conn.QueryRowContext(t.Context(), "SELECT count(*), sum(getal)::INTEGER, max(volgnummer + (levering_tot - DATE '1970-01-01')) // 2 FROM t WHERE organisatie = ?", org)
		if err := row.Scan(&got[0], &got[1], &got[2]); err != nil || got != want {
			t.Errorf("%s: %v, want %v: %v", org, got, want, err)
		}
	}
}
