package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	_ "github.com/duckdb/duckdb-go/v2" // reads Parquet
)

// A search looks for words that identify people in whatever was written: in the
// bytes of a file, as UTF-8 and as UTF-16, in its name, and, when the file is a
// ZIP, a workbook or Parquet, in what it unpacks to, however deep.
type search struct {
	words  []string
	byTail map[[tail]byte][]form // by the last bytes
	seen   []bool                // which words were found anywhere
}

// A form is a word in one encoding.
type form struct {
	word int
	text []byte
}

// tail is how many bytes at the end of a word are looked up; no word is shorter.
const tail = 6

func newSearch(words []string) *search {
	s := &search{words: words, byTail: make(map[[tail]byte][]form), seen: make([]bool, len(words))}
	for i, w := range words {
		if len(w) < tail {
			panic("a word to search for is too short to say anything: " + w)
		}
		for _, text := range [][]byte{[]byte(w), wide(w, 0), wide(w, 1)} {
			key := [tail]byte(text[len(text)-tail:])
			s.byTail[key] = append(s.byTail[key], form{i, text})
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

// in searches a text and what it unpacks to, and names the places with a hit;
// where names the text for people.
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

// parquetText is every value of a Parquet file as text: its pages are compressed.
func parquetText(path string) (text []byte, err error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.Query("SELECT rij::VARCHAR FROM read_parquet(?) rij", path)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		text = append(text, line+"\n"...)
	}
	return text, rows.Err()
}

func (s *search) find(text []byte) (found bool) {
	for end := tail; end <= len(text); end++ {
		for _, f := range s.byTail[[tail]byte(text[end-tail:end])] {
			if bytes.HasSuffix(text[:end], f.text) {
				found, s.seen[f.word] = true, true
			}
		}
	}
	return found
}

// count is of how many words, and how many of them were found so far; of those
// that fit only.
func (s *search) count(fits func(word string) bool) (words, found int) {
	for i, w := range s.words {
		if !fits(w) {
			continue
		}
		words++
		if s.seen[i] {
			found++
		}
	}
	return words, found
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
		if filepath.Ext(path) == ".parquet" {
			if content, err = parquetText(path); err != nil {
				return err
			}
			leaks = append(leaks, s.in("values of "+path, content)...)
		}
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
	writeParquet(t, filepath.Join(dir, "records.parquet"), "Kanarie")
	if leaks, files, err := s.inFolder(dir); err != nil || files != 2 || !slices.Contains(leaks, "name of "+filepath.Join(dir, "Kanarie.txt")) ||
		!slices.Contains(leaks, "values of "+filepath.Join(dir, "records.parquet")) {
		t.Errorf("a file name and a Parquet file: leaks %v, files %d, error %v", leaks, files, err)
	}
}

// writeParquet writes a value in a Parquet file of which no byte shows it.
func writeParquet(t *testing.T, path, value string) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("COPY (SELECT '" + value + "' || i AS naam FROM range(1000) t(i)) TO '" + path + "' (FORMAT parquet, COMPRESSION zstd)"); err != nil {
		t.Fatal(err)
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
