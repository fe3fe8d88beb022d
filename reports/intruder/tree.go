package intruder

import (
	"strings"

	"lvv/schemas"
)

// above is the category that a category is a part of, or total. It is general
// knowledge: the regions of the United Nations, the roll-up of reasons in the
// codebook, that a scenario of guidance is settled or open, and that other
// classifications have one level.
func above(c coordinate) string {
	switch c.dim {
	case nation:
		return aboveNation(c.code)
	case reasons:
		if _, roll := schemas.RollUp(); roll[c.code] != "" {
			return roll[c.code]
		}
	case scenario:
		if c.code != settled && c.code != open {
			return settled
		}
	}
	return total
}

// The codes of scenarios of guidance that are not one of those settled on.
const (
	scenario = "scenario"     // dim
	settled  = "vastgesteld"  // code: one of the others was chosen
	open     = "in_onderzoek" // code: none was yet
)

const (
	regionPrefix = "regio:"
	partPrefix   = "werelddeel:"
)

func aboveNation(code string) string {
	list := schemas.List(schemas.NationalityList)
	if strings.HasPrefix(code, partPrefix) {
		return total
	}
	if region, ok := strings.CutPrefix(code, regionPrefix); ok {
		for _, n := range list.Codes {
			if n.Extra["regio"] == region {
				return partPrefix + n.Extra["werelddeel"]
			}
		}
		return total
	}
	if i := list.Index(code); i >= 0 {
		return regionPrefix + list.Codes[i].Extra["regio"]
	}
	return total
}

// depth is how many categories stand above one.
func depth(c coordinate) int {
	n := 0
	for c.code != total {
		c.code = above(c)
		n++
	}
	return n
}

// sensitive are the dims that tell something about somebody that others do not
// know already.
var sensitive = map[string]bool{reasons: true, "soort": true, "resultaat": true, "besluit": true}

// health are the categories on the higher threshold (Vw 2000 art. 64; GDPR art. 9).
var health = map[string]bool{"art64": true, "medisch": true}
