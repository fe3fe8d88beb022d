package template

import (
	"github.com/xuri/excelize/v2"

	"lvv/schemas"
)

// styles are the numbers of the cell styles of one book.
type styles struct {
	header, required    int
	text, date          int
	count, amount       int
	title, wrap, column int
}

func (b *book) makeStyles() {
	date, amount := "dd-mm-yyyy", "#,##0.00"
	head := func(fill string) *excelize.Style {
		return &excelize.Style{
			Font:      &excelize.Font{Bold: true, Color: "FFFFFF"},
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}},
			Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"},
			NumFmt:    49,
		}
	}
	for _, s := range []struct {
		number *int
		style  *excelize.Style
	}{
		{&b.styles.required, head("1F4E79")},
		{&b.styles.header, head("5B7F95")},
		{&b.styles.text, &excelize.Style{NumFmt: 49}}, // @
		{&b.styles.date, &excelize.Style{CustomNumFmt: &date}},
		{&b.styles.count, &excelize.Style{NumFmt: 1}},
		{&b.styles.amount, &excelize.Style{CustomNumFmt: &amount}},
		{&b.styles.title, &excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}}},
		{&b.styles.column, head("1F4E79")},
		{&b.styles.wrap, &excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}},
	} {
		n, err := b.f.NewStyle(s.style)
		b.note(err)
		*s.number = n
	}
}

// of is the style of the cells of a field. Dates of birth are text, because a
// date of which the day is unknown is no date to Excel, and a month is text,
// because Excel would make a day of it.
func (s *styles) of(k schemas.Kind) int {
	switch k {
	case schemas.KindDate:
		return s.date
	case schemas.KindCount:
		return s.count
	case schemas.KindCents:
		return s.amount
	}
	return s.text
}

// width is the width of a field's column, in characters.
func width(f *schemas.Field) float64 {
	switch f.Kind {
	case schemas.KindName, schemas.KindNationality:
		return 30
	case schemas.KindCode:
		return 28
	}
	return 17
}
