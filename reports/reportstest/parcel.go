package reportstest

import (
	"bytes"
	"encoding/csv"
	"testing"

	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/parcel"
)

// Parcel lets a draft out to one recipient and writes every file of it.
func Parcel(t testing.TB, d reports.Draft, to string) parcel.Contents {
	t.Helper()
	d.Request.Recipients, d.Request.Allowed = []string{to}, []string{to}
	leave, err := release.Approve(d.Request)
	if err != nil {
		t.Fatal(err)
	}
	c, err := d.Render(leave)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range c.Files {
		if f.Write == nil {
			continue
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		c.Files[i].Data, c.Files[i].Write = b.Bytes(), nil
	}
	return c
}

// File is one file of a parcel that Parcel wrote.
func File(t testing.TB, c parcel.Contents, name string) []byte {
	t.Helper()
	for _, f := range c.Files {
		if f.Name == name {
			return f.Data
		}
	}
	t.Fatalf("the parcel has no %s", name)
	return nil
}

// Lines are the lines of a data file, the header among them.
func Lines(t testing.TB, c parcel.Contents, name string) [][]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(File(t, c, name))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Rows are the lines of a data file by the names of its columns.
func Rows(t testing.TB, c parcel.Contents, name string) (rows []map[string]string) {
	t.Helper()
	all := Lines(t, c, name)
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, column := range all[0] {
			row[column] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}
