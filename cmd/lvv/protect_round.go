package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"lvv/anonymise/disclosure/counts"
	"lvv/anonymise/disclosure/rounding"
	"lvv/anonymise/disclosure/suppression"
	"lvv/anonymise/keyring"
)

// A roundReport is result.json of rounded figures.
type roundReport struct {
	Method      string  `json:"method"`
	Cells       int     `json:"cells"`
	Base        int64   `json:"base"`
	Reach       int64   `json:"reach"`   // multiples of the base that a figure may have moved
	Farther     int     `json:"farther"` // figures that went farther than to a multiple next to them
	MaxChange   int64   `json:"max_change"`
	TotalChange int64   `json:"total_change"`
	Optimal     bool    `json:"optimal"`
	Threshold   int64   `json:"threshold"` // rounded figures below it are shown as "."
	Seconds     float64 `json:"seconds"`
}

// round rounds all figures so that they still add up, and writes the folder.
func (c protectCmd) round(env *environment, s *counts.System) error {
	begun := time.Now()
	if c.Round < 2 || c.Threshold < 0 {
		return usage(errors.New("--round is 2 or more, and --threshold not negative"))
	}
	if err := rounding.Compatible(c.Threshold, c.Round); err != nil {
		return usage(err)
	}
	key, err := c.roundingKey()
	if err != nil {
		return err
	}
	result, err := c.searchRounding(env, roundingProblem(s, c.Round, key))
	if err != nil {
		return err
	}
	report := &roundReport{
		Method: "rounding", Cells: len(s.Cells), Base: c.Round, Reach: result.Reach, Farther: result.Farther,
		MaxChange: result.MaxChange, TotalChange: result.TotalChange, Optimal: result.Optimal, Threshold: c.Threshold,
		Seconds: seconds(begun),
	}
	files, err := roundedFiles(s, result, c.Threshold)
	if err != nil {
		return err
	}
	if err := errors.Join(files.finish(report), files.writeTo(c.Out)); err != nil {
		return err
	}
	c.whatNow(env, s)
	if c.JSON {
		return writeJSON(env, report)
	}
	env.print("%d counts rounded to multiples of %d that add up; largest change %d", report.Cells, report.Base, report.MaxChange)
	if report.Farther > 0 {
		env.print("%d of them had to go farther than to a multiple next to them", report.Farther)
	}
	return nil
}

func (c protectCmd) searchRounding(env *environment, p rounding.Problem) (*rounding.Result, error) {
	limit := c.limit()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	defer env.countDown(limit)()
	return rounding.Round(ctx, p)
}

// roundingKey reads the secret, from a file that only its owner may read.
func (c protectCmd) roundingKey() ([]byte, error) {
	if c.KeyFile == "" {
		return nil, nil
	}
	f, size, err := openRegular(c.KeyFile)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("reading the secret of the rounding: %w", keyring.ErrOpenKeyFile)
	}
	if size < 16 || size > 1<<20 {
		return nil, usage(errors.New("a secret has at least 16 bytes, and at most a million"))
	}
	return io.ReadAll(f)
}

func roundingProblem(s *counts.System, base int64, key []byte) rounding.Problem {
	p := rounding.Problem{Base: base, Key: key}
	for _, c := range s.Cells {
		p.Values = append(p.Values, c.Value)
	}
	for _, terms := range s.Constraints {
		out := make([]rounding.Term, len(terms))
		for i, t := range terms {
			out[i] = rounding.Term{Cell: t.Cell, Coef: t.Coef}
		}
		p.Constraints = append(p.Constraints, out)
	}
	return p
}

// roundedFiles makes the files of rounded figures.
func roundedFiles(s *counts.System, r *rounding.Result, threshold int64) (f folderFiles, err error) {
	err = errors.Join(
		f.add("cells.csv", func(w io.Writer) error { return suppression.WriteCells(w, s, nil) }),
		f.add("constraints.csv", func(w io.Writer) error { return suppression.WriteConstraints(w, s) }),
		f.add("rounded.csv", func(w io.Writer) error {
			return suppression.WriteColumn(w, s, "rounded", func(i int) string { return strconv.FormatInt(r.At(i).Value(), 10) })
		}),
	)
	if err == nil && len(s.Dims) > 0 {
		err = f.add(safeName, func(w io.Writer) error {
			return suppression.WriteSafe(w, s, func(i int) (int64, bool) {
				z := r.At(i).Value()
				return z, z == 0 || z >= threshold
			})
		})
	}
	return f, err
}
