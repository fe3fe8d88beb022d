package template

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"lvv/schemas"
)

// listName is the name by which the drop-downs know a code list.
func listName(l *schemas.CodeList) string { return "lijst_" + l.Name }

// lists writes the code lists that the book needs on the hidden sheet, one
// column each, and gives each a name.
func (b *book) lists() {
	col := 0
	var done []string
	for _, d := range b.datasets {
		for _, f := range d.Fields {
			if f.Codes == nil || slices.Contains(done, f.Codes.Name) {
				continue
			}
			done = append(done, f.Codes.Name)
			col++
			labels := choices(f.Codes, b.contract.Start)
			b.set(listSheet, col, 1, f.Codes.Name)
			for i, label := range labels {
				b.set(listSheet, col, i+2, label)
			}
			b.note(b.f.SetDefinedName(&excelize.DefinedName{
				Name:     listName(f.Codes),
				RefersTo: fmt.Sprintf("%s!$%s$2:$%s$%d", listSheet, column(col), column(col), len(labels)+1),
			}))
		}
	}
}

// choices are the labels of a list that could still be right when the contract
// began. Nationalities stand in alphabetical order, unknown and stateless last;
// other lists keep the order of the agreement.
func choices(l *schemas.CodeList, start schemas.Day) []string {
	var labels, last []string
	for _, c := range l.Codes {
		switch {
		case c.To != schemas.NoDay && c.To < start:
		case l.Name == schemas.NationalityList && c.Extra["werelddeel"] == c.Extra["regio"]:
			last = append(last, c.Label)
		default:
			labels = append(labels, c.Label)
		}
	}
	if l.Name == schemas.NationalityList {
		slices.SortFunc(labels, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	}
	return append(labels, last...)
}
