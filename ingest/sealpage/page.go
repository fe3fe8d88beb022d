package sealpage

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"lvv/ingest/envelope"
	"lvv/schemas"
)

var (
	//go:embed page.html
	skeleton string
	//go:embed page.css
	style string
	//go:embed bundle.js
	script string
)

// A Kit is what one organisation's page is made of.
type Kit struct {
	Contract     *schemas.Contract
	Org          string      // code of the organisation, as in file names
	OrgName      string      // as people know it
	Recipients   []string    // age1…: the organisation's intake key first, then the recovery key; of one class
	Fingerprints []string    // of the recipients, in their order, as the keyring prints them
	Version      string      // program that made the page, printable ASCII; goes into every manifest
	Earliest     schemas.Day // earlier dates are warned about, as in check.Limits
	Made         time.Time   // only its day counts
	Expires      time.Time   // last day on which the page seals
}

// Write writes the page. The same kit gives the same bytes. A kit from which no
// working page can be made is an error: one whose recipients are damaged, are
// not those of the fingerprints, or are of two classes ([envelope.ErrMixed]).
func Write(w io.Writer, kit Kit) error {
	p, err := newParts(kit)
	if err != nil {
		return fmt.Errorf("making the sealing page: %w", err)
	}
	page := strings.NewReplacer(
		"@CSP@", p.policy(), "@STYLE@", p.style, "@PACK@", p.pack, "@SCRIPT@", p.script,
	).Replace(skeleton)
	if _, err := io.WriteString(w, page); err != nil {
		return fmt.Errorf("writing the sealing page: %w", err)
	}
	return nil
}

// Code returns the code that the page made of a kit shows of itself, for the
// paper that goes with it: a fingerprint of its style, rule pack, recipients
// and script. The page computes it from what it holds, so it tells a damaged
// page or another version; a page made to deceive can show any code, and only
// the SHA-256 of the file finds that out.
func Code(kit Kit) (string, error) {
	p, err := newParts(kit)
	if err != nil {
		return "", fmt.Errorf("making the sealing page: %w", err)
	}
	return fingerprint(p.style + "\n" + p.pack + "\n" + p.script), nil
}

// The parts of a page that act.
type parts struct{ style, pack, script string }

func newParts(kit Kit) (parts, error) {
	if err := kit.check(); err != nil {
		return parts{}, err
	}
	pack, err := newPack(kit).marshal()
	return parts{strings.TrimSpace(style), pack, strings.TrimSpace(script)}, err
}

// policy allows the two inline parts that act, and nothing else. The rule pack
// is data, which browsers do not run.
func (p parts) policy() string {
	hash := func(part string) string {
		sum := sha256.Sum256([]byte(part))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; script-src " + hash(p.script) + "; style-src " + hash(p.style) +
		"; base-uri 'none'; form-action 'none'"
}

var (
	validOrg     = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)
	validVersion = regexp.MustCompile(`^[!-~]([ -~]{0,98}[!-~])?$`)
)

// check returns why no page can be made of a kit.
func (k Kit) check() error {
	switch {
	case k.Contract == nil || len(k.Contract.Datasets) == 0:
		return errors.New("no delivery contract")
	case !validOrg.MatchString(k.Org) || k.OrgName == "":
		return errors.New("no code or name of the organisation")
	case !validVersion.MatchString(k.Version):
		return errors.New("the version is not printable ASCII of at most 100 bytes")
	case k.Made.IsZero() || schemas.DayOf(k.Expires) < schemas.DayOf(k.Made):
		return errors.New("the page expires before it was made")
	case k.Earliest == 0:
		return errors.New("no earliest day")
	case len(k.Fingerprints) != len(k.Recipients):
		return errors.New("not as many fingerprints as recipients")
	case len(k.Recipients) == 0 || len(k.Recipients) > maxRecipients:
		return fmt.Errorf("want 1 to %d recipients", maxRecipients)
	}
	for i, r := range k.Recipients {
		if !validRecipient(r) {
			return fmt.Errorf("recipient %d is not an x25519 or hybrid age key", i+1)
		}
		if isHybrid(r) != isHybrid(k.Recipients[0]) {
			return envelope.ErrMixed
		}
		if fingerprint(r) != k.Fingerprints[i] {
			return fmt.Errorf("recipient %d does not have the fingerprint given", i+1)
		}
	}
	return nil
}

// maxRecipients is as many as a manifest may name.
const maxRecipients = 16

func isHybrid(recipient string) bool { return strings.HasPrefix(recipient, "age1pq1") }

// validRecipient reports whether a text is an age recipient with a checksum
// that fits (BIP 173), so that no page goes out that could never seal.
func validRecipient(text string) bool {
	const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
	prefix, length := "age", 62
	if isHybrid(text) {
		prefix, length = "age1pq", 1959
	}
	data, ok := strings.CutPrefix(text, prefix+"1")
	if !ok || len(text) != length {
		return false
	}
	var values []byte
	for _, c := range []byte(prefix) {
		values = append(values, c>>5)
	}
	values = append(values, 0)
	for _, c := range []byte(prefix) {
		values = append(values, c&31)
	}
	for _, c := range []byte(data) {
		v := strings.IndexByte(alphabet, c)
		if v < 0 {
			return false
		}
		values = append(values, byte(v))
	}
	return polymod(values) == 1
}

// polymod is the checksum of Bech32.
func polymod(values []byte) uint32 {
	generator := [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3}
	sum := uint32(1)
	for _, v := range values {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ uint32(v)
		for i, g := range generator {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	return sum
}

// fingerprint is that of package envelope, of a recipient as text.
func fingerprint(text string) string {
	sum := sha256.Sum256([]byte(text))
	code := base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").EncodeToString(sum[:10])
	return code[:4] + "-" + code[4:8] + "-" + code[8:12] + "-" + code[12:]
}
