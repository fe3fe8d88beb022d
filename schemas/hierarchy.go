package schemas

import "strings"

// Everything is the coarsest value of every hierarchy: it says nothing.
const Everything = "*"

// Hierarchy returns how the codes of a list may be made coarser: a row for each
// code, in the order of the list, from the code's own label to [Everything].
// Within a list all rows have the same length, and equal values on one level
// are equal on all coarser ones.
//
//	nationaliteit       label, region, continent, *
//	leeftijdsband       label, age group, *
//	reden_uitstroom_…   label, durable or not, *
//	any other list      label, *
func Hierarchy(list string) [][]string {
	levels := func(c *Code) []string { return nil }
	switch {
	case list == NationalityList:
		levels = func(c *Code) []string { return []string{c.Extra["regio"], c.Extra["werelddeel"]} }
	case list == AgeBandList:
		levels = func(c *Code) []string { return []string{c.Extra["groep"]} }
	case strings.HasPrefix(list, "reden_uitstroom_"):
		_, groups := RollUp()
		levels = func(c *Code) []string { return []string{groups[c.Code]} }
	}
	codes := List(list).Codes
	rows := make([][]string, len(codes))
	for i := range codes {
		rows[i] = append(append([]string{codes[i].Label}, levels(&codes[i])...), Everything)
	}
	return rows
}
