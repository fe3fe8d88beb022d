package envelope_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand"
	"time"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"

	"lvv/ingest/envelope"
)

// A delivery goes from the organisation that seals it to the intake that
// opens it. What is read takes effect only after io.EOF.
func Example() {
	intake, _ := age.GenerateX25519Identity()
	skey, vkey, _ := note.GenerateKey(rand.New(rand.NewSource(1)), "stil")
	signer, _ := note.NewSigner(skey)
	verifier, _ := note.NewVerifier(vkey)

	payload := []byte("maand;soort;aantal_personen;aantal_contacten\n2020-01;medisch;14;31\n")
	day := func(m time.Month, d int) time.Time { return time.Date(2020, m, d, 0, 0, 0, 0, time.UTC) }
	m := envelope.Manifest{
		Org: "stil", Dataset: "hulp", Contract: "utrecht-2019",
		From: day(1, 1), To: day(1, 31), Seq: 1, Kind: envelope.CSV,
		Version: "lvv/1.0 utrecht-2019/1", Made: day(2, 3),
	}
	var file bytes.Buffer
	_, err := envelope.Seal(&file, bytes.NewReader(payload), int64(len(payload)), m, signer, []age.Recipient{intake.Recipient()})
	if err != nil {
		fmt.Println(err)
		return
	}

	keys := []envelope.Key{{Name: "intake/stil/2020", Org: "stil", Identity: intake}}
	known := func(org string) (note.Verifier, bool) { return verifier, org == "stil" }
	d, err := envelope.Open(&file, m.Name(), keys, known, day(2, 4))
	if err != nil {
		fmt.Println(err)
		return
	}
	got, err := io.ReadAll(d)
	if err != nil {
		fmt.Println(err) // and throw away what was read
		return
	}
	fmt.Printf("%s %s, level %d, %d bytes\n", d.Org, d.Manifest.Dataset, d.Level, len(got))
	fmt.Println(d.Manifest.Name())
	// Output:
	// stil hulp, level 3, 67 bytes
	// stil_hulp_2020-01-01_2020-01-31.csv.age
}
