package sealpage

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"lvv/ingest/envelope"
	"lvv/schemas"
)

// TestSameKitSameBytes also asserts that the page stays small enough to mail
// and to look at.
func TestSameKitSameBytes(t *testing.T) {
	t.Parallel()
	for _, name := range schemas.Names() {
		c, err := schemas.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		k := kit(t)
		k.Contract = c
		first, second := page(t, k), page(t, k)
		if !bytes.Equal(first, second) {
			t.Errorf("%s: the same kit gives different pages", name)
		}
		if len(first) > 250<<10 {
			t.Errorf("%s: the page is %d bytes", name, len(first))
		}
	}
}

// TestNothingFromOutside reads the page as text: nothing in it leads anywhere,
// and the name of an organisation cannot end the script it stands in.
func TestNothingFromOutside(t *testing.T) {
	t.Parallel()
	text := string(page(t, kit(t)))
	if n := strings.Count(text, "</script>"); n != 2 {
		t.Errorf("%d scripts end, want the rule pack and the program", n)
	}
	if !strings.Contains(text, `content="default-src 'none'; script-src 'sha256-`) {
		t.Error("no policy that forbids everything else")
	}
	for _, attribute := range []string{` src=`, `<link`, `<iframe`, `<img`, `@import`, `url(`, ` onclick=`, ` style=`} {
		if strings.Contains(skeleton+style, attribute) {
			t.Errorf("%s in the page", attribute)
		}
	}
	if left := regexp.MustCompile(`@[A-Z]+@`).FindString(strings.Replace(text, script, "", 1)); left != "" {
		t.Errorf("%s was not filled in", left)
	}
}

// TestSourcesLeaveNothingBehind forbids what sends, stores or runs text, in
// the sources that are ours.
func TestSourcesLeaveNothingBehind(t *testing.T) {
	t.Parallel()
	forbidden := []string{
		"fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "EventSource", "RTCPeerConnection", "localStorage", "sessionStorage", "indexedDB",
		"caches", "cookie", "serviceWorker", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "console.",
	}
	sources, err := fs.Glob(os.DirFS("web/src"), "*.js")
	if err != nil || len(sources) < 15 {
		t.Fatalf("found %d sources, %v", len(sources), err)
	}
	for _, name := range sources {
		text, err := os.ReadFile("web/src/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range forbidden {
			if bytes.Contains(text, []byte(f)) {
				t.Errorf("%s holds %s", name, f)
			}
		}
	}
}

// TestBundleIsTheOneThatWasBuilt finds a bundle that was edited by hand; that
// it comes from the sources is the test with the tag npm.
func TestBundleIsTheOneThatWasBuilt(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("bundle.sum")
	if err != nil {
		t.Fatal(err)
	}
	if got := sha256.Sum256([]byte(script)); hex.EncodeToString(got[:])+"\n" != string(want) {
		t.Error("bundle.js is not the one of bundle.sum: run npm ci && npm run build in web/")
	}
	for _, owner := range []string{"age-encryption 0.3.1", "@noble/post-quantum", "Permission is hereby granted", "Redistribution and use"} {
		if !strings.Contains(script, owner) {
			t.Errorf("the licences in bundle.js do not name %q", owner)
		}
	}
	for name, part := range map[string]string{"bundle.js": script, "page.css": style} {
		if strings.ContainsAny(part, "\r\x00") || strings.Contains(strings.ToLower(part), "</s") {
			t.Errorf("%s cannot stand in a page as it is", name)
		}
	}
}

func TestKitsThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		bend func(k *Kit)
		want error // nil for any
	}{
		{"no contract", func(k *Kit) { k.Contract = nil }, nil},
		{"organisation that is no name", func(k *Kit) { k.Org = "STIL/.." }, nil},
		{"no name", func(k *Kit) { k.OrgName = "" }, nil},
		{"version of two lines", func(k *Kit) { k.Version = "lvv\norg: x" }, nil},
		{"no day of making", func(k *Kit) { k.Made = time.Time{} }, nil},
		{"expires before it was made", func(k *Kit) { k.Expires = k.Made.AddDate(0, 0, -1) }, nil},
		{"no earliest day", func(k *Kit) { k.Earliest = 0 }, nil},
		{"no recipients", func(k *Kit) { k.Recipients, k.Fingerprints = nil, nil }, nil},
		{"a fingerprint too few", func(k *Kit) { k.Fingerprints = k.Fingerprints[:1] }, nil},
		{"fingerprint of another key", func(k *Kit) { k.Fingerprints[1] = k.Fingerprints[0] }, nil},
		{"mixed classes", func(k *Kit) {
			other := people().classic.Recipient()
			mark, _ := envelope.Fingerprint(other)
			k.Recipients[1], k.Fingerprints[1] = other.String(), mark
		}, envelope.ErrMixed},
		{"recipient with a typing error", func(k *Kit) { k.Recipients[0] = mistyped(k.Recipients[0]) }, nil},
		{"secret in place of a recipient", func(k *Kit) { k.Recipients[0] = people().hybrid.String() }, nil},
	} {
		k := kit(t)
		test.bend(&k)
		err := Write(new(bytes.Buffer), k)
		if err == nil || test.want != nil && !errors.Is(err, test.want) {
			t.Errorf("%s: %v", test.name, err)
		} else if strings.Contains(err.Error(), "AGE-SECRET-KEY") {
			t.Errorf("%s: the error shows the secret", test.name)
		}
		if _, err := Code(k); err == nil {
			t.Errorf("%s: there is a code for it", test.name)
		}
	}
}

func mistyped(recipient string) string {
	last := byte('q')
	if recipient[len(recipient)-1] == 'q' {
		last = 'p'
	}
	return recipient[:len(recipient)-1] + string(last)
}

// TestRecipientsAreCheckedAsAgeDoes compares with age itself, on keys and on
// keys with one letter changed.
func TestRecipientsAreCheckedAsAgeDoes(t *testing.T) {
	t.Parallel()
	for _, r := range append(kit(t).Recipients, classicKit(t).Recipients...) {
		for i := range 60 {
			bent := []byte(r)
			if i > 0 {
				bent[i*len(r)/61] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l1b"[i%34]
			}
			_, err := age.ParseRecipients(bytes.NewReader(bent))
			if got := validRecipient(string(bent)); got != (err == nil) {
				t.Errorf("letter %d changed: valid %v; age says %v", i, got, err)
			}
		}
	}
}

func TestWriteFails(t *testing.T) {
	t.Parallel()
	full := errors.New("disk full")
	if err := Write(failing{full}, kit(t)); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
