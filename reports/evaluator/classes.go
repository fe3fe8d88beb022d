package evaluator

import "lvv/anonymise/microdata"

// Equal records stand one after the other in a set. There can be a million, in a few
// thousand classes, so what holds of a class is looked at once.

// A spelled column is what each kept record says of a column, and how many records
// say so of each label.
type spelled struct {
	microdata.Values
	rows []int
}

// occurring are the labels that some record has.
func (c spelled) occurring() map[string]bool {
	out := make(map[string]bool)
	for code, n := range c.rows {
		if n > 0 {
			out[c.Labels[code]] = true
		}
	}
	return out
}

// classes gives where each class of a set begins and ends, in order.
func (s *set) classes(yield func(first, end int) bool) {
	for i, first := range s.begin {
		end := s.N()
		if i+1 < len(s.begin) {
			end = s.begin[i+1]
		}
		if !yield(first, end) {
			return
		}
	}
}

// count notes where classes begin, and the records of each label.
func (s *set) count() {
	begins := make([]bool, s.N())
	for q := range s.written {
		codes := s.written[q].Codes
		for at := 1; at < len(codes); at++ {
			begins[at] = begins[at] || codes[at] != codes[at-1]
		}
	}
	for at, is := range begins {
		if is || at == 0 {
			s.begin = append(s.begin, at)
		}
	}
	for q := range s.written {
		w := &s.written[q]
		w.rows = make([]int, len(w.Labels))
		for first, end := range s.classes {
			w.rows[w.Codes[first]] += end - first
		}
	}
}
