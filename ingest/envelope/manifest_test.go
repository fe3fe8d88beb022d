package envelope

import (
	"encoding/base32"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func complete() Manifest {
	m := manifest()
	m.Bytes, m.SHA256 = 48_211, [32]byte{0xAB, 0xCD}
	m.Recipients = []string{"0123-4567-89AB-CDEF", "GHJK-MNPQ-RSTV-WXYZ"}
	return m
}

// The text is a format that other programs write: it is compared with a file.
func TestManifestText(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("testdata/manifest.txt")
	if err != nil {
		t.Fatal(err)
	}
	m := complete()
	if diff := cmp.Diff(string(want), m.text()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	got, err := parseManifest(string(want))
	if diff := cmp.Diff(m, got); err != nil || diff != "" {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

func TestManifestRefuses(t *testing.T) {
	t.Parallel()
	m := complete()
	good := m.text()
	tests := []struct{ about, old, new string }{
		{"another format", "v1\norg", "v2\norg"},
		{"unknown key", "seq: 2", "sequence: 2"},
		{"missing key", "made: 2020-04-02\n", ""},
		{"key too many", "made: 2020-04-02\n", "made: 2020-04-02\nname: x\n"},
		{"two keys swapped", "seq: 2\nreplaces: 1\n", "replaces: 1\nseq: 2\n"},
		{"path in organisation", "org: stil", "org: ../stil"},
		{"capital in organisation", "org: stil", "org: Stil"},
		{"period ends before it begins", "to: 2020-03-31", "to: 2019-12-31"},
		{"no such day", "to: 2020-03-31", "to: 2020-02-30"},
		{"sequence zero", "seq: 2\nreplaces: 1", "seq: 0\nreplaces: 0"},
		{"leading zero", "seq: 2", "seq: 02"},
		{"plus sign", "bytes: 48211", "bytes: +48211"},
		{"replaces itself", "replaces: 1", "replaces: 2"},
		{"nothing inside", "bytes: 48211", "bytes: 0"},
		{"capitals in sum", "abcd00", "ABCD00"},
		{"short sum", "abcd00", "abcd"},
		{"no recipients", "recipients: 0123-4567-89AB-CDEF GHJK-MNPQ-RSTV-WXYZ", "recipients: "},
		{"letter that is not in the alphabet", "GHJK", "GHIK"},
		{"unknown kind", "kind: csv", "kind: pdf"},
		{"space at end of version", "utrecht-2019/3", "utrecht-2019/3 "},
		{"no line end", "2020-04-02\n", "2020-04-02"},
	}
	for _, tt := range tests {
		bad := strings.Replace(good, tt.old, tt.new, 1)
		if bad == good {
			t.Errorf("%s: test changes nothing", tt.about)
		}
		if _, err := parseManifest(bad); !errors.Is(err, ErrManifest) {
			t.Errorf("%s: error %v", tt.about, err)
		}
	}
}

func drawDay(t *rapid.T, label string) time.Time {
	return date(2015, 1, 1).AddDate(0, 0, rapid.IntRange(0, 8000).Draw(t, label))
}

func drawManifest(t *rapid.T) Manifest {
	m := complete()
	m.Org = rapid.StringMatching(`[a-z0-9](-?[a-z0-9]){0,10}`).Draw(t, "org")
	m.Dataset = rapid.StringMatching(`[a-z]{1,12}`).Draw(t, "dataset")
	m.From = drawDay(t, "from")
	m.To = m.From.AddDate(0, 0, rapid.IntRange(0, 400).Draw(t, "days"))
	m.Seq = rapid.IntRange(1, maxSeq).Draw(t, "seq")
	m.Replaces = rapid.IntRange(0, m.Seq-1).Draw(t, "replaces")
	m.Kind = rapid.SampledFrom([]Kind{CSV, XLSX}).Draw(t, "kind")
	m.Bytes = rapid.Int64Min(1).Draw(t, "bytes")
	return m
}

func TestManifestComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := drawManifest(t)
		got, err := parseManifest(m.text())
		if diff := cmp.Diff(m, got); err != nil || diff != "" {
			t.Fatalf("error %v (-want +got):\n%s", err, diff)
		}
		named, err := ParseName(m.Name())
		want := Manifest{Org: m.Org, Dataset: m.Dataset, From: m.From, To: m.To, Seq: m.Seq, Replaces: m.Seq - 1, Kind: m.Kind}
		if diff := cmp.Diff(want, named); err != nil || diff != "" {
			t.Fatalf("name %s: error %v (-want +got):\n%s", m.Name(), err, diff)
		}
	})
}

func TestParseName(t *testing.T) {
	t.Parallel()
	q1 := Manifest{Org: "stil", Dataset: "opvang", From: date(2020, 1, 1), To: date(2020, 3, 31), Seq: 1, Kind: CSV}
	second := q1
	second.Seq, second.Replaces, second.Kind = 2, 1, XLSX
	tests := []struct {
		name, about string
		want        Manifest
		ok          bool
	}{
		{"stil_opvang_2020-01-01_2020-03-31.csv.age", "first delivery", q1, true},
		{"STIL_Opvang_2020-01-01_2020-03-31.CSV.AGE", "capitals do not count", q1, true},
		{"stil_opvang_2020-01-01_2020-03-31_v1.csv.age", "first delivery, said so", q1, true},
		{"stil_opvang_2020-01-01_2020-03-31_v2.xlsx.age", "second delivery", second, true},
		{"stil_opvang_2020-01-01_2020-03-31.csv", "not sealed", Manifest{}, false},
		{"stil_opvang_2020-01-01_2020-03-31.age", "no kind", Manifest{}, false},
		{"stil_opvang_2020-01-01_2020-03-31.ods.age", "unknown kind", Manifest{}, false},
		{"stil_opvang_2020-01-01.csv.age", "no last day", Manifest{}, false},
		{"stil_opvang_01-01-2020_31-03-2020.csv.age", "days the Dutch way", Manifest{}, false},
		{"stil_opvang_2020-03-31_2020-01-01.csv.age", "days swapped", Manifest{}, false},
		{"stil_opvang_2020-02-30_2020-03-31.csv.age", "no such day", Manifest{}, false},
		{"stil_opvang_2020-01-01_2020-03-31_v0.csv.age", "sequence zero", Manifest{}, false},
		{"stil_opvang_2020-01-01_2020-03-31_v02.csv.age", "leading zero", Manifest{}, false},
		{"stil_opvang_2020-01-01_2020-03-31_2.csv.age", "sequence without v", Manifest{}, false},
		{"stil_opvang_2020-01-01_2020-03-31 (1).csv.age", "browser's second copy", Manifest{}, false},
		{"inbox/stil_opvang_2020-01-01_2020-03-31.csv.age", "with its folder", Manifest{}, false},
		{"\u212Aat_opvang_2020-01-01_2020-03-31.csv.age", "a Kelvin sign is not a k", Manifest{}, false},
	}
	for _, tt := range tests {
		got, err := ParseName(tt.name)
		if (err == nil) != tt.ok || (err != nil && !errors.Is(err, ErrName)) {
			t.Errorf("%s: error %v", tt.about, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.about, diff)
		}
	}
}

func TestReceiptCode(t *testing.T) {
	t.Parallel()
	sum := [32]byte{0x00, 0x44, 0x32, 0x14, 0xC7, 0xFF}
	if got := ReceiptCode(sum); got != "0123-4567" {
		t.Errorf("code %s", got)
	}
	for _, typed := range []string{"0123-4567", "o l23 45 67", "OI234567"} {
		if code, ok := ParseReceipt(typed); !ok || code != ReceiptCode(sum) {
			t.Errorf("%q is read as %q", typed, code)
		}
	}
	for _, typed := range []string{"", "0123", "0123-4567-0", "0123-456U", "../../etc"} {
		if code, ok := ParseReceipt(typed); ok {
			t.Errorf("%q is taken for %s", typed, code)
		}
	}
	if raw, err := base32.HexEncoding.DecodeString("01234567"); err != nil || [5]byte(raw) != [5]byte(sum[:5]) {
		t.Errorf("the code is not the first 40 bits: % x", raw)
	}
}

func TestFingerprint(t *testing.T) {
	t.Parallel()
	c := people()
	a, err := Fingerprint(c.stil.Recipient())
	if err != nil || !validFingerprint.MatchString(a) {
		t.Errorf("fingerprint %q, error %v", a, err)
	}
	b, _ := Fingerprint(c.hybrid.Recipient())
	if again, _ := Fingerprint(c.stil.Recipient()); a == b || a != again {
		t.Errorf("fingerprints %q, %q, %q", a, b, again)
	}
}
