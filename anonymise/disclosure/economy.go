package disclosure

import (
	"fmt"
	"math"
)

// Economy says in Dutch how many cells are suppressed to protect those that are
// too small, and how far that is from the least. Like the Control it is not for
// publication; what Least says of it may go out.
func (c Control) Economy() string {
	var primary, secondary int
	for _, t := range c.Tables {
		primary, secondary = primary+t.Primary, secondary+t.Secondary
	}
	small := fmt.Sprintf("%d te kleine", primary)
	switch {
	case secondary > 0 && c.Cost > 0 && primary == 0:
		return fmt.Sprintf("%s onderdrukt omdat deze met eerdere uitgaven te weinig mensen zouden aanwijzen; %s", cells(secondary), c.Least())
	case secondary > 0 && c.Cost > 0:
		return fmt.Sprintf("%s onderdrukt om %s te beschermen; %s", cells(secondary), small, c.Least())
	case secondary > 0:
		return fmt.Sprintf("%s onderdrukt zoals in eerdere uitgaven; daar kwam niets bij", cells(secondary))
	case primary > 0:
		return fmt.Sprintf("%s onderdrukt; daarnaast was niets nodig", cells(primary))
	}
	return "geen cel onderdrukt"
}

// Least says in Dutch how much of what is suppressed besides the small cells
// could be spared at most. A cell weighs more if it is about more people.
func (c Control) Least() string {
	switch {
	case c.Proven:
		return "bewezen zo min mogelijk, gewogen naar personen"
	case c.Bound <= 0:
		return "hoeveel er ten minste nodig is, is niet bewezen"
	}
	spare := math.Ceil(100 * (c.Cost - c.Bound) / c.Cost)
	return fmt.Sprintf("hooguit %.0f %% daarvan is te sparen, gewogen naar personen: dat is bewezen", spare)
}

func cells(n int) string {
	if n == 1 {
		return "1 cel"
	}
	return fmt.Sprintf("%d cellen", n)
}
