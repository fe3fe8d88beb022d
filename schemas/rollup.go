package schemas

// The groups of the roll-up to durable solutions.
const (
	Durable     = "bestendig"      // return, legal stay, onward migration (S-A definition l)
	SemiDurable = "semi_bestendig" // national reception, postponement of departure
	NoSolution  = "geen"
)

// rollUpList names the version in force. A new reading gets a new list beside
// it, so that figures made by the old one can still be explained.
const rollUpList = "bestendig_v1"

// RollUp returns which exit reasons count as a durable, a semi-durable or no
// solution, by reason code, and the version of that reading. The division is
// that of the final evaluation of the pilots (2022) as far as the reasons of
// point 12 allow: onward migration has no code of its own in Utrecht. The map
// is the caller's.
func RollUp() (version string, groups map[string]string) {
	groups = make(map[string]string)
	for _, c := range List(rollUpList).Codes {
		groups[c.Code] = c.Extra["groep"]
	}
	return rollUpList, groups
}
