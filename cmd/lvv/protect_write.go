package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"lvv/anonymise/disclosure/certificate"
	"lvv/anonymise/disclosure/counts"
	"lvv/anonymise/disclosure/suppression"
	"lvv/anonymise/durable"
)

// safeName is the one file of a folder that may be shown.
const safeName = "safe.csv"

// A protectReport is result.json of a pattern.
type protectReport struct {
	Method       string          `json:"method"`
	Cells        int             `json:"cells"`
	Primary      int             `json:"primary"`
	Secondary    int             `json:"secondary"`
	SecondarySum int64           `json:"secondary_sum"`
	Cost         string          `json:"cost"`
	Proven       bool            `json:"proven"`
	Bound        int64           `json:"bound"` // of the cost: no pattern hides less
	Gap          int64           `json:"gap"`
	Threshold    int64           `json:"threshold"` // 0: as the column primary says
	Width        int64           `json:"width"`
	Attacker     protectAttacker `json:"attacker"`
	Audit        protectAudit    `json:"audit"`
	Seconds      float64         `json:"seconds"`
}

// A protectAttacker says against whom cells are protected.
type protectAttacker struct {
	Lower        int64 `json:"lower"`
	Insiders     bool  `json:"insiders"`
	InsiderWidth int64 `json:"insider_width"`
	Unions       bool  `json:"unions"`
	Union        int64 `json:"union"` // the least sum of the hidden parts of a known total
}

// A protectAudit says what the certificates prove.
type protectAudit struct {
	Checked       int   `json:"checked"`
	ExactlyKnown  int   `json:"exactly_known"`
	Narrow        int   `json:"narrower_than_width"`
	SmallestWidth int64 `json:"smallest_width"` // proved; what an attacker can find is as wide or wider
	Certificates  int   `json:"certificates"`
	Contributors  int   `json:"contributors"` // persons who are alone in a hidden cell
}

func newProtectReport(rule suppression.Rule, s *counts.System, r *suppression.Result, audit certificate.Report) *protectReport {
	return &protectReport{
		Method: "suppression", Cells: audit.Cells,
		Primary: r.Primary, Secondary: r.Secondary, SecondarySum: r.SecondarySum,
		Cost: string(rule.Cost), Proven: r.Proven(), Bound: min(r.Bound, r.Cost), Gap: max(0, r.Cost-r.Bound),
		Threshold: rule.Threshold, Width: rule.Width,
		Attacker: protectAttacker{
			Lower: rule.Lower, Insiders: rule.Insiders, InsiderWidth: rule.InsiderWidth(),
			Unions: rule.Unions, Union: rule.Union(s),
		},
		Audit: protectAudit{
			Checked: audit.Primary, ExactlyKnown: audit.ExactlyKnown, Narrow: audit.Narrow,
			SmallestWidth: audit.SmallestWidth, Certificates: audit.Certificates, Contributors: audit.Contributors,
		},
	}
}

func (r *protectReport) json(env *environment) error { return writeJSON(env, r) }

// text says in a few lines what was done.
func (r *protectReport) text(env *environment) {
	switch {
	case r.Primary == 0:
		env.print("no small cells: all %d cells can be shown", r.Cells)
		return
	case r.Proven:
		env.print("%d cells suppressed to protect %d small ones: proven minimal", r.Secondary, r.Primary)
	case r.Cost == string(suppression.ByCells):
		env.print("%d cells suppressed to protect %d small ones: at least %d needed (gap %d)", r.Secondary, r.Primary, r.Bound, r.Gap)
	default:
		env.print("%d cells suppressed to protect %d small ones, %d in them: at least %d needed (gap %d)", r.Secondary, r.Primary, r.SecondarySum, r.Bound, r.Gap)
	}
	env.print("checked by addition: %d small cells, 0 known exactly, smallest interval %d wide", r.Audit.Checked, r.Audit.SmallestWidth)
}

// folderFiles are the files of a folder, in the order in which they were made.
type folderFiles struct {
	names []string
	bytes map[string][]byte
}

func (f *folderFiles) add(name string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return fmt.Errorf("making %s: %w", name, err)
	}
	if f.bytes == nil {
		f.bytes = map[string][]byte{}
	}
	f.names = append(f.names, name)
	f.bytes[name] = b.Bytes()
	return nil
}

func (f folderFiles) reader(name string) io.Reader { return bytes.NewReader(f.bytes[name]) }

// patternFiles makes the files of a pattern.
func patternFiles(s *counts.System, r *suppression.Result) (f folderFiles, err error) {
	err = errors.Join(
		f.add("cells.csv", func(w io.Writer) error { return suppression.WriteCells(w, s, r) }),
		f.add("constraints.csv", func(w io.Writer) error { return suppression.WriteConstraints(w, s) }),
		f.add("pattern.csv", func(w io.Writer) error { return suppression.WritePattern(w, s, r) }),
		f.add("certificates.csv", func(w io.Writer) error { return suppression.WriteCertificates(w, s, r) }),
	)
	if err == nil && len(s.Dims) > 0 {
		err = f.add(safeName, func(w io.Writer) error {
			return suppression.WriteSafe(w, s, func(i int) (int64, bool) { return s.Cells[i].Value, r.Status[i] == suppression.Published })
		})
	}
	return f, err
}

// finish adds the report, and the digests of all files.
func (f *folderFiles) finish(report any) error {
	err := f.add("result.json", func(w io.Writer) error {
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		return out.Encode(report)
	})
	if err != nil {
		return err
	}
	sums := f.names
	return f.add("SHA256SUMS", func(w io.Writer) error {
		for _, name := range sums {
			if _, err := fmt.Fprintf(w, "%x  %s\n", sha256.Sum256(f.bytes[name]), name); err != nil {
				return err
			}
		}
		return nil
	})
}

// writeTo writes all files, or leaves nothing behind.
func (f folderFiles) writeTo(dir string) (err error) {
	_, missing := os.Stat(dir)
	if err := durable.Folder(dir); err != nil {
		return err
	}
	var written []string
	defer func() {
		if err == nil {
			return
		}
		for _, path := range written {
			err = errors.Join(err, durable.Remove(path))
		}
		if errors.Is(missing, fs.ErrNotExist) {
			err = errors.Join(err, os.Remove(dir))
		}
	}()
	for _, name := range f.names {
		path := filepath.Join(dir, name)
		err := durable.WriteFile(path, 0o600, func(w io.Writer) error {
			_, err := w.Write(f.bytes[name])
			return err
		})
		if err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
		written = append(written, path)
	}
	return nil
}
