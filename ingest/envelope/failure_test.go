package envelope

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
)

// canary stands for a personal value that must not turn up in an error.
const canary = "Xanthippe-Canary"

var csv = []byte("v_nummer;naam\n2712345678;" + canary + "\n")

func TestFailuresOutside(t *testing.T) {
	t.Parallel()
	c := people()
	small := plainAge(t, csv, c.stil.Recipient())
	big := plainAge(t, bytes.Repeat(csv, 10_000), c.stil.Recipient())
	signed := seal(t, bytes.Repeat(csv, 10_000), manifest(), c.signStil, c.stil.Recipient())
	header := bytes.Index(big, []byte("\n---"))
	mail := func(prefix, file string) []byte {
		return []byte("From: x\nSubject: levering\n\n" + prefix + strings.ReplaceAll(file, "\n", "\n"+prefix))
	}
	tests := []struct {
		name, about string
		file        []byte
		want        error
	}{
		{"empty", "an upload that failed", nil, ErrEmpty},
		{"not sealed", "an export that was never sealed", csv, ErrNotAge},
		{"secret key", "somebody sends a key instead of a delivery", []byte(c.stil.String()), ErrNotAge},
		{"crlf", "a mail program changed the line ends", bytes.ReplaceAll(big, []byte("\n"), []byte("\r\n")), ErrMangled},
		{"crlf below", "line ends changed below the first line", append([]byte(intro), bytes.ReplaceAll(big[len(intro):], []byte("\n"), []byte("\r\n"))...), ErrMangled},
		{"bom", "an editor saved it with a byte order mark", append([]byte("\xEF\xBB\xBF"), small...), ErrMangled},
		{"utf-16", "a Windows shell redirected it into a file", toUTF16(string(armored(t, small))), ErrMangled},
		{"utf-8", "a program replaced what is not UTF-8", bytes.ToValidUTF8(big, []byte("\uFFFD")), ErrMangled},
		{"base64", "an attachment was saved undecoded", []byte(base64.StdEncoding.EncodeToString(small)), ErrMangled},
		{"quoted", "armor was quoted in a reply", mail("> ", string(armored(t, small))), ErrMangled},
		{"armor damaged", "a line of the armor is not base64", bytes.Replace(armored(t, big), []byte("A"), []byte("*"), 1), ErrMangled},
		{"armor in one line", "line ends of the armor were removed", append([]byte("-----BEGIN AGE ENCRYPTED FILE-----\n"), bytes.Repeat([]byte("A"), 1<<20)...), ErrMangled},
		{"armor cut", "the end of the armor is missing", armored(t, big)[:5000], ErrTruncated},
		{"cut in first line", "hardly anything arrived", small[:10], ErrTruncated},
		{"cut in header", "nothing but the beginning arrived", small[:60], ErrTruncated},
		{"cut in nonce", "nothing but the header arrived", small[:bytes.Index(small, []byte("\n---"))+60], ErrTruncated},
		{"cut in first chunk", "a small file without its end", small[:len(small)-5], ErrTruncated},
		{"cut at a chunk", "cut exactly between two chunks", signed[:len(signed)-sealedChunk], ErrTruncated},
		{"cut in a chunk", "cut somewhere", signed[:len(signed)-100_000], ErrTruncated},
		{"signed, last bit", "the last chunk of a padded delivery is whole, so it was not cut", flip(signed, len(signed)-1), ErrAltered},
		{"bit in first chunk", "altered early", flip(big, header+200), ErrAltered},
		{"bit in a chunk", "altered after the first chunk", flip(big, header+100_000), ErrAltered},
		{"bit in header mac", "the header does not authenticate", flip(big, header+10), ErrAltered},
		{"extended", "something was added behind the end", append(bytes.Clone(signed), 'x'), ErrAltered},
		{"passphrase", "sealed with a passphrase", withPassphrase(t), ErrPassphrase},
		{"stranger", "sealed to somebody else", plainAge(t, csv, c.stranger.Recipient()), ErrNotForUs},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := open(tt.file, plainName)
			checkFailure(t, tt.about, err, tt.want)
		})
	}
}

