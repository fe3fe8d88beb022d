package certificate

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// A table of two by two with its totals: 7 is too small, and takes a block of
// four with it.
//
//	        2020  2021  total
//	a         14     7     21
//	b         30    25     55
//	total     44    32     76
const (
	cellsCSV = "cell,freq,primary\n" +
		"t,76,0\nt20,44,0\nt21,32,0\na,21,0\na20,14,0\na21,7,1\nb,55,0\nb20,30,0\nb21,25,0\n"
	constraintsCSV = "constraint,cell,coef\n" +
		"0,t,-1\n0,t20,1\n0,t21,1\n1,a,-1\n1,a20,1\n1,a21,1\n2,b,-1\n2,b20,1\n2,b21,1\n" +
		"3,t,-1\n3,a,1\n3,b,1\n4,t20,-1\n4,a20,1\n4,b20,1\n5,t21,-1\n5,a21,1\n5,b21,1\n"
	patternCSV = "cell,status,stad,jaar\n" +
		"t,published,totaal,totaal\nt20,published,totaal,2020\nt21,published,totaal,2021\n" +
		"a,published,a,totaal\na20,secondary,a,2020\na21,primary,a,2021\n" +
		"b,published,b,totaal\nb20,secondary,b,2020\nb21,secondary,b,2021\n"
	certificatesCSV = "certificate,protected,attacker,side,cell,value\n" +
		"0,a21,outsider,low,a20,20\n0,a21,outsider,low,a21,1\n0,a21,outsider,low,b20,24\n0,a21,outsider,low,b21,31\n" +
		"0,a21,outsider,high,a20,10\n0,a21,outsider,high,a21,11\n0,a21,outsider,high,b20,34\n0,a21,outsider,high,b21,21\n"
	safeCSV    = "stad,jaar,aantal\ntotaal,totaal,76\ntotaal,2020,44\ntotaal,2021,32\na,totaal,21\na,2020,.\na,2021,.\nb,totaal,55\nb,2020,.\nb,2021,.\n"
	resultJSON = `{"method": "suppression", "cells": 9, "primary": 1, "secondary": 3, "secondary_sum": 69, "threshold": 10, "width": 10,
 "attacker": {"lower": 1, "insider_width": 5, "union": 10},
 "audit": {"checked": 1, "exactly_known": 0, "narrower_than_width": 0, "smallest_width": 10}}`
)

var rules = Rules{Threshold: 10, Lower: 1, Width: 10, InsiderWidth: 5, Union: 10}

func read(t *testing.T, cells, constraints, pattern, certificates string) (*Case, error) {
	t.Helper()
	return Read(strings.NewReader(cells), strings.NewReader(constraints), strings.NewReader(pattern), strings.NewReader(certificates))
}

func TestCheck(t *testing.T) {
	t.Parallel()
	c, err := read(t, cellsCSV, constraintsCSV, patternCSV, certificatesCSV)
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Check(rules)
	if err != nil {
		t.Fatal(err)
	}
	want := Report{Cells: 9, Primary: 1, Secondary: 3, SecondarySum: 69, Certificates: 1, SmallestWidth: 10}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// Each claim that does not hold is found, and the error says where.
func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name                 string
		file, from, to, says string
		rules                func(*Rules)
	}{
		{name: "figure that does not add up", file: "cells", from: "b21,25", to: "b21,26", says: "constraint 3"},
		{name: "small figure shown", file: "cells", from: "b21,25", to: "b21,25", rules: func(r *Rules) { r.Threshold = 26 }, says: "is primary against"},
		{name: "world changes what is shown", file: "pattern", from: "b21,secondary", to: "b21,published", rules: func(r *Rules) { r.Union = 0 }, says: "certificate 1 of certificates.csv: it changes cell b21"},
		{name: "world below what is known", file: "certificates", from: "", to: "", rules: func(r *Rules) { r.Lower = 2 }, says: "smaller than an attacker"},
		{name: "world that does not add up", file: "certificates", from: "low,a20,20", to: "low,a20,19", says: "does not sum to zero"},
		{name: "too narrow", file: "certificates", rules: func(r *Rules) { r.Width = 11 }, says: "cell a21 is not protected from outsiders"},
		{name: "no certificate", file: "certificates", from: certificatesCSV[strings.Index(certificatesCSV, "\n")+1:], says: "cell a21 is not protected"},
		{name: "the wrong way round", file: "certificates", from: "high", to: "high", rules: func(r *Rules) { r.Width = 1 << 40 }, says: "not protected"},
		{name: "for another cell", file: "certificates", from: "0,a21", to: "0,b21", says: "not for that cell"},
		{name: "not against that attacker", file: "certificates", from: "outsider", to: "contributor b21", says: "not against that attacker"},
		{name: "group too small", file: "pattern", rules: func(r *Rules) { r.Union = 22 }, says: "too small together"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"cells": cellsCSV, "constraints": constraintsCSV, "pattern": patternCSV, "certificates": certificatesCSV}
			if tt.from != "" && !strings.Contains(files[tt.file], tt.from) {
				t.Fatalf("%q does not stand in the file", tt.from)
			}
			files[tt.file] = strings.ReplaceAll(files[tt.file], tt.from, tt.to)
			c, err := read(t, files["cells"], files["constraints"], files["pattern"], files["certificates"])
			if err != nil {
				t.Fatal(err)
			}
			r := rules
			if tt.rules != nil {
				tt.rules(&r)
			}
			if _, err = c.Check(r); !errors.Is(err, ErrNotProved) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%v", err)
			}
		})
	}
}

