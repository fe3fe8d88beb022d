package sealpage

import (
	"bytes"
	"fmt"
	"io"
	"math/rand"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"

	"lvv/ingest/envelope"
)

// TestManifestText holds the page's manifest to the vector of package
// envelope.
func TestManifestText(t *testing.T) {
	want, err := os.ReadFile("../envelope/testdata/manifest.txt")
	if err != nil {
		t.Fatal(err)
	}
	m := object{}
	for line := range strings.Lines(string(want)) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch n, err := strconv.Atoi(value); {
		case key == "recipients":
			m[key] = strings.Split(value, " ")
		case err == nil && (key == "seq" || key == "replaces" || key == "bytes"):
			m[key] = n
		default:
			m[key] = value
		}
	}
	var got string
	p := startBrowser(t).open(onDisk(t, kit(t)))
	if p.apply("verzegel.manifest", &got, m); got != string(want) {
		t.Errorf("the page writes\n%swant\n%s", got, want)
	}
}

// TestPaddedAsTheProgramDoes lets the program seal payloads of many sizes and
// asks the page how large it would have made them.
func TestPaddedAsTheProgramDoes(t *testing.T) {
	p := startBrowser(t).open(onDisk(t, kit(t)))
	signer, err := note.NewSigner(people().signerText)
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	m := envelope.Manifest{Org: "stil", Dataset: "opvang", Contract: "utrecht-2019", From: day, To: day, Seq: 1, Kind: envelope.CSV, Version: "lvv", Made: day}
	r := rand.New(rand.NewSource(5))
	sizes := []int{1, 2, 3, 64 << 10, 1 << 20, 1<<20 + 1, 5 << 20}
	for range 12 {
		sizes = append(sizes, 1+r.Intn(1<<(10+r.Intn(13))))
	}
	for _, n := range sizes {
		var sealed bytes.Buffer
		if _, err := envelope.Seal(&sealed, bytes.NewReader(make([]byte, n)), int64(n), m, signer, []age.Recipient{people().classic.Recipient()}); err != nil {
			t.Fatal(err)
		}
		plain, err := age.Decrypt(&sealed, people().classic)
		if err != nil {
			t.Fatal(err)
		}
		clear, err := io.ReadAll(plain)
		if err != nil {
			t.Fatal(err)
		}
		_, after, _ := bytes.Cut(clear, []byte("\n"))
		digits, rest, _ := bytes.Cut(after, []byte("\n"))
		note, err := strconv.Atoi(string(digits))
		if err != nil {
			t.Fatal(err)
		}
		var got int
		p.apply("verzegel.padded", &got, len(clear)-len(rest)+note+n)
		if got != len(clear) {
			t.Errorf("%d bytes: the page pads to %d, the program to %d", n, got, len(clear))
		}
	}
}

// TestNamesAreReadAsTheProgramDoes compares what file names say.
func TestNamesAreReadAsTheProgramDoes(t *testing.T) {
	p := startBrowser(t).open(onDisk(t, kit(t)))
	for _, name := range []string{
		"stil_opvang_2020-01-01_2020-03-31.csv", "STIL_Opvang_2020-01-01_2020-03-31_v12.XLSX", "villa-vrede_hulp_2020-02-01_2020-02-29.csv",
		"stil_opvang_2020-02-30_2020-03-31.csv", "stil_opvang_2020-03-31_2020-01-01.csv", "stil_opvang_2020-01-01_2020-03-31_v0.csv",
		"stil_opvang_2020-01-01_2020-03-31_v01.csv", "stil_opvang_2020-01-01.csv", "opvang.csv", "stil_opvang_2020-01-01_2020-03-31.txt", "stil_opvang_2020-01-01_2020-03-31_x.csv",
	} {
		want := "null"
		if m, err := envelope.ParseName(name + ".age"); err == nil {
			want = fmt.Sprint(m.Org, m.Dataset, m.From.Unix()/86400, m.To.Unix()/86400, m.Seq)
		}
		var said *struct {
			Org, Dataset string
			From, To     int64
			Seq          int
		}
		got := "null"
		if p.apply("verzegel.parseName", &said, name); said != nil {
			got = fmt.Sprint(said.Org, said.Dataset, said.From, said.To, said.Seq)
		}
		if got != want {
			t.Errorf("%s: the page reads %s, the program %s", name, got, want)
		}
	}
}

// TestPageSaysWhatItIs asserts that fingerprints, code, days and version can
// be compared with paper, and that the code is that of [Code].
func TestPageSaysWhatItIs(t *testing.T) {
	k := kit(t)
	code, err := Code(k)
	if err != nil {
		t.Fatal(err)
	}
	says := startBrowser(t).open(onDisk(t, k)).text("footer")
	for _, want := range append(k.Fingerprints, code, "01-01-2020", "31-12-2199", k.Version, k.OrgName) {
		if !strings.Contains(says, want) {
			t.Errorf("the page does not say %s:\n%s", want, says)
		}
	}
}
