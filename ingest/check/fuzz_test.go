package check

import (
	"bytes"
	"testing"

	"lvv/ingest/table"
	"lvv/schemas"
)

// cellBatch puts text into a batch; it reports false for text that does not
// fit into one unquoted cell.
func cellBatch(t *testing.T, text []byte) (*table.Batch, bool) {
	if bytes.ContainsAny(text, "\";\n\r\x00") {
		return nil, false
	}
	src, err := table.NewCSV(bytes.NewReader(append([]byte("veld;vul\n"), append(text, ";x\n"...)...)), table.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := src.Next()
	if err == nil {
		err = b.Parse()
	}
	if err != nil {
		return nil, false // a row too long
	}
	return b, true
}

// fuzzKind judges any text as a kind; check looks at a value that passed.
func fuzzKind(f *testing.F, kind schemas.Kind, check func(t *testing.T, v int64)) {
	for _, k := range readVectors(f).Kinds {
		for _, c := range k.Cases {
			f.Add([]byte(c.In))
		}
	}
	j := fieldOf(f, kind, "", limits(f))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, ok := cellBatch(t, text)
		if !ok {
			return
		}
		var out Judged
		j.Rows(b, &out)
		if out.Rows.Len()+len(out.Bad) != 1 {
			t.Fatalf("%d good and %d bad rows of one", out.Rows.Len(), len(out.Bad))
		}
		if out.Rows.Len() == 1 && out.Rows.Columns[0].Int[0] != Missing {
			check(t, out.Rows.Columns[0].Int[0])
		}
	})
}

// A date that passes is a day up to today, after 1904.
func FuzzDate(f *testing.F) {
	lim := limits(f)
	fuzzKind(f, schemas.KindDate, func(t *testing.T, v int64) {
		if y, _, _ := schemas.Day(v).Date(); v > int64(lim.Today) || y <= 1904 {
			t.Errorf("accepted %s", schemas.Day(v))
		}
	})
}

// A date of birth that passes can be a day from 1900 up to today.
func FuzzBirthDate(f *testing.F) {
	lim := limits(f)
	fuzzKind(f, schemas.KindBirthDate, func(t *testing.T, v int64) {
		year, month, day := int(v/10000), int(v/100%100), int(v%100)
		first, ok := schemas.NewDay(year, max(month, 1), max(day, 1))
		if !ok || year < 1900 || first > lim.Today || month == 0 && day != 0 {
			t.Errorf("accepted %d", v)
		}
	})
}

// A V-number that passes has ten digits.
func FuzzVNumber(f *testing.F) {
	fuzzKind(f, schemas.KindVNumber, func(t *testing.T, v int64) {
		if v <= 0 || v > 9_999_999_998 {
			t.Errorf("accepted %d", v)
		}
	})
}

// An amount that passes is of a size that fits into a budget.
func FuzzCents(f *testing.F) {
	fuzzKind(f, schemas.KindCents, func(t *testing.T, v int64) {
		if v > 1e15 || v < -1e15 {
			t.Errorf("accepted %d", v)
		}
	})
}
