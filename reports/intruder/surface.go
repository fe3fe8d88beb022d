package intruder

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A mark is a number, or what stands in its place, as a file shows it to people:
// in a table of a page, a sheet of a workbook, or a chart.
type mark struct {
	surface, column string // what it stands in, and which part of that
	labels          []string
	text            string
}

// marks reads what the pages, charts and workbooks of a parcel show.
func marks(files fs.FS) (out []mark, err error) {
	readers := map[string]func(string, []byte) ([]mark, error){
		".html": func(name string, text []byte) ([]mark, error) {
			return append(tablesIn(name, text), tipsIn(name, text)...), nil
		},
		".svg":  func(name string, text []byte) ([]mark, error) { return tipsIn(name, text), nil },
		".xlsx": sheetsIn,
	}
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		read, ok := readers[path.Ext(name)]
		if err != nil || !ok || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		found, err := read(name, text)
		out = append(out, found...)
		return err
	})
	return out, err
}

var tip = regexp.MustCompile(`<title>([^<]*): ([^<]*)</title>`)

// tipsIn reads what the parts of charts are called and how much they are.
func tipsIn(name string, text []byte) (out []mark) {
	for _, m := range tip.FindAllSubmatch(text, -1) {
		labels := strings.Split(html.UnescapeString(string(m[1])), ", ")
		out = append(out, mark{surface: name, column: name + " " + labels[0], labels: labels, text: html.UnescapeString(string(m[2]))})
	}
	return out
}

var (
	tableTag = regexp.MustCompile(`(?s)<table.*?</table>`)
	rowTag   = regexp.MustCompile(`(?s)<tr[ >].*?</tr>`)
	cellTag  = regexp.MustCompile(`(?s)<t([hd])[^>]*>(.*?)</t[hd]>`)
	anyTag   = regexp.MustCompile(`(?s)<[^>]*>`)
)

// tablesIn reads the tables of a page.
func tablesIn(name string, text []byte) (out []mark) {
	for n, table := range tableTag.FindAll(text, -1) {
		var grid [][]string
		for _, row := range rowTag.FindAll(table, -1) {
			var cells []string
			for _, c := range cellTag.FindAllSubmatch(row, -1) {
				cells = append(cells, strings.TrimSpace(html.UnescapeString(string(anyTag.ReplaceAll(c[2], nil)))))
			}
			grid = append(grid, cells)
		}
		out = append(out, marksIn(fmt.Sprintf("%s tabel %d", name, n+1), grid)...)
	}
	return out
}

// marksIn reads a grid of cells: a number is called by the words nearest left of
// it, and by the word above it.
func marksIn(surface string, grid [][]string) (out []mark) {
	for r, row := range grid {
		for c := 0; r > 0 && c < len(row) && row[c] == "" && c < len(grid[r-1]); c++ {
			row[c] = grid[r-1][c] // what stands above is not repeated
		}
		for c, text := range row {
			if !numeral(text) || isWord(text) {
				continue
			}
			m := mark{surface: surface, text: text}
			for _, word := range slices.Backward(row[:c]) {
				if isWord(word) {
					m.labels = append(m.labels, word)
				} else if len(m.labels) > 0 {
					break // what stands further left belongs to other numbers
				}
			}
			for up := r - 1; up >= 0; up-- {
				if c < len(grid[up]) && isWord(grid[up][c]) {
					m.labels = append(m.labels, grid[up][c])
					m.column = surface + " " + grid[up][c]
					break
				}
			}
			out = append(out, m)
		}
	}
	return out
}

// isWord reports whether a cell calls others something: it is no number, other
// than a year, and no point.
func isWord(text string) bool {
	year := len(text) == 4 && (text[:2] == "20" || text[:2] == "19")
	return text != "" && text[0] != '.' && (!numeral(text) || year)
}

var numerals = regexp.MustCompile(`^-?\d{1,3}(\.\d{3})+$|^-?\d+$`)

func numeral(text string) bool { return numerals.MatchString(text) }

// amount is a numeral as a number.
func amount(text string) (int64, bool) {
	if !numeral(text) {
		return 0, false
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(text, ".", ""), 10, 64)
	return n, err == nil
}

// The parts of a workbook that hold what its cells show.
type (
	sharedStrings struct {
		Items []struct {
			Text string   `xml:"t"`
			Runs []string `xml:"r>t"`
		} `xml:"si"`
	}
	worksheet struct {
		Rows []struct {
			Cells []struct {
				At     string `xml:"r,attr"`
				Type   string `xml:"t,attr"`
				Value  string `xml:"v"`
				Inline string `xml:"is>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
)

// sheetsIn reads the cells of a workbook, as they are stored.
func sheetsIn(name string, text []byte) (out []mark, err error) {
	z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var words sharedStrings
	if err := part(z, "xl/sharedStrings.xml", &words); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, "xl/worksheets/sheet") {
			continue
		}
		var s worksheet
		if err := part(z, f.Name, &s); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, marksIn(name+" "+strings.TrimSuffix(path.Base(f.Name), ".xml"), s.grid(words))...)
	}
	return out, nil
}

func part(z *zip.Reader, name string, into any) error {
	f, err := z.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	return xml.Unmarshal(text, into)
}

// grid puts the cells of a sheet where they stand.
func (s worksheet) grid(words sharedStrings) (out [][]string) {
	for _, row := range s.Rows {
		var cells []string
		for _, c := range row.Cells {
			text := c.Value + c.Inline
			if i, err := strconv.Atoi(c.Value); c.Type == "s" && err == nil && i < len(words.Items) {
				text = words.Items[i].Text + strings.Join(words.Items[i].Runs, "")
			}
			at := 0
			for _, letter := range strings.TrimRight(c.At, "0123456789") {
				at = at*26 + int(letter-'A') + 1
			}
			cells = append(cells, slices.Repeat([]string{""}, max(0, at-1-len(cells)))...)
			cells = append(cells, strings.TrimSpace(text))
		}
		out = append(out, cells)
	}
	return out
}
