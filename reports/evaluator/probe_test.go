package evaluator

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"lvv/anonymise/release"
	"lvv/reports/reportstest"
)

func TestProbe(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("N"))
	if n == 0 {
		n = 2065
	}
	plan := reportstest.Plan(t, 1, n)
	job := reportstest.Job(t, plan, plan.Period)
	for range 3 {
		start := time.Now()
		d, err := Make(t.Context(), job, Options{K: 10, MaxLoss: 0.6, Study: "Eindevaluatie"})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println("make", time.Since(start))
		d.Request.Recipients, d.Request.Allowed = []string{"bureau"}, []string{"bureau"}
		a, err := release.Approve(d.Request)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println("approve", time.Since(start))
		c, err := d.Render(a)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println("render", time.Since(start))
		for _, f := range c.Files {
			var b bytes.Buffer
			if f.Write != nil {
				if err := f.Write(&b); err != nil {
					t.Fatal(err)
				}
				f.Data = b.Bytes()
				fmt.Println(f.Name, len(f.Data), time.Since(start))
			}
			if dir := os.Getenv("OUT"); dir != "" {
				p := filepath.Join(dir, f.Name)
				os.MkdirAll(filepath.Dir(p), 0o755)
				os.WriteFile(p, f.Data, 0o644)
			}
		}
	}
}
