package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"lvv/anonymise/microdata"
	"lvv/anonymise/microdata/recordfile"
)

// errPolicy means that a policy of lvv anonymise cannot be used as it is.
var errPolicy = errors.New("the policy cannot be used")

// A recordPolicy is the TOML file that lvv anonymise is given. Its keys are
// explained in the help of the command.
type recordPolicy struct {
	Delimiter   string   `toml:"delimiter"`
	Quasi       []string `toml:"quasi"`
	Sensitive   []string `toml:"sensitive"`
	Person      string   `toml:"person"`
	Hierarchies string   `toml:"hierarchies"`

	K     int      `toml:"k"`
	L     *float64 `toml:"l"`
	LKind string   `toml:"l_kind"`
	C     float64  `toml:"c"`
	T     *float64 `toml:"t"`
	TKind string   `toml:"t_kind"`

	Population string    `toml:"population"`
	KMap       int       `toml:"k_map"`
	Delta      []float64 `toml:"delta"`

	SuppressionLimit float64 `toml:"suppression_limit"`
	Cells            bool    `toml:"cells"`
	MaxLoss          float64 `toml:"max_loss"`
	Metric           string  `toml:"metric"`
	Recoding         string  `toml:"recoding"`

	Levels   []int    `toml:"levels"`
	OneLevel []string `toml:"one_level"`

	folder string // of the policy file
}

// The words of the policy, the default first.
var (
	lKinds = words[microdata.LKind]{{"distinct", microdata.DistinctL}, {"entropy", microdata.EntropyL}, {"recursive", microdata.RecursiveL}}
	tKinds = words[microdata.TKind]{{"equal", microdata.EqualT}, {"ordered", microdata.OrderedT}, {"hierarchical", microdata.HierarchicalT}}

	metrics = words[microdata.Metric]{{"loss", microdata.ByLoss}, {"entropy", microdata.ByEntropy},
		{"discernibility", microdata.ByDiscernibility}, {"aecs", microdata.ByAECS}}
	recodings = words[bool]{{"global", false}, {"local", true}}
)

// words are what may stand at a key, with what each means.
type words[T any] []struct {
	word string
	is   T
}

// of returns what a word means; an empty one means the first.
func (w words[T]) of(key, word string) (T, error) {
	var all []string
	for i, x := range w {
		if x.word == word || i == 0 && word == "" {
			return x.is, nil
		}
		all = append(all, x.word)
	}
	var none T
	return none, fmt.Errorf("%s is one of %s", key, strings.Join(all, ", "))
}

// readRecordPolicy reads and judges a policy; all that is wrong is said at once.
func readRecordPolicy(path string) (*recordPolicy, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errPolicy, err)
	}
	p := &recordPolicy{folder: filepath.Dir(path)}
	dec := toml.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(p); err != nil {
		return nil, fmt.Errorf("%w: %s", errPolicy, tomlComplaint(err))
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("%w: %w", errPolicy, err)
	}
	return p, nil
}

func (p *recordPolicy) check() error {
	var errs []error
	if len(p.Quasi) == 0 {
		errs = append(errs, errors.New("quasi names no column"))
	}
	if p.Delimiter != "" && !slices.Contains([]string{";", ",", "\t"}, p.Delimiter) {
		errs = append(errs, errors.New(`delimiter is ";", "," or "\t"`))
	}
	named := slices.Concat(p.Quasi, p.Sensitive)
	if p.Person != "" {
		named = append(named, p.Person)
	}
	for i, name := range named {
		if slices.Contains(named[:i], name) {
			errs = append(errs, fmt.Errorf("column %s has two roles: a column is in quasi, in sensitive or the person", name))
		}
	}
	if len(p.Delta) != 0 && len(p.Delta) != 2 {
		errs = append(errs, errors.New("delta is [least, greatest]"))
	}
	for _, name := range p.OneLevel {
		if !slices.Contains(p.Quasi, name) {
			errs = append(errs, fmt.Errorf("one_level names column %s, which is not in quasi", name))
		}
	}
	if p.Population != "" && p.Hierarchies == "" {
		errs = append(errs, errors.New("population asks for hierarchies"))
	}
	return errors.Join(append(errs, p.checkLocal())...)
}

// checkLocal refuses keys that have no meaning for the recoding that was chosen.
func (p *recordPolicy) checkLocal() error {
	local, err := recodings.of("recoding", p.Recoding)
	switch {
	case err != nil:
		return err
	case local && p.Cells:
		return errors.New("cells goes with recoding global: local recoding keeps more of each record")
	case local && p.Metric != "" && p.Metric != "loss":
		return errors.New("metric goes with recoding global: local recoding makes the mean loss small")
	case !local && len(p.OneLevel) > 0:
		return errors.New("one_level goes with recoding local: global recoding keeps each column at one level")
	}
	return nil
}

// engine is the policy as the engine takes it.
func (p *recordPolicy) engine() (out microdata.Policy, local bool, err error) {
	out = microdata.Policy{K: p.K, C: p.C, KMap: p.KMap, SuppressionLimit: p.SuppressionLimit, Cells: p.Cells, MaxLoss: p.MaxLoss, Levels: p.Levels}
	for _, name := range p.OneLevel {
		out.OneLevel = append(out.OneLevel, slices.Index(p.Quasi, name))
	}
	if len(p.Delta) == 2 {
		out.DeltaMin, out.DeltaMax = p.Delta[0], p.Delta[1]
	}
	var errs [4]error
	if p.L != nil {
		out.L = *p.L
		out.LKind, errs[0] = lKinds.of("l_kind", p.LKind)
	}
	if p.T != nil {
		out.T = *p.T
		out.TKind, errs[1] = tKinds.of("t_kind", p.TKind)
	}
	out.Metric, errs[2] = metrics.of("metric", p.Metric)
	local, errs[3] = recodings.of("recoding", p.Recoding)
	if err := errors.Join(errs[:]...); err != nil {
		return out, local, fmt.Errorf("%w: %w", errPolicy, err)
	}
	return out, local, nil
}

// delimiter is what the policy says stands between two cells, 0 if nothing.
func (p *recordPolicy) delimiter() byte {
	if p.Delimiter == "" {
		return 0
	}
	return p.Delimiter[0]
}

// spec is the policy as the reader of the file takes it. To measure no hierarchy
// is needed.
func (p *recordPolicy) spec(measure bool) (recordfile.Spec, error) {
	s := recordfile.Spec{Delimiter: p.delimiter(), Quasi: p.Quasi, Sensitive: p.Sensitive, Person: p.Person, AsFound: measure}
	if p.Hierarchies == "" {
		if measure {
			return s, nil
		}
		return s, fmt.Errorf("%w: hierarchies names no folder", errPolicy)
	}
	var err error
	s.Hierarchies, err = recordfile.Hierarchies(os.DirFS(p.path(p.Hierarchies)), p.Quasi, p.Sensitive, s.Delimiter)
	return s, err
}

// path is where a file or folder is that the policy names: seen from its own.
func (p *recordPolicy) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(p.folder, name)
}
