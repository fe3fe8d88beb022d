package ingest

import (
	"context"
	"errors"
	"io"
	"runtime"

	"lvv/ingest/check"
	"lvv/ingest/table"
	"lvv/schemas"
)

// CheckFile judges a file of a dataset as the pipeline will, and keeps nothing
// of it. That a row is there twice, which intake sees where it recognises
// persons, is seen here by V-number or by the row's own key; what follows from
// other deliveries is not. An empty kind is told from the content. What is wrong
// with the file is in the report; an error means that it could not be read, or
// that ctx ended.
func CheckFile(ctx context.Context, r io.ReaderAt, size int64, kind table.Kind, d *schemas.Dataset, lim check.Limits) (*Report, error) {
	src, err := table.Open(kind, r, size, Sheets(d), table.Limits{})
	if err != nil {
		return refuse(NewReport(d, nil), err)
	}
	judge, problems := check.New(d, src.Header(), lim)
	report := NewReport(d, problems)
	if judge == nil {
		return report, src.Close()
	}
	report.Dropped = judge.Dropped()
	again := newTwice(d)
	stats, err := Run(ctx, src, judge, runtime.GOMAXPROCS(0), func(_ *table.Batch, j *check.Judged) error {
		if report.Add(j.Problems); !report.Refused() {
			report.Add(again.among(&j.Rows))
		}
		return nil
	})
	stats.PutAside(again.bad, again.noPerson)
	stats.Refused = stats.Refused || report.Refused()
	report.Stats = stats
	if err = errors.Join(err, src.Close()); err != nil {
		return refuse(report, err)
	}
	return report, nil
}

// refuse turns an error about the file into its problem.
func refuse(r *Report, err error) (*Report, error) {
	p, ok := check.OfTable(err)
	if !ok {
		return nil, err
	}
	r.Add([]check.Problem{p})
	return r, nil
}

// Sheets are the names that the sheet of a dataset can bear in a workbook.
func Sheets(d *schemas.Dataset) []string { return []string{d.Name, d.Title, d.TitleEN} }
