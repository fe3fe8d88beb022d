package template

import (
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"lvv/schemas"
)

// explain writes the sheet that tells what to fill in: a row for each field.
func (b *book) explain() {
	lines := []string{
		"Uitleg bij de levering van " + b.org,
		b.contract.Title + " (" + b.contract.Name + ")",
		"Vul per blad één rij per verblijf, traject of maand in. Verander de kolomkoppen en de namen van de bladen niet.",
		"Lever steeds het hele tijdvak, ook wat niet veranderd is. Een nieuwe levering vervangt de vorige.",
		"Voeg geen kolommen toe: wat niet is afgesproken, wordt niet bewaard.",
		"Donkere koppen zijn verplicht. Verstuur het bestand alleen verzegeld, nooit als gewone bijlage.",
	}
	for i, line := range lines {
		b.set(explainSheet, 1, i+1, line)
	}
	b.note(b.f.SetCellStyle(explainSheet, "A1", "A1", b.styles.title))
	top := len(lines) + 2
	columns := []struct {
		head  string
		width float64
	}{{"Blad", 13}, {"Kolom", 22}, {"Verplicht", 10}, {"Wat vult u in", 60}, {"Hoe", 44}, {"Voorbeeld", 24}, {"Afspraak", 18}}
	for i, c := range columns {
		b.set(explainSheet, i+1, top, c.head)
		b.note(b.f.SetColWidth(explainSheet, column(i+1), column(i+1), c.width))
	}
	b.note(b.f.SetCellStyle(explainSheet, cell(1, top), cell(len(columns), top), b.styles.column))
	row := top
	for _, d := range b.datasets {
		for _, f := range d.Fields {
			row++
			required := "nee"
			if f.Required {
				required = "ja"
			}
			lines := 1
			for i, text := range []string{d.Name, f.Label, required, f.Meaning, fillIn(f), example(f), f.Clause} {
				b.set(explainSheet, i+1, row, text)
				lines = max(lines, 1+utf8.RuneCountInString(text)*6/5/int(columns[i].width)) // a fifth to spare for words
			}
			b.note(b.f.SetRowHeight(explainSheet, row, float64(15*lines)))
		}
	}
	b.note(b.f.SetCellStyle(explainSheet, cell(1, top+1), cell(len(columns), row), b.styles.wrap))
	b.note(b.f.SetPanes(explainSheet, &excelize.Panes{Freeze: true, YSplit: top, TopLeftCell: cell(1, top+1), ActivePane: "bottomLeft"}))
	b.print(explainSheet)
}

// example is a value that nobody has.
func example(f *schemas.Field) string {
	switch f.Kind {
	case schemas.KindVNumber:
		return "0123456780"
	case schemas.KindName:
		return "Voorbeeld, Vera"
	case schemas.KindNationality:
		return f.Codes.Codes[f.Codes.Index("0084")].Label
	case schemas.KindBirthDate:
		return "00-00-1990"
	case schemas.KindDate:
		return "01-03-2019"
	case schemas.KindMonth:
		return "2019-03"
	case schemas.KindCode:
		return f.Codes.Codes[0].Label
	case schemas.KindCount:
		return "14"
	case schemas.KindCents:
		return "1250,00"
	}
	return strings.ToUpper(f.Name[:3]) + "-2019-001"
}
