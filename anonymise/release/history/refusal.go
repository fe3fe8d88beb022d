package history

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"lvv/anonymise/disclosure"
)

// A Refusal says why tables cannot go out beside what has left before. It is
// ErrDifferencing and disclosure.ErrUnprotectable.
type Refusal struct {
	Cells   []Named // of the new tables, or of the difference, that would be found out
	Because []Prior // the earlier releases that are to blame
	// Rounding says that these were rounded to something else, or not at all, and
	// that no cell is to blame.
	Rounding bool
	cause    error
}

// A Named is a figure as people know it.
type Named struct{ Table, Cell string }

// A Prior is an earlier release as people know it, with the figures in it that
// cannot be taken back.
type Prior struct {
	Number     int64
	Purpose    string
	Period     string
	Made       string
	Recipients []string
	Cells      []Named
}

// Error says it in English, without a figure.
func (r *Refusal) Error() string {
	if r.Rounding {
		return fmt.Sprintf("the figures are rounded otherwise than those of %s: %v", r.priors("release %d (%s over %s, made %s for %s)"), ErrDifferencing)
	}
	return fmt.Sprintf("%s: beside %s: %v", r.cells(), r.priors("release %d (%s over %s, made %s for %s)"), ErrDifferencing)
}

// Dutch says it to who has to decide.
func (r *Refusal) Dutch() string {
	if r.Rounding {
		return fmt.Sprintf("[thresholds] rounding is een andere dan bij %s. Naast elkaar zouden afgeronde en niet of anders afgeronde aantallen over dezelfde mensen te veel zeggen; zet de instelling terug.",
			r.priors("vrijgave %d (%s over %s, gemaakt op %s voor %s)"))
	}
	return fmt.Sprintf("%s: samen met %s is uit te rekenen dat het om enkele mensen gaat. Wat eerder is vrijgegeven, is niet terug te nemen.",
		r.cells(), r.priors("vrijgave %d (%s over %s, gemaakt op %s voor %s)"))
}

func (r *Refusal) cells() string {
	var all []string
	for i, c := range r.Cells {
		if i == maxNamed {
			all = append(all, "…")
			break
		}
		all = append(all, c.Table+" ("+c.Cell+")")
	}
	return strings.Join(all, "; ")
}

func (r *Refusal) priors(form string) string {
	var all []string
	for _, p := range r.Because {
		all = append(all, fmt.Sprintf(form, p.Number, p.Purpose, p.Period, p.Made, strings.Join(p.Recipients, ", ")))
	}
	return strings.Join(all, ", ")
}

const maxNamed = 5

// Unwrap returns what it is.
func (r *Refusal) Unwrap() []error { return []error{ErrDifferencing, r.cause} }

// concernsPast reports whether an earlier release has to do with what cannot be
// protected. Where nothing says what it is, the earlier ones are not to blame.
func (j *joint) concernsPast(err error) bool {
	var u *disclosure.Unprotected
	return errors.As(err, &u) && slices.ContainsFunc(slices.Concat(u.Cells, u.Because), func(c disclosure.Ref) bool {
		t := j.table(c.Table)
		return t >= 0 && len(j.behind(t)) > 0
	})
}

// refusal names the cells and the releases behind what disclosure control says.
func (j *joint) refusal(cause error) error {
	r := &Refusal{cause: cause}
	var u *disclosure.Unprotected
	blamed := map[int64][]Named{}
	if errors.As(cause, &u) {
		for _, c := range u.Cells {
			r.Cells = append(r.Cells, j.named(c))
		}
		for _, c := range append(slices.Clone(u.Because), u.Cells...) {
			if t := j.table(c.Table); t >= 0 {
				for _, n := range j.behind(t) {
					blamed[n] = append(blamed[n], j.named(c))
				}
			}
		}
	}
	if len(blamed) == 0 {
		for n := range j.releases {
			blamed[n] = nil
		}
	}
	for n, cells := range blamed {
		r.Because = append(r.Because, j.prior(n, cells))
	}
	slices.SortFunc(r.Because, func(a, b Prior) int { return int(a.Number - b.Number) })
	return r
}

// prior names an earlier release, with cells of it.
func (j *joint) prior(n int64, cells []Named) Prior {
	x := j.releases[n]
	return Prior{Number: n, Purpose: string(x.Purpose), Period: x.Period.String(),
		Made: x.Made.Format("2006-01-02"), Recipients: x.Recipients, Cells: cells}
}

func (j *joint) table(name string) int {
	return slices.IndexFunc(j.tables, func(t disclosure.Table) bool { return t.Name == name })
}

// behind are the earlier releases behind a table of the joint system.
func (j *joint) behind(t int) (numbers []int64) {
	tables := []int{t}
	if both, ok := j.compared[j.tables[t].Name]; ok {
		tables = both[:]
	}
	for _, t := range tables {
		if n := j.from[t]; n > 0 {
			numbers = append(numbers, int64(n))
		}
	}
	return numbers
}

// named names a cell by its title and labels.
func (j *joint) named(c disclosure.Ref) Named {
	t := j.table(c.Table)
	if t < 0 {
		return Named{c.Table, fmt.Sprint(c.Cell)}
	}
	title := j.tables[t].Title
	if title == "" {
		title = j.tables[t].Name
	}
	return Named{title, label(&j.tables[t], c.Cell)}
}
