package history

import (
	"fmt"
	"strings"

	"lvv/anonymise/disclosure"
	"lvv/schemas"
)

// Compare tells the second person, in Dutch, what a parcel has in common with
// earlier releases. Safe is what Protect made of its tables. Nothing is said when
// nothing can be compared.
func (p *Past) Compare(tables []disclosure.Table, safe *disclosure.Safe, period schemas.Period) []string {
	if safe == nil {
		return nil
	}
	control := safe.Control()
	j := p.join(tables, nil, period, control.Policy)
	if len(j.releases) == 0 {
		return nil
	}
	var names []string
	for _, n := range j.numbers() {
		r := j.releases[n]
		names = append(names, fmt.Sprintf("%d (%s over %s, gemaakt op %s voor %s)", n, r.Purpose, r.Period, r.Made.Format("2006-01-02"), strings.Join(r.Recipients, ", ")))
	}
	t := j.tally
	lines := []string{
		"Samen beoordeeld met vrijgave " + strings.Join(names, ", ") + ".",
		fmt.Sprintf("%d cijfers gingen eerder uit en staan er weer net zo in; daarvan waren er %d onderdrukt, en dat blijven zij.", t.same, t.withheld),
		fmt.Sprintf("%d cijfers over hetzelfde tijdvak zijn sindsdien gewijzigd.", t.changed),
		fmt.Sprintf("%d verschillen met een eerdere vrijgave gaan over te weinig mensen; geen daarvan is uit te rekenen.", t.small),
	}
	if n := len(control.Exposed); n > 0 {
		lines = append(lines, fmt.Sprintf("Let op: %d te kleine verschillen tussen eerdere vrijgaven waren al uit te rekenen. Dat is niet terug te nemen; deze vrijgave voegt er niets aan toe.", n))
	}
	return lines
}
