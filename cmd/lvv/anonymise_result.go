package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"lvv/anonymise/microdata"
	"lvv/anonymise/microdata/recordfile"
)

// A recordReport is what lvv anonymise says of a file that it made: result.json,
// and what the page tells.
type recordReport struct {
	Tool   string       `json:"tool"`
	Policy policyReport `json:"policy"`

	Quasi          []string       `json:"quasi"`
	Transformation []*int         `json:"transformation"` // in the order of quasi; null where levels are mixed
	Rows           int            `json:"records"`
	Suppressed     int            `json:"suppressed"`
	Classes        int            `json:"classes"`
	MinClass       int            `json:"min_class"`
	AvgClass       float64        `json:"avg_class"`
	Loss           float64        `json:"loss"`
	MeanLoss       float64        `json:"mean_loss"`
	Granularity    float64        `json:"granularity"`
	Entropy        float64        `json:"entropy"`
	Discernibility uint64         `json:"discernibility"`
	AECS           float64        `json:"aecs"`
	Columns        []columnReport `json:"columns"`
	Cells          int            `json:"suppressed_cells"`
	Sensitive      []spreadReport `json:"sensitive"`
	Risks          risksReport    `json:"risks"`
	Dropped        []string       `json:"dropped_columns"`
	Seconds        float64        `json:"seconds"`
}

type policyReport struct {
	Person           string   `json:"person,omitempty"`
	K                int      `json:"k"`
	L                *float64 `json:"l,omitempty"`
	LKind            string   `json:"l_kind,omitempty"`
	C                float64  `json:"c,omitempty"`
	T                *float64 `json:"t,omitempty"`
	TKind            string   `json:"t_kind,omitempty"`
	SuppressionLimit float64  `json:"suppression_limit"`
	Cells            bool     `json:"cells,omitempty"`
	MaxLoss          float64  `json:"max_loss,omitempty"`
	Metric           string   `json:"metric"`
	Recoding         string   `json:"recoding"`

	OneLevel   []string  `json:"one_level,omitempty"`
	Levels     []int     `json:"levels,omitempty"`
	Population string    `json:"population,omitempty"`
	KMap       int       `json:"k_map,omitempty"`
	Delta      []float64 `json:"delta,omitempty"`
}

type columnReport struct {
	Name   string  `json:"column"`
	Levels int     `json:"levels"` // of its hierarchy
	Level  *int    `json:"level"`  // null where levels are mixed
	Loss   float64 `json:"loss"`
	At     []int   `json:"records_at_level"`
	Cells  int     `json:"suppressed_cells"`
}

type spreadReport struct {
	Name     string  `json:"column"`
	Distinct int     `json:"fewest_values"`
	EntropyL float64 `json:"entropy_l"`
	Distance float64 `json:"greatest_distance"`
	MaxShare float64 `json:"greatest_share"`
}

// A risksReport holds the risks of the file as it came and as it leaves.
type risksReport struct {
	Before riskReport `json:"before"`
	After  riskReport `json:"after"`
}

type riskReport struct {
	Records        int     `json:"records"`
	Classes        int     `json:"classes"`
	Smallest       int     `json:"smallest_class"`
	Uniques        int     `json:"uniques"`
	BelowFive      float64 `json:"share_below_5"`
	BelowTen       float64 `json:"share_below_10"`
	ProsecutorMax  float64 `json:"prosecutor_max"`
	ProsecutorMean float64 `json:"prosecutor_mean"`
	JournalistMax  float64 `json:"journalist_max"`
	JournalistMean float64 `json:"journalist_mean"`
	Marketer       float64 `json:"marketer"`
}

func newRiskReport(r microdata.Risks) riskReport {
	return riskReport{
		Records: r.Records, Classes: r.Classes, Smallest: r.SmallestClass(), Uniques: r.Uniques,
		BelowFive: r.AtRisk(5), BelowTen: r.AtRisk(10),
		ProsecutorMax: r.Max, ProsecutorMean: r.Mean,
		JournalistMax: r.JournalistMax, JournalistMean: r.JournalistMean, Marketer: r.Marketer,
	}
}

