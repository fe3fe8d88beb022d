package template

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// dump writes a workbook as text: what people see, with formats and rules.
func dump(t *testing.T, f *excelize.File) string {
	t.Helper()
	var b strings.Builder
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	props, err := f.GetDocProps()
	must(err)
	fmt.Fprintf(&b, "props title=%q subject=%q creator=%q created=%s keywords=%q\n", props.Title, props.Subject, props.Creator, props.Created, props.Keywords)
	for _, n := range f.GetDefinedName() {
		fmt.Fprintf(&b, "name %s = %s\n", n.Name, n.RefersTo)
	}
	for _, sheet := range f.GetSheetList() {
		visible, err := f.GetSheetVisible(sheet)
		must(err)
		panes, err := f.GetPanes(sheet)
		must(err)
		fmt.Fprintf(&b, "sheet %s visible=%v frozen=%d\n", sheet, visible, panes.YSplit)
		rows, err := f.GetRows(sheet)
		must(err)
		for r, cells := range rows {
			for c, text := range cells {
				if text != "" {
					fmt.Fprintf(&b, "  %s %q\n", cell(c+1, r+1), text)
				}
			}
		}
		for c := 1; len(rows) > 0 && visible && c <= len(rows[0]); c++ {
			id, err := f.GetColStyle(sheet, column(c))
			must(err)
			style, err := f.GetStyle(id)
			must(err)
			width, err := f.GetColWidth(sheet, column(c))
			must(err)
			fmt.Fprintf(&b, "  column %s width=%v format=%s\n", column(c), width, format(style))
		}
		rules, err := f.GetDataValidations(sheet)
		must(err)
		for _, r := range rules {
			fmt.Fprintf(&b, "  rule %s type=%q %s %s %s\n", r.Sqref, r.Type, r.Operator, r.Formula1, r.Formula2)
			fmt.Fprintf(&b, "    asks %q: %q\n", text(r.PromptTitle), text(r.Prompt))
			if r.ShowErrorMessage {
				fmt.Fprintf(&b, "    says (%s) %q: %q\n", text(r.ErrorStyle), text(r.ErrorTitle), text(r.Error))
			}
		}
	}
	return b.String()
}

// format is a number format as Excel writes it; built-in ones by number, but
// for the one that matters.
func format(s *excelize.Style) string {
	switch {
	case s.CustomNumFmt != nil:
		return *s.CustomNumFmt
	case s.NumFmt == 49:
		return "@"
	}
	return fmt.Sprint(s.NumFmt)
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
