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
	out  io.WriteCloser // age; buffers a chunk itself
	line []byte         // the line being made, reused
	rows int
}

// New begins a quarantine file on dst, sealed to all of to, with the column
// names of the delivery. The language of the column names in front is "nl" or
// "en" ([ErrLanguage]); hybrid and X25519 recipients are not mixed
// ([envelope.ErrMixed]). The caller must call Close, and closes dst.
func New(dst io.Writer, to []age.Recipient, header []string, lang string) (*Writer, error) {
	names, err := front(lang)
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
	w := &Writer{out: out}
	w.line = append(w.line, "\uFEFF"+names...)
	for _, name := range header {
		w.cell([]byte(name))
	}
	if err := w.endLine(); err != nil {
		return nil, err
	}
	return w, nil
}

// Add puts a row aside: its number as the sender sees it in Excel, its cells
// as delivered, in the order of the header, and what is wrong with it. cells are
// not kept. Row numbers begin at 1, and a row without findings does not belong
// here.
func (w *Writer) Add(row int, cells [][]byte, findings []Finding) error {
	if row < 1 || len(findings) == 0 {
		panic("quarantine: internal error: row without number or findings")
	}
	w.rows++
	w.line = strconv.AppendInt(w.line, int64(row), 10)
	w.cell([]byte(problems(findings)))
	w.cell([]byte(codes(findings)))
	for _, c := range cells {
		w.cell(c)
	}
	return w.endLine()
}

// Close completes the file, without which it cannot be opened, and returns how
// many rows it holds. It does not close the writer underneath.
func (w *Writer) Close() (rows int, err error) {
	if err := w.out.Close(); err != nil {
		return 0, fmt.Errorf("sealing quarantine: %w", err)
	}
	return w.rows, nil
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
