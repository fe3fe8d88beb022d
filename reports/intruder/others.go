package intruder

// others tries who knows of everybody else how they left, and of one person that he
// did, when and where. Where a figure by reason is shown he takes the others off
// it, and what is left is that person. Exact counts cannot be kept from him, so no
// parcel promises it; rounded ones leave most of it open.
func (a *attack) others(j *joint) {
	t := a.report.tally(AllOthers)
	t.Beyond = true
	if a.known.Stays == nil {
		return
	}
	t.Ready = true
	gone := make(map[string]bool) // reasons
	for _, s := range a.known.Stays {
		gone[s.Reason] = gone[s.Reason] || s.Reason != ""
	}
	told := make([]map[string]bool, len(a.known.Stays)) // of each stay: reasons that are decided
	for i, p := range j.places {
		a.decide(p, j.cells[i], told)
	}
	learned := Finding{Kind: Certain, Attacker: AllOthers, What: reasons}
	seen := make(map[int]bool)
	for i, s := range a.known.Stays {
		if s.Reason == "" || s.Out == Goes {
			continue
		}
		t.Cells++
		if told[i][s.Reason] || len(told[i]) >= len(gone)-1 && len(gone) > 1 {
			seen[s.Person] = true
		}
	}
	if learned.Persons = len(seen); learned.Persons > 0 {
		t.Certain += learned.Persons
		a.report.Beyond = append(a.report.Beyond, learned)
	}
}

// decide notes of which stays a figure by reason says whether they left for it.
func (a *attack) decide(p place, k known, told []map[string]bool) {
	reason := ""
	var rest []coordinate
	for _, c := range p.coordinates() {
		if c.dim == reasons {
			reason = c.code
		} else {
			rest = append(rest, c)
		}
	}
	if p.population != left || p.unit != stays || reason == "" || !k.shown && k.base == 0 {
		return
	}
	in, ok := members(a.known.Stays, p)
	low, high := k.value, k.value
	if !k.shown {
		low, high = k.low, k.high
	}
	for i, s := range a.known.Stays {
		if !ok || s.Out < p.when.From || p.when.To < s.Out || !s.all(p, rest) {
			continue
		}
		n := int64(len(in)) // of the others
		if within(coordinate{reasons, s.Reason}, reason) {
			n--
		}
		without, with := low <= n && n <= high, low <= n+1 && n+1 <= high
		if without == with {
			continue // he may be one of them, or not
		}
		if told[i] == nil {
			told[i] = make(map[string]bool)
		}
		told[i][reason] = true
	}
}

// all reports whether a stay is of every category.
func (s Stay) all(p place, of []coordinate) bool {
	for _, c := range of {
		if !told(c) || !s.is(p, c) {
			return false
		}
	}
	return true
}
