package template

import (
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"lvv/schemas"
)

// dataset lays out the sheet of a dataset: header, formats, rules, frozen pane.
func (b *book) dataset(d *schemas.Dataset) {
	for i, f := range d.Fields {
		col := column(i + 1)
		b.note(b.f.SetColWidth(d.Name, col, col, width(f)))
		b.note(b.f.SetColStyle(d.Name, col, b.styles.of(f.Kind)))
		b.set(d.Name, i+1, 1, f.Label)
		head := b.styles.header
		if f.Required {
			head = b.styles.required
		}
		b.note(b.f.SetCellStyle(d.Name, cell(i+1, 1), cell(i+1, 1), head))
		b.note(b.f.AddDataValidation(d.Name, b.rule(f, col)))
	}
	b.note(b.f.SetRowHeight(d.Name, 1, 32))
	b.note(b.f.SetPanes(d.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	b.print(d.Name)
}

// print makes a sheet print in landscape, as wide as the paper.
func (b *book) print(sheet string) {
	landscape, wide, long, fit := "landscape", 1, 0, true
	b.note(b.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, FitToWidth: &wide, FitToHeight: &long}))
	b.note(b.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
}

// rule is what Excel asks and refuses in the column of a field.
func (b *book) rule(f *schemas.Field, col string) *excelize.DataValidation {
	v := excelize.NewDataValidation(true)
	v.SetSqref(col + "2:" + col + strconv.Itoa(Rows+1))
	v.SetInput(short(f.Label, 32), short(prompt(f), 255))
	switch f.Kind {
	case schemas.KindCode:
		v.SetSqrefDropList(listName(f.Codes))
		v.SetError(excelize.DataValidationErrorStyleStop, "Niet in de lijst", "Kies een waarde uit de lijst.")
	case schemas.KindNationality: // codes, names of countries and ISO codes are right as well
		v.SetSqrefDropList(listName(f.Codes))
		v.SetError(excelize.DataValidationErrorStyleWarning, "Niet in de lijst", "Deze nationaliteit staat niet in de lijst. Kies er zo mogelijk een uit de lijst.")
	case schemas.KindVNumber:
		b.note(v.SetRange(10, "", excelize.DataValidationTypeTextLength, excelize.DataValidationOperatorEqual))
		v.SetError(excelize.DataValidationErrorStyleStop, "Tien cijfers", "Een V-nummer heeft tien cijfers. Laat de cel leeg als er geen V-nummer is.")
	case schemas.KindDate:
		b.note(v.SetRange(excelDay(2000, 1, 1), excelDay(2099, 12, 31), excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween))
		v.SetError(excelize.DataValidationErrorStyleStop, "Geen datum", "Vul een datum in als dd-mm-jjjj, bijvoorbeeld 01-03-2019.")
	case schemas.KindCount:
		b.note(v.SetRange(0, "", excelize.DataValidationTypeWhole, excelize.DataValidationOperatorGreaterThanOrEqual))
		v.SetError(excelize.DataValidationErrorStyleStop, "Geen aantal", "Vul een heel getal van 0 of meer in.")
	case schemas.KindCents:
		b.note(v.SetRange(0, "", excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorGreaterThanOrEqual))
		v.SetError(excelize.DataValidationErrorStyleStop, "Geen bedrag", "Vul een bedrag in euro in, met ten hoogste twee decimalen.")
	}
	return v
}

// prompt is what stands beside a cell when it is chosen.
func prompt(f *schemas.Field) string {
	p := f.Meaning
	if how := fillIn(f); how != "" {
		p += " " + how
	}
	if f.Required {
		p += " Verplicht."
	}
	return p
}

// fillIn says in Dutch how a kind of field is written.
func fillIn(f *schemas.Field) string {
	switch f.Kind {
	case schemas.KindVNumber:
		return "Met de nullen vooraan."
	case schemas.KindDate:
		return "Als dd-mm-jjjj."
	case schemas.KindBirthDate:
		return "Als dd-mm-jjjj. Dag of maand onbekend: 00-00-1990. Vul dan niet 01-01 in."
	case schemas.KindMonth:
		return "Als jjjj-mm."
	case schemas.KindCode:
		return "Kies uit de lijst."
	case schemas.KindNationality:
		return "Kies uit de lijst, of vul het land of de BRP-code in."
	case schemas.KindCount:
		return "Heel getal."
	case schemas.KindCents:
		return "Bedrag in euro."
	case schemas.KindReference:
		return "Letters, cijfers en - / . _; geen naam."
	}
	return ""
}

// fill writes the rows of a dataset under its header, and says how far the
// sheet reaches, which excelize does not do by itself.
func (b *book) fill(d *schemas.Dataset, rows [][]string) {
	b.note(b.f.SetSheetDimension(d.Name, "A1:"+cell(len(d.Fields), len(rows)+1)))
	for r, cells := range rows {
		for i, text := range cells {
			if text == "" {
				continue
			}
			at := cell(i+1, r+2)
			if i >= len(d.Fields) {
				b.note(b.f.SetCellStr(d.Name, at, text))
				continue
			}
			value := typed(d.Fields[i].Kind, text)
			b.note(b.f.SetCellValue(d.Name, at, value))
			b.note(b.f.SetCellStyle(d.Name, at, at, b.styles.of(d.Fields[i].Kind)))
		}
	}
}

// typed is what Excel makes of text that somebody types: a number or a date
// where it is one, else the text itself.
func typed(k schemas.Kind, text string) any {
	switch k {
	case schemas.KindDate:
		for _, layout := range []string{"02-01-2006", time.DateOnly} {
			if t, err := time.Parse(layout, text); err == nil && t.Year() > 1900 {
				return excelDay(t.Date())
			}
		}
	case schemas.KindCount:
		if n, err := strconv.Atoi(text); err == nil {
			return n
		}
	case schemas.KindCents:
		if x, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64); err == nil {
			return x
		}
	}
	return text
}

// excelDay is the number by which Excel knows a day: day 1 is 1 January 1900,
// and 29 February 1900, which never was, counts too.
func excelDay(year int, month time.Month, day int) int {
	d, ok := schemas.NewDay(year, int(month), day)
	if !ok {
		panic("template: internal error: no such day")
	}
	return int(d) + 25569
}

// short cuts a text to what Excel can show, at a word.
func short(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	cut := string(r[:most-1])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return cut + "…"
}
