package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"filippo.io/age"
	"github.com/rogpeppe/go-internal/testscript"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/ledger"
	"lvv/anonymise/release/history"
)

// forgeries are what an insider may change in what is remembered of a release.
var forgeries = map[string]func(ts *testscript.TestScript, r *history.Release){
	"world": func(ts *testscript.TestScript, r *history.Release) { // a value of one
		for _, c := range r.Proof.Certificates {
			if len(c.High) > 0 {
				c.High[0].Value++
				return
			}
		}
		ts.Fatalf("there is no world to forge")
	},
	"certificate": func(ts *testscript.TestScript, r *history.Release) { // one is dropped
		cell := r.Proof.Certificates[0].Cell
		r.Proof.Certificates = slices.DeleteFunc(r.Proof.Certificates, func(c disclosure.Certificate) bool { return c.Cell == cell })
		r.Sheet.Certificates = len(r.Proof.Certificates)
	},
	"status": func(ts *testscript.TestScript, r *history.Release) { // a point becomes a number
		for _, t := range r.Tables {
			for i, s := range t.Status {
				if s == disclosure.Suppressed && t.Cells[i].Value > 0 && t.Cells[i].Value < 10 {
					t.Status[i] = disclosure.Shown
					r.Sheet.Tables = nil
					return
				}
			}
		}
		ts.Fatalf("nothing is hidden")
	},
	"proof": func(_ *testscript.TestScript, r *history.Release) { r.Proof = nil },
	"old":   func(*testscript.TestScript, *history.Release) {}, // only the format
}

// forge DIR N WHAT changes what is remembered of the last release, as an insider
// can who has the keys of the reporting room: it is sealed again, and the ledger
// that was signed with it too.
func forge(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 || forgeries[args[1]] == nil {
		ts.Fatalf("usage: forge DIR WHAT")
	}
	w, err := openWorkspace(ts.MkAbs(args[0]), nil)
	ts.Check(err)
	at, err := time.Parse(time.RFC3339, ts.Getenv("LVV_NOW"))
	ts.Check(err)
	env := &environment{stdout: io.Discard, stderr: io.Discard, now: func() time.Time { return at }}
	issues, err := w.issues()
	ts.Check(err)
	i := issues[len(issues)-1]
	r, err := w.recall(env, i)
	ts.Check(err)
	forgeries[args[1]](ts, &r)
	sum, err := w.keep(w.memoryFile(i.number), func(to io.Writer, room age.Recipient) error {
		sealed, err := age.Encrypt(to, room)
		ts.Check(err)
		return errors.Join(writeAs(sealed, r, args[1] == "old"), sealed.Close())
	})
	ts.Check(err)
	cutLast(ts, w.ledgerDir())
	intent := ledger.Facts{}.Version(ledger.Program, version).CodeOf(ledger.ReportOn, string(i.purpose), "evaluator", "amif", "finance", "monitor").
		Period(i.period.From.Time(), i.period.To.Time())
	book, err := w.openLedger(env, keyReportSign)
	ts.Check(err)
	ts.Check(book.Do(verbReport, intent, func() (ledger.Facts, error) {
		return intent.Seq(i.number).Hash(ledger.Release, r.Digest).KeyID(ledger.Actor, i.maker).
			Hash(ledger.Parcel, sumOf(ts, i.parcel)).Hash(ledger.Memory, sum), nil
	}))
	ts.Check(book.Close())
}

// writeAs writes a release, in the first format if it is to be old.
func writeAs(to io.Writer, r history.Release, old bool) error {
	var file bytes.Buffer
	if err := r.Write(&file); err != nil || !old {
		_, failed := to.Write(file.Bytes())
		return errors.Join(err, failed)
	}
	unzipped, err := gzip.NewReader(&file)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(unzipped)
	zipped := gzip.NewWriter(to)
	_, failed := zipped.Write(bytes.Replace(text, []byte("lvv-uitgave/2"), []byte("lvv-uitgave/1"), 1))
	return errors.Join(err, failed, zipped.Close())
}

// cutLast takes the last act out of a ledger.
func cutLast(ts *testscript.TestScript, dir string) {
	path := filepath.Join(dir, "entries.ndjson")
	text, err := os.ReadFile(path)
	ts.Check(err)
	lines := bytes.SplitAfter(text, []byte("\n"))
	ts.Check(os.WriteFile(path, bytes.Join(lines[:len(lines)-3], nil), 0o600)) // the last is empty
	ts.Check(os.Remove(filepath.Join(dir, "checkpoint")))
}

func sumOf(ts *testscript.TestScript, text string) [32]byte {
	sum, err := hex.DecodeString(text)
	if err != nil || len(sum) != sha256.Size {
		ts.Fatalf("no such parcel: %v", fmt.Sprint(err))
	}
	return [32]byte(sum)
}