// A person who is alone in a cell takes himself off: a certificate that changes
// that cell is none against him.
func TestContributors(t *testing.T) {
	t.Parallel()
	const (
		cells       = "cell,freq,primary\nt,14,0\na,1,1\nb,6,1\nc,7,1\n"
		constraints = "constraint,cell,coef\n0,t,-1\n0,a,1\n0,b,1\n0,c,1\n"
		pattern     = "cell,status\nt,published\na,primary\nb,primary\nc,primary\n"
		header      = "certificate,protected,attacker,side,cell,value\n"
		ofA         = "0,a,outsider,high,a,6\n0,a,outsider,high,b,1\n"
		ofB         = "1,b,outsider,low,a,6\n1,b,outsider,low,b,1\n"
		ofC         = "2,c,outsider,low,a,7\n2,c,outsider,low,c,1\n"
		againstA    = "3,b,contributor a,low,b,3\n3,b,contributor a,low,c,10\n4,c,contributor a,high,b,3\n4,c,contributor a,high,c,10\n"
	)
	for _, tt := range []struct {
		name, certificates string
		width              int64
		fails              bool
	}{
		{"no insiders", ofA + ofB + ofC, 0, false},
		{"the outsiders' certificates lean on the person", ofA + ofB + ofC, 3, true},
		{"and others do not", ofA + ofB + ofC + againstA, 3, false},
		{"but are too narrow", ofA + ofB + ofC + againstA, 4, true},
	} {
		c, err := read(t, cells, constraints, pattern, header+tt.certificates)
		if err != nil {
			t.Fatal(tt.name, err)
		}
		report, err := c.Check(Rules{Lower: 1, Width: 5, InsiderWidth: tt.width})
		if (err != nil) != tt.fails || report.Contributors != 1 {
			t.Errorf("%s: %+v %v", tt.name, report, err)
		}
	}
}

