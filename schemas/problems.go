package schemas

import (
	_ "embed"
	"maps"
	"slices"
	"sync"

	"github.com/pelletier/go-toml/v2"
)

//go:embed problems.toml
var problemFile []byte

// A Tier says how grave a problem is.
type Tier string

// The tiers. A fault in the file leaves the previous delivery in force; a
// fault in a row puts that row aside; a warning lets the row pass.
const (
	TierFile    Tier = "bestand"
	TierRow     Tier = "fout"
	TierWarning Tier = "waarschuwing"
)

// A Text is what people read about one problem code: what is wrong and what to
// do. It never holds a value from the data.
type Text struct {
	Code     string `toml:"-"`
	Tier     Tier   `toml:"tier"`
	NL       string `toml:"nl"`
	EN       string `toml:"en"`
	AdviceNL string `toml:"advies"`
	AdviceEN string `toml:"advice"`
}

// In returns the sentence and the advice in a language, "nl" or "en".
func (t Text) In(lang string) (sentence, advice string) {
	if lang == "en" {
		return t.EN, t.AdviceEN
	}
	return t.NL, t.AdviceNL
}

var problems = sync.OnceValue(func() map[string]Text {
	var all map[string]Text
	if err := toml.Unmarshal(problemFile, &all); err != nil {
		panic("schemas: internal error: problems.toml: " + err.Error())
	}
	for code, t := range all {
		t.Code = code
		all[code] = t
	}
	return all
})

// Problem returns the text of a problem code.
func Problem(code string) (Text, bool) {
	t, ok := problems()[code]
	return t, ok
}

// ProblemCodes lists all problem codes in alphabetical order.
func ProblemCodes() []string { return slices.Sorted(maps.Keys(problems())) }
