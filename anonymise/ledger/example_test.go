package ledger_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"lvv/anonymise/ledger"
)

// A room takes in a delivery and gives its sender a receipt; the sender checks
// it at home, with the room's public key alone.
func Example() {
	dir, err := os.MkdirTemp("", "ledger")
	check(err)
	defer os.RemoveAll(dir)
	secret, public, err := note.GenerateKey(strings.NewReader(strings.Repeat("not a secret", 8)), "lvv.utrecht/intake")
	check(err)
	signer, err := note.NewSigner(secret)
	check(err)
	verifier, err := note.NewVerifier(public)
	check(err)
	keys := note.VerifierList(verifier)
	now := func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }

	w, err := ledger.Open(dir, signer, keys, now)
	check(err)
	delivery := []byte("age-encryption.org/v1 …")
	var receipt []byte
	check(w.Do("ingest", ledger.Facts{}.Org("org-a").Hash(ledger.Delivery, sha256.Sum256(delivery)), func() (ledger.Facts, error) {
		if receipt, err = w.Prove(w.Size() - 1); err != nil {
			return ledger.Facts{}, err
		}
		return ledger.Facts{}.Count(ledger.RowsGood, 41).Code(ledger.Level, "manifest"), nil
	}))
	check(w.Close())

	entry, state, err := ledger.VerifyProof(receipt, keys)
	check(err)
	fmt.Println(entry.Verb, entry.Phase, "is entry", entry.Index, "of", state.Origin)
	for key, value := range entry.Facts.All() {
		fmt.Println(key, value)
	}

	report, err := ledger.Verify(dir, keys)
	check(err)
	fmt.Println(report.Entries, "entries in order,", len(report.Unfinished), "unfinished")
	// Output:
	// ingest intent is entry 0 of lvv.utrecht/intake
	// lvv.hash.delivery 205c1271b9ed8963824d3404010de911bbf42f3fd434efeee30c1b95662e22bd
	// lvv.org org-a
	// 2 entries in order, 0 unfinished
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