// A figure of one inside a figure of one is the same person.
func TestSamePerson(t *testing.T) {
	t.Parallel()
	c, err := read(t, "cell,freq,primary\nt,9,0\na,1,1\na1,1,1\na2,0,0\nb,8,1\n",
		"constraint,cell,coef\n0,t,-1\n0,a,1\n0,b,1\n1,a,-1\n1,a1,1\n1,a2,1\n",
		"cell,status\nt,published\na,primary\na1,primary\na2,published\nb,primary\n", "certificate,protected,attacker,side,cell,value\n")
	if err != nil {
		t.Fatal(err)
	}
	person, alone := c.contributors()
	if len(alone) != 1 || person[1] != person[2] || person[4] >= 0 {
		t.Errorf("persons %v", person)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ file, from, to, says string }{
		{"cells", "cell,freq", "cell,n", "cells.csv: not as lvv protect wrote it: the header"},
		{"cells", "t20,44", "t,44", "row 3: a cell stands twice"},
		{"cells", "76,0", "76,2", "row 2: primary"},
		{"cells", "76,0", "-1,0", "row 2: not a whole number"},
		{"cells", "76,0", "76", "row 2 is not a row"},
		{"cells", cellsCSV, "", "there is no header"},
		{"constraints", "0,t20", "0,x", "row 3: there is no such cell"},
		{"constraints", "0,t20,1", "0,t20,2", "row 3: a coefficient"},
		{"constraints", "0,t20,1", "0,t,1", "row 3: a coefficient"},
		{"pattern", "t20,published", "t21,published", "row 3: not the next cell"},
		{"pattern", "t20,published", "t20,shown", "row 3: no such status"},
		{"pattern", "t20,published", "t20,primary", "row 3: primary in one file"},
		{"pattern", "b21,secondary,b,2021\n", "", "without a status"},
		{"certificates", "outsider,low,a20", "nobody,low,a20", "row 2: no such attacker"},
		{"certificates", "outsider,low,a20", "contributor x,low,a20", "row 2: there is no such cell"},
		{"certificates", "outsider,low,a20", "outsider,below,a20", "row 2: neither low nor high"},
		{"certificates", "low,a21,1", "low,a20,1", "row 3: a cell stands twice"},
		{"certificates", "low,a21,1", "low,a21,x", "row 3: not a whole number"},
		{"certificates", "0,a21,outsider,high,a20", "0,b21,outsider,high,a20", "row 6: one certificate for two"},
	} {
		files := map[string]string{"cells": cellsCSV, "constraints": constraintsCSV, "pattern": patternCSV, "certificates": certificatesCSV}
		if !strings.Contains(files[tt.file], tt.from) {
			t.Fatalf("%q does not stand in %s", tt.from, tt.file)
		}
		files[tt.file] = strings.Replace(files[tt.file], tt.from, tt.to, 1)
		_, err := read(t, files["cells"], files["constraints"], files["pattern"], files["certificates"])
		if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s, %q: %v", tt.file, tt.to, err)
		}
	}
}

// folder returns the files of the case with their digests.
func folder(change func(map[string]string)) fstest.MapFS {
	files := map[string]string{
		"cells.csv": cellsCSV, "constraints.csv": constraintsCSV, "pattern.csv": patternCSV,
		"certificates.csv": certificatesCSV, "safe.csv": safeCSV, "result.json": resultJSON,
	}
	if change != nil {
		change(files)
	}
	f := fstest.MapFS{}
	var sums strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f[name] = &fstest.MapFile{Data: []byte(files[name])}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256([]byte(files[name])), name)
	}
	f["SHA256SUMS"] = &fstest.MapFile{Data: []byte(sums.String())}
	return f
}

func TestVerify(t *testing.T) {
	t.Parallel()
	v, err := Verify(folder(nil))
	if err != nil || v.Files != 6 || v.Report.Primary != 1 || v.Rules != rules {
		t.Errorf("%+v %v", v, err)
	}
	if !Recognise(folder(nil)) || Recognise(fstest.MapFS{"lvv.toml": {}}) {
		t.Error("a folder is taken for what it is not")
	}
}

// Whichever byte of whichever file changes, it is found.
func TestEveryByteCounts(t *testing.T) {
	t.Parallel()
	whole := folder(nil)
	for _, name := range slices.Sorted(maps.Keys(whole)) {
		for i := range whole[name].Data {
			f := folder(nil)
			f[name].Data[i] ^= 1
			if _, err := Verify(f); !errors.Is(err, ErrDamaged) {
				t.Fatalf("byte %d of %s: %v", i, name, err)
			}
		}
		f := folder(nil)
		delete(f, name)
		if _, err := Verify(f); !errors.Is(err, ErrDamaged) {
			t.Errorf("without %s: %v", name, err)
		}
	}
	more := folder(nil)
	more["extra.csv"] = &fstest.MapFile{}
	if _, err := Verify(more); !errors.Is(err, ErrDamaged) {
		t.Errorf("a file too many: %v", err)
	}
}

