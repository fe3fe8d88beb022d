package workbook

import "github.com/xuri/excelize/v2"

// role is the place that a cell has in its sheet.
type role uint8

const (
	roleBody role = iota
	roleTitle
	roleNote
	roleHeader
	roleTotal
)

// styleKey is what makes two cells look alike; each key becomes one style.
type styleKey struct {
	role   role
	format format
	weight weight
	number bool // right-aligned
}

const (
	ink       = "1D2733"
	muted     = "5B6774"
	headFill  = "E8EEF3"
	line      = "9AA7B4"
	goodInk   = "1B6B3A"
	goodFill  = "E3F3E8"
	badInk    = "9C1C1C"
	badFill   = "FBE3E3"
	fontName  = "Calibri"
	bodySize  = 11
	titleSize = 14
)

// style answers the number of the style for key, made at first use.
func (k *writer) style(key styleKey) (int, error) {
	if id, ok := k.styles[key]; ok {
		return id, nil
	}
	id, err := k.f.NewStyle(key.excel())
	if err != nil {
		return 0, err
	}
	k.styles[key] = id
	return id, nil
}

func (key styleKey) excel() *excelize.Style {
	s := &excelize.Style{
		Font:      &excelize.Font{Family: fontName, Size: bodySize, Color: ink, Bold: key.weight == bold},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: key.weight == wrapped},
	}
	switch key.format {
	case general:
	case asText:
		s.NumFmt = 49
	default:
		code := string(key.format)
		s.CustomNumFmt = &code
	}
	if key.number || key.weight == right {
		s.Alignment.Horizontal = "right"
	}
	switch key.role {
	case roleTitle:
		s.Font.Bold, s.Font.Size = true, titleSize
	case roleNote:
		s.Font.Color, s.Alignment.WrapText = muted, true
	case roleHeader:
		s.Font.Bold, s.Alignment.WrapText, s.Alignment.Vertical = true, true, "center"
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{headFill}}
		s.Border = []excelize.Border{{Type: "bottom", Style: 1, Color: line}}
	case roleTotal:
		s.Font.Bold = true
		s.Border = []excelize.Border{{Type: "top", Style: 1, Color: line}}
	}
	return s
}

// mark makes a check cell green at zero (to half a cent) and red elsewhere.
func (k *writer) mark(at string) error {
	if k.good == nil {
		good, err := k.colour(goodInk, goodFill)
		if err != nil {
			return err
		}
		bad, err := k.colour(badInk, badFill)
		if err != nil {
			return err
		}
		k.good, k.bad = &good, &bad
	}
	return k.f.SetConditionalFormat(k.sheet, at, []excelize.ConditionalFormatOptions{
		{Type: "cell", Criteria: "between", MinValue: "-0.004", MaxValue: "0.004", Format: k.good},
		{Type: "cell", Criteria: "not between", MinValue: "-0.004", MaxValue: "0.004", Format: k.bad},
	})
}

func (k *writer) colour(ink, fill string) (int, error) {
	return k.f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: ink},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}})
}
