package monitor

import (
	"errors"
	"fmt"
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/reports"
)

// coarser lists what is left out, one set after the other, until what remains
// can be protected. A programme of a few dozen people has no figures by
// organisation that can be shown, and in the end none by outcome either: of
// such a table nothing is published, rather than points.
func coarser() [][]string {
	orgs := []string{tStockOrg, tInflowOrg, tOutflowOrg}
	reasons := append(slices.Clone(orgs), tReasons)
	outcomes := append(slices.Clone(reasons), tLeft)
	lengths := append(slices.Clone(outcomes), tStockLength, tLength, tSpread)
	months := append(slices.Clone(lengths), tInflowMonth, tOutflowMonth)
	return [][]string{nil, orgs, reasons, outcomes, lengths, months}
}

// protect hands the tables to disclosure control: all that the parcel is to hold
// as one system, and of the sets that coarser knows the first that can be
// protected. Errors: reports.ErrUnbalanced for figures that contradict each
// other, disclosure.ErrUnprotectable when even the smallest set tells too much.
func protect(job reports.Job, tables []disclosure.Table, relations []disclosure.Relation) (*disclosure.Safe, error) {
	var failed error
	for _, without := range coarser() {
		absent := func(r disclosure.Ref) bool { return slices.Contains(without, r.Table) }
		safe, err := job.Past.Protect(
			slices.DeleteFunc(slices.Clone(tables), func(t disclosure.Table) bool { return slices.Contains(without, t.Name) }),
			slices.DeleteFunc(slices.Clone(relations), func(r disclosure.Relation) bool {
				return slices.ContainsFunc(r.Plus, absent) || slices.ContainsFunc(r.Minus, absent)
			}), job.Policy, job.Period)
		if err == nil {
			return safe, nil
		}
		failed = err
		if !errors.Is(err, disclosure.ErrUnprotectable) {
			break
		}
	}
	if errors.Is(failed, disclosure.ErrNotAdditive) {
		failed = fmt.Errorf("%w: %w", reports.ErrUnbalanced, failed)
	}
	return nil, fmt.Errorf("monitor: protecting the tables: %w", failed)
}
