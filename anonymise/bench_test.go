package anonymise_test

import (
	"syscall"
	"testing"

	"lvv/anonymise"
	"lvv/anonymise/store/rowstest"
)

// cpu reports the processor time a row of what runs until the function it
// returns is called: on a machine with other work, wall time says little.
func cpu(b *testing.B, rows int) func() {
	b.Helper()
	used := func() int64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return u.Utime.Nano() + u.Stime.Nano()
	}
	before := used()
	return func() { b.ReportMetric(float64(used()-before)/float64(b.N)/float64(rows), "cpu-ns/row") }
}

// One million rows, in batches as they come from the workers.
func BenchmarkGate(b *testing.B) {
	const rows = 1_000_000
	d := rowstest.Dataset(b, "opvang")
	batches := rowstest.Stays(b, rows, 10_000, 1)
	scope := rowstest.Scope(b, "a", d.Name, "2019-01-01", "2021-12-31")
	for _, finish := range []bool{false, true} {
		b.Run(map[bool]string{false: "rows", true: "rows and persons"}[finish], func(b *testing.B) {
			b.ReportAllocs()
			defer cpu(b, rows)()
			for b.Loop() {
				session := rowstest.Begin(b, rowstest.Register(b), scope)
				g := anonymise.NewGate(d, rowstest.Keys(1), session, new(rowstest.Out))
				for _, r := range batches {
					if _, err := g.Admit(r); err != nil {
						b.Fatal(err)
					}
				}
				if !finish {
					continue
				}
				if err := g.Finish(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
