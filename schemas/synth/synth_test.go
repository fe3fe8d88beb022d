package synth

import (
	"testing"
	"os"
)

func TestTry(t *testing.T) {
	p := Plan{Seed: 1}
	n, left, persons := 0, 0, map[int]bool{}
	for _, org := range UtrechtOrgs() {
		for s := range p.Stays(org, p.settle().Period) {
			n++; persons[s.Person] = true
			if !s.Open { left++ }
		}
	}
	t.Log(n, left, len(persons))
	for _, ds := range []string{"opvang","traject","aanmelding","hulp","kosten"} {
		rows, a, err := p.Rows("seguro", ds, p.Quarters()[3])
		if err != nil { t.Fatal(err) }
		t.Log(a.Rows)
		for _, r := range rows[:min(len(rows),12)] { t.Logf("%q", r) }
	}
	f, _ := os.Create("/tmp/big.csv")
	p.Persons = 680000; p.Orgs = []string{"groot"}
	a, err := p.WriteCSV(f, "groot", "opvang", p.settle().Period)
	fi, _ := f.Stat()
	t.Log(a.Rows, err, fi.Size(), fi.Size()/int64(a.Rows))
	os.Remove("/tmp/big.csv")
}
