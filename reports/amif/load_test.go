package amif

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"crypto/sha256"
	"encoding/hex"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"lvv/anonymise"
	"lvv/reports"
	"lvv/reports/parcel"
	"lvv/reports/warehouse"
	"lvv/schemas"
)

// none is an empty cell.
const none = warehouse.Empty

// A row is what the store keeps of a delivered row, by column; codes as their
// position in the list.
type row map[string]int64

// A given delivery is rows that passed gate 1.
type given struct {
	warehouse.Delivery
	rows []row
}

// warehouseOf loads exactly these deliveries.
func warehouseOf(t testing.TB, c *schemas.Contract, deliveries map[string][]given) *warehouse.DB {
	t.Helper()
	db, err := warehouse.Open(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, d := range c.Datasets {
		err := db.Load(t.Context(), d, func(deliver func(warehouse.Delivery, anonymise.Batch) error) error {
			for _, g := range deliveries[d.Name] {
				if err := g.deliver(d, warehouse.Memory(), deliver); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func (g given) deliver(d *schemas.Dataset, alloc memory.Allocator, deliver func(warehouse.Delivery, anonymise.Batch) error) error {
	layout := anonymise.NewLayout(d, alloc)
	defer layout.Release()
	schema := layout.Schema()
	arrays := make([]arrow.Array, len(d.Columns()))
	for i, c := range d.Columns() {
		arrays[i] = g.array(c, schema.Field(i).Type, alloc)
		defer arrays[i].Release()
	}
	rec := array.NewRecordBatch(schema, arrays, int64(len(g.rows)))
	defer rec.Release()
	b, err := anonymise.Reopen(layout, rec)
	if err != nil {
		return err
	}
	defer b.Release()
	return deliver(g.Delivery, b)
}

func (g given) array(c schemas.Column, typ arrow.DataType, alloc memory.Allocator) arrow.Array {
	index := typ
	if dict, ok := typ.(*arrow.DictionaryType); ok {
		index = dict.IndexType
	}
	b := array.NewBuilder(alloc, index)
	defer b.Release()
	for _, r := range g.rows {
		appendValue(b, r[c.Name])
	}
	values := b.NewArray()
	if c.Type != schemas.TypeCode {
		return values
	}
	defer values.Release()
	codes := array.NewStringBuilder(alloc)
	defer codes.Release()
	codes.AppendValues(c.Codes.Strings(), nil)
	dict := codes.NewArray()
	defer dict.Release()
	return array.NewDictionaryArray(typ, values, dict)
}

func appendValue(b array.Builder, v int64) {
	if v == none {
		b.AppendNull()
		return
	}
	switch b := b.(type) {
	case *array.Int32Builder:
		b.Append(int32(v))
	case *array.Int64Builder:
		b.Append(v)
	case *array.Uint8Builder:
		b.Append(uint8(v))
	case *array.Uint16Builder:
		b.Append(uint16(v))
	case *array.Date32Builder:
		b.Append(arrow.Date32(v))
	case *array.BooleanBuilder:
		b.Append(v != 0)
	default:
		panic(fmt.Sprintf("a column of type %T", b))
	}
}

func contract(t testing.TB) *schemas.Contract {
	t.Helper()
	c, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func jobOf(t testing.TB, c *schemas.Contract, db *warehouse.DB, period schemas.Period) reports.Job {
	t.Helper()
	job := reports.Job{
		Programme: "Pilot LVV Utrecht", Contact: "de gemeente", Contract: c, Period: period,
		At: time.Date(2022, 1, 15, 12, 0, 0, 0, time.UTC), DB: db,
		Provenance: parcel.Provenance{Version: "lvv test"},
	}
	for _, p := range c.Parties {
		job.Orgs = append(job.Orgs, reports.Org{Code: p.Code, Name: p.Name})
	}
	return job
}

// pseudonyms are stand-ins that show nothing of the number they are made from.
func pseudonym(prefix string, n uint64) string {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(prefix), n))
	s := hex.EncodeToString(sum[:8])
	return prefix + "-" + s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
}

func options(counts []RefusedCount) Options {
	return Options{
		Profile: Profile2014, Sample: 30, Seed: 2019, Refused: counts,
		Pseudonym:  func(person int32) string { return pseudonym("AM", uint64(person)) },
		Trajectory: func(token int64) string { return pseudonym("TR", uint64(token)) },
	}
}

// asAccepted are the counts of deliveries of which no row was refused.
func asAccepted(deliveries []given) []RefusedCount {
	var all []RefusedCount
	for _, g := range deliveries {
		all = append(all, RefusedCount{Delivery: g.Delivery, In: len(g.rows), Accepted: len(g.rows)})
	}
	return all
}

func on(t testing.TB, s string) schemas.Day {
	t.Helper()
	d, err := schemas.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func code(list, code string) int64 {
	if code == "" {
		return none
	}
	i := schemas.List(list).Index(code)
	if i < 0 {
		panic("no such code")
	}
	return int64(i)
}
