package microdata

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseHierarchy(t *testing.T) {
	t.Parallel()
	h, err := ParseHierarchy("nationaliteit", strings.NewReader("\ufeffGambia;West-Afrika;Afrika;*\r\nSomalië;Oost-Afrika;Afrika;*\r\nGhana;West-Afrika;Afrika;*\r\nAlbanië;\"Zuid; Europa\";Europa;*\r\n"), ';')
	if err != nil {
		t.Fatal(err)
	}
	got := [][]string{h.Labels(0), h.Labels(1), h.Labels(2), h.Labels(3)}
	want := [][]string{{"Gambia", "Somalië", "Ghana", "Albanië"}, {"West-Afrika", "Oost-Afrika", "Zuid; Europa"}, {"Afrika", "Europa"}, {"*"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
	code, ok := h.Code("Ghana")
	if !ok || code != 2 || h.Generalise(code, 1) != "West-Afrika" {
		t.Errorf("Ghana is %d, %v, in %s", code, ok, h.Generalise(code, 1))
	}
	if _, ok := h.Code("Europa"); ok {
		t.Error("a group was taken for a leaf")
	}
}

func TestHierarchyRefusals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, about, text, want string }{
		{"empty", "a file without lines has no leaves", "", "no leaves"},
		{"ragged", "each leaf needs a value at each level", "a;x;*\nb;*\n", "row 2 has 2 levels"},
		{"blank", "an empty value is a forgotten one", "a;;*\n", "row 1, level 1"},
		{"padded", "a trailing blank makes a second value that looks the same", "a;x;*\nb;x ;*\n", "row 2, level 1"},
		{"leaf twice", "a leaf cannot have two lines", "a;x;*\na;x;*\n", "row 2: leaf stands in an earlier row"},
		{"not nested", "18-34 lies in two values of the next level", "18-24;18-34;jong;*\n25-34;18-34;oud;*\n", "not nested"},
		{"no top", "the last level must say nothing", "a;x\nb;x\n", `single value "*"`},
		{"two tops", "the last level must be one value", "a;*\nb;x\n", `single value "*"`},
		{"code page", "Windows-1252 turns ë into a wrong byte", "Somali\xeb;*\n", "not UTF-8"},
		{"quote", "an open quote swallows the rest of the file", "a;\"x;*\n", "line"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := ParseHierarchy("h", strings.NewReader(tt.text), ';')
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: error %v, want one with %q", tt.about, err, tt.want)
			}
		})
	}
}

// An error names the place, never the text that stands there.
func TestHierarchyErrorsHoldNoLabel(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"kanarie;x;*\nkanarie;x;*\n", "a;kanarie;y;*\nb;kanarie;z;*\n", "kanarie ;*\n", "a;kanarie\n", "\"kanarie"} {
		_, err := ParseHierarchy("h", strings.NewReader(text), ';')
		if err == nil || strings.Contains(err.Error(), "kanarie") {
			t.Errorf("error %v, want one without the label", err)
		}
	}
}

func FuzzParseHierarchy(f *testing.F) {
	f.Add([]byte("Gambia;West-Afrika;Afrika;*\nGhana;West-Afrika;Afrika;*\n"))
	f.Add([]byte("\ufeffa;*\r\nb;*\r\n"))
	f.Add([]byte("a;\"x;y\";*\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		h, err := ParseHierarchy("h", bytes.NewReader(text), ';')
		if err != nil {
			return
		}
		again, err := ParseHierarchy("h", bytes.NewReader(writeHierarchy(t, h)), ';')
		if err != nil {
			t.Fatalf("a hierarchy that was read is refused when written: %v", err)
		}
		for l := range h.Levels() {
			if !slices.Equal(h.Labels(l), again.Labels(l)) || !slices.Equal(h.levels[l].of, again.levels[l].of) {
				t.Fatalf("level %d changed", l)
			}
		}
	})
}

func writeHierarchy(t *testing.T, h *Hierarchy) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = ';'
	for leaf := range h.size() {
		var row []string
		for l := range h.Levels() {
			row = append(row, h.Generalise(int32(leaf), l))
		}
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return out.Bytes()
}