func newRecordReport(p *recordPolicy, set *microdata.Set, file *recordfile.File) *recordReport {
	res := set.Result()
	r := &recordReport{
		Tool: "lvv " + version, Policy: newPolicyReport(p), Quasi: p.Quasi,
		Rows: res.Records, Suppressed: res.Suppressed, Classes: res.Classes, MinClass: res.MinClass, AvgClass: res.AvgClass,
		Loss: res.Loss, MeanLoss: res.MeanLoss, Granularity: res.Granularity,
		Entropy: res.Entropy, Discernibility: res.Discernibility, AECS: res.AECS,
		Risks:     risksReport{newRiskReport(res.Before), newRiskReport(res.After)},
		Sensitive: []spreadReport{}, Dropped: append([]string{}, file.Dropped...),
	}
	for i, name := range p.Quasi {
		c := columnReport{Name: name, Levels: file.Records.Quasi[i].Hierarchy.Levels(), Loss: res.ColumnLoss[i], At: res.AtLevel[i]}
		if level := res.LevelOf(i); level >= 0 {
			c.Level = &level
		}
		if res.Levels != nil {
			c.Level = &res.Levels[i]
		}
		if res.Cells != nil {
			c.Cells = res.Cells[i]
		}
		r.Cells += c.Cells
		r.Transformation = append(r.Transformation, c.Level)
		r.Columns = append(r.Columns, c)
	}
	for _, s := range res.Diversity {
		r.Sensitive = append(r.Sensitive, spreadReport{s.Name, s.Distinct, s.EntropyL, s.Distance, s.MaxShare})
	}
	return r
}

func newPolicyReport(p *recordPolicy) policyReport {
	r := policyReport{Person: p.Person, K: p.K, L: p.L, T: p.T, SuppressionLimit: p.SuppressionLimit, MaxLoss: p.MaxLoss, Cells: p.Cells,
		OneLevel: p.OneLevel, Levels: p.Levels, Population: p.Population, KMap: p.KMap, Delta: p.Delta,
		Metric: orFirst(metrics, p.Metric), Recoding: orFirst(recodings, p.Recoding)}
	if p.L != nil {
		r.LKind, r.C = orFirst(lKinds, p.LKind), p.C
	}
	if p.T != nil {
		r.TKind = orFirst(tKinds, p.TKind)
	}
	return r
}

// orFirst is a word, or the one that an empty word means.
func orFirst[T any](w words[T], word string) string {
	if word == "" {
		return w[0].word
	}
	return word
}

func (r *recordReport) json(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// text prints the result for the officer who tries thresholds, a line each:
// what, a tab, how much.
func (r *recordReport) text(w io.Writer) {
	fmt.Fprintf(w, "transformation\t%s\n", r.levels())
	fmt.Fprintf(w, "loss\t%.9f\n", r.Loss)
	fmt.Fprintf(w, "mean loss\t%.6f\n", r.MeanLoss)
	fmt.Fprintf(w, "granularity\t%.6f\n", r.Granularity)
	if r.Policy.Metric != "loss" {
		fmt.Fprintf(w, "%s\t%s\n", r.Policy.Metric, r.score())
	}
	fmt.Fprintf(w, "suppressed\t%d of %d\n", r.Suppressed, r.Rows)
	if r.Policy.Cells {
		fmt.Fprintf(w, "suppressed cells\t%d\n", r.Cells)
	}
	fmt.Fprintf(w, "classes\t%d\n", r.Classes)
	fmt.Fprintf(w, "smallest class\t%d\n", r.MinClass)
	r.Risks.Before.text(w, "before")
	r.Risks.After.text(w, "after")
	fmt.Fprintf(w, "seconds\t%.3f\n", r.Seconds)
}

func (r *recordReport) score() string {
	switch r.Policy.Metric {
	case "entropy":
		return fmt.Sprintf("%.8f", r.Entropy)
	case "discernibility":
		return fmt.Sprint(r.Discernibility)
	}
	return fmt.Sprintf("%.6f", r.AECS)
}

// levels names the level of each column, "mixed" where it differs from record
// to record.
func (r *recordReport) levels() string {
	var all []string
	for i, level := range r.Transformation {
		at := "mixed"
		if level != nil {
			at = fmt.Sprint(*level)
		}
		all = append(all, r.Quasi[i]+"="+at)
	}
	return strings.Join(all, " ")
}

func (r riskReport) text(w io.Writer, when string) {
	for _, x := range []struct {
		what  string
		share float64
	}{{"prosecutor, highest", r.ProsecutorMax}, {"prosecutor, mean", r.ProsecutorMean}, {"journalist, highest", r.JournalistMax},
		{"journalist, mean", r.JournalistMean}, {"marketer", r.Marketer}, {"records in classes below 5", r.BelowFive}, {"records in classes below 10", r.BelowTen}} {
		fmt.Fprintf(w, "%s: %s\t%s\n", when, x.what, percent(x.share))
	}
	fmt.Fprintf(w, "%s: unique records\t%d\n", when, r.Uniques)
}

// percent writes a share with as many digits as it needs to be seen.
func percent(share float64) string {
	if p := 100 * share; p == math.Trunc(p) || p >= 10 {
		return fmt.Sprintf("%.4g %%", p)
	}
	return fmt.Sprintf("%.2g %%", 100*share)
}
