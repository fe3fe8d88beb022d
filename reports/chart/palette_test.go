package chart

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var variable = regexp.MustCompile(`--([a-z0-9]+):#([0-9a-f]{3,6})`)

// Colours are read from the style itself. Contrast is that of WCAG 2.1: 4.5
// for text (1.4.3) and 3 for graphics (1.4.11). Series that stand next to each
// other must also differ in lightness (CIE L*), for who sees no colour and for
// print without it.
func TestPalette(t *testing.T) {
	t.Parallel()
	blocks := strings.SplitN(css, "@media", 3)
	if len(blocks) != 3 {
		t.Fatal("no light, dark and print palette")
	}
	for i, name := range []string{"light", "dark", "print"} {
		colour := map[string]float64{}
		for _, m := range variable.FindAllStringSubmatch(blocks[i], -1) {
			colour[m[1]] = luminance(t, m[2])
		}
		for _, v := range []string{"ink", "soft"} {
			if c := contrast(colour[v], colour["ground"]); c < 4.5 {
				t.Errorf("%s: text %s has contrast %.1f", name, v, c)
			}
		}
		for _, v := range []string{"ref", "s1", "s2", "s3", "s4", "s5", "s6"} {
			if c := contrast(colour[v], colour["ground"]); c < 3 {
				t.Errorf("%s: %s has contrast %.1f", name, v, c)
			}
		}
		for n := 1; n < maxSeries; n++ {
			a, b := "s"+strconv.Itoa(n), "s"+strconv.Itoa(n+1)
			if d := math.Abs(lightness(colour[a]) - lightness(colour[b])); d < 9 {
				t.Errorf("%s: %s and %s differ by %.0f in lightness", name, a, b, d)
			}
		}
	}
}

// luminance answers the relative luminance of a colour, 0 to 1.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	part := func(shift int) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}

func contrast(a, b float64) float64 { return (math.Max(a, b) + 0.05) / (math.Min(a, b) + 0.05) }

func lightness(y float64) float64 { return 116*math.Cbrt(y) - 16 }
