package main

import (
	"errors"
	"fmt"
	"strings"

	"lvv/anonymise/disclosure/certificate/linked"
	"lvv/anonymise/keyring"
	"lvv/anonymise/release/history"
)

// verifyProofs checks the certificates of every release that is remembered, by
// addition alone. What is remembered opens with the key of the store; who does not
// have it is told what was not checked.
func (w *workspace) verifyProofs(env *environment, issues []issue) error {
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
		case r.Proof == nil:
			env.print("%s: it holds no tables of counts, so there is nothing to prove", name)
		default:
			env.print("%s: %s", name, saysProved(report))
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
