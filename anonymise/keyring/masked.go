package keyring

import (
	"fmt"
	"io"
	"strconv"
)

// masked gives a type that holds a secret its printed form. Every way of
// package fmt goes through Format; encoders go through the Marshal methods.
//
// A struct that holds such a value in an unexported field is printed by
// reflection, past these methods. Therefore the secret types hold nothing but a
// masked and a [vault].
type masked struct{ name string }

// String returns key(name).
func (m masked) String() string { return "key(" + m.name + ")" }

// GoString returns the same as String.
func (m masked) GoString() string { return m.String() }

// Format writes the same as String for every verb and flag.
func (m masked) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, m.String()) }

// MarshalText returns the same as String.
func (m masked) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// MarshalJSON returns the same as String, in quotes.
func (m masked) MarshalJSON() ([]byte, error) { return strconv.AppendQuote(nil, m.String()), nil }

// MarshalBinary returns the same as String, so that gob has nothing else.
func (m masked) MarshalBinary() ([]byte, error) { return m.MarshalText() }

// A vault hands out a key. It is a function because reflection sees nothing of a
// function but its address. A pointer would not do: a verb that does not fit,
// such as %t, makes fmt print what the pointer points to.
type vault func() *material

// stored returns the masked name and the vault of a key.
func stored(name string, m *material) (masked, vault) {
	return masked{name}, func() *material { return m }
}
