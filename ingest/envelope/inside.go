package envelope

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"filippo.io/age/armor"
)

// inspect looks at the first bytes of a payload for what people seal by
// mistake, and returns the sentinel for it. It judges the container only:
// whether a table can be read from it is for the one who reads it.
func inspect(head []byte) error {
	switch {
	case starts(head, intro), starts(head, armor.Header), starts(head, "-----BEGIN PGP MESSAGE"):
		return ErrTwice
	case starts(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"):
		return inspectOffice(head)
	case starts(head, zipMagic) && zipLocked(head):
		return ErrZipPassword
	}
	return nil
}

// checkKind refuses a payload that is plainly not of its kind.
func checkKind(head []byte, kind Kind) error {
	switch {
	case starts(head, zipMagic) != (kind == XLSX):
		return ErrKind
	case starts(head, "%PDF-"), starts(head, "7z\xBC\xAF\x27\x1C"), starts(head, "Rar!\x1A\x07"), starts(head, "\x1F\x8B"):
		return ErrKind
	}
	return nil
}

const zipMagic = "PK\x03\x04"

func starts(head []byte, magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }

// inspectOffice tells a workbook of before 2007 from an encrypted one of
// today. Both are OLE files ([MS-CFB]); an encrypted one has an entry
// EncryptedPackage ([MS-OFFCRYPTO] 2.3.4.4). Only the first 64 KiB are at
// hand; if no entry is found there it is taken for an encrypted one, which is
// what people send.
func inspectOffice(head []byte) error {
	has := func(name string) bool { return bytes.Contains(head, utf16le(name)) }
	if !has("EncryptedPackage") && (has("Workbook") || has("Book")) {
		return ErrOldExcel
	}
	return ErrOfficePassword
}

// zipLocked reports whether the first entry of a ZIP file is encrypted (APPNOTE
// 4.4.4, bit 0). Later entries are not seen.
func zipLocked(head []byte) bool {
	return len(head) >= 8 && binary.LittleEndian.Uint16(head[6:])&1 != 0
}

func utf16le(s string) []byte {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return []byte(b.String())
}
