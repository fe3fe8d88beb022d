package history

import (
	"fmt"

	"lvv/anonymise/disclosure"
)

// holdMarks looks up what is said to have been shown before: an earlier release has
// the same number, of the same people and in the same unit.
func (a *assembly) holdMarks(earlier func(int64) (*Release, error)) error {
	var shown map[number]bool
	for _, t := range a.release.Tables {
		for i, c := range t.Cells {
			if !c.Public {
				continue
			}
			if shown == nil {
				var err error
				if shown, err = shownBefore(a.release.Number, earlier); err != nil {
					return err
				}
			}
			if !shown[number{t.Population, t.Unit, c.Value}] {
				return &Unproved{a.release.Number, titleOf(&t.Table), label(&t.Table, i), "it is said to have left before, and it did not"}
			}
		}
	}
	return nil
}

// A number is a figure without its coordinates.
type number struct {
	population, unit string
	value            int64
}

// shownBefore are the numbers that releases before this one showed.
func shownBefore(release int64, earlier func(int64) (*Release, error)) (map[number]bool, error) {
	shown := map[number]bool{}
	for n := int64(1); n < release; n++ {
		e, err := earlier(n)
		if err != nil {
			return nil, fmt.Errorf("release %d was judged beside release %d: %w", release, n, err)
		}
		for _, t := range e.Tables {
			for i, c := range t.Cells {
				if t.Status[i] == disclosure.Shown {
					shown[number{t.Population, t.Unit, c.Value}] = true
				}
			}
		}
	}
	return shown, nil
}

// holdSheet holds what the second person was told against the proof.
func (a *assembly) holdSheet() error {
	sheet, p := a.release.Sheet, a.release.Proof
	if sheet.Policy.Threshold > 0 {
		policy := sheet.Policy
		policy.Rounding.Key = nil
		if fmt.Sprint(policy) != fmt.Sprint(p.Policy) {
			return a.wrong("it was proved by other rules than those on the control sheet")
		}
	}
	if sheet.Certificates != len(p.Certificates) || sheet.Identities != len(p.Relations) {
		return a.wrong("there are more or fewer certificates or identities than the control sheet counts")
	}
	if int64(a.release.Rounding) != p.Policy.Rounding.Base {
		return a.wrong("its figures were rounded otherwise than its rules say")
	}
	for _, c := range sheet.Tables {
		var n disclosure.TableControl
		for _, t := range a.release.Tables {
			if t.Name != c.Name {
				continue
			}
			for _, s := range t.Status {
				switch s {
				case disclosure.Suppressed:
					n.Secondary++
				case disclosure.Shown:
					n.Shown++
				case disclosure.Impossible:
					n.Impossible++
				}
			}
		}
		if n.Secondary != c.Primary+c.Secondary || n.Shown != c.Shown || n.Impossible != c.Impossible {
			return a.wrong(fmt.Sprintf("the control sheet counts other points in table %q", c.Name))
		}
	}
	return nil
}
