package release

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"lvv/schemas"
)

// DocumentName is the file of a parcel that tells who let it go.
const DocumentName = "vrijgave.json"

// ErrDocument means that vrijgave.json is missing, cannot be read or does not
// hold: another digest, a signature that is not of a known key.
var ErrDocument = errors.New("vrijgave.json does not hold")

// paper is vrijgave.json.
type paper struct {
	Format     string    `json:"formaat"`
	Number     int64     `json:"nummer"`
	Purpose    string    `json:"doel"`
	From       string    `json:"van"`
	To         string    `json:"tot_en_met"`
	Label      string    `json:"label"`
	Recipients []string  `json:"ontvangers"`
	Made       string    `json:"gemaakt"`
	Judged     string    `json:"oordeel"`
	Digest     string    `json:"digest"`
	Maker      signedBy  `json:"opgesteld"`
	Second     *signedBy `json:"vrijgegeven"` // null when nobody is configured
	Note       string    `json:"toelichting"`
}

type signedBy struct {
	Name string `json:"door"`
	At   string `json:"datum"`
	Note string `json:"handtekening"`
}

const paperFormat = "lvv-vrijgave/1"

// What a reader has to know of the signatures, in Dutch.
const (
	twoPersons = "Twee personen hebben dit pakket ondertekend. De digest dekt elk bestand in SHA256SUMS behalve dit. lvv verify controleert de handtekeningen met openbare sleutels."
	onePerson  = "Er is in deze werkmap geen tweede persoon ingesteld: dit pakket is door een hand opgesteld en vrijgegeven. De digest dekt elk bestand in SHA256SUMS behalve dit."
)

// Document writes vrijgave.json: what was let go, by whom and when.
func (l Leave) Document() []byte {
	l.must()
	p, digest := l.proposal, l.proposal.Digest()
	d := paper{Format: paperFormat, Number: p.Number, Purpose: string(p.Purpose), From: p.Period.From.String(), To: p.Period.To.String(),
		Label: string(p.Label), Recipients: p.Recipients, Made: p.Made.Format(time.RFC3339),
		Judged: hex.EncodeToString(p.Judged[:]), Digest: hex.EncodeToString(digest[:]), Note: onePerson}
	for _, s := range l.signatures {
		by := signedBy{s.Name, s.At.Format(time.RFC3339), s.Note}
		if s.Role == Maker {
			d.Maker = by
		} else {
			d.Second, d.Note = &by, twoPersons
		}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(d); err != nil {
		panic("release: internal error: writing vrijgave.json: " + err.Error())
	}
	return out.Bytes()
}

// Check holds vrijgave.json against the other files of a parcel and the known
// hands, as somebody does who received it. It returns what was signed and by
// whom. The hands may have changed since: who is not known is ErrDocument.
func Check(document []byte, files []File, h Hands) (Proposal, []Signature, error) {
	p, signatures, err := read(document, files)
	if err != nil {
		return Proposal{}, nil, err
	}
	digest := p.Digest()
	for _, s := range signatures {
		if _, ok := h.find(s, digest); !ok {
			return Proposal{}, nil, fmt.Errorf("signature of %s: %w", s.Role, ErrDocument)
		}
	}
	return p, signatures, nil
}

func read(document []byte, files []File) (Proposal, []Signature, error) {
	bad := func(what string) (Proposal, []Signature, error) {
		return Proposal{}, nil, fmt.Errorf("%s: %w", what, ErrDocument)
	}
	var d paper
	dec := json.NewDecoder(bytes.NewReader(document))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil || d.Format != paperFormat {
		return bad("reading it")
	}
	p := Proposal{Number: d.Number, Purpose: schemas.Purpose(d.Purpose), Label: Label(d.Label), Recipients: slices.Clone(d.Recipients), Files: ByName(files)}
	var errs [4]error
	p.Period.From, errs[0] = schemas.ParseDay(d.From)
	p.Period.To, errs[1] = schemas.ParseDay(d.To)
	p.Made, errs[2] = time.Parse(time.RFC3339, d.Made)
	judged, err := hex.DecodeString(d.Judged)
	if errs[3] = err; errors.Join(errs[:]...) != nil || len(judged) != 32 {
		return bad("reading it")
	}
	p.Judged = [32]byte(judged)
	digest := p.Digest()
	if d.Digest != hex.EncodeToString(digest[:]) {
		return bad("the digest is not that of the files")
	}
	var signatures []Signature
	for _, s := range []struct {
		role Role
		by   *signedBy
	}{{Maker, &d.Maker}, {Second, d.Second}} {
		if s.by == nil {
			continue
		}
		at, err := time.Parse(time.RFC3339, s.by.At)
		if err != nil {
			return bad("reading it")
		}
		signatures = append(signatures, Signature{Role: s.role, Name: s.by.Name, At: at, Note: s.by.Note})
	}
	return p, signatures, nil
}
