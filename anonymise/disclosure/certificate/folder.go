package certificate

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// The names of the files that tell a folder of lvv protect, and how it was made.
const (
	sumsName    = "SHA256SUMS"
	resultName  = "result.json"
	patternName = "pattern.csv"
	roundedName = "rounded.csv"
)

// Recognise tells whether a folder looks like one that lvv protect wrote, whole
// or not.
func Recognise(folder fs.FS) bool {
	for _, name := range []string{patternName, roundedName, "certificates.csv", "constraints.csv"} {
		if _, err := fs.Stat(folder, name); err == nil {
			return true
		}
	}
	return false
}

// A Verdict is what Verify found.
type Verdict struct {
	Files   int
	Rounded bool // figures were rounded instead of hidden
	Base    int64
	Rules   Rules
	Report  Report // of a pattern; of rounded figures Cells only
}

// claims is what result.json says, as far as it can be checked.
type claims struct {
	Method       string `json:"method"`
	Cells        int    `json:"cells"`
	Primary      int    `json:"primary"`
	Secondary    int    `json:"secondary"`
	SecondarySum int64  `json:"secondary_sum"`
	Threshold    int64  `json:"threshold"`
	Width        int64  `json:"width"`
	Attacker     struct {
		Lower        int64 `json:"lower"`
		InsiderWidth int64 `json:"insider_width"`
		Union        int64 `json:"union"`
	} `json:"attacker"`
	Audit struct {
		Checked       int   `json:"checked"`
		ExactlyKnown  int   `json:"exactly_known"`
		Narrow        int   `json:"narrower_than_width"`
		SmallestWidth int64 `json:"smallest_width"`
	} `json:"audit"`
	Base  int64 `json:"base"`
	Reach int64 `json:"reach"`
}

// Verify checks a whole folder: every file against its digest, the pattern and
// the certificates against the rules that result.json names, its counts, and
// safe.csv against the pattern. Errors are ErrDamaged, ErrNotProved or those of
// the file system.
func Verify(folder fs.FS) (Verdict, error) {
	files, err := readSums(folder)
	if err != nil {
		return Verdict{}, err
	}
	var said claims
	if err := json.Unmarshal(files[resultName], &said); err != nil {
		return Verdict{}, fmt.Errorf("%s: %w", resultName, ErrDamaged)
	}
	v := Verdict{Files: len(files)}
	switch said.Method {
	case "suppression":
		err = v.verifyPattern(files, said)
	case "rounding":
		err = v.verifyRounded(files, said)
	default:
		err = fmt.Errorf("%s: no such method: %w", resultName, ErrDamaged)
	}
	return v, err
}

// readSums reads SHA256SUMS and every file that it lists. A file that it does
// not list does not belong.
func readSums(folder fs.FS) (map[string][]byte, error) {
	text, err := fs.ReadFile(folder, sumsName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is missing: %w", sumsName, ErrDamaged)
	}
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	body, ended := strings.CutSuffix(string(text), "\n")
	for i, line := range strings.Split(body, "\n") {
		sum, name, ok := strings.Cut(line, "  ")
		if !ok || !ended || !fs.ValidPath(name) || strings.Contains(name, "/") || files[name] != nil {
			return nil, fmt.Errorf("%s: line %d: %w", sumsName, i+1, ErrDamaged)
		}
		content, err := fs.ReadFile(folder, name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if err != nil || fmt.Sprintf("%x", sha256.Sum256(content)) != sum {
			return nil, fmt.Errorf("line %d of %s does not fit its file: %w", i+1, sumsName, ErrDamaged)
		}
		files[name] = content
	}
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, err
	}
	if len(entries) != len(files)+1 {
		return nil, fmt.Errorf("there are files that %s does not list: %w", sumsName, ErrDamaged)
	}
	return files, nil
}

// need returns readers of files that must be there.
func need(files map[string][]byte, names ...string) ([]*bytes.Reader, error) {
	var all []*bytes.Reader
	for _, name := range names {
		if files[name] == nil {
			return nil, fmt.Errorf("%s is missing: %w", name, ErrDamaged)
		}
		all = append(all, bytes.NewReader(files[name]))
	}
	return all, nil
}

func (v *Verdict) verifyPattern(files map[string][]byte, said claims) error {
	in, err := need(files, "cells.csv", "constraints.csv", patternName, "certificates.csv")
	if err != nil {
		return err
	}
	c, err := Read(in[0], in[1], in[2], in[3])
	if err != nil {
		return err
	}
	v.Rules = Rules{
		Threshold: said.Threshold, Lower: said.Attacker.Lower, Width: said.Width,
		InsiderWidth: said.Attacker.InsiderWidth, Union: said.Attacker.Union,
	}
	if v.Report, err = c.Check(v.Rules); err != nil {
		return err
	}
	r := v.Report
	if said.Cells != r.Cells || said.Primary != r.Primary || said.Secondary != r.Secondary || said.SecondarySum != r.SecondarySum ||
		said.Audit.Checked != r.Primary || said.Audit.ExactlyKnown != r.ExactlyKnown || said.Audit.Narrow != r.Narrow ||
		said.Audit.SmallestWidth != r.SmallestWidth {
		return fmt.Errorf("%s counts other than the files: %w", resultName, ErrNotProved)
	}
	shown := make([]string, len(c.names))
	for i := range shown {
		shown[i] = figure(c.value[i], c.hidden[i])
	}
	return checkSafe(files["safe.csv"], c.dims, c.codes, shown)
}

// figure is a figure as it is shown.
func figure(v int64, hidden bool) string {
	if hidden {
		return "."
	}
	return fmt.Sprint(v)
}

// checkSafe holds what may be shown against what the pattern leaves. A system
// that is no table has no such file.
func checkSafe(safe []byte, dims []string, codes [][]string, shown []string) error {
	if (safe == nil) != (len(dims) == 0) {
		return fmt.Errorf("safe.csv is missing or too much: %w", ErrDamaged)
	}
	if safe == nil {
		return nil
	}
	next := 0
	rest, err := eachRow(bytes.NewReader(safe), dims, true, func(row []string) error {
		if next == len(shown) || len(row) != len(dims)+1 || !slices.Equal(row[:len(dims)], codes[next]) || row[len(dims)] != shown[next] {
			return errors.New("not what the pattern leaves to be shown")
		}
		next++
		return nil
	})
	if err == nil && (next < len(shown) || len(rest) != 1) {
		err = errors.New("it ends too early")
	}
	if err != nil {
		return fmt.Errorf("safe.csv: %w: %w", err, ErrNotProved)
	}
	return nil
}
