package template

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

const contentTypes = "[Content_Types].xml"

// contentType is one entry of the list of parts.
var contentType = regexp.MustCompile(`<(?:Default|Override) [^>]*/>|<(?:Default|Override) [^>]*></(?:Default|Override)>`)

// canonical writes an XLSX file again with its parts sorted and without times,
// because excelize orders the list of parts by chance.
func canonical(w io.Writer, xlsx []byte) error {
	r, err := zip.NewReader(bytes.NewReader(xlsx), int64(len(xlsx)))
	if err != nil {
		return fmt.Errorf("reading the template back: %w", err)
	}
	slices.SortFunc(r.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, part := range r.File {
		if err := copyPart(out, part); err != nil {
			return fmt.Errorf("writing part %s: %w", part.Name, err)
		}
	}
	return out.Close()
}

func copyPart(out *zip.Writer, part *zip.File) error {
	in, err := part.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	if part.Name == contentTypes {
		data = sortTypes(data)
	}
	w, err := out.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// sortTypes puts the entries of the list of parts in alphabetical order.
func sortTypes(data []byte) []byte {
	entries := contentType.FindAllString(string(data), -1)
	slices.Sort(entries)
	i := -1
	return contentType.ReplaceAllFunc(data, func([]byte) []byte {
		i++
		return []byte(entries[i])
	})
}
