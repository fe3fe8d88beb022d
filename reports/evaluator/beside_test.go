package evaluator

import (
	"testing"

	"lvv/anonymise/release/history"
	"lvv/reports"
	"lvv/reports/reportstest"
	"lvv/schemas"
)

// Beside an earlier release tables are held to less against insiders; beside the
// records hidden figures keep their width all the same.
func TestRecordsTellLittleBesideAnEarlierYear(t *testing.T) {
	t.Parallel()
	p := pilotOf(t, large)
	over := func(year int) reports.Job {
		from, _ := schemas.NewDay(year, 1, 1)
		to, _ := schemas.NewDay(year, 12, 31)
		return reportstest.Job(t, p.plan, schemas.Period{From: from, To: to})
	}
	first := over(2019)
	before := approve(t, first, Options{K: 10})
	left := history.Release{Number: 1, Purpose: schemas.Evaluator, Period: first.Period, Made: first.At, Recipients: []string{"onderzoek"}, Records: before.Kinds}
	left.Remember(before.Counted, before.Relations, before.Request.Tables)
	job := over(2020)
	job.Past = history.NewPast([]history.Release{left})
	made := approve(t, job, Options{K: 10})
	f, _, err := load(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	asked := job.Policy.InsiderWidth
	if of := made.Request.Tables.Control().Policy.InsiderWidth; of >= asked {
		t.Fatalf("the tables are held to %d of %d: the case is not what it says", of, asked)
	}
	if got := f.records().policy(made.Request.Tables).InsiderWidth; got != asked {
		t.Errorf("beside the records hidden figures keep a width of %d of %d", got, asked)
	}
	a := attack(t, f, made.contents)
	a.read(t, f, lines(t, content(t, made.contents, recordPath), ','))
	if key, width := a.narrow(tooSmall(f, job.Policy)); width < asked {
		t.Errorf("%s lies within %d", key, width)
	}
}
