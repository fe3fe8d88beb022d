package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/rogpeppe/go-internal/testscript"

	"lvv/anonymise/keyring"
	"lvv/ingest/envelope"
)

// seal-as SENDER.key IN OUT WHO… signs and seals a file without looking into it,
// as a hostile or broken program does; the name of OUT says what it is.
func sealAs(ts *testscript.TestScript, neg bool, args []string) {
	m, err := envelope.ParseName(filepath.Base(args[2]))
	ts.Check(err)
	m.Contract, m.Version = "utrecht-2019", "lvv/0.1.0"
	m.Made = time.Date(2020, 7, 10, 0, 0, 0, 0, time.UTC)
	signer, err := keyring.ReadSigner(ts.MkAbs(args[0]), nil)
	ts.Check(err)
	content, err := os.ReadFile(ts.MkAbs(args[1]))
	ts.Check(err)
	var b bytes.Buffer
	_, err = envelope.Seal(&b, bytes.NewReader(content), int64(len(content)), m, signer, recipients(ts, args[3:]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), b.Bytes(), 0o600))
}

// pass-on IN KEY OUT WHO… opens a sealed file and seals what is in it, with the
// manifest of its sender, to somebody else.
func passOn(ts *testscript.TestScript, neg bool, args []string) {
	id, err := keyring.ReadIdentity(ts.MkAbs(args[1]), nil)
	ts.Check(err)
	r, err := age.Decrypt(strings.NewReader(ts.ReadFile(args[0])), id)
	ts.Check(err)
	content, err := io.ReadAll(r)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), sealedPlainly(ts, content, recipients(ts, args[3:])), 0o600))
}

// age-seal IN OUT WHO… seals a file as a plain age program does: to each file with
// public keys, or with a passphrase.
func ageSeal(ts *testscript.TestScript, neg bool, args []string) {
	content, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), sealedPlainly(ts, content, recipients(ts, args[2:])), 0o600))
}

func sealedPlainly(ts *testscript.TestScript, content []byte, to []age.Recipient) []byte {
	var b bytes.Buffer
	w, err := age.Encrypt(&b, to...)
	ts.Check(err)
	_, err = w.Write(content)
	ts.Check(errors.Join(err, w.Close()))
	return b.Bytes()
}

// recipients reads files with public keys; "passphrase" stands for a passphrase.
func recipients(ts *testscript.TestScript, files []string) []age.Recipient {
	var to []age.Recipient
	for _, file := range files {
		if file == "passphrase" {
			r, err := age.NewScryptRecipient("een wachtwoord")
			ts.Check(err)
			r.SetWorkFactor(10)
			to = append(to, r)
			continue
		}
		keys, err := age.ParseRecipients(strings.NewReader(ts.ReadFile(file)))
		ts.Check(err)
		to = append(to, keys...)
	}
	return to
}

// make KIND FILE makes a file that is too much to write down in a script.
func makeFile(ts *testscript.TestScript, neg bool, args []string) {
	f, err := os.OpenFile(ts.MkAbs(args[1]), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	ts.Check(err)
	w := bufio.NewWriter(f)
	kind, ok := hostile[args[0]]
	if !ok {
		ts.Fatalf("no file of kind %s", args[0])
	}
	ts.Check(errors.Join(kind(w), w.Flush(), f.Close()))
}

const shelterHeader = "v_nummer;naam;nationaliteit;geslacht;geboortedatum;datum_instroom;datum_uitstroom;reden_uitstroom"

// hostile are the files that "make" makes.
var hostile = map[string]func(w *bufio.Writer) error{
	"thousand-columns": func(w *bufio.Writer) error { return wideTable(w, 1_000) },
	"million-columns":  func(w *bufio.Writer) error { return wideTable(w, 1_000_000) },
	"endless-line": func(w *bufio.Writer) error {
		w.WriteString(shelterHeader + "\n")
		return repeat(w, []byte("Kanarie"), 5<<20)
	},
	"zeros-sheet": func(w *bufio.Writer) error {
		return workbookOf(w, func(sheet io.Writer) error { return repeat(sheet, make([]byte, 1<<20), 300<<20+1) })
	},
	"row-bomb": func(w *bufio.Writer) error {
		return workbookOf(w, func(sheet io.Writer) error {
			io.WriteString(sheet, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
			return repeat(sheet, bytes.Repeat([]byte(`<row><c t="inlineStr"><is><t>Kanarie</t></is></c></row>`), 20_000), 310<<20)
		})
	},
	"old-excel": func(w *bufio.Writer) error {
		w.WriteString("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") // MS-CFB 2.2: compound file
		return repeat(w, make([]byte, 512), 4096)
	},
	"nul-bytes": func(w *bufio.Writer) error {
		_, err := w.WriteString(shelterHeader + "\n\x00\x00\x00;Kanarie;\x00\n")
		return err
	},
}

// wideTable writes a header with so many columns too many.
func wideTable(w io.Writer, columns int) error {
	_, err := io.WriteString(w, shelterHeader+strings.Repeat(";k", columns)+"\n")
	return err
}

// repeat writes a piece until at least so many bytes are written.
func repeat(w io.Writer, piece []byte, size int) error {
	for written := 0; written < size; written += len(piece) {
		if _, err := w.Write(piece); err != nil {
			return err
		}
	}
	return nil
}

// workbookOf writes the smallest workbook there is, with a sheet for shelter
// that sheet fills.
func workbookOf(w io.Writer, sheet func(io.Writer) error) error {
	const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const packages = "http://schemas.openxmlformats.org/package/2006/"
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="` + packages + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packages + `relationships"><Relationship Id="r1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + main + `" xmlns:r="` + office + `"><sheets><sheet name="opvang" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packages + `relationships"><Relationship Id="r1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
	} {
		p, err := z.Create(part.name)
		if err == nil {
			_, err = io.WriteString(p, part.text)
		}
		if err != nil {
			return err
		}
	}
	p, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return err
	}
	return errors.Join(sheet(p), z.Close())
}
