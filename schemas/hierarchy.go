package schemas

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Everything is the coarsest value of every hierarchy: it says nothing.
const Everything = "*"

// A Level is one way to write the codes of a list: a value for each code, in
// the order of the list.
type Level struct {
	About  string            // what kind of value this is, in Dutch
	Values []string          // of a-z 0-9 and some signs; usable in every code page
	Labels map[string]string // what the values mean, in Dutch; none for Everything
}

// hierarchyFile is hierarchies.toml as it is written.
type hierarchyFile struct {
	Hierarchies []hierarchyText `toml:"hierarchy"`
}

type hierarchyText struct {
	List   string      `toml:"list"`
	About  string      `toml:"about"`
	Levels []levelText `toml:"level"`
}

type levelText struct {
	About  string      `toml:"about"`
	Column string      `toml:"column"` // of the code list, or else
	Groups []groupText `toml:"group"`
}

type groupText struct {
	Code  string   `toml:"code"`
	Label string   `toml:"label"`
	Of    []string `toml:"of"` // values of the level below; none: all that no other group names
}

// hierarchies are the embedded hierarchies by list. A broken one is our own
// bug, so it panics; a test reads them all.
var hierarchies = sync.OnceValue(func() map[string]hierarchyText {
	var f hierarchyFile
	if err := decode("hierarchies.toml", &f); err != nil {
		panic("schemas: internal error: " + err.Error())
	}
	all := make(map[string]hierarchyText)
	for _, h := range f.Hierarchies {
		all[h.List] = h
	}
	return all
})

// Hierarchy returns how the codes of a list may be made coarser: the codes
// themselves, the levels of hierarchies.toml from fine to coarse, and one level
// that holds nothing but [Everything]. Codes of equal value on one level are
// equal on all coarser ones. The caller may keep and change what it gets.
func Hierarchy(list string) []Level {
	codes := List(list).Codes
	h := hierarchies()[list]
	first := Level{About: h.About, Labels: make(map[string]string)}
	for _, c := range codes {
		first.Values = append(first.Values, c.Code)
		first.Labels[c.Code] = c.Label
	}
	if first.About == "" {
		first.About = "code"
	}
	levels := []Level{first}
	for _, text := range h.Levels {
		next, err := text.level(codes, levels[len(levels)-1])
		if err != nil {
			panic("schemas: internal error: hierarchies.toml: " + list + ": " + err.Error())
		}
		levels = append(levels, next)
	}
	return append(levels, Nothing(len(codes)))
}

// Nothing is the level that tells nothing of so many codes.
func Nothing(codes int) Level {
	l := Level{About: "niets", Values: make([]string, codes)}
	for i := range l.Values {
		l.Values[i] = Everything
	}
	return l
}

// level writes the codes one step coarser.
func (t levelText) level(codes []Code, below Level) (Level, error) {
	l := Level{About: t.About, Labels: make(map[string]string)}
	if t.Column != "" {
		for i := range codes {
			name := codes[i].Extra[t.Column]
			if name == "" {
				return l, fmt.Errorf("level %s: code %s has no %s", t.About, codes[i].Code, t.Column)
			}
			l.add(slug(name), strings.ToUpper(name[:1])+name[1:])
		}
		return l, nil
	}
	for _, g := range t.Groups {
		for _, v := range g.Of {
			if !slices.Contains(below.Values, v) {
				return l, fmt.Errorf("level %s: %s is no value of the level below", t.About, v)
			}
		}
	}
	for _, v := range below.Values {
		l.add(t.groupOf(v, below.Labels[v]))
	}
	return l, nil
}

// groupOf finds the group of a value of the level below.
func (t levelText) groupOf(value, label string) (string, string) {
	for _, g := range t.Groups {
		if slices.Contains(g.Of, value) {
			return g.Code, g.Label
		}
	}
	for _, g := range t.Groups {
		if len(g.Of) == 0 {
			return g.Code, g.Label
		}
	}
	return value, label
}

func (l *Level) add(value, label string) {
	l.Values = append(l.Values, value)
	l.Labels[value] = label
}

// slug writes a name with letters that survive every code page.
func slug(name string) string {
	name = strings.NewReplacer("ë", "e", "ï", "i", "é", "e").Replace(strings.ToLower(name))
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, name)
}
