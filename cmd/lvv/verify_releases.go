package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/disclosure/certificate/linked"
	"lvv/anonymise/keyring"
	"lvv/anonymise/release/history"
	"lvv/reports/intruder"
	"lvv/reports/parcel"
)

// verifyProofs checks the certificates of every release that is remembered, by
// addition alone. What is remembered opens with the key of the store; who does not
// have it is told what was not checked.
func (w *workspace) verifyProofs(env *environment, issues []issue, keys []age.Identity) error {
	if len(issues) == 0 {
		return nil
	}
	ids, err := w.roomKeys(env)
	if errors.Is(err, keyring.ErrNoKey) || errors.Is(err, keyring.ErrWrongPassphrase) {
		env.print("releases: certificates not checked: what is remembered opens with the secret key of the store alone (keys/%s.key); run lvv verify in the reporting room, with --passphrase-file where that key is wrapped", keyStore)
		return nil
	}
	if err != nil {
		return err
	}
	remembered := map[int64]*history.Release{}
	earlier := func(n int64) (*history.Release, error) {
		if r := remembered[n]; r != nil {
			return r, nil
		}
		return nil, fmt.Errorf("release %d is not remembered: %w", n, linked.ErrNotProved)
	}
	var failed []error
	for _, i := range issues { // in the order in which they were made
		r, err := w.recallWith(ids, i)
		if err != nil {
			return err
		}
		remembered[i.number] = &r
		report, err := r.Prove(earlier)
		name := fmt.Sprintf("release %d (%s over %s)", i.number, i.purpose, i.period)
		switch {
		case errors.Is(err, history.ErrNoProof):
			env.print("%s: certificates not checked: it is from before what they speak of was remembered", name)
		case err != nil:
			env.print("%s: NOT PROVED", name)
			failed = append(failed, err)
		case len(r.Tables) == 0:
			env.print("%s: it holds no tables of counts, so there is nothing to prove", name)
		default:
			env.print("%s: %s", name, saysProved(report))
		}
		if err := w.compareParcel(env, i, &r, keys); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// saysProved says what the certificates of a release prove.
func saysProved(r linked.Report) string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{
		{r.Small, "%d hidden cells that are too small"},
		{r.Rounded, "%d small cells that are shown rounded"},
		{r.Groups, "%d cells that hold nearly all of a total"},
		{r.Beside, "%d figures of earlier releases and differences with them"},
	} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf(p.what, p.n))
		}
	}
	text := fmt.Sprintf("%d certificates checked, %d cells hidden; nothing of it is too small", r.Certificates, r.Points)
	if len(parts) > 0 {
		text = fmt.Sprintf("%d certificates checked, %d cells hidden; they prove %s", r.Certificates, r.Points, strings.Join(parts, ", "))
	}
	if r.Exposed > 0 {
		text += fmt.Sprintf("; %d figures had been given away by earlier releases and cannot be proved", r.Exposed)
	}
	return text
}

// errOtherwise means that a parcel shows other figures than are remembered of it.
var errOtherwise = errors.New("the parcel shows other figures than are remembered of it")

// compareParcel holds the figures in the data files of a parcel that still lies in
// out/ against what is said to have left, if a key opens it.
func (w *workspace) compareParcel(env *environment, i issue, r *history.Release, keys []age.Identity) error {
	if len(keys) == 0 || len(r.Tables) == 0 || !i.left() {
		return nil
	}
	path, err := w.parcelOf(i)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("release %d", i.number)
	if path == "" {
		env.print("%s: its parcel lies no longer in out/ and is not compared", name)
		return nil
	}
	p, err := openParcel(path, keys)
	if errors.Is(err, parcel.ErrNotForYou) {
		env.print("%s: no key that was given opens %s, so it is not compared", name, filepath.Base(path))
		return nil
	}
	if err != nil {
		return err
	}
	var said []intruder.Remembered
	for _, x := range r.Printed() {
		said = append(said, intruder.Remembered{Population: x.Population, Unit: x.Unit, Stock: x.Kind == disclosure.Stock, Of: x.Of, Shown: x.Shown, Value: x.Value})
	}
	c, err := intruder.Compare(p, said)
	if err != nil {
		return err
	}
	if len(c.Other) > 0 {
		return fmt.Errorf("%s: %d figures, as that of %s: %w", name, len(c.Other), c.Other[0], errOtherwise)
	}
	if c.Compared == 0 {
		env.print("%s: the figures of %s could not be read and are not compared", name, filepath.Base(path))
		return nil
	}
	rest := ""
	if n := c.Figures - c.Compared; n > 0 {
		rest = fmt.Sprintf("; %d others could not be compared", n)
	}
	env.print("%s: %d figures in the data files of %s are as remembered%s", name, c.Compared, filepath.Base(path), rest)
	return nil
}
