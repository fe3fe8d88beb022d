package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Phase is one side of an act.
type Phase string

// The phases.
const (
	Intent  Phase = "intent"
	Outcome Phase = "outcome"
)

// Status is how an act ended.
type Status string

// The statuses. An intent has none.
const (
	OK     Status = "ok"
	Failed Status = "failed"
)

// An Entry is one line of the ledger.
type Entry struct {
	Index     int64 // from 0
	Operation int64 // index of the intent that this entry belongs to
	Time      time.Time
	Verb      string
	Phase     Phase
	Status    Status
	Facts     Facts
	// Signer is the name of the key that signed the line. It is not a part of
	// the entry's own text, so an entry from a proof has none.
	Signer string
}

// MarshalJSON returns the entry as it stands in the ledger.
func (e Entry) MarshalJSON() ([]byte, error) { return e.canonical(), nil }

// canonical writes the entry as RFC 8785 does: members by name, no space, no
// escapes. All text in it has passed a pattern that needs none.
func (e Entry) canonical() []byte {
	b := []byte(`{"attributes":{`)
	for i, a := range e.Facts.list {
		if i > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, `"%s":`, a.key)
		if a.number {
			b = append(b, a.value...)
		} else {
			b = fmt.Appendf(b, `"%s"`, a.value)
		}
	}
	b = fmt.Appendf(b, `},"index":%d,"name":"%s","operation":%d,"phase":"%s"`, e.Index, e.Verb, e.Operation, e.Phase)
	if e.Status != "" {
		b = fmt.Appendf(b, `,"status":"%s"`, e.Status)
	}
	return fmt.Appendf(b, `,"time":"%s"}`, e.Time.Format(time.RFC3339))
}

// valid says whether the entry may be written. It is asked before writing and
// after reading.
func (e Entry) valid() error {
	switch {
	case e.Facts.err != nil:
		return e.Facts.err
	case !verbForm.MatchString(e.Verb):
		return errors.New("the verb is not of small letters")
	case e.Phase == Intent && e.Status == "":
	case e.Phase == Outcome && (e.Status == OK || e.Status == Failed):
	default:
		return errors.New("phase and status do not fit")
	}
	return nil
}

var errForm = errors.New("not an entry")

// parseEntry is the inverse of canonical. It takes nothing that canonical would
// not have written, so that two texts never mean the same entry.
func parseEntry(text []byte) (Entry, error) {
	var raw struct {
		Attributes map[string]json.RawMessage `json:"attributes"`
		Index      int64                      `json:"index"`
		Name       string                     `json:"name"`
		Operation  int64                      `json:"operation"`
		Phase      Phase                      `json:"phase"`
		Status     Status                     `json:"status"`
		Time       string                     `json:"time"`
	}
	if err := json.Unmarshal(text, &raw); err != nil {
		return Entry{}, errForm
	}
	at, err := time.Parse(time.RFC3339, raw.Time)
	if err != nil {
		return Entry{}, errForm
	}
	e := Entry{Index: raw.Index, Operation: raw.Operation, Time: at.UTC(), Verb: raw.Name, Phase: raw.Phase, Status: raw.Status}
	for key, value := range raw.Attributes { // sorted below: the order of a map is none
		a, err := parseAttribute(key, string(value))
		if err != nil {
			return Entry{}, err
		}
		e.Facts.list = append(e.Facts.list, a)
	}
	slices.SortFunc(e.Facts.list, func(a, b attribute) int { return strings.Compare(a.key, b.key) })
	if e.valid() != nil || !bytes.Equal(e.canonical(), text) {
		return Entry{}, errForm
	}
	return e, nil
}

func parseAttribute(key, value string) (attribute, error) {
	a := attribute{key, value, true}
	if strings.HasPrefix(value, `"`) {
		text, err := strconv.Unquote(value)
		if err != nil {
			return attribute{}, errForm
		}
		a = attribute{key, text, false}
	}
	if !a.fits() {
		return attribute{}, errForm
	}
	return a, nil
}