func TestFailuresInside(t *testing.T) {
	t.Parallel()
	c := people()
	office := func(entry string) []byte {
		return append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), append(make([]byte, 600), utf16le(entry)...)...)
	}
	lockedZip := []byte("PK\x03\x04\x14\x00\x01\x00")
	openZip := []byte("PK\x03\x04\x14\x00\x00\x00")
	xlsxName := strings.Replace(plainName, "csv", "xlsx", 1)
	tests := []struct {
		name, about string
		payload     []byte
		file        string
		want        error
	}{
		{"nothing", "an empty file was sealed", nil, plainName, ErrEmpty},
		{"age in age", "a sealed file was sealed again", plainAge(t, csv, c.stil.Recipient()), plainName + ".age", ErrTwice},
		{"armor in age", "the same, armored", armored(t, plainAge(t, csv, c.stil.Recipient())), plainName, ErrTwice},
		{"pgp in age", "sealed with another program first", []byte("-----BEGIN PGP MESSAGE-----\n\nxx"), plainName, ErrTwice},
		{"office password", "workbook with a password", office("EncryptedPackage"), xlsxName, ErrOfficePassword},
		{"office unclear", "an OLE file whose directory is further on", office(""), xlsxName, ErrOfficePassword},
		{"xls", "workbook of before 2007, no password", office("Workbook"), xlsxName, ErrOldExcel},
		{"zip password", "the export in a ZIP with a password", lockedZip, plainName, ErrZipPassword},
		{"zip password as xlsx", "the same, renamed", lockedZip, xlsxName, ErrZipPassword},
		{"workbook as csv", "the name was changed, not the format", openZip, plainName, ErrKind},
		{"csv as workbook", "the other way round", csv, xlsxName, ErrKind},
		{"pdf", "a printout", []byte("%PDF-1.7\n"), plainName, ErrKind},
		{"no name", "a name that says nothing", csv, "lijst " + canary + ".csv.age", ErrName},
		{"other org", "named as another organisation than the key's", csv, strings.Replace(plainName, "stil", "vluchteling", 1), ErrWrongSender},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := open(plainAge(t, tt.payload, c.stil.Recipient()), tt.file)
			checkFailure(t, tt.about, err, tt.want)
		})
	}
}

func TestFailuresOfManifest(t *testing.T) {
	t.Parallel()
	c := people()
	to := []age.Recipient{c.stil.Recipient()}
	other := manifest()
	other.Org = "vluchteling"
	unknown := manifest()
	unknown.Org = "niemand"
	m := manifest()
	m.Bytes, m.SHA256 = int64(len(csv)), [32]byte{1}
	m.Recipients, _ = Fingerprints(to)
	head, err := signedHead(&m, c.signStil)
	if err != nil {
		t.Fatal(err)
	}
	m.SHA256 = sha(csv)
	good, err := signedHead(&m, c.signStil)
	if err != nil {
		t.Fatal(err)
	}
	unchecked := func(payload []byte) []byte {
		m := m
		m.Bytes, m.SHA256 = int64(len(payload)), sha(payload)
		head, err := signedHead(&m, c.signStil)
		if err != nil {
			t.Fatal(err)
		}
		return plainAge(t, append(head, payload...), to...)
	}
	inside := func(parts ...[]byte) []byte { return plainAge(t, bytes.Join(parts, nil), to...) }
	twice := plainAge(t, csv, to...)
	forwarded := func(to age.Recipient) []byte {
		r, err := age.Decrypt(bytes.NewReader(seal(t, csv, manifest(), c.signStil, c.stranger.Recipient())), c.stranger)
		if err != nil {
			t.Fatal(err)
		}
		all, _ := io.ReadAll(r)
		return plainAge(t, all, to)
	}
	tests := []struct {
		name, about string
		file        []byte
		want        error
	}{
		{"other signer", "signed by another organisation that we know", seal(t, csv, manifest(), c.signOther, to...), ErrWrongSender},
		{"other key", "signed by the other organisation, sealed to our key for this one", seal(t, csv, other, c.signOther, to...), ErrWrongSender},
		{"unknown", "an organisation without a signature key", seal(t, csv, unknown, c.signStil, to...), ErrWrongSender},
		{"two orgs", "sealed to the keys of two organisations", seal(t, csv, manifest(), c.signStil, c.stil.Recipient(), c.vluchteling.Recipient()), ErrWrongSender},
		{"forwarded", "a recipient sealed it again, to us", forwarded(c.stil.Recipient()), ErrForwarded},
		{"forwarded to recovery", "the same, to the recovery key", forwarded(c.recovery.Recipient()), ErrForwarded},
		{"signature altered", "manifest changed after signing", inside(bytes.Replace(good, []byte("seq: 2"), []byte("seq: 3"), 1), csv), ErrWrongSender},
		{"newer version", "made by a program of the future", inside([]byte("lvv-levering/v2\n"), good, csv), ErrManifest},
		{"no size", "no number on the second line", inside([]byte(format+"\nmany\n"), csv), ErrManifest},
		{"size too large", "size beyond what there is", inside([]byte(format+"\n16000\n"), csv), ErrManifest},
		{"no signature", "text without a signature block", inside([]byte(format + "\n7\norg: x\n")), ErrManifest},
		{"wrong sum", "SHA-256 of the manifest is not of this payload", inside(head, csv), ErrAltered},
		{"short payload", "less payload than the manifest says", inside(good, csv[:20]), ErrAltered},
		{"not padding", "something follows the payload", inside(good, csv, make([]byte, 70_000), []byte("x")), ErrAltered},
		{"sealed twice", "a signed delivery of a sealed file", unchecked(twice), ErrTwice},
		{"kind", "signed as csv, is a workbook", unchecked([]byte("PK\x03\x04\x14\x00\x00\x00")), ErrKind},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := open(tt.file, plainName)
			checkFailure(t, tt.about, err, tt.want)
		})
	}
}

