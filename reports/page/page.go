// Package page writes HTML pages for people: one file, no script, nothing to
// fetch, fit to read on a screen, on a telephone and on A4.
//
// A [Doc] of sections and blocks comes in, a page comes out. All text is
// escaped; the only markup that is let through is a picture from a [Drawing].
// The page forbids itself every request by a content security policy, so that
// opening a parcel at a desk without network, or with one, is the same. A
// suppressed cell is "." and says so, an impossible one is blank.
//
// The language of the page is Dutch; the package decides no words but its own
// few labels and shows the rest as given.
package page

import (
	"embed"
	"fmt"
	"html/template"
	"io"
)

// Doc is one page.
type Doc struct {
	Title    string
	Label    string // kind of data in capitals above the title: anoniem, pseudoniem
	Lead     string // what the page says, in one paragraph
	Facts    []Fact // period, version, made on: the line under the title
	Sections []Section
	Footer   []string // closing lines: origin, contact
}

// Fact is a term and what it is here.
type Fact struct{ Term, Text string }

// Section is a heading with blocks under it. Pages with more than three
// sections get a table of contents.
type Section struct {
	Title  string
	Blocks []Block
}

// Block is a part of a section: [Text], [List], [Code], [Facts],
// [Figures], [Picture], [Table], [Notice] or [Footnote].
type Block interface{ block() string }

// Text is one paragraph.
type Text string

// List is a list with bullets.
type List []string

// Code is text to be typed or compared, letter by letter.
type Code string

// Facts is a list of terms with their meaning.
type Facts []Fact

// Figures is a row of key figures.
type Figures []Figure

// Figure is a number that is never shown bare: what it counts, out of what,
// and when stand with it.
type Figure struct {
	Label       string // as "uitgestroomd naar bestendige oplossing"
	Value       string // as "226"; "." when suppressed
	Definition  string
	Denominator string // as "van 1.258 uitgestroomden"; may be empty for a plain count
	Reference   string // reference date or period
	Clause      string // as "Convenant Amsterdam 1.5"; may be empty
}

// Drawing is a picture of package chart.
type Drawing interface{ SVG() string }

// Picture is a drawing with an optional line under it.
type Picture struct {
	Drawing Drawing
	Caption string
}

// Table is a table with a caption. The first Heads columns of each row name
// the row.
type Table struct {
	Caption string
	Columns []Column
	Heads   int
	Rows    []Row
}

// Column is a column of a [Table].
type Column struct {
	Head   string
	Number bool // right-aligned, in figures of equal width
}

// Row is a row of a [Table]; it has one cell for each column.
type Row struct {
	Cells []Cell
	Total bool // bold, with a line above
}

// Cell is one cell of a [Table]; the zero Cell is [Impossible].
type Cell struct {
	text       string
	suppressed bool
}

// Value is a cell with text or a formatted number.
func Value(s string) Cell { return Cell{text: s} }

// Suppressed is a value that exists and may not be shown: ".".
func Suppressed() Cell { return Cell{suppressed: true} }

// Impossible is a value that cannot exist: blank.
func Impossible() Cell { return Cell{} }

// Notice is a frame that asks for attention.
type Notice struct {
	Title, Text string
	Warning     bool // an actual limitation, not just a remark
}

// Footnote says what the figures above it mean and where that is laid down.
type Footnote struct{ Definition, Clause string }

func (Text) block() string     { return "text" }
func (List) block() string     { return "list" }
func (Code) block() string     { return "code" }
func (Facts) block() string    { return "facts" }
func (Figures) block() string  { return "figures" }
func (Picture) block() string  { return "picture" }
func (Table) block() string    { return "table" }
func (Notice) block() string   { return "notice" }
func (Footnote) block() string { return "footnote" }

//go:embed page.html style.css
var files embed.FS

// contentsFrom is the number of sections from which a page lists them.
const contentsFrom = 4

// Write writes the page. The only errors are those of w; a table whose rows
// are not as long as its columns, or an empty picture, panics.
func (d Doc) Write(w io.Writer) error {
	d.mustBeSound()
	style, err := files.ReadFile("style.css")
	if err != nil {
		panic("page: internal error: no style")
	}
	t, err := template.New("page.html").Funcs(template.FuncMap{
		"kind": func(b Block) string { return b.block() },
		"svg":  func(d Drawing) template.HTML { return template.HTML(d.SVG()) },
		"inc":  func(i int) int { return i + 1 },
		"head": func(i, heads int) bool { return i < heads },
	}).ParseFS(files, "page.html")
	if err != nil {
		panic("page: internal error: " + err.Error())
	}
	err = t.Execute(w, struct {
		Doc
		Style    template.CSS
		Contents bool
	}{d, template.CSS(style), len(d.Sections) >= contentsFrom})
	if err != nil {
		return fmt.Errorf("writing page: %w", err)
	}
	return nil
}

func (d Doc) mustBeSound() {
	if d.Title == "" {
		panic("page: internal error: page without title")
	}
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			switch b := b.(type) {
			case Table:
				for _, r := range b.Rows {
					if len(r.Cells) != len(b.Columns) {
						panic("page: internal error: row and columns of a table differ in number")
					}
				}
			case Picture:
				if b.Drawing == nil {
					panic("page: internal error: picture without drawing")
				}
			}
		}
	}
}

// Suppressed answers whether the cell is hidden; for the template.
func (c Cell) Suppressed() bool { return c.suppressed }

// String answers the cell as text: "." when suppressed.
func (c Cell) String() string {
	if c.suppressed {
		return "."
	}
	return c.text
}
