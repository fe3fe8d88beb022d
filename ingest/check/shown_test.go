package check

import (
	"testing"

	"lvv/schemas"
)

// A row that goes back shows dates as its sender saw them, and nothing else
// changes.
func TestShown(t *testing.T) {
	t.Parallel()
	c, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	header := []string{"V-nummer", "Naam", "Nationaliteit", "Geslacht", "Geboortedatum", "Datum instroom", "Datum uitstroom", "Reden uitstroom"}
	j, problems := New(c.Dataset("opvang"), header, Limits{Today: 20000})
	if j == nil || len(problems) > 0 {
		t.Fatal(problems)
	}
	row := []string{"12345", "43604", "Eritrese", "v", "1990", "43604", "", "mob"}
	for _, excel := range []bool{true, false} {
		var cells [][]byte
		for _, cell := range row {
			cells = append(cells, []byte(cell))
		}
		j.Shown(batchOf(t, [][]string{header, row}, excel), cells)
		want := "43604"
		if excel {
			want = "19-05-2019"
		}
		if got := string(cells[5]); got != want {
			t.Errorf("workbook %v: the date is shown as %s, want %s", excel, got, want)
		}
		if string(cells[0]) != "12345" || string(cells[1]) != "43604" || string(cells[4]) != "1990" {
			t.Errorf("workbook %v: other cells changed: %s", excel, cells)
		}
	}
}
