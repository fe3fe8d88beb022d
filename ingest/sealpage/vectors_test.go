package sealpage

import (
	"encoding/json"
	"os"
	"testing"
)

// TestVectorsInTheBrowser holds the page to the vectors that package check is
// held to.
func TestVectorsInTheBrowser(t *testing.T) {
	type cell struct {
		In    string `json:"in"`
		Want  string `json:"want"`
		Code  string `json:"code"`
		Excel bool   `json:"excel"`
	}
	var v struct {
		Today    string `json:"today"`
		Earliest string `json:"earliest"`
		Kinds    []struct {
			Kind  string `json:"kind"`
			List  string `json:"list"`
			Cases []cell `json:"cases"`
		} `json:"kinds"`
	}
	data, err := os.ReadFile("../../testdata/vectors/check.json")
	if err == nil {
		err = json.Unmarshal(data, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	p := startBrowser(t).open(onDisk(t, kit(t)))
	n := 0
	for _, k := range v.Kinds {
		var got []cell
		p.apply("verzegel.cells", &got, k.Kind, k.List, object{"today": v.Today, "earliest": v.Earliest}, k.Cases)
		if len(got) != len(k.Cases) {
			t.Fatalf("%s: %d answers to %d cases", k.Kind, len(got), len(k.Cases))
		}
		for i, c := range k.Cases {
			n++
			if got[i].Want != c.Want || got[i].Code != c.Code {
				t.Errorf("%s %q (Excel: %v): got %q, code %q; want %q, code %q", k.Kind, c.In, c.Excel, got[i].Want, got[i].Code, c.Want, c.Code)
			}
		}
	}
	if n < 250 {
		t.Errorf("only %d vectors were judged", n)
	}
}
