package parcel

import (
	"path"
	"strings"
)

const maxName = 120 // bytes; leaves room for a folder in the paths of Windows

// goodName answers whether a name can be unpacked on any machine without
// leaving its folder: ASCII letters, digits, dot, hyphen and underscore, parts
// divided by slashes, nothing that Windows gives another meaning.
func goodName(name string) bool {
	if name == "" || len(name) > maxName || path.Clean(name) != name {
		return false
	}
	for _, part := range strings.Split(name, "/") {
		if part == "" || part[0] == '.' || part[0] == '-' || part[len(part)-1] == '.' || reserved(part) {
			return false
		}
		for _, r := range part {
			if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-", r)) {
				return false
			}
		}
	}
	return true
}

// reserved answers whether Windows takes a name for a device.
func reserved(part string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(part), ".")
	switch stem {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "com") || strings.HasPrefix(stem, "lpt")) &&
		stem[3] >= '0' && stem[3] <= '9'
}
