package keyring

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A ref is the name of a key and its generation; generation 0 stands for the
// newest one.
type ref struct {
	name       string
	generation int
}

var namePattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*(@[1-9][0-9]{0,3})?$`)

// parseRef reads "name" or "name@generation".
func parseRef(s string) (ref, error) {
	if len(s) > 80 || !namePattern.MatchString(s) {
		return ref{}, fmt.Errorf("a key name is made of small letters, digits and single hyphens")
	}
	name, generation, found := strings.Cut(s, "@")
	if !found {
		return ref{name: name}, nil
	}
	n, err := strconv.Atoi(generation)
	if err != nil {
		panic("keyring: internal error: name pattern lets through a generation that is no number")
	}
	return ref{name, n}, nil
}

// String names one generation, as in intake-utrecht@2.
func (r ref) String() string { return r.name + "@" + strconv.Itoa(r.generation) }

// stem is the file name without its end. The first generation has the bare
// name, so that who never rotates never sees a number.
func (r ref) stem() string {
	if r.generation == 1 {
		return r.name
	}
	return r.String()
}

func (r ref) secretFile() string { return r.stem() + secretEnd }
func (r ref) publicFile() string { return r.stem() + publicEnd }

const (
	secretEnd = ".key"
	publicEnd = ".pub"
)

// refOfFile is the inverse of secretFile and publicFile; ok is false for a file
// that is none of ours.
func refOfFile(file string) (r ref, secret, ok bool) {
	stem, secret := strings.CutSuffix(file, secretEnd)
	if !secret {
		if stem, ok = strings.CutSuffix(file, publicEnd); !ok {
			return ref{}, false, false
		}
	}
	r, err := parseRef(stem)
	if err != nil {
		return ref{}, false, false
	}
	if r.generation == 0 {
		r.generation = 1
	}
	return r, secret, r.stem() == stem
}
