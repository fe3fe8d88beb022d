package durable

import (
	"os"
	"path/filepath"
	"strings"
)

// Sweep removes from dir the temporary files that crashed runs left, and says
// how many. It looks at dir only, not at folders in it. Hold the [Lock] of the
// workspace: the temporary file of a run that is still going on looks the same.
// A dir that is not there holds no such files.
func Sweep(dir string) (int, error) {
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return 0, nil
	}
	if err != nil {
		return 0, failed("listing a folder", err)
	}
	removed := 0
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.HasPrefix(e.Name(), TempPrefix) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			return removed, failed("removing a temporary file", err)
		}
		removed++
	}
	if removed == 0 {
		return 0, nil
	}
	return removed, failed("syncing a folder", syncDir(dir))
}
