package microdata

// inOrder returns rows, or all if nil, in an order of their own: by the
// quasi-identifiers, then by the sensitive columns. Only rows that are equal in
// all of these keep the order in which they came.
func (r *Records) inOrder(rows []int32) []int32 {
	if rows == nil {
		rows = make([]int32, r.N)
		for row := range rows {
			rows[row] = int32(row)
		}
	}
	by := func(c *Column, values int) {
		rows = sortBy(rows, values, func(row int32) int32 { return c.Codes[row] })
	}
	for i := len(r.Sensitive) - 1; i >= 0; i-- {
		by(&r.Sensitive[i], len(r.Sensitive[i].labels()))
	}
	for i := len(r.Quasi) - 1; i >= 0; i-- {
		by(&r.Quasi[i], r.Quasi[i].Hierarchy.size())
	}
	return rows
}

// pick returns a copy of some rows, with persons numbered anew.
func (r *Records) pick(rows []int32) Records {
	codes := func(all []int32) []int32 {
		out := make([]int32, len(rows))
		for i, row := range rows {
			out[i] = all[row]
		}
		return out
	}
	out := Records{N: len(rows), Population: r.Population}
	for _, c := range r.Quasi {
		c.Codes = codes(c.Codes)
		out.Quasi = append(out.Quasi, c)
	}
	for _, c := range r.Sensitive {
		c.Codes = codes(c.Codes)
		out.Sensitive = append(out.Sensitive, c)
	}
	if r.Person != nil {
		out.Person = dense(codes(r.Person))
	}
	return out
}

// dense renumbers persons from 0 in the order in which they come.
func dense(person []int32) []int32 {
	number := make(map[int32]int32, len(person))
	for i, p := range person {
		n, known := number[p]
		if !known {
			n = int32(len(number))
			number[p] = n
		}
		person[i] = n
	}
	return person
}