// Who makes the digests anew still has to make the sums right.
func TestLiesWithDigests(t *testing.T) {
	t.Parallel()
	edit := func(name, from, to string) func(map[string]string) {
		return func(f map[string]string) {
			if !strings.Contains(f[name], from) {
				panic("not in the file: " + from)
			}
			f[name] = strings.Replace(f[name], from, to, 1)
		}
	}
	for name, change := range map[string]func(map[string]string){
		"safe shows":       edit("safe.csv", "a,2021,.", "a,2021,7"),
		"safe hides":       edit("safe.csv", "a,totaal,21", "a,totaal,."),
		"safe lies":        edit("safe.csv", "a,totaal,21", "a,totaal,22"),
		"safe is short":    edit("safe.csv", "b,2021,.\n", ""),
		"safe is missing":  func(f map[string]string) { delete(f, "safe.csv") },
		"count of result":  edit("result.json", `"secondary": 3`, `"secondary": 2`),
		"width of result":  edit("result.json", `"smallest_width": 10`, `"smallest_width": 12`),
		"rule of result":   edit("result.json", `"width": 10`, `"width": 11`),
		"method of result": edit("result.json", `suppression`, `something`),
		"no result":        edit("result.json", `{`, `[`),
	} {
		if _, err := Verify(folder(change)); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotProved) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRounded(t *testing.T) {
	t.Parallel()
	round := func(from, to string) fstest.MapFS {
		return folder(func(f map[string]string) {
			delete(f, "pattern.csv")
			delete(f, "certificates.csv")
			f["rounded.csv"] = "cell,rounded,stad,jaar\nt,75,totaal,totaal\nt20,45,totaal,2020\nt21,30,totaal,2021\na,20,a,totaal\na20,15,a,2020\na21,5,a,2021\n" +
				"b,55,b,totaal\nb20,30,b,2020\nb21,25,b,2021\n"
			f["safe.csv"] = "stad,jaar,aantal\ntotaal,totaal,75\ntotaal,2020,45\ntotaal,2021,30\na,totaal,20\na,2020,15\na,2021,5\nb,totaal,55\nb,2020,30\nb,2021,25\n"
			f["result.json"] = `{"method": "rounding", "cells": 9, "base": 5, "reach": 1}`
			for name := range f {
				f[name] = strings.Replace(f[name], from, to, 1)
			}
		})
	}
	if v, err := Verify(round("", "")); err != nil || !v.Rounded || v.Base != 5 {
		t.Errorf("%+v %v", v, err)
	}
	for _, c := range [][2]string{
		{"a21,5", "a21,6"}, {"a21,5", "a21,10"}, {"b20,30", "b20,35"}, {"b,2021,25", "b,2021,20"}, {`"base": 5`, `"base": 4`},
		{`"cells": 9`, `"cells": 8`}, {"b21,25,b,2021\n", ""}, {`"reach": 1`, `"reach": 9`}, {"a21,5", "x,5"},
	} {
		if _, err := Verify(round(c[0], c[1])); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotProved) {
			t.Errorf("%v: %v", c, err)
		}
	}
}

// Whatever the bytes: no panic, and what is proved is proved.
func FuzzCheck(f *testing.F) {
	f.Add(cellsCSV, constraintsCSV, patternCSV, certificatesCSV)
	f.Fuzz(func(t *testing.T, cells, constraints, pattern, certificates string) {
		c, err := read(t, cells, constraints, pattern, certificates)
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatal(err)
			}
			return
		}
		report, err := c.Check(rules)
		if err == nil && report.Primary > 0 && (report.Certificates == 0 || report.SmallestWidth < rules.Width || report.ExactlyKnown > 0) {
			t.Fatalf("proved without proof: %+v", report)
		}
	})
}

func FuzzVerify(f *testing.F) {
	f.Add(resultJSON, safeCSV, patternCSV)
	f.Fuzz(func(t *testing.T, result, safe, pattern string) {
		_, err := Verify(folder(func(files map[string]string) {
			files["result.json"], files["safe.csv"], files["pattern.csv"] = result, safe, pattern
		}))
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotProved) {
			t.Fatal(err)
		}
	})
}

// Errors of the disk stay what they are.
func TestDiskErrors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Mkdir(dir+"/SHA256SUMS", 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(os.DirFS(dir)); err == nil || errors.Is(err, ErrDamaged) || errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// What checks shares nothing with what searches: no package of this house is
// needed to believe it.
func TestStandsAlone(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, imp := range tree.Imports {
			if first, _, _ := strings.Cut(strings.Trim(imp.Path.Value, `"`), "/"); first == "lvv" || strings.Contains(first, ".") {
				t.Errorf("%s imports %s", file, imp.Path.Value)
			}
		}
	}
}
