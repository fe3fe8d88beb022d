package pattern

import (
	"cmp"
	"slices"
)

// A purse holds what hiding each cell seems to cost at the moment: 0 for those
// that are hidden anyway. Searches vary it to find other patterns.
type purse []float64

// purse returns the true costs, in units of an average cell.
func (s *system) purse() purse {
	prices := make(purse, len(s.cells))
	for v, l := range s.lead {
		prices[v] = float64(s.cost[l]) / s.scale
	}
	return prices
}

// build hides more cells until all needs and covers are met. It reports false
// if it found no way, or was told to stop.
func (p *plan) build(order []int, prices purse, stop func() bool) bool {
	p.keepUp()
	for i, c := range p.s.covers {
		if p.inCover[i] == 0 {
			p.hide(slices.MinFunc(c, func(a, b int) int { return cmp.Compare(prices[a], prices[b]) }), true)
		}
	}
	for _, i := range order {
		if stop() || !p.protect(i, prices) {
			return false
		}
	}
	return true
}

// hardest returns the needs, those first that are likely to be hard to meet:
// the largest figures.
func (s *system) hardest() []int {
	order := make([]int, len(s.needs))
	for i := range order {
		order[i] = i
	}
	value := func(i int) int64 {
		if c := s.needs[i].cell; c >= 0 {
			return s.truth[s.cells[c]].Value
		}
		return 0
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(value(b), value(a)) })
	return order
}

// protect hides more cells until a need is met.
func (p *plan) protect(i int, prices purse) bool {
	for range 8 {
		if p.holds(i) {
			return true
		}
		if ok, _, _ := p.recall(i); ok {
			return true
		}
		if !p.buy(i, prices) {
			return false
		}
	}
	return false
}

// buy hides the cells of the worlds that meet a need at the least price: what
// is missing of the width all upwards, all downwards, or half and half.
func (p *plan) buy(i int, prices purse) bool {
	n := p.s.needs[i]
	_, up, down := p.recall(i)
	var best []move
	bestPrice := 0.0
	tried := map[pairOf]bool{}
	for _, far := range []int64{max(n.up, n.width-max(down, n.down)), n.up, max(n.up, min(up, n.width)), max(n.up, n.width)} {
		q := pairOf{far, max(n.down, n.width-far)}
		if tried[q] || q.up > p.s.up[n.cell] || q.down > p.s.down[n.cell] {
			continue
		}
		tried[q] = true
		moves, price, ok := p.offer(n, q, pairOf{up, down}, prices)
		if ok && (best == nil || price < bestPrice) {
			best, bestPrice = moves, price
		}
		if best != nil && bestPrice == 0 {
			break
		}
	}
	for _, m := range best {
		p.reveal(m)
	}
	return best != nil
}

// A pairOf are distances up and down.
type pairOf struct{ up, down int64 }

// offer returns moves that take a need's cell up and down as far as wanted,
// where known worlds do not, and what hiding their cells costs.
func (p *plan) offer(n need, wanted, known pairOf, prices purse) (moves []move, price float64, ok bool) {
	var opened []int
	defer func() {
		for _, v := range opened {
			p.hidden[v] = false
		}
	}()
	for _, q := range []question{{n.cell, wanted.up, n.known}, {n.cell, -wanted.down, n.known}} {
		if q.amount == 0 || q.amount > 0 && q.amount <= known.up || q.amount < 0 && -q.amount <= known.down {
			continue
		}
		p.asker.price(q, p.hidden, prices)
		m, v := p.asker.world(quickBranches)
		if v != possible {
			return nil, 0, false
		}
		moves = append(moves, m)
		for _, st := range m {
			if p.hidden[st.v] {
				continue
			}
			price += prices[st.v]
			for _, u := range p.s.with[p.s.lead[st.v]] {
				p.hidden[u] = true
				opened = append(opened, u)
			}
		}
	}
	return moves, price, len(moves) > 0
}

// reveal hides every cell that a move changes, and keeps the move.
func (p *plan) reveal(m move) {
	for _, st := range m {
		p.hide(st.v, true)
	}
	p.keep(m)
}

// clean shows cells again that turn out not to be needed, in the order given.
func (p *plan) clean(order []int, stop func() bool) {
	for _, v := range order {
		if stop() {
			return
		}
		p.tryShow(v)
	}
}

// tryShow shows a cell if every need can be met without it.
func (p *plan) tryShow(v int) bool {
	if !p.hidden[v] || !p.s.free[v] || p.needed(v) {
		return false
	}
	p.hide(v, false)
	before := map[int]pair{}
	for i := range p.s.needs {
		if p.holds(i) {
			continue
		}
		before[i] = p.meets[i]
		if !p.meet(i) {
			p.hide(v, true)
			for k, m := range before {
				p.meets[k] = m
			}
			return false
		}
	}
	return true
}

// dearest returns variables by cost, the highest first.
func (s *system) dearest(vars []int) []int {
	out := slices.Clone(vars)
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(s.cost[b], s.cost[a]) })
	return out
}
