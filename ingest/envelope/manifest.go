package envelope

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// format names the version of the envelope. It stands in the clear text as
// first line, and again inside the signed text so that no signature made for
// something else can be taken for one under a manifest.
const format = "lvv-levering/v1"

// A Kind is the file format of a payload.
type Kind string

// The kinds that are taken in.
const (
	CSV  Kind = "csv"
	XLSX Kind = "xlsx"
)

// A Manifest says what a delivery is. Inside the envelope it is the text of a
// C2SP signed note: these lines, all of them, in this order, ending in "\n".
//
//	format: lvv-levering/v1
//	org: stil                        organisation, as in the file name
//	dataset: opvang
//	contract: utrecht-2019
//	from: 2020-01-01                 first day of the period
//	to: 2020-03-31                   last day of the period, included
//	seq: 2                           1 or more; higher is newer
//	replaces: 1                      sequence that this one replaces, or 0
//	kind: csv                        csv or xlsx
//	bytes: 48211                     size of the payload
//	sha256: 64 hex digits            of the payload
//	recipients: ABCD-… EFGH-…        fingerprints of all recipients
//	version: lvv/1.0 utrecht-2019/3  program and rule pack that checked it
//	made: 2020-04-02
//
// There is one text for one manifest, so reading and writing again gives the
// same bytes.
type Manifest struct {
	Org        string    // lower-case letters, digits and hyphens
	Dataset    string    // lower-case letters
	Contract   string    // delivery contract; empty if only the name is known
	From, To   time.Time // first and last day, midnight UTC
	Seq        int       // 1 or more
	Replaces   int       // less than Seq; 0 if it replaces nothing
	Kind       Kind
	Bytes      int64    // size of the payload; filled in by Seal, and at EOF by Read
	SHA256     [32]byte // of the payload; filled in by Seal, and at EOF by Read
	Recipients []string // fingerprints; filled in by Seal
	Version    string   // printable ASCII, at most 100 bytes
	Made       time.Time
}

const day = time.DateOnly

var (
	validName        = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)
	validDataset     = regexp.MustCompile(`^[a-z]{1,40}$`)
	validVersion     = regexp.MustCompile(`^[!-~]([ -~]{0,98}[!-~])?$`)
	validFingerprint = regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$`)
)

// maxSeq bounds sequence numbers, so that they fit any integer and a file name.
const maxSeq = 999_999

// maxRecipients bounds the recipients of one delivery: an intake key, a
// recovery key, their successors during a change of keys, and some to spare.
const maxRecipients = 16

// check returns what is wrong with the parts of m that a name holds as well.
func (m *Manifest) check() string {
	switch {
	case !validName.MatchString(m.Org):
		return "organisation"
	case !validDataset.MatchString(m.Dataset):
		return "dataset"
	case !isDay(m.From) || !isDay(m.To) || m.To.Before(m.From):
		return "period"
	case m.Seq < 1 || m.Seq > maxSeq:
		return "sequence"
	case m.Replaces < 0 || m.Replaces >= m.Seq:
		return "replaced sequence"
	case m.Kind != CSV && m.Kind != XLSX:
		return "kind"
	}
	return ""
}

// checkSigned returns what is wrong with m as a manifest to be signed.
func (m *Manifest) checkSigned() string {
	if part := m.check(); part != "" {
		return part
	}
	switch {
	case !validName.MatchString(m.Contract):
		return "contract"
	case m.Bytes < 1:
		return "size"
	case len(m.Recipients) < 1 || len(m.Recipients) > maxRecipients:
		return "recipients"
	case !validVersion.MatchString(m.Version):
		return "version"
	case !isDay(m.Made):
		return "date made"
	}
	for _, r := range m.Recipients {
		if !validFingerprint.MatchString(r) {
			return "recipients"
		}
	}
	return ""
}

// isDay reports whether t is midnight UTC of a day with a four-digit year.
func isDay(t time.Time) bool {
	return t.Location() == time.UTC && t.Equal(t.Truncate(24*time.Hour)) && t.Year() >= 1 && t.Year() <= 9999
}

// text returns the signed text of m, which must be valid.
func (m *Manifest) text() string {
	if part := m.checkSigned(); part != "" {
		panic("envelope: internal error: writing a manifest with a bad " + part)
	}
	var b strings.Builder
	line := func(key, value string) { b.WriteString(key + ": " + value + "\n") }
	line("format", format)
	line("org", m.Org)
	line("dataset", m.Dataset)
	line("contract", m.Contract)
	line("from", m.From.Format(day))
	line("to", m.To.Format(day))
	line("seq", strconv.Itoa(m.Seq))
	line("replaces", strconv.Itoa(m.Replaces))
	line("kind", string(m.Kind))
	line("bytes", strconv.FormatInt(m.Bytes, 10))
	line("sha256", hex.EncodeToString(m.SHA256[:]))
	line("recipients", strings.Join(m.Recipients, " "))
	line("version", m.Version)
	line("made", m.Made.Format(day))
	return b.String()
}

// parseManifest reads a signed text. It takes only what text writes.
func parseManifest(text string) (Manifest, error) {
	p := fields{rest: text}
	var m Manifest
	if p.next("format") != format {
		p.bad = true
	}
	m.Org = p.next("org")
	m.Dataset = p.next("dataset")
	m.Contract = p.next("contract")
	m.From = p.date("from")
	m.To = p.date("to")
	m.Seq = int(p.number("seq"))
	m.Replaces = int(p.number("replaces"))
	m.Kind = Kind(p.next("kind"))
	m.Bytes = p.number("bytes")
	p.sum("sha256", &m.SHA256)
	m.Recipients = strings.Split(p.next("recipients"), " ")
	m.Version = p.next("version")
	m.Made = p.date("made")
	if p.bad || p.rest != "" || m.checkSigned() != "" {
		return Manifest{}, fmt.Errorf("reading manifest: %w", ErrManifest)
	}
	// Numbers and dates can be written in more than one way; only ours counts.
	if m.text() != text {
		return Manifest{}, fmt.Errorf("reading manifest: not in canonical form: %w", ErrManifest)
	}
	return m, nil
}

// fields takes "key: value" lines off a text in the order asked for, and
// remembers whether anything was not as asked.
type fields struct {
	rest string
	bad  bool
}

func (f *fields) next(key string) string {
	line, rest, ok := strings.Cut(f.rest, "\n")
	value, found := strings.CutPrefix(line, key+": ")
	f.bad = f.bad || !ok || !found
	f.rest = rest
	return value
}

func (f *fields) date(key string) time.Time {
	t, err := time.Parse(day, f.next(key))
	f.bad = f.bad || err != nil
	return t
}

func (f *fields) number(key string) int64 {
	n, err := strconv.ParseInt(f.next(key), 10, 64)
	f.bad = f.bad || err != nil || n < 0 || (key != "bytes" && n > maxSeq)
	return n
}

func (f *fields) sum(key string, into *[32]byte) {
	raw, err := hex.DecodeString(f.next(key))
	f.bad = f.bad || err != nil || len(raw) != len(into)
	copy(into[:], raw)
}
