package recordfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"lvv/anonymise/microdata"
)

// ErrHierarchy means that the hierarchy of a column is missing or not sound.
var ErrHierarchy = errors.New("hierarchy cannot be used")

// Hierarchies reads the hierarchy of each column from the top of a folder: the
// file COLUMN.csv, or else the one named *_COLUMN.csv. A file that fits two of
// the columns belongs to the one with the longer name. Without a delimiter (0),
// and in a file that does not hold it, the first line decides between
// semicolon, comma and tab.
//
// A column of optional may be without a file; it is then not in the answer.
func Hierarchies(folder fs.FS, columns, optional []string, delimiter byte) (map[string]*microdata.Hierarchy, error) {
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, fmt.Errorf("%w: reading the folder: %w", ErrHierarchy, err)
	}
	wanted := append(append([]string(nil), columns...), optional...)
	found := make(map[string]*microdata.Hierarchy)
	var errs []error
	for i, column := range wanted {
		file, err := fileOf(column, wanted, entries)
		if err == nil && file == "" && i < len(columns) {
			err = fmt.Errorf("column %s: no file %s.csv or *_%s.csv", column, column, column)
		}
		if err == nil && file != "" {
			found[column], err = readHierarchy(folder, file, column, delimiter)
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	if len(errs) > 0 {
		return nil, fmt.Errorf("%w: %w", ErrHierarchy, errors.Join(errs...))
	}
	return found, nil
}

// fileOf returns the name of the hierarchy file of a column, "" if there is
// none.
func fileOf(column string, wanted []string, entries []fs.DirEntry) (string, error) {
	file := ""
	for _, e := range entries {
		switch {
		case e.Name() == column+".csv":
			return e.Name(), nil
		case !strings.HasSuffix(e.Name(), "_"+column+".csv") || belongsToLonger(e.Name(), column, wanted):
		case file != "":
			return "", fmt.Errorf("column %s: both %s and %s could be its file", column, file, e.Name())
		default:
			file = e.Name()
		}
	}
	return file, nil
}

func belongsToLonger(file, column string, wanted []string) bool {
	for _, other := range wanted {
		if len(other) > len(column) && (file == other+".csv" || strings.HasSuffix(file, "_"+other+".csv")) {
			return true
		}
	}
	return false
}

func readHierarchy(folder fs.FS, file, column string, delimiter byte) (*microdata.Hierarchy, error) {
	text, err := fs.ReadFile(folder, file)
	if err != nil {
		return nil, fmt.Errorf("column %s: %w", column, err)
	}
	if line := firstLine(text); delimiter == 0 || bytes.IndexByte(line, delimiter) < 0 {
		delimiter = delimiterOf(line)
	}
	h, err := microdata.ParseHierarchy(column, bytes.NewReader(text), rune(delimiter))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return h, nil
}
