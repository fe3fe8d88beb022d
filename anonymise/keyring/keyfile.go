package keyring

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"time"

	"filippo.io/age"
)

// A keyfile is the content of a key file in clear, as drawn in the package
// comment.
type keyfile struct {
	Public
	until     time.Time     // last moment of use of a retired key; zero while in use
	destroyed time.Time     // when the secret was destroyed; zero before
	recipient age.Recipient // what seals to an identity whose file has been judged
}

const (
	publicTitle = "lvv public key"
	secretTitle = "lvv secret key: whoever reads this file holds the key"
)

// format writes the file; line is the public key or the secret.
func (k keyfile) format(title, line string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n", title)
	fmt.Fprintf(&b, "# name: %s\n", ref{k.Name, k.Generation}.stem())
	fmt.Fprintf(&b, "# kind: %s\n# class: %s\n", k.Kind, k.Class)
	formatTime(&b, "created", k.Created)
	fmt.Fprintf(&b, "# fingerprint: %s\n", k.Fingerprint())
	formatTime(&b, "until", k.until)
	formatTime(&b, "destroyed", k.destroyed)
	fmt.Fprintf(&b, "%s\n", line)
	return b.Bytes()
}

func formatTime(b *bytes.Buffer, key string, t time.Time) {
	if !t.IsZero() {
		fmt.Fprintf(b, "# %s: %s\n", key, t.UTC().Format(time.RFC3339))
	}
}

// parseKeyfile reads the comment lines that matter and returns the one line
// that is no comment. Kind, class and fingerprint in the comments are for
// people: the program takes them from the key itself.
func parseKeyfile(text []byte) (k keyfile, line string, err error) {
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		s := strings.TrimSpace(lines.Text())
		comment, isComment := strings.CutPrefix(s, "#")
		switch {
		case s == "":
		case isComment:
			if err := k.readComment(comment); err != nil {
				return keyfile{}, "", err
			}
		case line != "":
			return keyfile{}, "", fmt.Errorf("reading a key file with two keys: %w", ErrDamagedKey)
		default:
			line = s
		}
	}
	if lines.Err() != nil || line == "" {
		return keyfile{}, "", fmt.Errorf("reading a key file without a key: %w", ErrDamagedKey)
	}
	return k, line, nil
}

func (k *keyfile) readComment(s string) error {
	key, value, _ := strings.Cut(s, ":")
	var t *time.Time
	switch strings.TrimSpace(key) {
	case "created":
		t = &k.Created
	case "until":
		t = &k.until
	case "destroyed":
		t = &k.destroyed
	default:
		return nil
	}
	at, err := time.Parse(time.RFC3339, strings.TrimSpace(value))
	if err != nil {
		return fmt.Errorf("reading the dates of a key file: %w", ErrDamagedKey)
	}
	*t = at.UTC()
	return nil
}
