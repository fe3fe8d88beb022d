package codebook

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// R writes inlezen.R: base R that reads every file into a data frame with
// labels. Coded variables become factors; what is missing becomes NA, and why
// it is missing is kept in the attribute "ontbreekt".
func (b Book) R(w io.Writer) error {
	if err := b.Check(); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# %s, versie %s (%s)\n", oneLine(b.Title), oneLine(b.Version), b.Label)
	out.WriteString(`# Zet de werkmap op de map van dit bestand: setwd("...")
# Ontbrekende waarden worden NA; attr(x, "ontbreekt") zegt waarom.

lvv_lees <- function(pad, namen) {
  x <- read.csv(pad, colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE)
  stopifnot(identical(names(x), namen))
  x
}

lvv_ontbreekt <- function(x, codes) {
  reden <- ifelse(x %in% codes, names(codes)[match(x, codes)], NA_character_)
  x[x %in% codes] <- NA
  list(waarde = x, reden = reden)
}

`)
	for i := range b.Files {
		writeR(out, &b.Files[i])
	}
	return out.Flush()
}

func writeR(out *bufio.Writer, f *File) {
	frame := frameName(f.Path)
	var names []string
	for i := range f.Variables {
		names = append(names, quoteR(f.Variables[i].Name))
	}
	fmt.Fprintf(out, "%s <- lvv_lees(%s, c(%s))\n", frame, quoteR(f.Path), strings.Join(names, ", "))
	for i := range f.Variables {
		v := &f.Variables[i]
		col := frame + "$" + v.Name
		if len(v.Missing) > 0 {
			fmt.Fprintf(out, "m <- lvv_ontbreekt(%s, c(%s))\n%s <- m$waarde\n", col, missingR(v), col)
		}
		switch v.Type {
		case Integer:
			fmt.Fprintf(out, "%s <- as.integer(%s)\n", col, col)
		case Decimal:
			fmt.Fprintf(out, "%s <- as.numeric(%s)\n", col, col)
		case Date:
			fmt.Fprintf(out, "%s <- as.Date(%s)\n", col, col)
		case Coded:
			codes, labels := make([]string, len(v.Values)), make([]string, len(v.Values))
			for k, value := range v.Values {
				codes[k], labels[k] = quoteR(value.Code), quoteR(value.Label)
			}
			fmt.Fprintf(out, "stopifnot(all(is.na(%s) | %s %%in%% c(%s)))\n", col, col, strings.Join(codes, ", "))
			fmt.Fprintf(out, "%s <- factor(%s,\n  levels = c(%s),\n  labels = c(%s))\n", col, col, strings.Join(codes, ", "), strings.Join(labels, ", "))
		}
		fmt.Fprintf(out, "attr(%s, \"label\") <- %s\n", col, quoteR(v.Label))
		if len(v.Missing) > 0 {
			fmt.Fprintf(out, "attr(%s, \"ontbreekt\") <- m$reden\n", col)
		}
	}
	out.WriteByte('\n')
}

// missingR lists the missing codes of a variable with their meaning.
func missingR(v *Variable) string {
	var parts []string
	for _, m := range missing {
		if slices.Contains(v.Missing, m.Code) {
			parts = append(parts, quoteR(m.Label)+" = "+quoteR(m.Code))
		}
	}
	return strings.Join(parts, ", ")
}

// frameName is a file's name without folder and extension, fit for a variable.
func frameName(file string) string {
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '_'
	}, name)
}

// quoteR writes a string of R.
func quoteR(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(oneLine(s)) + `"`
}

// oneLine keeps text from breaking out of a line of syntax.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' }), " ")
}
