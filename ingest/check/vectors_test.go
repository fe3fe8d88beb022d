package check

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"lvv/ingest/table"
	"lvv/ingest/table/tabletest"
	"lvv/schemas"
)

// vectors is testdata/vectors/check.json.
type vectors struct {
	About    string      `json:"about"`
	Today    schemas.Day `json:"today"`
	Earliest schemas.Day `json:"earliest"`
	Kinds    []struct {
		Kind  schemas.Kind `json:"kind"`
		List  string       `json:"list"`
		About string       `json:"about"`
		Cases []vector     `json:"cases"`
	} `json:"kinds"`
}

type vector struct {
	In    string `json:"in"`
	Want  string `json:"want"`
	Code  string `json:"code"`
	Excel bool   `json:"excel"`
}

func readVectors(t testing.TB) vectors {
	t.Helper()
	data, err := os.ReadFile("../../testdata/vectors/check.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// fieldOf makes a dataset with one field of a kind, and a Judge of it.
func fieldOf(t testing.TB, kind schemas.Kind, list string, lim Limits) *Judge {
	t.Helper()
	f := &schemas.Field{Name: "veld", Label: "Veld", Kind: kind}
	if kind == schemas.KindNationality {
		list = "nationaliteit"
	}
	if list != "" {
		f.Codes = schemas.List(list)
	}
	d := &schemas.Dataset{Name: "proef", Shape: schemas.Records, Fields: []*schemas.Field{f}}
	j, problems := New(d, []string{"veld", "vul"}, lim)
	if j == nil {
		t.Fatal(problems)
	}
	return j
}

func TestVectors(t *testing.T) {
	v := readVectors(t)
	lim := Limits{Today: v.Today, Earliest: v.Earliest}
	for _, k := range v.Kinds {
		t.Run(string(k.Kind)+k.List, func(t *testing.T) {
			j := fieldOf(t, k.Kind, k.List, lim)
			for _, c := range k.Cases {
				b := batchOf(t, [][]string{{"veld", "vul"}, {c.In, "x"}}, c.Excel)
				got := judgeCell(j, b)
				if got.Code != c.Code || got.Want != c.Want {
					t.Errorf("%q (Excel: %v): got %q, code %q; want %q, code %q", c.In, c.Excel, got.Want, got.Code, c.Want, c.Code)
				}
				b.Release()
			}
		})
	}
}

// batchOf writes a table and reads it back.
func batchOf(t testing.TB, rows [][]string, excel bool) *table.Batch {
	t.Helper()
	kind, data := table.CSV, []byte(nil)
	if excel {
		kind, data = table.XLSX, tabletest.WriteXLSX(t, rows)
	} else {
		data = tabletest.WriteCSV(t, rows, ';')
	}
	src, err := table.Open(kind, bytes.NewReader(data), int64(len(data)), nil, table.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := src.Next()
	if err == nil {
		err = b.Parse()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// judgeCell judges the first cell of a batch, faults included.
func judgeCell(j *Judge, b *table.Batch) vector {
	var out Judged
	out.reset(j.data, b.Len())
	j.batch, j.rows, j.found = b, []int32{0}, nil
	j.cells(&j.columns[0], &out.Rows.Columns[0])
	v := vector{Want: render(&out.Rows.Columns[0], 0)}
	if len(j.found) > 0 {
		v.Code = j.found[0].code
	}
	return v
}

// render writes a value as the vectors do.
func render(c *Column, n int) string {
	if c.Text != nil {
		return string(c.Text[n])
	}
	v := c.Int[n]
	if v == Missing {
		return ""
	}
	switch c.Field.Kind {
	case schemas.KindVNumber:
		return fmt.Sprintf("%010d", v)
	case schemas.KindDate, schemas.KindMonth:
		return schemas.Day(v).String()
	case schemas.KindBirthDate:
		return fmt.Sprintf("%04d-%02d-%02d", v/10000, v/100%100, v%100)
	case schemas.KindCode, schemas.KindNationality:
		return c.Field.Codes.Codes[v].Code
	}
	return fmt.Sprint(v)
}
