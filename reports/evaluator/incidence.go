package evaluator

import (
	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/schemas"
)

// An interval is one class of duration of stays that are followed from their
// first day.
type interval struct {
	ended    []int64 // for each kind of exit
	censored int64   // still there when the period ended: their exit is not known
}

// cumulative estimates, for each interval, the share of stays that has ended in
// each kind of exit by its end, where stays may be censored: the estimator of
// Aalen and Johansen (1978) on grouped time. A censored stay counts as at risk
// for half of its interval, as in the actuarial life table. Kinds of exit
// compete: the share of one kind is not what would be without the others.
//
// It stops at an interval where nobody is at risk any more.
func cumulative(intervals []interval, atRisk int64) [][]float64 {
	var out [][]float64
	remaining, present := float64(atRisk), 1.0
	var reached []float64
	for _, in := range intervals {
		exposed := remaining - float64(in.censored)/2
		if exposed <= 0 {
			break
		}
		next := make([]float64, len(in.ended))
		copy(next, reached)
		left := 0.0
		for k, d := range in.ended {
			next[k] += present * float64(d) / exposed
			left += float64(d)
		}
		reached = next
		out = append(out, reached)
		present *= 1 - left/exposed
		remaining -= left + float64(in.censored)
	}
	return out
}

// A course is the cumulative incidence as it may be shown.
type course struct {
	classes []disclosure.Category // intervals that have an end
	kinds   []disclosure.Category
	counts  []interval  // as long as share
	share   [][]float64 // up to the first interval of which a count is hidden
	atRisk  shown
}

// course computes the cumulative incidence from shown counts only. The last
// class has no end, so there is nothing to say at its end.
func (e edition) course() course {
	ended, open := e.view("verblijfsduur"), e.view("verblijfsduur_lopend")
	c := course{kinds: ended.Dims[1].Categories[1:], atRisk: e.view("instroom").figure(reports.AllCode, reports.AllCode)}
	for _, class := range ended.Dims[0].Categories {
		if class.Parent == inPeriod {
			c.classes = append(c.classes, class)
		}
	}
	c.classes = c.classes[:len(c.classes)-1]
	for _, class := range c.classes {
		censored := open.figure(e.job.Period.To.String(), class.Code)
		in, ok := interval{censored: censored.n}, censored.ok && c.atRisk.ok
		for _, kind := range c.kinds {
			n := ended.figure(class.Code, kind.Code)
			in.ended = append(in.ended, n.n)
			ok = ok && n.ok
		}
		if !ok {
			break
		}
		c.counts = append(c.counts, in)
	}
	c.share = cumulative(c.counts, c.atRisk.n)
	c.counts = c.counts[:len(c.share)]
	return c
}

// months gives the first month of each class, and where the last one ends.
func (c course) months() (begin []float64, end float64) {
	list := schemas.List(schemas.DurationList)
	for _, class := range c.classes {
		extra := list.Codes[list.Index(class.Code)].Extra
		begin = append(begin, number(extra["maanden_van"]))
		end = number(extra["maanden_onder"])
	}
	return begin, end
}
