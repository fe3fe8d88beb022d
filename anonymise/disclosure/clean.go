package disclosure

import (
	"cmp"
	"slices"
)

// clean shows figures again that turned out not to be needed, the most
// important ones first.
func (x *suppressor) clean() {
	var extra []int
	for f, h := range x.hidden {
		if h && !x.fixed[f] {
			extra = append(extra, f)
		}
	}
	slices.SortStableFunc(extra, func(a, b int) int { return cmp.Compare(x.cost[b], x.cost[a]) })
	for _, f := range extra {
		x.tryShow(f)
	}
}

// tryShow shows a figure if every need can be met without it.
func (x *suppressor) tryShow(f int) bool {
	x.hide(f, false)
	ok := x.unionsHold(f)
	for i := 0; ok && i < len(x.needs); i++ {
		ok = x.stillMet(x.needs[i])
	}
	if !ok {
		x.hide(f, true)
	}
	return ok
}

func (x *suppressor) stillMet(n need) bool {
	return x.protectFree(n, nobody) && x.protectFromInsiders(n, false)
}
