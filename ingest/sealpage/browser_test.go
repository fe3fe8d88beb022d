package sealpage

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"lvv/ingest/envelope"
	"lvv/ingest/table/tabletest"
)

const stays = "V-nummer;Naam;Nationaliteit;Geslacht;Geboortedatum;Datum instroom;Datum uitstroom;Reden uitstroom\r\n" +
	"1234567891;Amina Yusuf;Eritrese;v;00-05-1990;01-02-2020;;\r\n" +
	"0123456780;José Proef;Staatloos;m;1985;03-01-2020;10-03-2020;MOB\r\n"

const exportName = "stil_opvang_2020-01-01_2020-03-31_v2.csv"

// TestSealedInTheBrowserOpensInGo goes the way of a caseworker, with keys of
// both classes, with and without signature.
func TestSealedInTheBrowserOpensInGo(t *testing.T) {
	for _, test := range []struct {
		name   string
		kit    Kit
		signed bool
		key    string
	}{
		{"hybrid signed", kit(t), true, "intake-stil"},
		{"hybrid unsigned", kit(t), false, "intake-stil"},
		{"x25519 signed", classicKit(t), true, "intake-stil-x"},
		{"x25519 unsigned", classicKit(t), false, "intake-stil-x"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := startBrowser(t).open(onDisk(t, test.kit))
			p.choose("#bestand", exportName, []byte(stays))
			p.wait(`document.querySelector("#uitslag .good")`)
			if test.signed {
				p.choose("#sleutel", "sender-stil.key", people().keyfile())
				p.wait(`document.querySelector("#sleuteluitslag .good")`)
			}
			p.click("#verzegel")
			p.wait(`!document.querySelector("#klaar").hidden`)
			code := p.text("#klaarcode")
			name, sealed := p.download("#bewaar")
			if name != exportName+".age" {
				t.Errorf("the file is called %s", name)
			}
			d, payload := open(t, sealed, name)
			if d.Signed != test.signed || d.KeyName != test.key || d.Org != "stil" {
				t.Errorf("signed %v, key %s, organisation %s", d.Signed, d.KeyName, d.Org)
			}
			checkManifest(t, d.Manifest, test.kit, test.signed)
			if test.signed && string(payload) != stays {
				t.Error("the payload is not what was sealed")
			}
			if !test.signed && (!bytes.HasPrefix(payload, []byte(stays)) || strings.Trim(string(payload[len(stays):]), "\n") != "") {
				t.Error("the payload is not what was sealed and blank lines")
			}
			id := sha(sealed)
			if d.Signed {
				id = d.ID
			}
			if envelope.ReceiptCode(id) != code {
				t.Errorf("the receipt code %s is not that of the delivery", code)
			}
			if len(sealed) < 64<<10 {
				t.Errorf("%d bytes: not padded", len(sealed))
			}
			checkPrivacy(t, p)
		})
	}
}

