package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"lvv/anonymise/keyring"
	"lvv/anonymise/ledger"
	"lvv/anonymise/release"
	"lvv/anonymise/store"
	"lvv/reports/parcel"
)

type verifyCmd struct {
	Path string   `arg:"" optional:"" help:"A parcel, a proof (.bewijs) that came with a receipt, or a folder of lvv protect; without it the workspace."`
	Key  []string `short:"i" placeholder:"KEY" help:"Secret key that opens the parcel; of the workspace, keys of recipients with which parcels in out/ are compared."`
}

func (verifyCmd) Help() string {
	return `Examples:
  lvv -C utrecht verify
  lvv -C utrecht verify uit/finance_2020-01-01_2020-12-31.zip.age -i financien.key
  lvv -C utrecht verify stil_opvang_2020-01-01_2020-03-31_ABCD-EFGH.bewijs
  lvv verify safe

Finds an edit, a deletion, a changed order and a cut tail in the ledger, a store
file that is not what its name says, a receipt that does not belong, and a parcel
that was changed after it left. Where the secret key of the store is at hand, the
certificates of every release are checked by addition alone: that nothing it hides
can be worked out, beside all that left before. Public keys are enough for the rest,
but for opening a parcel. Exit code 11: damaged, or not proved.`
}

func (c verifyCmd) Run(env *environment, all *cli) error {
	if isProtected(c.Path) {
		return verifyProtected(env, c.Path)
	}
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	switch {
	case c.Path == "":
		ids, err := identities(c.Key, all.passphrase(env))
		if err != nil {
			return err
		}
		return w.verifyAll(env, ids)
	case strings.HasSuffix(c.Path, ".bewijs"):
		return w.verifyProof(env, c.Path)
	}
	return w.verifyParcel(env, c, all)
}

// verifyAll checks everything that can be checked with the keys at hand.
func (w *workspace) verifyAll(env *environment, recipients []age.Identity) error {
	known, err := w.knownCheckpoints()
	if err != nil {
		return err
	}
	report, err := w.verifyLedger(known)
	if err != nil {
		return err
	}
	env.print("ledger: %d entries, signed by %s", report.Entries, strings.Join(report.Signers, " and "))
	env.print("ledger: confirmed by receipts up to entry %d", report.Confirmed)
	if report.TornBytes > 0 {
		env.print("ledger: the last line was never finished; it counts as never written")
	}
	for _, e := range report.Unfinished {
		env.print("ledger: entry %d (%s) was cut off before its outcome", e.Index, e.Verb)
	}
	st, err := store.Open(w.storeDir())
	if err != nil {
		return err
	}
	if err := st.Verify(context.Background()); err != nil {
		return err
	}
	env.print("store: %d segments in force, each is what its name says", len(st.InForce()))
	issues, err := w.verifyReleases()
	if err != nil {
		return err
	}
	env.print("releases: %d remembered, each as the ledger says", len(issues))
	if err := w.verifyProofs(env, issues, recipients); err != nil {
		return err
	}
	n, err := w.verifyOut()
	if err != nil {
		return err
	}
	env.print("out: %d parcels, each is in the ledger as it lies there", n)
	return nil
}

func (w *workspace) verifyLedger(known [][]byte) (ledger.Report, error) {
	v, err := w.verifiers()
	if err != nil {
		return ledger.Report{}, err
	}
	return ledger.Verify(w.ledgerDir(), v, known...)
}

// knownCheckpoints are the signed states that lie in receipts: they show a tail
// that was cut off after the receipt was given.
func (w *workspace) knownCheckpoints() ([][]byte, error) {
	paths, err := filepath.Glob(filepath.Join(w.receiptsDir(), "*.bewijs"))
	if err != nil {
		return nil, err
	}
	var known [][]byte
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		// The checkpoint stands behind the blank line of a proof.
		if _, signed, ok := bytes.Cut(text, []byte("\n\n")); ok {
			known = append(known, signed)
		}
	}
	return known, nil
}

