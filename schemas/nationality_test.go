package schemas

import (
	"strings"
	"testing"
)

// Codes and ISO codes are unique, codes have the form of the BRP, and the
// columns of EU citizenship agree with one another.
func TestNationalitiesAreSound(t *testing.T) {
	t.Parallel()
	iso := make(map[string]string)
	for _, c := range List(NationalityList).Codes {
		if len(c.Code) != 4 || strings.Trim(c.Code, "0123456789") != "" {
			t.Errorf("%s: a code has four digits", c.Code)
		}
		if i := c.Extra["iso3"]; i != "" {
			if other := iso[i]; other != "" {
				t.Errorf("%s and %s are both %s", other, c.Code, i)
			}
			iso[i] = c.Code
			if len(i) != 3 || strings.ToUpper(i) != i {
				t.Errorf("%s: %s is no ISO code", c.Code, i)
			}
		} else if c.To == NoDay {
			t.Errorf("%s still exists but has no ISO code", c.Code)
		}
		current := c.Extra["eu_van"] != "" && c.Extra["eu_tot"] == ""
		if (c.Extra["eu"] == "ja") != current {
			t.Errorf("%s: eu %s, from %q to %q", c.Code, c.Extra["eu"], c.Extra["eu_van"], c.Extra["eu_tot"])
		}
		if c.From != NoDay && c.To != NoDay && c.From > c.To {
			t.Errorf("%s ends before it begins", c.Code)
		}
	}
}

// Codes of nationalities that are often met, against slips of the pen in the list.
func TestNationalityVectors(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"0000": "Onbekend", "0052": "Belgische", "0060": "Brits burger", "0084": "Eritrese", "0086": "Macedonische",
		"0087": "Kosovaarse", "0100": "Algerijnse", "0112": "Egyptische", "0114": "Ethiopische", "0131": "Marokkaanse",
		"0137": "Nigeriaanse", "0148": "Soedanese", "0149": "Somalische", "0157": "Zuid-Soedanese", "0300": "Afghaanse",
		"0314": "Iraakse", "0315": "Iraanse", "0336": "Syrische", "0454": "Servische", "0499": "Staatloos",
	}
	l := List(NationalityList)
	for code, label := range want {
		if i := l.Index(code); i < 0 || l.Codes[i].Label != label {
			t.Errorf("%s is not %s", code, label)
		}
	}
	if n := len(l.Codes); n < 190 {
		t.Errorf("only %d nationalities", n)
	}
	if c := l.Codes[l.Index("0075")]; c.To != mustDay("1991-12-30") {
		t.Errorf("the Soviet Union ended on %v", c.To)
	}
}
