package quarantine

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ErrLanguage means that there are no texts in the language asked for.
var ErrLanguage = errors.New("language is neither nl nor en")

// words are the fixed texts of both outputs in one language.
type words struct {
	title, organisation, dataset, period, receipt string
	read, accepted, findings                      string
	counts, list, unlisted, none                  string
	row, column, file                             string
	rowHeader, problemHeader, codeHeader          string
}

// wordsIn returns the texts in "nl" or "en", or an [ErrLanguage].
func wordsIn(lang string) (words, error) {
	switch lang {
	case "nl":
		return words{
			title: "Terugmelding op uw levering", organisation: "Organisatie", dataset: "Dataset",
			period: "Periode", receipt: "Ontvangstcode",
			read: "Rijen gelezen", accepted: "Rijen overgenomen", findings: "Meldingen",
			counts: "Per soort melding", list: "Per rij (rijnummers zoals in Excel, met de kopregel meegeteld)",
			unlisted: "En nog %d meldingen die wel zijn geteld, maar hier niet staan.",
			none:     "Er is niets gevonden dat niet klopt.",
			row:      "rij", column: "kolom", file: "hele bestand",
			rowHeader: "rij", problemHeader: "probleem", codeHeader: "code",
		}, nil
	case "en":
		return words{
			title: "Feedback on your delivery", organisation: "Organisation", dataset: "Dataset",
			period: "Period", receipt: "Receipt code",
			read: "Rows read", accepted: "Rows accepted", findings: "Findings",
			counts: "By kind of finding", list: "By row (row numbers as in Excel, header included)",
			unlisted: "And %d more findings that are counted but not listed here.",
			none:     "Nothing was found to be wrong.",
			row:      "row", column: "column", file: "whole file",
			rowHeader: "row", problemHeader: "problem", codeHeader: "code",
		}, nil
	}
	return words{}, fmt.Errorf("%q: %w", lang, ErrLanguage)
}

// WriteText writes the feedback for people, as plain text that fits a mail. The
// language is "nl" or "en"; another is an [ErrLanguage].
func (f *Feedback) WriteText(w io.Writer, about About, lang string) error {
	t, err := wordsIn(lang)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	writeAbout(b, about, t, f.total)
	if f.total == 0 {
		fmt.Fprintf(b, "\n%s\n", t.none)
		return b.Flush()
	}
	fmt.Fprintf(b, "\n%s\n", t.counts)
	for _, c := range f.Counts() {
		fmt.Fprintf(b, "%6d × %s, %s: %s\n", c.Findings, c.Tier, c.Code, c.Text)
	}
	fmt.Fprintf(b, "\n%s\n", t.list)
	for _, l := range f.listed {
		fmt.Fprintf(b, "  %s\n    %s\n", place(l, t), sentence(l.Finding))
	}
	if n := f.Unlisted(); n > 0 {
		fmt.Fprintf(b, "\n"+t.unlisted+"\n", n)
	}
	return b.Flush()
}

func writeAbout(w io.Writer, about About, t words, findings int) {
	fmt.Fprintf(w, "%s\n\n", t.title)
	for _, line := range []struct{ label, value string }{
		{t.organisation, about.Organisation}, {t.dataset, about.Dataset},
		{t.period, about.Period}, {t.receipt, about.Receipt},
	} {
		if line.value != "" {
			fmt.Fprintf(w, "%-18s %s\n", line.label+":", line.value)
		}
	}
	for _, line := range []struct {
		label string
		value int
	}{{t.read, about.Read}, {t.accepted, about.Accepted}, {t.findings, findings}} {
		fmt.Fprintf(w, "%-18s %d\n", line.label+":", line.value)
	}
}

// place says where a finding is: "rij 17, kolom datum_uitstroom (fout, code)".
func place(l listed, t words) string {
	where := t.file
	if l.Row > 0 {
		where = fmt.Sprintf("%s %d", t.row, l.Row)
	}
	if l.Column != "" {
		where += ", " + t.column + " " + l.Column
	}
	return fmt.Sprintf("%s (%s, %s)", where, l.Tier, l.Code)
}

// sentence is what a finding says, with the advice behind it.
func sentence(f Finding) string { return strings.TrimSpace(f.Text + " " + f.Advice) }
