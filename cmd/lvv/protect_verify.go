package main

import (
	"fmt"
	"os"

	"lvv/anonymise/disclosure/certificate"
)

// isProtected tells whether a path is a folder that lvv protect wrote.
func isProtected(path string) bool {
	info, err := os.Stat(path)
	return path != "" && err == nil && info.IsDir() && certificate.Recognise(os.DirFS(path))
}

// verifyProtected checks such a folder, by addition alone.
func verifyProtected(env *environment, path string) error {
	v, err := certificate.Verify(os.DirFS(path))
	if err != nil {
		return fmt.Errorf("verifying %s: %w", path, err)
	}
	env.print("folder: %d files, each is what SHA256SUMS says", v.Files)
	r := v.Report
	if v.Rounded {
		env.print("rounded: %d cells are multiples of %d, close to the truth, and add up", r.Cells, v.Base)
		return nil
	}
	env.print("pattern: %d cells, %d small and %d others hidden; all else adds up and is shown", r.Cells, r.Primary, r.Secondary)
	env.print("certificates: %d small cells verified, each with two worlds at least %d apart", r.Primary, v.Rules.Width)
	if v.Rules.InsiderWidth > 0 {
		env.print("certificates: they hold against %d persons who are alone in a hidden cell", r.Contributors)
	}
	return nil
}