func TestRetiredKey(t *testing.T) {
	t.Parallel()
	c := people()
	file := seal(t, csv, manifest(), c.signStil, c.stil.Recipient())
	key := Key{Name: "intake/stil/2019", Org: "stil", Identity: c.stil, Retired: now.AddDate(0, 0, 1)}
	if _, _, err := openWith(file, "", []Key{key}); err != nil {
		t.Errorf("a day before the date: %v", err)
	}
	key.Retired = now
	_, _, err := openWith(file, "", []Key{key})
	checkFailure(t, "on the date", err, ErrRetired)
	if !strings.Contains(err.Error(), key.Name) {
		t.Errorf("%q does not name the key", err)
	}
	active := Key{Name: "intake/stil/2020", Org: "stil", Identity: c.recovery}
	both := seal(t, csv, manifest(), c.signStil, c.stil.Recipient(), c.recovery.Recipient())
	d, _, err := openWith(both, "", []Key{key, active})
	if err != nil || d.KeyName != active.Name {
		t.Errorf("sealed to a retired and an active key: %v", err)
	}
	spare := Key{Name: "herstel", Identity: c.recovery}
	_, _, err = openWith(both, "", []Key{key, spare})
	checkFailure(t, "sealed to a retired and the recovery key", err, ErrRetired)
	if d, _, err := openWith(both, "", []Key{spare}); err != nil || d.Level != LevelSigned {
		t.Errorf("the organisation's key is lost: %v", err)
	}
}

func TestNotForUsNamesKeys(t *testing.T) {
	t.Parallel()
	c := people()
	_, _, err := open(seal(t, csv, manifest(), c.signStil, c.stranger.Recipient()), "")
	var not *NotForUsError
	if !errors.As(err, &not) {
		t.Fatalf("error is %v", err)
	}
	want := &NotForUsError{
		Tried:   []string{"intake/stil/2020", "intake/stil/2021", "intake/vluchteling/2020", "herstel/2020"},
		MadeFor: []string{"X25519"},
	}
	if diff := cmp.Diff(want, not); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	_, _, err = openWith(plainAge(t, csv, c.stil.Recipient()), plainName, nil)
	checkFailure(t, "no keys at all", err, ErrNotForUs)
}

