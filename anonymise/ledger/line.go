package ledger

import (
	"bytes"
	"encoding/json"
	"strings"
)

// A line is what one append writes.
type line struct {
	entry      Entry
	leaf       []byte // the entry as it is hashed
	checkpoint Checkpoint
	signed     []byte // the checkpoint as a signed note
}

// maxLine is far above the length of any line, in bytes.
const maxLine = 64 << 10

// formatLine writes a line, with its newline, as RFC 8785 does.
func formatLine(leaf, signed []byte) []byte {
	var b bytes.Buffer
	b.WriteString(`{"checkpoint":`)
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(string(signed)); err != nil {
		panic("ledger: internal error: a text that is no JSON")
	}
	b.Truncate(b.Len() - 1) // the encoder's newline
	b.WriteString(`,"entry":`)
	b.Write(leaf)
	b.WriteString("}\n")
	return b.Bytes()
}

// parseLine is the inverse of formatLine; text has its newline. It does not
// check the signature.
func parseLine(text []byte) (line, error) {
	var raw struct {
		Checkpoint string          `json:"checkpoint"`
		Entry      json.RawMessage `json:"entry"`
	}
	if err := json.Unmarshal(text, &raw); err != nil {
		return line{}, errForm
	}
	l := line{leaf: raw.Entry, signed: []byte(raw.Checkpoint)}
	var err error
	if l.entry, err = parseEntry(raw.Entry); err != nil {
		return line{}, err
	}
	checkpoint, err := body(raw.Checkpoint)
	if err != nil {
		return line{}, err
	}
	if l.checkpoint, err = parseCheckpoint(checkpoint); err != nil {
		return line{}, err
	}
	if !bytes.Equal(formatLine(l.leaf, l.signed), text) {
		return line{}, errForm
	}
	l.entry.Signer = l.signer()
	return l, nil
}

// signer returns the name in the first signature of a line.
func (l line) signer() string {
	_, signatures, _ := strings.Cut(string(l.signed), "\n\n")
	name, _, _ := strings.Cut(strings.TrimPrefix(signatures, "— "), " ")
	return name
}
