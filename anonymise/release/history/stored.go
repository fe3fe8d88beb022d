package history

import (
	"fmt"

	"lvv/anonymise/disclosure"
)

// A storedProof is a Proof with numbers for names. Worlds that several
// certificates share are written once, and so is what an attacker knows.
type storedProof struct {
	Policy       disclosure.Policy
	Reach        int64    `json:",omitempty"`
	Tables       []Judged // of derived ones the cells are taken out
	Cells        [][]cell // of the derived tables, in order
	Relations    [][2][]spot
	Worlds       [][]change
	Known        [][]spot
	Attackers    []string
	Certificates []storedCertificate
}

// A spot is the place of a table and of a cell in it.
type spot [2]int

// A change is a spot and the value there.
type change [3]int64

type storedCertificate struct {
	At    spot
	Of    *spot `json:",omitempty"` // the whole
	Who   int   // places in Attackers, Known and Worlds
	Known int
	Low   int
	High  int
}

// store writes a proof in numbers; nil stays nil.
func (p *Proof) store() *storedProof {
	if p == nil {
		return nil
	}
	s := &storedProof{Policy: p.Policy, Reach: p.Reach}
	at := map[string]int{}
	for i, t := range p.Tables {
		at[t.Name] = i
		if t.Derived != nil {
			bare := *t.Derived
			s.Cells = append(s.Cells, pack(bare.Cells, nil))
			bare.Cells = nil
			t.Derived = &bare
		}
		s.Tables = append(s.Tables, t)
	}
	spots := func(refs []disclosure.Ref) []spot {
		out := []spot{}
		for _, r := range refs {
			out = append(out, spot{at[r.Table], r.Cell})
		}
		return out
	}
	for _, r := range p.Relations {
		s.Relations = append(s.Relations, [2][]spot{spots(r.Plus), spots(r.Minus)})
	}
	var worlds, known, attackers index
	for _, c := range p.Certificates {
		x := storedCertificate{At: spot{at[c.Cell.Table], c.Cell.Cell}}
		if c.Whole != (disclosure.Ref{}) {
			x.Of = &spot{at[c.Whole.Table], c.Whole.Cell}
		}
		x.Who = enter(&attackers, &s.Attackers, c.Attacker)
		x.Known = enter(&known, &s.Known, spots(c.Known))
		for _, side := range []struct {
			to *int
			of []disclosure.Change
		}{{&x.Low, c.Low}, {&x.High, c.High}} {
			w := []change{}
			for _, d := range side.of {
				w = append(w, change{int64(at[d.Cell.Table]), int64(d.Cell.Cell), d.Value})
			}
			*side.to = enter(&worlds, &s.Worlds, w)
		}
		s.Certificates = append(s.Certificates, x)
	}
	return s
}

// An index finds what was entered in a list before.
type index map[string]int

// enter returns the place of something in a list, and adds it if it is not there.
func enter[T any](at *index, list *[]T, x T) int {
	if *at == nil {
		*at = index{}
	}
	k := fmt.Sprint(x)
	n, ok := (*at)[k]
	if !ok {
		n = len(*list)
		(*at)[k] = n
		*list = append(*list, x)
	}
	return n
}

// restore is the inverse of store.
func (s *storedProof) restore() (*Proof, error) {
	if s == nil {
		return nil, nil
	}
	p := &Proof{Policy: s.Policy, Reach: s.Reach, Tables: s.Tables}
	derived := 0
	for _, t := range p.Tables {
		if t.Derived == nil {
			continue
		}
		if derived == len(s.Cells) {
			return nil, ErrUnreadable
		}
		var err error
		if t.Derived.Cells, _, err = unpack(s.Cells[derived], t.Derived.Dims); err != nil {
			return nil, err
		}
		derived++
	}
	u := unstorer{storedProof: s}
	for _, r := range s.Relations {
		p.Relations = append(p.Relations, disclosure.Relation{Plus: u.refs(r[0]), Minus: u.refs(r[1])})
	}
	var worlds [][]disclosure.Change
	for _, w := range s.Worlds {
		var changes []disclosure.Change
		for _, c := range w {
			changes = append(changes, disclosure.Change{Cell: u.ref(spot{int(c[0]), int(c[1])}), Value: c[2]})
		}
		worlds = append(worlds, changes)
	}
	for _, c := range s.Certificates {
		if !within(c.Low, worlds) || !within(c.High, worlds) || !within(c.Known, s.Known) || !within(c.Who, s.Attackers) {
			return nil, ErrUnreadable
		}
		x := disclosure.Certificate{Cell: u.ref(c.At), Attacker: s.Attackers[c.Who], Known: u.refs(s.Known[c.Known]), Low: worlds[c.Low], High: worlds[c.High]}
		if c.Of != nil {
			x.Whole = u.ref(*c.Of)
		}
		p.Certificates = append(p.Certificates, x)
	}
	if u.failed {
		return nil, ErrUnreadable
	}
	return p, nil
}

func within[T any](i int, list []T) bool { return i >= 0 && i < len(list) }

// An unstorer gives names for numbers.
type unstorer struct {
	*storedProof
	failed bool // a number names no table
}

func (u *unstorer) ref(s spot) disclosure.Ref {
	if !within(s[0], u.Tables) {
		u.failed = true
		return disclosure.Ref{}
	}
	return disclosure.Ref{Table: u.Tables[s[0]].Name, Cell: s[1]}
}

func (u *unstorer) refs(all []spot) (out []disclosure.Ref) {
	for _, s := range all {
		out = append(out, u.ref(s))
	}
	return out
}