// A disk that cannot be read is no fault of the sender.
func TestReadErrorIsNotBlamedOnSender(t *testing.T) {
	t.Parallel()
	c := people()
	broken := errors.New("input/output error")
	file := plainAge(t, bytes.Repeat(csv, 10_000), c.stil.Recipient())
	for _, tt := range []struct {
		about string
		file  []byte
		at    int
	}{
		{"at once", file, 0}, {"in the header", file, 50}, {"later", file, 100_000},
		{"under armor", armored(t, file), 100_000},
	} {
		src := io.MultiReader(bytes.NewReader(tt.file[:tt.at]), iotest.ErrReader(broken))
		d, err := Open(src, plainName, c.keys(), c.verifiers, now)
		if err == nil {
			_, err = io.ReadAll(d)
		}
		if !errors.Is(err, broken) || errors.Is(err, ErrTruncated) || errors.Is(err, ErrAltered) {
			t.Errorf("%s: %v", tt.about, err)
		}
	}
}

// fading is a file that cannot be read any more from some place on.
type fading struct {
	*bytes.Reader
	from int64
	err  error
}

func (f fading) ReadAt(p []byte, off int64) (int, error) {
	if last := f.Size() - sealedChunk; off+int64(len(p)) > f.from && off < last {
		return 0, f.err
	}
	return f.Reader.ReadAt(p, off)
}

// A disk that fails while a file is read at its places is not the sender's fault
// either, and a file that was begun already is read on from there.
func TestFileThatCannotBeReadOn(t *testing.T) {
	t.Parallel()
	broken, c := errors.New("disk broken"), people()
	file := plainAge(t, bytes.Repeat(csv, 20_000), c.stil.Recipient())
	_, _, err := openFrom(fading{bytes.NewReader(file), 200_000, broken}, plainName, c.keys())
	if !errors.Is(err, broken) || errors.Is(err, ErrTruncated) || errors.Is(err, ErrAltered) {
		t.Errorf("got %v", err)
	}
	begun := bytes.NewReader(append([]byte("begun"), file...))
	if _, err := begun.Seek(5, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if _, payload, err := openFrom(begun, plainName, c.keys()); err != nil || len(payload) != 20_000*len(csv) {
		t.Errorf("a file behind something else: %d bytes, %v", len(payload), err)
	}
}

// checkFailure checks that err is want, no other sentinel, and tells nothing.
func checkFailure(t *testing.T, about string, err, want error) {
	t.Helper()
	for _, s := range []error{
		ErrEmpty, ErrNotAge, ErrMangled, ErrTruncated, ErrAltered, ErrNotForUs, ErrRetired, ErrPassphrase, ErrTwice,
		ErrOfficePassword, ErrOldExcel, ErrZipPassword, ErrKind, ErrName, ErrManifest, ErrWrongSender, ErrForwarded, ErrMixed,
	} {
		if errors.Is(err, s) != (s == want) {
			t.Errorf("%s: got error %v, want %v", about, err, want)
		}
	}
	if err != nil && (strings.Contains(err.Error(), canary) || strings.Contains(err.Error(), "AGE-SECRET")) {
		t.Errorf("%s: error repeats the content", about)
	}
}

func flip(file []byte, at int) []byte {
	file = bytes.Clone(file)
	file[at] ^= 1
	return file
}

func toUTF16(s string) []byte {
	out := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

func withPassphrase(t *testing.T) []byte {
	t.Helper()
	r, err := age.NewScryptRecipient("geheim")
	if err != nil {
		t.Fatal(err)
	}
	r.SetWorkFactor(2)
	return plainAge(t, csv, r)
}

// opaque is an identity that does not tell its recipient.
type opaque struct{ age.Identity }

func TestKeyThatDoesNotTellItsRecipient(t *testing.T) {
	t.Parallel()
	c := people()
	keys := []Key{{Name: "intake/stil/plugin", Org: "stil", Identity: opaque{c.stil}}}
	_, _, err := openWith(seal(t, csv, manifest(), c.signStil, c.stil.Recipient()), "", keys)
	if err == nil || !strings.Contains(err.Error(), "intake/stil/plugin") {
		t.Errorf("forwarding cannot be seen, yet the error is %v", err)
	}
	if _, _, err := openWith(plainAge(t, csv, c.stil.Recipient()), plainName, keys); err != nil {
		t.Errorf("without manifest there is nothing to compare: %v", err)
	}
}
