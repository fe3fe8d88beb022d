package codebook

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// The lengths, in bytes, at which SPSS cuts labels.
const (
	spssLabel      = 255
	spssValueLabel = 120
)

// SPSS writes inlezen.sps: syntax that reads every file into a data set of its
// own, with variable labels, value labels and missing values.
func (b Book) SPSS(w io.Writer) error {
	if err := b.Check(); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "* %s, versie %s, %s.\n", comment(b.Title), comment(b.Version), b.Label)
	out.WriteString("* Zet eerst de werkmap: CD 'map van dit bestand'.\nSET DECIMAL=DOT.\n\n")
	for i := range b.Files {
		writeSPSS(out, &b.Files[i])
	}
	fmt.Fprintf(out, "DATASET ACTIVATE %s.\n", frameName(b.Files[0].Path))
	return out.Flush()
}

func writeSPSS(out *bufio.Writer, f *File) {
	fmt.Fprintf(out, "GET DATA /TYPE=TXT /FILE=%s /ENCODING='UTF8'\n  /ARRANGEMENT=DELIMITED /DELIMITERS=',' /QUALIFIER='\"' /FIRSTCASE=2\n  /VARIABLES=\n", quoteSPSS(f.Path, 1<<10))
	for i := range f.Variables {
		fmt.Fprintf(out, "    %s %s\n", f.Variables[i].Name, formatSPSS(&f.Variables[i]))
	}
	fmt.Fprintf(out, "  .\nVARIABLE LABELS\n")
	for i := range f.Variables {
		fmt.Fprintf(out, "  %s %s\n", f.Variables[i].Name, quoteSPSS(f.Variables[i].Label, spssLabel))
	}
	out.WriteString("  .\n")
	for i := range f.Variables {
		valuesSPSS(out, &f.Variables[i])
	}
	// The next file takes the place of the active data set, named or not, in PSPP:
	// a copy stays.
	fmt.Fprintf(out, "EXECUTE.\nDATASET COPY %s.\n\n", frameName(f.Path))
}

// formatSPSS is how a column is read.
func formatSPSS(v *Variable) string {
	switch v.Type {
	case Integer:
		return "F12.0"
	case Decimal:
		return "F16.2"
	case Date:
		return "SDATE10"
	}
	if v.Type == Month {
		return "A7"
	}
	return fmt.Sprintf("A%d", v.width())
}

// valuesSPSS writes value labels and missing values of one variable.
func valuesSPSS(out *bufio.Writer, v *Variable) {
	code := func(s string) string {
		if v.numeric() {
			return s
		}
		return quoteSPSS(s, v.width())
	}
	var lines, gone []string
	for _, value := range v.Values {
		lines = append(lines, code(value.Code)+" "+quoteSPSS(value.Label, spssValueLabel))
	}
	for _, m := range missing {
		if m.Code == Point {
			continue // which SPSS reads as missing by itself
		}
		if slices.Contains(v.Missing, m.Code) {
			lines = append(lines, code(m.Code)+" "+quoteSPSS(m.Label, spssValueLabel))
			gone = append(gone, code(m.Code))
		}
	}
	if len(lines) > 0 {
		fmt.Fprintf(out, "VALUE LABELS %s\n  %s\n  .\n", v.Name, strings.Join(lines, "\n  "))
	}
	if len(gone) > 0 {
		fmt.Fprintf(out, "MISSING VALUES %s (%s).\n", v.Name, strings.Join(gone, ", "))
	}
}

// quoteSPSS writes a string of SPSS of at most so many bytes.
func quoteSPSS(s string, most int) string {
	return "'" + strings.ReplaceAll(cut(oneLine(s), most), "'", "''") + "'"
}

// comment takes from a comment what would end it.
func comment(s string) string { return strings.ReplaceAll(oneLine(s), ".", " ") }

// cut shortens text to a number of bytes, at a rune.
func cut(s string, most int) string {
	for len(s) > most {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s
}
