package schemas

import (
	"strings"
	"testing"
)

const codeHeader = "code;label;label_en;aliases;van;tot"

func TestParseCodes(t *testing.T) {
	t.Parallel()
	l, err := parseCodes("proef", []byte(codeHeader+";groep\na;Aa;Ay;x|y;2019-01-01;;g\nb;Bee;Be;;;2020-12-31;\n"))
	if err != nil {
		t.Fatal(err)
	}
	a, b := l.Codes[0], l.Codes[1]
	if l.Index("b") != 1 || l.Index("c") != -1 || len(a.Aliases) != 2 || a.Extra["groep"] != "g" || len(b.Aliases) != 0 {
		t.Errorf("%+v", l)
	}
	if a.From != mustDay("2019-01-01") || a.To != NoDay || b.From != NoDay || b.To != mustDay("2020-12-31") {
		t.Errorf("validity: %+v", l)
	}
}

func TestParseCodesFindsEachMistake(t *testing.T) {
	t.Parallel()
	tests := []struct{ about, text, want string }{
		{"an empty file", "", "line 1: the header"},
		{"another header", "code;naam\n", "line 1: the header"},
		{"a row that is too short", codeHeader + "\na;Aa\n", "wrong number of fields"},
		{"no code", codeHeader + "\n;Aa;Ay;;;\n", "line 2: code, label and label_en"},
		{"no English label", codeHeader + "\na;Aa;;;;\n", "line 2: code, label and label_en"},
		{"a date in another form", codeHeader + "\na;Aa;Ay;;01-02-2019;\n", "line 2: not a date"},
		{"a code twice", codeHeader + "\na;Aa;Ay;;;\na;Bee;Be;;;\n", "line 3: code a stands there twice"},
	}
	for _, tt := range tests {
		if _, err := parseCodes("proef", []byte(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: want %q, got %v", tt.about, tt.want, err)
		}
	}
}

// FuzzParseCodes holds that a list that is accepted has only filled-in, unique
// codes that can be found again.
func FuzzParseCodes(f *testing.F) {
	entries, err := codeFiles.ReadDir("codes")
	if err != nil || len(entries) < 10 {
		f.Fatalf("only %d seeds (%v)", len(entries), err)
	}
	for _, e := range entries {
		f.Add(must(codeFiles.ReadFile("codes/" + e.Name())))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := parseCodes("proef", data)
		if err != nil {
			return
		}
		for i, c := range l.Codes {
			if c.Code == "" || c.Label == "" || c.LabelEN == "" || l.Index(c.Code) != i {
				t.Fatalf("code %d: %+v", i, c)
			}
		}
	})
}

// Within a list, no spelling of one code is a spelling of another.
func TestSpellingsAreUnambiguous(t *testing.T) {
	t.Parallel()
	for name, l := range lists() {
		seen := make(map[string]string)
		for _, c := range l.Codes {
			for _, s := range append([]string{c.Code, c.Label, c.LabelEN, c.Extra["iso3"]}, c.Aliases...) {
				key := strings.ToLower(s)
				if other, ok := seen[key]; s != "" && ok && other != c.Code {
					t.Errorf("%s: %q means %s and %s", name, s, other, c.Code)
				}
				seen[key] = c.Code
			}
		}
	}
}
