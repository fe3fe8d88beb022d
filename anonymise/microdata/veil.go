package microdata

import "slices"

// Veil returns a set that says nothing ([Top]) of some sensitive columns of the
// records that came from these rows of [Records]. It tells less than the set, and
// classes are those of the set, so what these met they still do; the result still
// speaks of all outcomes.
func (s *Set) Veil(rows []int32, columns ...string) *Set {
	s.must()
	out := &Set{levels: s.levels, quasi: s.quasi, sensitive: cloneValues(s.sensitive), result: s.result}
	hidden := make(map[int32]bool, len(rows))
	for _, row := range rows {
		hidden[row] = true
	}
	for c := range out.sensitive {
		if v := &out.sensitive[c]; slices.Contains(columns, v.Name) {
			v.Labels = append(v.Labels, Top)
			for at, row := range s.kept {
				if hidden[row] {
					v.Codes[at] = int32(len(v.Labels) - 1)
				}
			}
		}
	}
	// In the order of what is told: between which outcomes a record stood says
	// which one it had.
	order := out.order()
	out.kept = permuted(s.kept, order)
	for c := range out.sensitive {
		out.sensitive[c].Codes = permuted(out.sensitive[c].Codes, order)
	}
	return out
}

// order sorts the records of each class by their outcomes.
func (s *Set) order() []int32 {
	n := len(s.sensitive[0].Codes)
	order, class := make([]int32, n), make([]int32, n)
	classes := 1
	for at := range order {
		order[at] = int32(at)
		if at > 0 && slices.ContainsFunc(s.quasi, func(v Values) bool { return v.Codes[at] != v.Codes[at-1] }) {
			classes++
		}
		class[at] = int32(classes - 1)
	}
	for _, v := range slices.Backward(s.sensitive) {
		order = sortBy(order, len(v.Labels), func(at int32) int32 { return v.Codes[at] })
	}
	return sortBy(order, classes, func(at int32) int32 { return class[at] })
}

func permuted(values, order []int32) []int32 {
	out := make([]int32, len(order))
	for to, from := range order {
		out[to] = values[from]
	}
	return out
}
