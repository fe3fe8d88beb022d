package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

const contentTypes = "[Content_Types].xml"

var (
	sheetPart   = regexp.MustCompile(`^xl/worksheets/sheet(\d+)\.xml$`)
	typeEntry   = regexp.MustCompile(`<(?:Default|Override)\b[^>]*>(?:</(?:Default|Override)>)?`)
	formulaCell = regexp.MustCompile(`<c r="([A-Z]+\d+)"([^>]*) t="str"><f>([^<]*)</f>(?:<v></v>)?</c>`)
)

// canonical rewrites a workbook so that the same content is the same bytes:
// parts sorted by name, no times, content types sorted (excelize takes them
// from a map). On the way each formula gets its computed value: values holds,
// for each sheet in order, the value by cell address.
func canonical(w io.Writer, raw []byte, values []map[string]Cell) error {
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return fmt.Errorf("reading back workbook: %w", err)
	}
	parts := append([]*zip.File(nil), in.File...)
	sort.Slice(parts, func(i, j int) bool { return parts[i].Name < parts[j].Name })
	out := zip.NewWriter(w)
	for _, p := range parts {
		data, err := part(p)
		if err != nil {
			return fmt.Errorf("reading back part %s: %w", p.Name, err)
		}
		if p.Name == contentTypes {
			data = sortTypes(data)
		}
		if m := sheetPart.FindStringSubmatch(p.Name); m != nil {
			n, _ := strconv.Atoi(m[1])
			data = withValues(data, values[n-1])
		}
		entry, err := out.CreateHeader(&zip.FileHeader{Name: p.Name, Method: zip.Deflate})
		if err != nil {
			return fmt.Errorf("writing workbook: %w", err)
		}
		if _, err := entry.Write(data); err != nil {
			return fmt.Errorf("writing workbook: %w", err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("writing workbook: %w", err)
	}
	return nil
}

func part(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	return data, err
}

func sortTypes(data []byte) []byte {
	entries := typeEntry.FindAllString(string(data), -1)
	first := typeEntry.FindIndex(data)
	if first == nil {
		panic("workbook: internal error: no content types")
	}
	sort.Strings(entries)
	end := bytes.LastIndex(data, []byte("</Types>"))
	return []byte(string(data[:first[0]]) + strings.Join(entries, "") + string(data[end:]))
}

// withValues writes the computed value into each formula cell of a sheet. A
// formula that excelize wrote in a form not known here is a bug, found by the
// count.
func withValues(data []byte, values map[string]Cell) []byte {
	if len(values) == 0 {
		return data
	}
	done := 0
	out := formulaCell.ReplaceAllFunc(data, func(cell []byte) []byte {
		m := formulaCell.FindSubmatch(cell)
		value, ok := values[string(m[1])]
		if !ok {
			return cell
		}
		done++
		kind, text := "", value.text
		if value.kind == textual {
			kind, text = ` t="str"`, html.EscapeString(text)
		}
		return fmt.Appendf(nil, `<c r="%s"%s%s><f>%s</f><v>%s</v></c>`, m[1], m[2], kind, m[3], text)
	})
	if done != len(values) {
		panic("workbook: internal error: formulas without a value")
	}
	return out
}
