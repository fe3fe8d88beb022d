package monitor_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"lvv/reports/reportstest"
	"lvv/reports/workbook/workbooktest"
)

// The committed files show in review what readers will get. The number of
// suppressed cells stands here as well: UPDATE=1 does not change it.
func TestGolden(t *testing.T) {
	const points = 0 // so that the files do not change with the search for a pattern
	plan := reportstest.Plan(t, 7, 2065)
	c, d := made(t, reportstest.Job(t, plan, plan.Period))
	if n := suppressed(d); n != points {
		t.Fatalf("%d cells are suppressed, not %d", n, points)
	}
	book, err := workbooktest.Dump(bytes.NewReader(reportstest.File(t, c, "monitor.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	page := regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAllString(string(reportstest.File(t, c, "monitor.html")), "<style>…</style>")
	page = regexp.MustCompile(`(?s)<svg.*?</svg>`).ReplaceAllString(page, "<svg>…</svg>")
	var data strings.Builder
	for _, f := range c.Files {
		if strings.HasPrefix(f.Name, "gegevens/") {
			fmt.Fprintf(&data, "-- %s --\n%s", f.Name, strings.ReplaceAll(string(f.Data), "\r\n", "\n"))
		}
	}
	for name, got := range map[string]string{"monitor.xlsx.txt": book, "monitor.html": page, "gegevens.txt": data.String()} {
		reportstest.Golden(t, name, got)
	}
}

// LibreOffice opens the workbook and calculates the same.
func TestTheWorkbookCalculates(t *testing.T) {
	if testing.Short() {
		t.Skip("starts LibreOffice")
	}
	plan := reportstest.Plan(t, 7, 300)
	c, _ := made(t, reportstest.Job(t, plan, plan.Period))
	if n := workbooktest.CheckFormulas(t, reportstest.File(t, c, "monitor.xlsx")); n < 100 {
		t.Errorf("only %d formulas", n)
	}
}
