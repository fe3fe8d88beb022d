package finance

import (
	"fmt"

	"lvv/reports"
)

// A balance counts the identities that were held to be true and keeps the first
// that is not.
type balance struct {
	checks int
	failed error
}

// equal holds two figures against each other that were computed along
// different ways.
func (b *balance) equal(identity string, one, other int64) {
	b.checks++
	if one != other && b.failed == nil {
		b.failed = fmt.Errorf("finance: %s: off by %d: %w", identity, one-other, reports.ErrUnbalanced)
	}
}

// adds holds each span against the sum of the spans it is made of.
func (b *balance) adds(identity string, all []span, value func(span) int64) {
	sum := map[string]int64{}
	for _, s := range all {
		sum[s.Parent] += value(s)
	}
	for _, s := range all {
		if s.Level < month {
			b.equal(identity+", "+s.Code, value(s), sum[s.Code])
		}
	}
}
