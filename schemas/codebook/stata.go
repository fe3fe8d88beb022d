package codebook

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// stataLabel is the length in characters at which Stata refuses a variable
// label; it allows 32,000 bytes for the label of a value.
const stataLabel = 80

// extended are Stata's own codes for what is missing, in the order of missing.
var extended = []string{".a", ".b", ".c", ".d"}

// Stata writes inlezen.do: it reads every file and saves it as a .dta beside
// it. Coded variables become numbers with labels; the reasons for what is missing
// become .a, .b, .c and .d.
func (b Book) Stata(w io.Writer) error {
	if err := b.Check(); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "* %s, versie %s (%s)\nversion 14\n\n", oneLine(b.Title), oneLine(b.Version), b.Label)
	for i := range b.Files {
		f := &b.Files[i]
		fmt.Fprintf(out, "import delimited using %s, clear varnames(1) case(preserve) delimiters(\",\") stringcols(_all) encoding(\"UTF-8\")\n", quoteStata(f.Path))
		for k := range f.Variables {
			writeStata(out, &f.Variables[k], k+1)
		}
		fmt.Fprintf(out, "order")
		for k := range f.Variables {
			fmt.Fprintf(out, " %s", f.Variables[k].Name)
		}
		fmt.Fprintf(out, "\nsave %s, replace\n\n", quoteStata(strings.TrimSuffix(f.Path, ".csv")+".dta"))
	}
	return out.Flush()
}

// writeStata makes one column of text into what it is. n keeps the names of
// label sets apart, which may not be longer than 32.
func writeStata(out *bufio.Writer, v *Variable, n int) {
	set := fmt.Sprintf("lvv%d", n)
	switch v.Type {
	case Coded:
		fmt.Fprintf(out, "rename %s lvv_tekst\ngenerate long %s = .\n", v.Name, v.Name)
		fmt.Fprintf(out, "label define %s", set)
		for k, value := range v.Values {
			fmt.Fprintf(out, " ///\n  %d %s", k+1, quoteStata(value.Label))
		}
		missingLabels(out, v)
		out.WriteByte('\n')
		for k, value := range v.Values {
			fmt.Fprintf(out, "quietly replace %s = %d if lvv_tekst == %s\n", v.Name, k+1, quoteStata(value.Code))
		}
		missingValues(out, v)
		fmt.Fprintf(out, "assert !missing(%s) | lvv_tekst == \"\"%s\nlabel values %s %s\ndrop lvv_tekst\n", v.Name, missingTest(v), v.Name, set)
	case Integer, Decimal:
		fmt.Fprintf(out, "rename %s lvv_tekst\ngenerate double %s = real(lvv_tekst)\n", v.Name, v.Name)
		if len(v.Missing) > 0 {
			fmt.Fprintf(out, "label define %s", set)
			missingLabels(out, v)
			out.WriteByte('\n')
			missingValues(out, v)
			fmt.Fprintf(out, "label values %s %s\n", v.Name, set)
		}
		fmt.Fprintf(out, "drop lvv_tekst\n")
	case Date:
		fmt.Fprintf(out, "rename %s lvv_tekst\ngenerate long %s = date(lvv_tekst, \"YMD\")\nformat %s %%tdDD-NN-CCYY\ndrop lvv_tekst\n", v.Name, v.Name, v.Name)
	case Month:
		fmt.Fprintf(out, "rename %s lvv_tekst\ngenerate long %s = monthly(lvv_tekst, \"YM\")\nformat %s %%tmCCYY-NN\ndrop lvv_tekst\n", v.Name, v.Name, v.Name)
	}
	fmt.Fprintf(out, "label variable %s %s\n", v.Name, quoteStata(cutRunes(v.Label, stataLabel)))
}

func missingLabels(out *bufio.Writer, v *Variable) {
	for i, m := range missing {
		if slices.Contains(v.Missing, m.Code) {
			fmt.Fprintf(out, " ///\n  %s %s", extended[i], quoteStata(m.Label))
		}
	}
}

func missingValues(out *bufio.Writer, v *Variable) {
	for i, m := range missing {
		if slices.Contains(v.Missing, m.Code) {
			fmt.Fprintf(out, "quietly replace %s = %s if lvv_tekst == \"%s\"\n", v.Name, extended[i], m.Code)
		}
	}
}

// missingTest is true for the texts that mean something is missing.
func missingTest(v *Variable) string {
	var b strings.Builder
	for _, m := range v.Missing {
		fmt.Fprintf(&b, " | lvv_tekst == \"%s\"", m)
	}
	return b.String()
}

// quoteStata writes a string of Stata in compound quotes, which may hold plain
// quotes but not the pair that ends them. A backquote would begin a macro, so it
// becomes an apostrophe; so would a dollar sign, which is left out.
func quoteStata(s string) string {
	s = strings.NewReplacer("`", "'", "$", "").Replace(oneLine(s))
	return "`\"" + strings.ReplaceAll(s, `"'`, `" '`) + "\"'"
}

// cutRunes shortens text to a number of characters.
func cutRunes(s string, most int) string {
	for utf8.RuneCountInString(s) > most {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s
}
