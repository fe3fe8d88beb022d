package quarantine

import "strings"

// A Finding is one thing found wrong with a row, in words for the sender.
// None of its texts may hold a value: they come from the catalogue of
// problems and the names of columns from the delivery contract.
type Finding struct {
	Code   string // stable key of the problem
	Column string // column by its name in the contract; empty for the whole row
	Text   string // what is wrong, one sentence
	Advice string // what to do about it, one sentence
}

// sentence is what a finding says, with the advice behind it.
func (f Finding) sentence() string { return strings.TrimSpace(f.Text + " " + f.Advice) }

// problems are the findings of a row as one text.
func problems(findings []Finding) string {
	var all []string
	for _, f := range findings {
		text := f.sentence()
		if f.Column != "" {
			text = f.Column + ": " + text
		}
		all = append(all, text)
	}
	return strings.Join(all, " | ")
}

// codes are the codes of a row's findings.
func codes(findings []Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Code)
	}
	return strings.Join(all, " ")
}
