package intruder

import (
	"lvv/anonymise/disclosure/bounds"
	"lvv/schemas"
)

// cohorts writes down what became of who was there when a period began: they have
// left by its end, or are still there. Of who came in the period as well.
func (j *joint) cohorts() {
	for _, p := range j.sorted() {
		if p.population != left || p.by != p.when.From {
			continue
		}
		for _, c := range p.coordinates() {
			still, was := p, p.with(begun, total)
			still.population, still.when = present, schemas.Period{From: p.when.To, To: p.when.To}
			if c == (coordinate{begun, before}) {
				was.population, was.when = present, schemas.Period{From: p.by - 1, To: p.by - 1}
			} else {
				was.population = entered
			}
			whole, counted := j.index[was]
			rest, too := j.index[still]
			if c.dim == begun && counted && too {
				j.whole(whole, bounds.Term{Cell: j.index[p], Coef: 1}, bounds.Term{Cell: rest, Coef: 1})
			}
		}
	}
}

// anchors ties figures of one time that parcels over different periods mean
// differently: of who stayed away until some day, some came back before a later
// one; and who came since a day came since an earlier one.
func (j *joint) anchors() {
	last := make(map[place]place)
	for _, p := range j.sorted() {
		if p.by == 0 {
			continue
		}
		key := p
		key.by = 0
		was, ok := last[key]
		last[key] = p
		if !ok {
			continue
		}
		more, less := was, p
		for _, c := range p.coordinates() {
			if c == (coordinate{begun, before}) {
				more, less = p, was
			}
		}
		rest := p.with(begun, total)
		rest.population, rest.by = p.population+", "+was.by.String()+".."+p.by.String(), 0
		j.whole(j.at(more), bounds.Term{Cell: j.at(less), Coef: 1}, bounds.Term{Cell: j.at(rest), Coef: 1})
	}
}
