package schemas

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The columns of the store are committed as text: a change of schema shows what
// it does to stored data. UPDATE=1 writes the text anew.
func TestStoreColumns(t *testing.T) {
	t.Parallel()
	types := map[ColumnType]string{TypeInt32: "int32", TypeInt64: "int64", TypeUint8: "uint8", TypeDate: "date", TypeBool: "bool", TypeCode: "code"}
	for _, name := range Names() {
		c, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, d := range c.Datasets {
			fmt.Fprintf(&b, "%s\n", d.Name)
			for _, col := range d.Columns() {
				fmt.Fprintf(&b, "  %-18s %s", col.Name, types[col.Type])
				if col.Codes != nil {
					fmt.Fprintf(&b, " %s", col.Codes.Name)
				}
				if col.Nullable {
					b.WriteString(" null")
				}
				if col.Field != nil && col.Field.Name != col.Name {
					fmt.Fprintf(&b, " from %s", col.Field.Name)
				}
				b.WriteByte('\n')
			}
		}
		path := filepath.Join("testdata", name+".columns.golden")
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); diff != "" {
			t.Errorf("the columns of %s changed (UPDATE=1 accepts):\n%s", name, diff)
		}
	}
}

// Stored data refer to codes by position, so a list may grow at its end only.
// testdata/codes.golden holds the codes in their order.
func TestCodeListsOnlyGrow(t *testing.T) {
	t.Parallel()
	path := filepath.Join("testdata", "codes.golden")
	if os.Getenv("UPDATE") != "" {
		var b strings.Builder
		for _, e := range must(codeFiles.ReadDir("codes")) {
			l := List(strings.TrimSuffix(e.Name(), ".csv"))
			fmt.Fprintf(&b, "%s %s\n", l.Name, strings.Join(l.Strings(), " "))
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data := must(os.ReadFile(path))
	golden := make(map[string]string)
	for line := range strings.Lines(string(data)) {
		name, codes, _ := strings.Cut(strings.TrimSpace(line), " ")
		golden[name] = codes
	}
	for name, l := range lists() {
		now := strings.Join(l.Strings(), " ")
		was, ok := golden[name]
		if !ok || now != was && !strings.HasPrefix(now, was+" ") {
			t.Errorf("list %s changed other than at its end", name)
		}
		delete(golden, name)
	}
	for name := range golden {
		t.Errorf("list %s is gone", name)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
