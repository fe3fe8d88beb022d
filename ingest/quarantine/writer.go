package quarantine

import (
	"fmt"
	"io"
	"strconv"

	"filippo.io/age"

	"lvv/ingest/envelope"
)

// A Writer writes bad rows into a file sealed to their sender. Inside age is a
// table that Excel opens with a double click:
//
//	UTF-8 byte order mark
//	rij;probleem;code;…              then the header of the delivery
//	17;"kolom: tekst advies | …";code code;…   then the cells as delivered
//
// with semicolons, CRLF, and quotes where needed (RFC 4180). A cell that Excel
// would calculate, or turn into another text, has an apostrophe before it.
// Row numbers are those of the delivered file. Not safe for concurrent use.
type Writer struct {
	out      io.WriteCloser // age; buffers a chunk itself
	line     []byte         // the line being made, reused
	rows     int
	feedback *Feedback
	words    words
}

// New begins a quarantine file on dst, sealed to all of to, with the column
// names of the delivery. The language of the column names in front is "nl" or
// "en" ([ErrLanguage]); hybrid and X25519 recipients are not mixed
// ([envelope.ErrMixed]). The caller must call Close, and closes dst.
func New(dst io.Writer, to []age.Recipient, header []string, lang string) (*Writer, error) {
	t, err := wordsIn(lang)
	if err != nil {
		return nil, err
	}
	if _, err := envelope.Fingerprints(to); err != nil {
		return nil, fmt.Errorf("sealing quarantine: %w", err)
	}
	out, err := age.Encrypt(dst, to...)
	if err != nil {
		return nil, fmt.Errorf("sealing quarantine: %w", err)
	}
	w := &Writer{out: out, feedback: new(Feedback), words: t}
	w.line = append(w.line, "\uFEFF"+t.rowHeader+";"+t.problemHeader+";"+t.codeHeader...)
	for _, name := range header {
		w.cell([]byte(name))
	}
	if err := w.endLine(); err != nil {
		return nil, err
	}
	return w, nil
}

// Add puts a row aside: its number as the sender sees it in Excel, its cells
// as delivered, in the order of the header, and what is wrong with it. The
// findings go into the Feedback as well. cells are not kept. Row numbers
// begin at 1, and a row without findings does not belong here.
func (w *Writer) Add(row int, cells [][]byte, findings []Finding) error {
	if row < 1 || len(findings) == 0 {
		panic("quarantine: internal error: row without number or findings")
	}
	w.feedback.Add(row, findings...)
	w.rows++
	w.line = strconv.AppendInt(w.line, int64(row), 10)
	w.cell([]byte(problems(findings)))
	w.cell([]byte(codes(findings)))
	for _, c := range cells {
		w.cell(c)
	}
	return w.endLine()
}

// Feedback returns the feedback that goes with the file. Findings about rows
// that were accepted all the same, and about the file, are added to it.
func (w *Writer) Feedback() *Feedback { return w.feedback }

// A Summary is what may be known of a quarantine file without opening it.
type Summary struct {
	Rows     int // rows put aside
	Findings int // findings in all, including those only in the feedback
	Counts   []Count
}

// Close completes the file; without it the file cannot be opened. It does not
// close the writer underneath.
func (w *Writer) Close() (Summary, error) {
	if err := w.out.Close(); err != nil {
		return Summary{}, fmt.Errorf("sealing quarantine: %w", err)
	}
	return Summary{w.rows, w.feedback.Findings(), w.feedback.Counts()}, nil
}

func (w *Writer) cell(text []byte) {
	w.line = append(w.line, ';')
	w.line = appendCell(w.line, text)
}

func (w *Writer) endLine() error {
	w.line = append(w.line, "\r\n"...)
	_, err := w.out.Write(w.line)
	clear(w.line) // a row of personal data need not stay in memory
	w.line = w.line[:0]
	if err != nil {
		return fmt.Errorf("writing quarantine: %w", err)
	}
	return nil
}

// problems are the findings of a row as one text.
func problems(findings []Finding) string {
	text := ""
	for i, f := range findings {
		if i > 0 {
			text += " | "
		}
		if f.Column != "" {
			text += f.Column + ": "
		}
		text += sentence(f)
	}
	return text
}

// codes are the codes of a row's findings.
func codes(findings []Finding) string {
	text := ""
	for i, f := range findings {
		if i > 0 {
			text += " "
		}
		text += f.Code
	}
	return text
}
