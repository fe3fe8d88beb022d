package codebook

import (
	_ "embed"
	"html/template"
	"io"
	"slices"
)

//go:embed codeboek.html.tmpl
var page string

var pageTemplate = template.Must(template.New("codeboek").Funcs(template.FuncMap{
	"number": number,
	"or2":    or,
	"type":   func(t Type) string { return dutchTypes[t] },
	"missing": func(codes []string) []Value {
		return slices.DeleteFunc(slices.Clone(missing), func(v Value) bool { return !slices.Contains(codes, v.Code) })
	},
}).Parse(page))

// dutchTypes say what stands in a column.
var dutchTypes = map[Type]string{
	Text: "tekst", Coded: "code", Integer: "geheel getal", Decimal: "getal met decimalen", Date: "datum (jjjj-mm-dd)", Month: "maand (jjjj-mm)",
}

// HTML writes codeboek.html: one page in Dutch that needs nothing from
// elsewhere.
func (b Book) HTML(w io.Writer) error {
	if err := b.Check(); err != nil {
		return err
	}
	return pageTemplate.Execute(w, b)
}
