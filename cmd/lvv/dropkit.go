package main

import (
	"fmt"
	"io"
	"path/filepath"
	"time"

	"lvv/anonymise/durable"
	"lvv/anonymise/keyring"
	"lvv/ingest/sealpage"
)

// pageYears is how long a sealing page seals: as long as its keys ought to live.
const pageYears = 1

// makeDropkit writes what an organisation gets: the sealing page, the Excel
// template, the recipients for those who seal with lvv or age, and a guide with
// the codes to compare by telephone.
func (w *workspace) makeDropkit(o organisation, at time.Time) error {
	dir := w.dropkitDir(o.Code)
	if err := durable.Folder(dir); err != nil {
		return err
	}
	keys, err := w.recipientsFor(o)
	if err != nil {
		return err
	}
	form := o.Code + "_sjabloon.xlsx"
	if err := durable.WriteFile(filepath.Join(dir, form), durable.Private, func(out io.Writer) error {
		return writeForm(out, w.contract, o.Code, at)
	}); err != nil {
		return err
	}
	list := "# Sleutels waarmee " + o.Code + " verzegelt: de intake en de herstelsleutel.\n"
	for _, k := range keys {
		list += "# " + k.Fingerprint() + "\n" + k.Text + "\n"
	}
	if err := writeWhole(filepath.Join(dir, "ontvangers.txt"), []byte(list)); err != nil {
		return err
	}
	return w.writePage(o, keys, form, at)
}

// recipientsFor are the keys that an organisation seals to: its own intake key
// and the recovery key of the same class.
func (w *workspace) recipientsFor(o organisation) ([]keyring.Public, error) {
	var keys []keyring.Public
	for _, name := range []string{intakeKey(o.Code), recoveryFor(o)} {
		k, err := w.keys.Public(name)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, nil
}

// writePage writes the sealing page, and the guide with the codes by which the
// organisation can tell it from one that somebody else made.
func (w *workspace) writePage(o organisation, keys []keyring.Public, form string, at time.Time) error {
	kit := sealpage.Kit{
		Contract: w.contract, Org: o.Code, OrgName: o.Name, Version: "lvv/" + version,
		Earliest: limitsOf(w.contract, at).Earliest, Made: at, Expires: at.AddDate(pageYears, 0, 0),
	}
	for _, k := range keys {
		kit.Recipients = append(kit.Recipients, k.Text)
		kit.Fingerprints = append(kit.Fingerprints, k.Fingerprint())
	}
	page := filepath.Join(w.dropkitDir(o.Code), "verzegel.html")
	if err := durable.WriteFile(page, durable.Private, func(out io.Writer) error { return sealpage.Write(out, kit) }); err != nil {
		return err
	}
	code, err := sealpage.Code(kit)
	if err != nil {
		return err
	}
	sum, err := hashFile(page)
	if err != nil {
		return err
	}
	return writeTemplate(filepath.Join(w.dropkitDir(o.Code), "gids.html"), "gids.html.tmpl", map[string]any{
		"Org": o, "Programme": w.settings.Programme, "Template": form, "Fingerprints": kit.Fingerprints,
		"Code": code, "Sum": fmt.Sprintf("%x", sum), "Expires": kit.Expires.Format("02-01-2006"),
	})
}
