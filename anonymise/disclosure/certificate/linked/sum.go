package linked

// A sum is an identity: the terms add up to zero. Total is the figure on the left
// of a total of a table, and -1 in a relation.
type sum struct {
	terms []term
	total int
	at    Ref
}

type term struct {
	figure int
	sign   int64
}

func (b *book) addSum(s sum) {
	for _, t := range s.terms {
		if of := b.sumsOf[t.figure]; len(of) == 0 || of[len(of)-1] != len(b.sums) {
			b.sumsOf[t.figure] = append(of, len(b.sums))
		}
	}
	b.sums = append(b.sums, s)
}

// addTotals lists each total of a table with its parts.
func (b *book) addTotals(table int) {
	t := &b.tables[table]
	for cell := range t.Cells {
		stride := 1
		for d := len(t.Dims) - 1; d >= 0; d-- {
			all := t.Dims[d].Categories
			here := cell / stride % len(all)
			up := all[here]
			if up.Total {
				s := sum{total: b.index[table][cell], at: Ref{table, cell}}
				s.terms = append(s.terms, term{s.total, -1})
				for k, c := range all {
					if k != here && (c.Parent == up.Code || c.Parent == "" && up.everything()) {
						s.terms = append(s.terms, term{b.index[table][cell+(k-here)*stride], 1})
					}
				}
				if len(s.terms) > 1 {
					b.addSum(s)
					b.findGroups(s, t, d)
				}
			}
			stride *= len(all)
		}
	}
}

// addRelations lists the identities that tables do not show by themselves.
func (b *book) addRelations(all []Relation) error {
	for _, r := range all {
		s := sum{total: -1}
		for _, side := range []struct {
			refs []Ref
			sign int64
		}{{r.Plus, 1}, {r.Minus, -1}} {
			for _, x := range side.refs {
				f, ok := b.find(x)
				if !ok {
					return &Fault{-1, 0, "an identity names a cell that is not there"}
				}
				s.terms, s.at = append(s.terms, term{f, side.sign}), x
			}
		}
		if len(r.Plus) == 0 || len(r.Minus) == 0 {
			return &Fault{-1, 0, "an identity has one side only"}
		}
		b.addSum(s)
	}
	return nil
}

// find returns the figure of a cell.
func (b *book) find(x Ref) (figure int, ok bool) {
	if x.Table < 0 || x.Table >= len(b.index) || x.Cell < 0 || x.Cell >= len(b.index[x.Table]) {
		return 0, false
	}
	return b.index[x.Table][x.Cell], true
}

// add adds up a sum, of what value gives for each figure.
func (s sum) add(value func(figure int) int64) (n int64) {
	for _, t := range s.terms {
		n += t.sign * value(t.figure)
	}
	return n
}

// checkTruth adds up the figures themselves, and asks that every figure between
// releases is tied to what was printed.
func (b *book) checkTruth() error {
	tied := make([]bool, len(b.figures))
	for _, s := range b.sums {
		if s.add(func(f int) int64 { return b.figures[f].Value }) != 0 {
			return faultAt(s.at, "it does not add up with what it is the sum or a part of")
		}
		if s.total < 0 {
			for _, t := range s.terms {
				tied[t.figure] = true
			}
		}
	}
	for f := range b.figures {
		if x := &b.figures[f]; x.origin == Derived && !x.Impossible && !tied[f] {
			return faultAt(x.at, "it lies between releases, and no identity says between what")
		}
	}
	return nil
}
