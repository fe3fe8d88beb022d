package ingest

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"lvv/schemas"
)

// words are the fixed sentences of a report in one language.
type words struct {
	refused, counts, putAside, nilReturn, person, dropped, good string
	tiers                                                       map[schemas.Tier]string
	row, rows, to, more, decimal                                string
}

var dutch = words{
	refused:   "Het bestand is geweigerd. Wat eerder is geleverd, blijft gelden.",
	counts:    "%s: %d rijen met gegevens, %d goed, %d met een fout.",
	putAside:  "De rijen met een fout worden apart gelegd; de andere rijen gaan door.",
	nilReturn: "%s: geen rijen met gegevens (nulopgave).",
	person:    "Zonder V-nummer: %d van de %d goede rijen (%s%%).",
	dropped:   "Kolommen die niet bij deze levering horen en niet zijn gelezen: %d.",
	good:      "Er is niets gevonden.",
	tiers:     map[schemas.Tier]string{schemas.TierFile: "bestand", schemas.TierRow: "fout", schemas.TierWarning: "waarschuwing"},
	row:       "rij", rows: "rijen", to: "t/m", more: "en nog %d", decimal: ",",
}

var english = words{
	refused:   "The file was refused. What was delivered before remains in force.",
	counts:    "%s: %d rows with data, %d good, %d with a fault.",
	putAside:  "The rows with a fault are put aside; the other rows go on.",
	nilReturn: "%s: no rows with data (nil return).",
	person:    "Without V-number: %d of the %d good rows (%s%%).",
	dropped:   "Columns that do not belong to this delivery and were not read: %d.",
	good:      "Nothing was found.",
	tiers:     map[schemas.Tier]string{schemas.TierFile: "file", schemas.TierRow: "fault", schemas.TierWarning: "warning"},
	row:       "row", rows: "rows", to: "to", more: "and %d more", decimal: ".",
}

// WriteText writes the report for people, in "nl" or "en": what was counted,
// then each finding with its column, its rows and what to do.
func (r *Report) WriteText(w io.Writer, lang string) error {
	t := &dutch
	if lang == "en" {
		t = &english
	}
	out := bufio.NewWriter(w)
	r.writeCounts(out, t, lang)
	for _, f := range r.Findings {
		sentence, advice := textOf(f.Code).In(lang)
		fmt.Fprintf(out, "\n%s  %s\n", f.heading(t, lang), f.Code)
		fmt.Fprintf(out, "  %s\n  %s\n", sentence, advice)
		if rows := f.rowList(t); rows != "" {
			fmt.Fprintf(out, "  %s\n", rows)
		}
	}
	if len(r.Findings) == 0 {
		fmt.Fprintf(out, "%s\n", t.good)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

func textOf(code string) schemas.Text {
	text, _ := schemas.Problem(code)
	return text
}

func (r *Report) writeCounts(w io.Writer, t *words, lang string) {
	title := r.Dataset.Title
	if lang == "en" {
		title = r.Dataset.TitleEN
	}
	s := r.Stats
	switch {
	case r.Refused():
		fmt.Fprintf(w, "%s\n", t.refused)
	case r.Nil():
		fmt.Fprintf(w, t.nilReturn+"\n", title)
	default:
		fmt.Fprintf(w, t.counts+"\n", title, s.Rows-s.Blank, s.Good, s.Bad)
	}
	if s.Bad > 0 && !r.Refused() {
		fmt.Fprintf(w, "%s\n", t.putAside)
	}
	if s.NoPerson > 0 {
		fmt.Fprintf(w, t.person+"\n", s.NoPerson, s.Good, percent(s.NoPerson, s.Good, t.decimal))
	}
	if r.Dropped > 0 {
		fmt.Fprintf(w, t.dropped+"\n", r.Dropped)
	}
}

// percent gives a share with one decimal, rounded to the nearest.
func percent(part, whole int, decimal string) string {
	tenths := (part*2000 + whole) / (2 * whole)
	return fmt.Sprintf("%d%s%d", tenths/10, decimal, tenths%10)
}

// heading is the tier, the column and how often.
func (f *Finding) heading(t *words, lang string) string {
	head := t.tiers[f.Tier]
	if f.Field != nil {
		label := f.Field.Label
		if lang == "en" {
			label = f.Field.LabelEN
		}
		head += " · " + label
	}
	if f.Count > 1 {
		head += fmt.Sprintf(" · %d×", f.Count)
	}
	return head
}

// rowList names the rows, runs of them as "3 t/m 7"; "" for the whole file.
func (f *Finding) rowList(t *words) string {
	if len(f.Rows) == 0 {
		return ""
	}
	var parts []string
	for i := 0; i < len(f.Rows); {
		end := i
		for end+1 < len(f.Rows) && f.Rows[end+1] == f.Rows[end]+1 {
			end++
		}
		switch end - i {
		case 0:
			parts = append(parts, fmt.Sprint(f.Rows[i]))
		case 1:
			parts = append(parts, fmt.Sprint(f.Rows[i]), fmt.Sprint(f.Rows[end]))
		default:
			parts = append(parts, fmt.Sprintf("%d %s %d", f.Rows[i], t.to, f.Rows[end]))
		}
		i = end + 1
	}
	word := t.rows
	if f.Count == 1 {
		word = t.row
	}
	list := word + " " + strings.Join(parts, ", ")
	if rest := f.Count - len(f.Rows); rest > 0 {
		list += " " + fmt.Sprintf(t.more, rest)
	}
	return list
}
