package envelope

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseName reads what a file made with a plain age program says in its name:
//
//	ORG_DATASET_FROM_TO[_vN].csv.age   or .xlsx.age, dates as yyyy-mm-dd
//
// The name is taken without its folder, in upper or lower case. Without _vN
// the sequence is 1, and a later sequence is taken to replace the one before
// it. Whether the organisation and the dataset exist is for the caller. A name
// that does not fit is an [ErrName]; the error does not repeat the name, which
// may hold anything.
func ParseName(name string) (Manifest, error) {
	stem, kind, ok := splitKind(lowerASCII(name))
	parts := strings.Split(stem, "_")
	if !ok || len(parts) < 4 || len(parts) > 5 {
		return Manifest{}, fmt.Errorf("%w: want ORG_DATASET_FROM_TO.csv.age", ErrName)
	}
	m := Manifest{Org: parts[0], Dataset: parts[1], Kind: kind, Seq: 1}
	var err error
	if m.From, err = time.Parse(day, parts[2]); err != nil {
		return Manifest{}, fmt.Errorf("%w: first day of the period", ErrName)
	}
	if m.To, err = time.Parse(day, parts[3]); err != nil {
		return Manifest{}, fmt.Errorf("%w: last day of the period", ErrName)
	}
	if len(parts) == 5 {
		digits, found := strings.CutPrefix(parts[4], "v")
		m.Seq, err = strconv.Atoi(digits)
		if !found || err != nil || digits != strconv.Itoa(m.Seq) {
			return Manifest{}, fmt.Errorf("%w: sequence", ErrName)
		}
		m.Replaces = max(m.Seq-1, 0)
	}
	if part := m.check(); part != "" {
		return Manifest{}, fmt.Errorf("%w: %s", ErrName, part)
	}
	return m, nil
}

// Name returns the file name for a delivery with this manifest, from which
// [ParseName] reads the same organisation, dataset, period, sequence and kind.
// It panics if one of these is not valid.
func (m *Manifest) Name() string {
	if part := m.check(); part != "" {
		panic("envelope: internal error: naming a delivery with a bad " + part)
	}
	version := ""
	if m.Seq > 1 {
		version = "_v" + strconv.Itoa(m.Seq)
	}
	return m.Org + "_" + m.Dataset + "_" + m.From.Format(day) + "_" + m.To.Format(day) + version + "." + string(m.Kind) + ".age"
}

func splitKind(name string) (stem string, kind Kind, ok bool) {
	for _, kind := range []Kind{CSV, XLSX} {
		if stem, ok := strings.CutSuffix(name, "."+string(kind)+".age"); ok {
			return stem, kind, true
		}
	}
	return "", "", false
}

// lowerASCII is strings.ToLower without its Unicode rules, under which some
// letters that are not in a valid name become letters that are.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
