package store

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lvv/schemas"
)

// A Hash is a SHA-256 or another hash of 32 bytes. In text it is hexadecimal.
type Hash [32]byte

// String returns 64 hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText returns 64 hexadecimal digits.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText writes, and nothing else.
func (h *Hash) UnmarshalText(text []byte) error {
	b, err := hex.DecodeString(string(text))
	if err != nil || len(b) != len(h) || hex.EncodeToString(b) != string(text) {
		return errors.New("not a hash of 64 small hexadecimal digits")
	}
	copy(h[:], b)
	return nil
}

// Meta says what a segment is a statement of and where it came from.
type Meta struct {
	Dataset  string      `json:"dataset"`
	Org      string      `json:"org"`
	Contract string      `json:"contract"`
	From     schemas.Day `json:"from"`
	To       schemas.Day `json:"to"`
	Seq      int         `json:"seq"`
	// Delivery is the SHA-256 of the sealed delivery as it was received.
	Delivery Hash `json:"delivery"`
	// Content is a keyed hash of what was in the delivery, to recognise the same
	// content in another seal. It stands in the index, which everybody can read:
	// a plain hash of a short list would let its V-numbers be tried out.
	Content Hash `json:"content"`
	// Made is when the segment was made, in whole seconds UTC.
	Made time.Time `json:"made"`
}

// Period is the period that the segment is a statement of, both ends included.
func (m Meta) Period() schemas.Period { return schemas.Period{From: m.From, To: m.To} }

// ErrMeta means that what is said about a delivery is incomplete or makes no
// sense.
var ErrMeta = errors.New("dataset, organisation, contract, period or sequence of the delivery is missing or wrong")

func (m Meta) check() error {
	if m.Dataset == "" || m.Org == "" || m.Contract == "" || m.To < m.From || m.Seq < 0 || m.Seq > 1<<31-1 {
		return ErrMeta
	}
	if year, _, _ := m.From.Date(); year < 1 {
		return ErrMeta
	}
	if year, _, _ := m.To.Date(); year > 9999 {
		return ErrMeta
	}
	if !m.Made.Equal(m.Made.Truncate(time.Second)) || m.Made.Location() != time.UTC {
		return ErrMeta
	}
	return nil
}

// equal compares all fields, and the moments without their clocks.
func (m Meta) equal(o Meta) bool {
	same := m.Made.Equal(o.Made)
	m.Made = o.Made
	return same && m == o
}

// sameKind reports whether both are statements of the same kind of rows.
func (m Meta) sameKind(o Meta) bool { return m.Dataset == o.Dataset && m.Org == o.Org }

// A header is what stands at the beginning of a segment, in JSON.
type header struct {
	Meta
	Columns []headerColumn `json:"columns"`
}

// A headerColumn says how a column was kept, so that a reader can tell a
// segment of an older schema from a damaged one.
type headerColumn struct {
	Name  string `json:"name"`
	Type  int    `json:"type"`
	Codes string `json:"codes,omitempty"`
}

func newHeader(m Meta, d *schemas.Dataset) header {
	h := header{Meta: m}
	for _, c := range d.Columns() {
		hc := headerColumn{Name: c.Name, Type: int(c.Type)}
		if c.Codes != nil {
			hc.Codes = c.Codes.Name
		}
		h.Columns = append(h.Columns, hc)
	}
	return h
}

// fits reports whether the segment has the columns that the dataset has now.
// The name of a code list may differ: what counts is what is in it, and that is
// compared when rows are read.
func (h header) fits(d *schemas.Dataset) error {
	now := newHeader(h.Meta, d).Columns
	if h.Dataset != d.Name || len(now) != len(h.Columns) {
		return ErrSchema
	}
	for i, c := range h.Columns {
		if c.Name != now[i].Name || c.Type != now[i].Type {
			return ErrSchema
		}
	}
	return nil
}

func (h header) encode() []byte {
	b, err := json.Marshal(h)
	if err != nil {
		panic(fmt.Sprintf("store: internal error: header: %v", err))
	}
	return b
}