// verifyOut compares every parcel in out/ with what the ledger says of it.
func (w *workspace) verifyOut() (int, error) {
	var recorded []string
	for e, err := range ledger.Entries(w.ledgerDir()) {
		if err != nil {
			return 0, err
		}
		for key, value := range e.Facts.All() {
			if key == string(ledger.Parcel) {
				recorded = append(recorded, value)
			}
		}
	}
	paths, err := filepath.Glob(filepath.Join(w.outDir(), "*.age"))
	if err != nil {
		return 0, err
	}
	for _, path := range paths {
		sum, err := hashFile(path)
		if err != nil {
			return 0, err
		}
		if !slices.Contains(recorded, fmt.Sprintf("%x", sum)) {
			return 0, fmt.Errorf("%s is not in the ledger as it lies there: %w", filepath.Base(path), ledger.ErrDamaged)
		}
	}
	return len(paths), nil
}

func hashFile(path string) (sum [32]byte, err error) {
	f, _, err := openRegular(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	return hashOf(f)
}

// verifyProof shows with public keys alone that a delivery is in the ledger.
func (w *workspace) verifyProof(env *environment, path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	v, err := w.verifiers()
	if err != nil {
		return err
	}
	e, at, err := ledger.VerifyProof(text, v)
	if err != nil {
		return err
	}
	env.print("entry %d of %d: %s %s %s", e.Index, at.Size, e.Verb, e.Phase, e.Status)
	for key, value := range e.Facts.All() {
		env.print("  %s = %s", key, value)
	}
	return nil
}

// verifyParcel opens a parcel in memory, checks its files, and holds the
// checkpoint in it against the ledger.
func (w *workspace) verifyParcel(env *environment, c verifyCmd, all *cli) error {
	if len(c.Key) != 1 {
		return usage(errors.New("give the key that opens the parcel with -i"))
	}
	id, err := keyring.ReadIdentity(c.Key[0], all.passphrase(env))
	if err != nil {
		return err
	}
	f, _, err := openRegular(c.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	var checkpoint, document []byte
	var files []release.File
	names, err := eachFile(f, id, func(name string, r io.Reader) error {
		h := sha256.New()
		data, err := io.ReadAll(io.TeeReader(r, h))
		switch name {
		case checkpointName:
			checkpoint = data
		case release.DocumentName:
			document = data
		}
		files = append(files, release.File{Name: name, SHA256: [32]byte(h.Sum(nil))})
		return err
	})
	if err != nil {
		return err
	}
	env.print("parcel: %d files, each is what SHA256SUMS says", len(names))
	if checkpoint == nil {
		return fmt.Errorf("the parcel holds no checkpoint: %w", parcel.ErrDamaged)
	}
	if err := w.verifySignatures(env, document, files); err != nil {
		return err
	}
	report, err := w.verifyLedger([][]byte{checkpoint})
	if err != nil {
		return err
	}
	env.print("ledger: goes on from the checkpoint in the parcel; %d entries", report.Entries)
	return nil
}

// verifySignatures checks with public keys who made a parcel and who let it go,
// and that every other file is one that they signed for. The keys are those in
// keys/: whoever signed then may have stopped since.
func (w *workspace) verifySignatures(env *environment, document []byte, files []release.File) error {
	signed := slices.DeleteFunc(files, func(f release.File) bool { return f.Name == release.DocumentName || f.Name == "SHA256SUMS" })
	hands, err := w.everyHand()
	if err != nil {
		return err
	}
	p, signatures, err := release.Check(document, signed, hands)
	if err != nil {
		return err
	}
	for _, s := range signatures {
		env.print("release %d: %s door %s op %s", p.Number, s.Role, s.Name, s.At.Format(time.DateOnly))
	}
	if len(signatures) == 1 {
		env.print("release %d: no second person was configured", p.Number)
	}
	return nil
}

// everyHand are all who ever signed here, by the public keys in keys/.
func (w *workspace) everyHand() (release.Hands, error) {
	var h release.Hands
	infos, err := w.keys.List()
	if err != nil {
		return h, err
	}
	for _, i := range infos {
		switch name, found := strings.CutPrefix(i.Name, approverKey("")); {
		case i.Unfinished || i.Kind != keyring.KindSigner:
		case found:
			h.Approvers = append(h.Approvers, release.Person{Name: name, Key: i.Text})
		case i.Name == keyReportSign:
			h.Approvers = append(h.Approvers, release.Person{Name: keyReportSign, Key: i.Text})
		}
	}
	return h, nil
}
