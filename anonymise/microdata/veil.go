package microdata

import "slices"

// Veil returns a set that says nothing ([Top]) of some sensitive columns of the
// records that came from these rows of [Records]. It tells less than the set, and
// classes are those of the set, so what these met they still do; the result still
// speaks of all outcomes.
func (s *Set) Veil(rows []int32, columns ...string) *Set {
	s.must()
	out := &Set{levels: s.levels, quasi: s.quasi, sensitive: cloneValues(s.sensitive), kept: slices.Clone(s.kept), result: s.result}
	places := s.places(rows)
	for c := range out.sensitive {
		if v := &out.sensitive[c]; slices.Contains(columns, v.Name) {
			v.Labels = append(v.Labels, Top)
			for _, at := range places {
				v.Codes[at] = int32(len(v.Labels) - 1)
			}
		}
	}
	for done := 0; len(places) > 0; places = places[1:] {
		if places[0] >= done {
			first, end := s.class(places[0])
			out.sort(first, end)
			done = end
		}
	}
	return out
}

// places are where the records that came from some rows stand, in order.
func (s *Set) places(rows []int32) []int {
	if len(rows) == 0 {
		return nil
	}
	hidden := make([]bool, 1+slices.Max(rows))
	for _, row := range rows {
		hidden[row] = true
	}
	var out []int
	for at, row := range s.kept {
		if int(row) < len(hidden) && hidden[row] {
			out = append(out, at)
		}
	}
	return out
}

// class is where the records that are equal to one begin and end.
func (s *Set) class(at int) (first, end int) {
	equal := func(other int) bool {
		return !slices.ContainsFunc(s.quasi, func(v Values) bool { return v.Codes[at] != v.Codes[other] })
	}
	for first, end = at, at+1; first > 0 && equal(first-1); first-- {
	}
	for end < len(s.kept) && equal(end) {
		end++
	}
	return first, end
}

// sort puts the records of a class in the order of what is told: between which
// outcomes a record stood says which one it had.
func (s *Set) sort(first, end int) {
	order := make([]int32, end-first)
	for i := range order {
		order[i] = int32(i)
	}
	for _, v := range slices.Backward(s.sensitive) {
		order = sortBy(order, len(v.Labels), func(i int32) int32 { return v.Codes[first+int(i)] })
	}
	permute(s.kept[first:end], order)
	for _, v := range s.sensitive {
		permute(v.Codes[first:end], order)
	}
}

func permute(values, order []int32) {
	was := slices.Clone(values)
	for to, from := range order {
		values[to] = was[from]
	}
}