// open opens a sealed file as the intake does, to its end.
func open(t *testing.T, sealed []byte, name string) (*envelope.Delivery, []byte) {
	t.Helper()
	d, err := envelope.Open(bytes.NewReader(sealed), name, people().keys(), people().verifiers, time.Date(2020, 4, 6, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	payload, err := io.ReadAll(d)
	if err != nil {
		t.Fatal(err)
	}
	return d, payload
}

func checkManifest(t *testing.T, m envelope.Manifest, k Kit, signed bool) {
	t.Helper()
	if m.Dataset != "opvang" || m.From.Format(time.DateOnly) != "2020-01-01" || m.To.Format(time.DateOnly) != "2020-03-31" ||
		m.Seq != 2 || m.Replaces != 1 || m.Kind != envelope.CSV {
		t.Errorf("the manifest says %+v", m)
	}
	if signed && (m.Contract != k.Contract.Name || m.Version != k.Version || strings.Join(m.Recipients, " ") != strings.Join(k.Fingerprints, " ")) {
		t.Errorf("the manifest says %+v", m)
	}
}

// checkPrivacy asserts that the page asked for nothing but itself and left
// nothing behind, and that its policy stopped nothing it tried.
func checkPrivacy(t *testing.T, p *tab) {
	t.Helper()
	for _, raw := range p.seen("Network.requestWillBeSent") {
		var r struct {
			Request struct{ URL string } `json:"request"`
		}
		if err := json.Unmarshal(raw, &r); err != nil {
			t.Fatal(err)
		}
		own := strings.HasPrefix(r.Request.URL, "file://") && strings.HasSuffix(r.Request.URL, "/verzegel.html")
		// blob: is the file that was made here; data: are Chromium's own icons in
		// fields for dates. Neither leaves the page.
		inside := strings.HasPrefix(r.Request.URL, "blob:") || strings.HasPrefix(r.Request.URL, "data:image/svg+xml")
		if !own && !inside {
			t.Errorf("the page asked for %s", r.Request.URL)
		}
	}
	var kept int
	p.eval(`(async () => localStorage.length + sessionStorage.length + document.cookie.length + (await indexedDB.databases()).length)()`, &kept)
	if kept != 0 {
		t.Errorf("the page left %d things behind", kept)
	}
	for _, method := range []string{"Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"} {
		for _, raw := range p.seen(method) {
			t.Errorf("%s: %s", method, raw)
		}
	}
}

// TestThePolicyHolds asserts that what the policy forbids really is forbidden:
// without that, asking for nothing would be a promise only.
func TestThePolicyHolds(t *testing.T) {
	p := startBrowser(t).open(onDisk(t, kit(t)))
	for name, try := range map[string]string{
		"request": `fetch("http://127.0.0.1:9/").then(() => true, () => false)`,
		"picture": `new Promise((done) => { const i = new Image(); i.onload = () => done(true); i.onerror = () => done(false); i.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw="; })`,
		"script":  `(() => { const s = document.createElement("script"); s.textContent = "globalThis.ran = true"; document.body.append(s); return Boolean(globalThis.ran); })()`,
		"style":   `(() => { const s = document.createElement("style"); s.textContent = "body{color:#123456}"; document.head.append(s); return getComputedStyle(document.body).color === "rgb(18, 52, 86)"; })()`,
	} {
		var could bool
		if p.eval(try, &could); could {
			t.Errorf("%s: the policy lets it through", name)
		}
	}
}

// TestExpired asserts that a page does not seal after its last day.
func TestExpired(t *testing.T) {
	k := kit(t)
	k.Expires = time.Date(2020, 12, 31, 0, 0, 0, 0, time.UTC)
	p := startBrowser(t).open(onDisk(t, k))
	if got := p.text("#melding"); !strings.Contains(got, "verlopen") || !strings.Contains(got, "31-12-2020") {
		t.Errorf("it says %q", got)
	}
	var hidden bool
	if p.eval(`document.querySelector("#stappen").hidden`, &hidden); !hidden {
		t.Error("its steps can be used")
	}
}

// TestFaultsStopTheSeal follows the button through what may and may not be
// sealed.
func TestFaultsStopTheSeal(t *testing.T) {
	p := startBrowser(t).open(onDisk(t, kit(t)))
	header := strings.SplitAfter(stays, "\n")[0]
	for _, test := range []struct {
		name, content, says string
		tick, seals         bool
	}{
		{"column missing", "naam;geslacht\nA;m\n", "Deze kolom ontbreekt", false, false},
		{"fault in a row", stays + "12;B;Eritrese;v;1990;01-02-2020;;\n", "rij 4", true, true},
		{"citizen service number", stays + ";Jan 111222333;Eritrese;v;1990;01-02-2020;;\n", "burgerservicenummer", false, false},
		{"nil return", header, "nulopgave", true, true},
		{"sealed already", "age-encryption.org/v1\n", "al verzegeld", false, false},
		{"clean", stays, "niets gevonden", false, true},
	} {
		p.choose("#bestand", exportName, []byte(test.content))
		p.wait(`document.querySelector("#stap1 .fault:not(:empty)") || document.querySelector("#uitslag .box")`)
		if says := p.text("main"); !strings.Contains(says, test.says) {
			t.Errorf("%s: the page does not say %q:\n%s", test.name, test.says, says)
		}
		var before, tick, after bool
		p.eval(`!document.querySelector("#verzegel").disabled`, &before)
		p.eval(`!document.querySelector("#akkoordvak").hidden`, &tick)
		if tick {
			p.click("#akkoord")
		}
		p.eval(`!document.querySelector("#verzegel").disabled`, &after)
		if tick != test.tick || after != test.seals || test.tick && before {
			t.Errorf("%s: asks %v, seals %v, before the tick %v", test.name, tick, after, before)
		}
	}
	if says := p.text("main"); strings.Contains(says, "Amina") {
		t.Error("the page shows a name out of the file")
	}
}

// TestWrappedKeyFile asserts that a key file with a passphrase asks for it,
// refuses another, and signs.
func TestWrappedKeyFile(t *testing.T) {
	p := startBrowser(t).open(onDisk(t, kit(t)))
	p.choose("#bestand", exportName, []byte(stays))
	p.wait(`document.querySelector("#uitslag .good")`)
	p.choose("#sleutel", "sender-stil.key", wrapped(t, people().keyfile(), "vier losse woorden samen"))
	p.wait(`!document.querySelector("#wachtzinvak").hidden`)
	p.fill("#wachtzin", "iets anders")
	p.click("#ontgrendel")
	p.wait(`document.querySelector("#sleuteluitslag").textContent.includes("past niet")`)
	p.fill("#wachtzin", "vier losse woorden samen")
	p.click("#ontgrendel")
	p.wait(`document.querySelector("#sleuteluitslag .good")`)
	p.click("#verzegel")
	p.wait(`!document.querySelector("#klaar").hidden`)
	name, sealed := p.download("#bewaar")
	if d, _ := open(t, sealed, name); !d.Signed {
		t.Error("the delivery is not signed")
	}
	checkPrivacy(t, p)
}

// TestWrongKeyFiles asserts that what is no signing key is refused with words
// that help.
func TestWrongKeyFiles(t *testing.T) {
	p := startBrowser(t).open(onDisk(t, kit(t)))
	p.choose("#bestand", exportName, []byte(stays))
	p.wait(`document.querySelector("#uitslag .good")`)
	damaged := bytes.Replace(people().keyfile(), []byte("+sender/stil+"), []byte("+zender/stil+"), 1)
	for _, test := range []struct {
		name, says string
		file       []byte
	}{
		{"identity", "om te openen", []byte("# lvv\n" + people().classic.String() + "\n")},
		{"damaged", "beschadigd", damaged},
		{"of another organisation", "andere organisatie", bytes.Replace(people().keyfile(), []byte("/stil+"), []byte("/seguro+"), 1)},
		{"a text", "geen sleutelbestand", []byte("hallo\n")},
		{"two keys", "geen sleutelbestand", append(people().keyfile(), people().keyfile()...)},
		{"nothing", "geen sleutelbestand", []byte("\n")},
	} {
		p.choose("#sleutel", "een.key", test.file)
		p.wait(`document.querySelector("#sleuteluitslag .fault")`)
		if says := p.text("#sleuteluitslag"); !strings.Contains(says, test.says) {
			t.Errorf("%s: the page says %q", test.name, says)
		}
		p.click("#sleutelweg")
	}
}

func wrapped(t *testing.T, file []byte, passphrase string) []byte {
	t.Helper()
	r, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	r.SetWorkFactor(12) // a real one has 18, which takes a browser a few seconds
	var out bytes.Buffer
	w, err := age.Encrypt(&out, r)
	if err == nil {
		_, err = w.Write(file)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestWorkbookUnderAnyName takes a workbook whose name says nothing: the page
// knows it by its columns, asks for the period, and seals it as it is.
func TestWorkbookUnderAnyName(t *testing.T) {
	p := startBrowser(t).open(onDisk(t, kit(t)))
	book := tabletest.WriteXLSX(t, [][]string{{"Maand", "Kostensoort", "Begroot", "Gerealiseerd"}, {"2020-01", "overig", "1.200,00", "1.150,50"}})
	p.choose("#bestand", "Map1 (2).xlsx", book)
	p.wait(`document.querySelector("#uitslag .box")`)
	if says := p.text("#uitslag"); !strings.Contains(says, "1 goed") {
		t.Fatalf("the page says %q", says)
	}
	p.fill("#van", "1-1-2020")
	p.fill("#tot", "31-02-2020")
	var ready bool
	if p.eval(`!document.querySelector("#verzegel").disabled`, &ready); ready {
		t.Error("a period that does not exist can be sealed")
	}
	p.fill("#tot", "31-01-2020")
	p.click("#verzegel")
	p.wait(`!document.querySelector("#klaar").hidden`)
	name, sealed := p.download("#bewaar")
	if name != "stil_kosten_2020-01-01_2020-01-31.xlsx.age" {
		t.Errorf("the file is called %s", name)
	}
	if d, payload := open(t, sealed, name); d.Manifest.Kind != envelope.XLSX || !bytes.Equal(payload, book) {
		t.Error("the workbook is not what was sealed")
	}
	p.fill("#volgnummer", "2")
	var gone bool
	if p.eval(`document.querySelector("#klaar").hidden`, &gone); !gone {
		t.Error("a sealed file that no longer fits the page can still be saved")
	}
}

// TestForKeyboardAndEar asserts what people who do not see the page, or do not
// use a mouse, rely on: every field has a name and can be reached, headings
// come in order, and what changes is read out.
func TestForKeyboardAndEar(t *testing.T) {
	p := startBrowser(t).open(onDisk(t, kit(t)))
	p.choose("#bestand", exportName, []byte(stays+"12;B;Eritrese;v;1990;01-02-2020;;\n"))
	p.wait(`document.querySelector("#uitslag .box")`)
	var nameless []string
	p.eval(`[...document.querySelectorAll("input,select")].filter((f) => ![...f.labels].some((l) => l.textContent.trim()) || f.tabIndex < 0).map((f) => f.id)`, &nameless)
	if len(nameless) > 0 {
		t.Errorf("fields without a name or out of reach: %v", nameless)
	}
	var levels []int
	p.eval(`[...document.querySelectorAll("h1,h2,h3")].map((h) => Number(h.tagName[1]))`, &levels)
	for i, level := range levels {
		if i == 0 && level != 1 || i > 0 && level > levels[i-1]+1 {
			t.Errorf("headings of levels %v", levels)
			break
		}
	}
	var quiet []string
	p.eval(`["#melding", "#bestandfout", "#gegevensfout", "#verzegelfout", "#uitslag", "#sleuteluitslag"].filter((s) => { const e = document.querySelector(s); return !e.hasAttribute("aria-live") && e.getAttribute("role") !== "alert"; })`, &quiet)
	if len(quiet) > 0 {
		t.Errorf("changes that are not read out: %v", quiet)
	}
}

// TestMixedKeysAreRefused bends a page to hold keys of both classes, which
// Write does not make: the page then shows another fingerprint and does not
// seal.
func TestMixedKeysAreRefused(t *testing.T) {
	k := kit(t)
	other := people().classic.Recipient()
	bent := bytes.Replace(page(t, k), []byte(k.Recipients[1]), []byte(other.String()), 1)
	path := filepath.Join(t.TempDir(), "verzegel.html")
	if err := os.WriteFile(path, bent, 0o600); err != nil {
		t.Fatal(err)
	}
	p := startBrowser(t).open(path)
	mark, err := envelope.Fingerprint(other)
	if err != nil {
		t.Fatal(err)
	}
	code, err := Code(k)
	if err != nil {
		t.Fatal(err)
	}
	if says := p.text("footer"); !strings.Contains(says, mark) || strings.Contains(says, code) {
		t.Errorf("the page hides that it was bent:\n%s", says)
	}
	p.choose("#bestand", exportName, []byte(stays))
	p.wait(`document.querySelector("#uitslag .good")`)
	p.click("#verzegel")
	p.wait(`document.querySelector("#verzegelfout").textContent.includes("niet gelukt")`)
}
