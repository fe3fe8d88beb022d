package parcel_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"filippo.io/age"

	"lvv/reports/parcel"
)

// unpacked are the files of a parcel with these gaps.
func unpacked(t *testing.T, gaps []parcel.Gap) map[string]string {
	t.Helper()
	id, c := identity(t), contents()
	c.Provenance.Gaps = gaps
	sealed, _ := seal(t, c, id.Recipient())
	files := map[string]string{}
	if _, err := parcel.Unpack(bytes.NewReader(sealed), []age.Identity{id}, func(name string, r io.Reader) error {
		data, err := io.ReadAll(r)
		files[name] = string(data)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return files
}

// A reader is told who did not deliver before the figures, and a program which
// quarters; where all was delivered there is nothing to be told.
func TestWhatWasNotDelivered(t *testing.T) {
	t.Parallel()
	files := unpacked(t, []parcel.Gap{{Org: "toevlucht", Name: "De Toevlucht", Dataset: "opvang", Quarters: []parcel.Quarter{{2020, 1}, {2020, 2}}}})
	readme := files["LEESMIJ.html"]
	told := strings.Index(readme, "Over deze periode ontbreken leveringen van: De Toevlucht 2020-K1, 2020-K2.")
	if told < 0 || told > strings.LastIndex(readme, "Wat zit erin") {
		t.Errorf("LEESMIJ.html does not say it before the rest: at %d", told)
	}
	want := `  "niet_geleverd": [
    {
      "dataset": "opvang",
      "kwartalen": [
        "2020-K1",
        "2020-K2"
      ],
      "naam": "De Toevlucht",
      "organisatie": "toevlucht"
    }
  ],
`
	if !strings.Contains(files["herkomst.json"], want) {
		t.Errorf("herkomst.json does not name them:\n%s", files["herkomst.json"])
	}
	files = unpacked(t, nil)
	if strings.Contains(files["LEESMIJ.html"], "Niet geleverd") || strings.Contains(files["herkomst.json"], "niet_geleverd") {
		t.Error("a parcel of which all was delivered speaks of what was not")
	}
}

func TestUndelivered(t *testing.T) {
	t.Parallel()
	year := func(y int) []parcel.Quarter { return []parcel.Quarter{{y, 1}, {y, 2}, {y, 3}, {y, 4}} }
	for _, c := range []struct {
		name string
		gaps []parcel.Gap
		want []string
	}{
		{"nothing", nil, nil},
		{"one", []parcel.Gap{{Name: "A", Dataset: "opvang", Quarters: []parcel.Quarter{{2020, 4}}}}, []string{": A 2020-K4. Wie daar", "dat er niemand was."}},
		{"two in a row", []parcel.Gap{{Name: "A", Dataset: "opvang", Quarters: []parcel.Quarter{{2019, 4}, {2020, 1}}}}, []string{": A 2019-K4, 2020-K1. "}},
		{"over the turn of a year", []parcel.Gap{{Name: "A", Dataset: "opvang", Quarters: append(year(2019), year(2020)...)}}, []string{": A 2019-K1 t/m 2020-K4. "}},
		{"with a quarter between", []parcel.Gap{{Name: "A", Dataset: "opvang", Quarters: append(year(2019), parcel.Quarter{Year: 2020, Number: 2})}}, []string{": A 2019-K1 t/m 2019-K4, 2020-K2. "}},
		{"a year between", []parcel.Gap{{Name: "A", Dataset: "opvang", Quarters: []parcel.Quarter{{2019, 1}, {2020, 2}, {2021, 3}}}}, []string{": A 2019-K1, 2020-K2, 2021-K3. "}},
		{"several", []parcel.Gap{{Name: "B", Dataset: "traject", Quarters: year(2021)}, {Name: "A", Dataset: "traject", Quarters: []parcel.Quarter{{2021, 2}}}},
			[]string{": B 2021-K1 t/m 2021-K4; A 2021-K2. Wie daar", "niemand is begeleid."}},
	} {
		got := parcel.Provenance{Gaps: c.gaps}.Undelivered()
		if len(c.want) == 0 && got != "" {
			t.Errorf("%s: %s", c.name, got)
		}
		for _, w := range c.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q does not say %q", c.name, got, w)
			}
		}
	}
}
