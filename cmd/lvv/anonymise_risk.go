package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"lvv/anonymise/microdata"
	"lvv/anonymise/microdata/recordfile"
)

// A riskOnly is what lvv anonymise --risk says of a file.
type riskOnly struct {
	Levels []int `json:"levels,omitempty"` // at which the columns were judged; none: as they are
	riskReport
	Explained *explanation `json:"minimal_uniques"`
}

// An explanation says by which columns records can be told from all others.
type explanation struct {
	Most    int           `json:"most_columns"`
	Records int           `json:"records"`
	By      []int         `json:"records_by_fewest_columns"` // from 1 column on
	Columns []columnShare `json:"columns"`
	Worst   []worstRecord `json:"worst"`
}

type columnShare struct {
	Name  string  `json:"column"`
	Share float64 `json:"share"`
}

type worstRecord struct {
	Row     int      `json:"record"` // from 1, the header and blank lines not counted
	Score   float64  `json:"score"`
	Columns []string `json:"unique_by"`
}

// measure says the risk of the file as it is, or at the levels that the policy
// fixes, and what makes records unique.
func (c anonymiseCmd) measure(env *environment, file *recordfile.File, policy *recordPolicy) error {
	levels := slices.Clone(policy.Levels)
	for i := range levels {
		levels[i] = max(levels[i], 0) // a level that the search may choose is taken as it is
	}
	risks, err := microdata.Measure(file.Records, levels)
	if err != nil {
		return fmt.Errorf("%w: %w", errPolicy, err)
	}
	r := riskOnly{Levels: levels, riskReport: newRiskReport(risks)}
	if policy.Levels == nil {
		if r.Explained, err = explain(file.Records); err != nil {
			return fmt.Errorf("%w: %w", errPolicy, err)
		}
	}
	if c.JSON {
		return json.NewEncoder(env.stdout).Encode(r)
	}
	r.text(env.stdout, "risk")
	r.Explained.text(env.stdout)
	return nil
}

// explainWork bounds the search for minimal uniques: records times sets of
// columns. A file that is larger is explained by smaller sets.
const explainWork = 1 << 28

func explain(records microdata.Records) (*explanation, error) {
	most, sets := 0, 0
	for size := range len(records.Quasi) {
		if sets += binomial(len(records.Quasi), size+1); size > 0 && sets > explainWork/max(1, records.N) {
			break
		}
		most = size + 1
	}
	found, err := microdata.Explain(context.Background(), records, most)
	if err != nil {
		return nil, err
	}
	e := &explanation{Most: found.Most, Records: found.Records, By: found.Sizes[1:], Worst: []worstRecord{}}
	for i, share := range found.Columns {
		e.Columns = append(e.Columns, columnShare{records.Quasi[i].Name, share})
	}
	for _, w := range found.Worst {
		var names []string
		for _, column := range w.Columns {
			names = append(names, records.Quasi[column].Name)
		}
		e.Worst = append(e.Worst, worstRecord{w.Row + 1, w.Score, names})
	}
	return e, nil
}

// binomial is the number of sets of k out of n.
func binomial(n, k int) int {
	sets := 1
	for i := range k {
		sets = sets * (n - i) / (i + 1) // whole at each step
	}
	return sets
}

func (e *explanation) text(w io.Writer) {
	if e == nil {
		return
	}
	for i, records := range e.By {
		fmt.Fprintf(w, "unique by %d columns and not fewer\t%d\n", i+1, records)
	}
	for _, c := range e.Columns {
		fmt.Fprintf(w, "takes part in uniqueness: %s\t%s\n", c.Name, percent(c.Share))
	}
	for _, x := range e.Worst {
		fmt.Fprintf(w, "stands out: record %d\tunique by %s\n", x.Row, strings.Join(x.Columns, ", "))
	}
}
