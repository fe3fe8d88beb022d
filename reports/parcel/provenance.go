package parcel

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"time"
)

// Provenance is the account of a parcel: enough to make the same parcel again
// and to find it in the ledger. It holds counts, hashes and codes, nothing
// about persons.
type Provenance struct {
	Version     string     `json:"versie"`
	Inputs      []Input    `json:"invoer"`
	Settings    []Setting  `json:"instellingen"`
	Definitions []Meaning  `json:"definities"`
	Counts      []Count    `json:"aantallen"`
	Checkpoint  Checkpoint `json:"logboek"`
	Gaps        []Gap      `json:"niet_geleverd,omitempty"` // in the order in which organisations are shown
}

// Input is a delivery or register that was used.
type Input struct {
	Name   string `json:"naam"` // organisation and dataset, or the name of a register
	SHA256 string `json:"sha256"`
	Rows   int64  `json:"rijen"`
}

// Setting is a choice that could have been another.
type Setting struct {
	Name   string `json:"naam"`
	Value  string `json:"waarde"`
	Clause string `json:"grondslag"` // where it rests on
}

// Meaning is a definition, printed beside the figures that use it.
type Meaning struct {
	Term   string `json:"begrip"`
	Text   string `json:"betekenis"`
	Clause string `json:"grondslag"`
}

// Count says what became of the rows of one step: In = Out + Aside.
type Count struct {
	Name  string `json:"naam"`
	In    int64  `json:"in"`
	Out   int64  `json:"uit"`
	Aside int64  `json:"terzijde"`
}

// Checkpoint is the place in the ledger up to which this parcel can be
// verified.
type Checkpoint struct {
	Number int64  `json:"nummer"`
	Hash   string `json:"hash"`
}

// period is how the ends of the period stand in herkomst.json.
type period struct {
	From string `json:"van"`
	To   string `json:"tot_en_met"`
}

// file is how a file stands in herkomst.json.
type file struct {
	Name   string `json:"naam"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// account is herkomst.json as a whole.
type account struct {
	Format string `json:"formaat"`
	Made   string `json:"gemaakt"`
	For    string `json:"doel"`
	Label  string `json:"label"`
	Period period `json:"periode"`
	Provenance
	Recipients []string `json:"ontvangers"`
	Approved   string   `json:"vrijgave"` // digest of what the release gate judged
	Files      []file   `json:"bestanden"`
}

const accountFormat = "lvv-herkomst/1"

// provenance writes herkomst.json: keys and lists sorted, two spaces of
// indent, whole numbers, so that equal accounts are equal bytes.
func (c cover) provenance(w io.Writer) error {
	p := c.contents.Provenance
	p.Inputs, p.Counts = list(p.Inputs), list(p.Counts)
	p.Settings, p.Definitions = list(p.Settings), list(p.Definitions)
	sort.Slice(p.Inputs, func(i, j int) bool {
		return p.Inputs[i].Name+p.Inputs[i].SHA256 < p.Inputs[j].Name+p.Inputs[j].SHA256
	})
	sort.SliceStable(p.Settings, func(i, j int) bool { return p.Settings[i].Name < p.Settings[j].Name })
	digest := c.approval.Digest()
	a := account{Format: accountFormat, Made: c.at.UTC().Truncate(time.Second).Format(time.RFC3339),
		For: string(c.approval.Purpose()), Label: string(c.approval.Label()),
		Period: period{c.approval.Period().From.String(), c.approval.Period().To.String()}, Provenance: p,
		Recipients: c.to, Approved: hex.EncodeToString(digest[:]), Files: []file{}}
	for _, f := range c.packed {
		a.Files = append(a.Files, file{f.Name, f.Size, hex.EncodeToString(f.SHA256[:])})
	}
	data, err := canonicalJSON(a)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// canonicalJSON writes any value with the keys of its objects sorted.
func canonicalJSON(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("writing json: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var plain any
	if err := d.Decode(&plain); err != nil {
		return nil, fmt.Errorf("writing json: %w", err)
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(plain); err != nil {
		return nil, fmt.Errorf("writing json: %w", err)
	}
	return out.Bytes(), nil
}

// list answers a copy that is written as [] when it is empty, never as null.
func list[T any](all []T) []T { return append([]T{}, all...) }
