package monitor

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/release"
	"lvv/reports"
	"lvv/reports/reportstest"
	"lvv/schemas"
)

// people puts into the counts n persons who came on the first day and left after
// a month, for a reason.
func (c *counts) people(first int32, n int, reason string, codes *schemas.CodeList) int32 {
	for id := first; id < first+int32(n); id++ {
		p := person{id: id, linked: true}
		p.stays++
		c.add(&p, 0, int32(c.period.From), int32(c.period.From)+31, int32(codes.Index(reason)))
		c.finish(&p)
	}
	return first + int32(n)
}

// Two worlds that differ only in what is suppressed give the same parcel, byte
// for byte: no coordinate, number or formula comes from a suppressed figure.
func TestNothingComesFromASuppressedFigure(t *testing.T) {
	plan := reportstest.Plan(t, 1, 1)
	job := reportstest.Job(t, plan, plan.Period)
	codes := job.Contract.Dataset("opvang").Field("reden_uitstroom").Codes
	money, err := moneyOf(job.Registers, newCalendar(job.Period))
	if err != nil {
		t.Fatal(err)
	}
	parcel := func(returned, shelter int) (release.Request, []byte) {
		c := newCounts(job)
		next := c.people(0, returned, "teruggekeerd", codes)
		next = c.people(next, shelter, "rijksopvang", codes)
		c.people(next, 40, "mob", codes)
		tables := c.tables()
		safe, err := protect(job, tables, c.relations(tables))
		if err != nil {
			t.Fatal(err)
		}
		r := release.Request{Purpose: schemas.Monitor, Period: job.Period, Label: release.Anonymous, Tables: safe,
			Balance: release.Balance{Checks: 1}, Recipients: []string{"a"}, Allowed: []string{"a"}, At: job.At}
		a, err := release.Approve(r)
		if err != nil {
			t.Fatal(err)
		}
		contents, err := view{calendar: c.calendar, dims: c.dims, job: job, money: money}.render(a)
		if err != nil {
			t.Fatal(err)
		}
		var all bytes.Buffer
		for _, f := range contents.Files {
			all.Write(f.Data)
		}
		return r, all.Bytes()
	}
	r, one := parcel(6, 8)
	_, two := parcel(7, 7)
	if v := (&view{safe: r.Tables}); v.figure(tReasons, reports.AllCode, "teruggekeerd").shown() {
		t.Fatal("what is to be suppressed is shown")
	}
	if !bytes.Equal(one, two) {
		t.Error("the parcels differ")
	}
	for _, want := range []string{`class="hatch-line"`, `title="onderdrukt">.<span`, "bestendig,teruggekeerd,.,"} {
		if !bytes.Contains(one, []byte(want)) {
			t.Errorf("the parcel does not have %s", want)
		}
	}
}

// Figures that do not balance stop the report, and the error names the figures
// but not how large they are.
func TestUnbalanced(t *testing.T) {
	plan := reportstest.Plan(t, 3, 200)
	job := reportstest.Job(t, plan, plan.Period)
	for name, spoil := range map[string]func(*counts){
		"a stay too many on a date":     func(c *counts) { c.stock.cells[5].stays++ },
		"an exit too few":               func(c *counts) { c.outflow.cells[0].stays-- },
		"one organisation out of step":  func(c *counts) { c.inflowOrg.cells[len(c.inflowOrg.cells)-1].stays++ },
		"a person who is nowhere":       func(c *counts) { c.linked.cells[0].people++ },
		"somebody left and is present":  func(c *counts) { c.left.cells[0].people++ },
		"a row that was not counted":    func(c *counts) { c.total++ },
		"persons by organisation short": func(c *counts) { c.spread.cells[1].people-- },
	} {
		c, err := count(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		if b := c.reconcile(c.tables()); b.failed != nil || b.checks < 40 {
			t.Fatalf("before: %+v", b)
		}
		spoil(c)
		if b := c.reconcile(c.tables()); !errors.Is(b.failed, reports.ErrUnbalanced) {
			t.Errorf("%s: %v", name, b.failed)
		}
	}
}

// A percentage follows from two counts that are shown, or is not shown.
func TestPercent(t *testing.T) {
	for _, c := range []struct {
		about       string
		part, whole figure
		want        string
	}{
		{"both are shown", known(12), known(38), "31.6"},
		{"the part is suppressed", figure{}, known(38), "."},
		{"the whole is suppressed", known(12), figure{}, "."},
		{"nobody at all", known(0), known(0), ""},
		{"halves are rounded up", known(1), known(2000), "0.1"},
		{"the part cannot be", figure{status: disclosure.Impossible}, known(20), ""},
	} {
		got := ""
		switch v := percent(c.part, c.whole); v.kind {
		case hidden:
			got = "."
		case percentage:
			got = fmt.Sprintf("%d.%d", v.n/10, v.n%10)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.about, got, c.want)
		}
	}
}
