package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// A search looks for words that identify people in whatever was written: in the
// bytes of a file, as UTF-8 and as UTF-16, in its name, and, when the file is a
// ZIP or a workbook, in the unpacked parts, however deep.
type search struct {
	byTail map[[tail]byte][][]byte // words by their last bytes
	words  int
}

// tail is how many bytes at the end of a word are looked up; no word is shorter.
const tail = 6

func newSearch(words []string) *search {
	s := &search{byTail: make(map[[tail]byte][][]byte), words: len(words)}
	for _, w := range words {
		if len(w) < tail {
			panic("a word to search for is too short to say anything: " + w)
		}
		for _, form := range [][]byte{[]byte(w), wide(w, 0), wide(w, 1)} {
			key := [tail]byte(form[len(form)-tail:])
			s.byTail[key] = append(s.byTail[key], form)
		}
	}
	return s
}

// wide is a word in UTF-16, low byte first (shift 0) or high byte first (1).
func wide(w string, shift int) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(w)) {
		pair := [2]byte{byte(u), byte(u >> 8)}
		b = append(b, pair[shift], pair[1-shift])
	}
	return b
}

// in counts the words in a text; where names the text for people.
func (s *search) in(where string, text []byte) (leaks []string) {
	if s.find(text) {
		leaks = append(leaks, where)
	}
	z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		return leaks // not a ZIP
	}
	for _, part := range z.File {
		name := where + "!" + part.Name
		content, err := readPart(part)
		if err != nil {
			leaks = append(leaks, name+": cannot be read")
			continue
		}
		leaks = append(leaks, s.in(name, content)...)
	}
	return leaks
}

func readPart(part *zip.File) ([]byte, error) {
	r, err := part.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func (s *search) find(text []byte) bool {
	for end := tail; end <= len(text); end++ {
		for _, w := range s.byTail[[tail]byte(text[end-tail:end])] {
			if bytes.HasSuffix(text[:end], w) {
				return true
			}
		}
	}
	return false
}

// inFolder searches every file below dir, and the names of files and folders.
func (s *search) inFolder(dir string) (leaks []string, files int, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path != dir {
			return nil // removed meanwhile
		}
		if err != nil {
			return err
		}
		if rel, _ := filepath.Rel(dir, path); s.find([]byte(rel)) {
			leaks = append(leaks, "name of "+path)
		}
		if !d.Type().IsRegular() {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		leaks = append(leaks, s.in(path, content)...)
		return nil
	})
	return leaks, files, err
}

// wordsIn reads a list of words, one a line.
func wordsIn(text string) []string {
	var words []string
	for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
		if w := strings.TrimSpace(lines.Text()); w != "" {
			words = append(words, w)
		}
	}
	return words
}

// TestSearchFindsWhatIsThere plants a word in all the ways in which it could
// lie somewhere: a search that finds nothing only means something if it can find.
func TestSearchFindsWhatIsThere(t *testing.T) {
	t.Parallel()
	s := newSearch([]string{"Kanarie", "1029384756", "12-03-1985"})
	for name, text := range map[string][]byte{
		"plain":          []byte("v_nummer;naam\n1029384756;Janssen\n"),
		"inside a word":  []byte("deKanarievogel"),
		"at the end":     []byte("geboren 12-03-1985"),
		"utf-16":         append([]byte{0xff, 0xfe}, wide("een Kanarie", 0)...),
		"utf-16 be":      wide("Kanarie!", 1),
		"deflated":       zipped(t, "xl/sharedStrings.xml", []byte("<t>Kanarie</t>")),
		"zip in a zip":   zipped(t, "excel/tabel.xlsx", zipped(t, "xl/worksheets/sheet1.xml", []byte("<v>1029384756</v>"))),
		"name of a part": zipped(t, "Kanarie.csv", nil),
	} {
		if len(s.in(name, text)) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
	for _, text := range []string{"", "Kanar", "anarie", "1029384757", "12-03-1986", "kanarie"} {
		if s.find([]byte(text)) {
			t.Errorf("%q: found what is not there", text)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "Kanarie.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if leaks, files, err := s.inFolder(dir); err != nil || len(leaks) != 1 || files != 1 {
		t.Errorf("a file name: leaks %v, files %d, error %v", leaks, files, err)
	}
}

// zipped is a ZIP with one deflated part.
func zipped(t *testing.T, name string, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write(content)
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(fmt.Errorf("making a ZIP: %w", err))
	}
	return b.Bytes()
}
