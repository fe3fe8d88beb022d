package quarantine

import (
	"errors"
	"fmt"
)

// ErrLanguage means that there are no texts in the language asked for.
var ErrLanguage = errors.New("language is neither nl nor en")

// front returns the names of the columns before those of the delivery, in "nl"
// or "en", or an [ErrLanguage].
func front(lang string) (string, error) {
	switch lang {
	case "nl":
		return "rij;probleem;code", nil
	case "en":
		return "row;problem;code", nil
	}
	return "", fmt.Errorf("%q: %w", lang, ErrLanguage)
}
