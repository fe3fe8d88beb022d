// Package sealpage writes verzegel.html: one page, one file, with which an
// organisation checks an export and seals it without a program to install.
//
// Comes in: a [Kit], that is the delivery contract, the organisation, and the
// age recipients of its intake. Goes out: HTML that a caseworker opens from
// disk in Chromium, Edge or Firefox. In it are a rule pack derived from package
// schemas (fields, aliases, code lists, rules, problem texts), by which it
// judges rows as package check does, and a sealer that makes the files that
// package envelope opens. Both are held against the same vectors
// (testdata/vectors/check.json) and against each other in tests that run the
// page in a real browser.
//
// The page refuses to do anything but that: its content security policy allows
// its own script and style, by their hashes, and no request of any kind. It
// uses no storage of the browser, because pages opened from disk share theirs:
// a signing key is read from its file each time and forgotten with the page.
// It refuses to seal after its last day, and to seal to keys of two classes.
//
// It does not know which organisations and keys there are, and it writes no
// file. Its script is written in web/, bundled with age-encryption, and
// committed as bundle.js; see web/build.mjs.
package sealpage
