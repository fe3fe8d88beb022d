package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A Checkpoint is the state of a ledger at one moment: so many entries, with
// this root of their tree.
type Checkpoint struct {
	Origin string // names the ledger
	Size   int64  // number of entries
	Root   tlog.Hash
}

// text is the body of the C2SP tlog-checkpoint, without extension lines.
func (c Checkpoint) text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, base64.StdEncoding.EncodeToString(c.Root[:]))
}

func (c Checkpoint) sign(s note.Signer) ([]byte, error) {
	return note.Sign(&note.Note{Text: c.text()}, s)
}

var errCheckpoint = errors.New("not a checkpoint")

// parseCheckpoint is the inverse of text.
func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 {
		return Checkpoint{}, errCheckpoint
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return Checkpoint{}, errCheckpoint
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, errCheckpoint
	}
	c := Checkpoint{Origin: lines[0], Size: size, Root: root}
	if c.Origin == "" || c.text() != text {
		return Checkpoint{}, errCheckpoint
	}
	return c, nil
}

// body returns the signed part of a note without looking at its signatures.
func body(signed string) (string, error) {
	text, _, found := strings.Cut(signed, "\n\n")
	if !found {
		return "", errCheckpoint
	}
	return text + "\n", nil
}

// openNote is note.Open for notes that are written in one way only. Package note
// lets a signature stand twice and be spelled with other unused bits in its last
// base64 character; then two texts would be the same checkpoint.
func openNote(signed []byte, known note.Verifiers) (*note.Note, error) {
	n, err := note.Open(signed, known)
	if err != nil {
		return nil, err
	}
	length := len(n.Text) + len("\n")
	for _, s := range slices.Concat(n.Sigs, n.UnverifiedSigs) {
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return nil, errCheckpoint
		}
		length += len("— ") + len(s.Name) + len(" ") + len(s.Base64) + len("\n")
	}
	if length != len(signed) {
		return nil, errCheckpoint
	}
	return n, nil
}

// OpenCheckpoint reads a signed checkpoint, as it comes with a parcel or a
// receipt, and checks its signature. ErrForeign means that none of the known
// keys signed it.
func OpenCheckpoint(signed []byte, known note.Verifiers) (Checkpoint, error) {
	n, err := openNote(signed, known)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("opening a checkpoint: %w", ErrForeign)
	}
	c, err := parseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("reading a checkpoint: %w", ErrForeign)
	}
	return c, nil
}
