package amif

import (
	"fmt"
	"strconv"
	"strings"

	"lvv/reports/parcel"
	"lvv/reports/workbook"
)

// rowsInWorkbook is how many rows a list may have to stand in the workbook. Above
// it the formulas that count the list make a spreadsheet unworkable.
const rowsInWorkbook = 20_000

// lists are what all figures are counted from: two sheets with formulas that
// count them, or, when one of them is too long for a workbook, files apart. Then
// the sheets are empty and figures stand as the program computed them.
type lists struct {
	apart                      bool
	participants, trajectories workbook.Sheet
}

func (a *account) lists() lists {
	if a.apart() {
		return lists{apart: true}
	}
	return lists{participants: a.participantSheet(), trajectories: a.trajectorySheet()}
}

// apart reports whether the lists are too long for the workbook.
func (a *account) apart() bool {
	return max(len(a.participants), len(a.trajectories)) > a.options.rows()
}

// sampleApart reports whether the sample is.
func (a *account) sampleApart() bool { return len(a.sample) > a.options.rows() }

// sizeSettings say, of an account with a list that is too long, where it stands.
func (a *account) sizeSettings() []parcel.Setting {
	if !a.apart() && !a.sampleApart() {
		return nil
	}
	return []parcel.Setting{{Name: "lijsten in de werkmap", Clause: "S-A 15.3",
		Value: "tot en met " + grouped(a.options.rows()) + " rijen. " + a.sizeNote()}}
}

// sizeNote says which lists stand apart, and how long they are; nothing when
// none does.
func (a *account) sizeNote() string {
	var long []string
	if a.apart() {
		long = append(long, fmt.Sprintf("Deelnemers: %s rijen in gegevens/deelnemers.csv.", grouped(len(a.participants))),
			fmt.Sprintf("Trajecten: %s rijen in gegevens/trajecten.csv.", grouped(len(a.trajectories))))
	}
	if a.sampleApart() {
		long = append(long, fmt.Sprintf("Steekproef: %s rijen in gegevens/steekproef.csv en excel/steekproef.csv.", grouped(len(a.sample))))
	}
	if long == nil {
		return ""
	}
	return "Te lang voor een werkmap en daarom alleen als CSV: " + strings.Join(long, " ")
}

// grouped writes a number with points, as 216.057.
func grouped(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return grouped(n/1000) + fmt.Sprintf(".%03d", n%1000)
}

// where is one condition of a count: a column of a list and what it must be.
type where struct{ column, criterion string }

// is is the condition that a column holds a text.
func is(column, text string) where { return where{column, `"` + text + `"`} }

// counted is the condition on a row of either list that it counts.
var counted = is("telbaar", "ja")

// countPeople is the formula that counts participants; nothing when the list
// stands apart.
func (l lists) countPeople(conditions ...where) string {
	columns := participantColumns(nil)
	return l.countIfs(func(name string) string { return l.participants.All(at(columns, name)) }, conditions)
}

// count is the formula that counts trajectories; nothing when the list stands
// apart.
func (l lists) count(conditions ...where) string {
	columns := trajectoryColumns(nil)
	return l.countIfs(func(name string) string { return l.trajectories.All(at(columns, name)) }, conditions)
}

// sumPeople is the formula that adds up a column of the participants who count;
// nothing when the list stands apart.
func (l lists) sumPeople(column string) string {
	if l.apart {
		return ""
	}
	columns := participantColumns(nil)
	return fmt.Sprintf("SUMIFS(%s,%s,\"ja\")", l.participants.All(at(columns, column)), l.participants.All(at(columns, "telbaar")))
}

func (l lists) countIfs(column func(string) string, conditions []where) string {
	if l.apart {
		return ""
	}
	var parts []string
	for _, c := range conditions {
		parts = append(parts, column(c.column), c.criterion)
	}
	return "COUNTIFS(" + strings.Join(parts, ",") + ")"
}

// cell is a figure that is counted from a list: by formula, or as the program
// counted it.
func (l lists) cell(formula string, n int) workbook.Cell {
	if l.apart {
		return workbook.Int(int64(n))
	}
	return workbook.Formula(formula, workbook.Int(int64(n)))
}

// term is such a figure within a check.
func (l lists) term(formula string, n int) string {
	if l.apart {
		return strconv.Itoa(n)
	}
	return formula
}
