package schemas

import (
	"strings"
	"testing"
)

// sound is a dataset with nothing wrong, for the tests to spoil. It is made
// anew each time.
func sound(t *testing.T) *Dataset {
	t.Helper()
	c, err := load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	return c.Dataset("opvang")
}

func TestLintFindsEachMistake(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		want  string
		spoil func(*Dataset)
	}{
		{"unknown shape", `shape "rijen"`, func(d *Dataset) { d.Shape = "rijen" }},
		{"event that is no field", "event, end or key names field dag", func(d *Dataset) { d.Event = "dag" }},
		{"end that is no field", "event, end or key names field dag", func(d *Dataset) { d.End = "dag" }},
		{"key that is no field", "event, end or key names field dag", func(d *Dataset) { d.Key = append(d.Key, "dag") }},
		{"name that SPSS cannot take", "field V-nummer: a name is", func(d *Dataset) { d.Fields[0].Name = "V-nummer" }},
		{"name that is too long", "a name is", func(d *Dataset) { d.Fields[1].Name = strings.Repeat("n", 33) }},
		{"no label", "field naam: label, label_en, meaning and clause", func(d *Dataset) { d.Field("naam").Label = "" }},
		{"no English label", "label, label_en", func(d *Dataset) { d.Field("naam").LabelEN = "" }},
		{"no meaning", "label, label_en", func(d *Dataset) { d.Field("naam").Meaning = "" }},
		{"no clause", "label, label_en", func(d *Dataset) { d.Field("naam").Clause = "" }},
		{"unknown kind", `unknown kind "getal"`, func(d *Dataset) { d.Field("naam").Kind = "getal" }},
		{"nothing said about the store", `store "": decide`, func(d *Dataset) { d.Field("geslacht").Store = "" }},
		{"code without list", "name a code list", func(d *Dataset) { d.Field("geslacht").Codes = nil }},
		{"list without code", "name a code list", func(d *Dataset) { d.Field("naam").Codes = List("geslacht") }},
		{"name kept in the store", "field naam: a field of kind name may not be kept", func(d *Dataset) { d.Field("naam").Store = KeepValue }},
		{"birth date kept in the store", "field geboortedatum: a field of kind birthdate may not be kept", func(d *Dataset) { d.Field("geboortedatum").Store = KeepValue }},
		{"V-number kept for a purpose", "purpose amif: a field of kind vnumber may not be kept", func(d *Dataset) { d.Field("v_nummer").Fate[AMIF] = FateKeep }},
		{"dataset without meaning", "title, title_en, clause", func(d *Dataset) { d.Meaning = "" }},
		{"records about nobody", "have one field that leads to a person", func(d *Dataset) { d.Fields = d.Fields[1:] }},
		{"two fields with one header", `header "Datum in" could be field datum_instroom or datum_uitstroom`, func(d *Dataset) {
			d.Field("datum_uitstroom").Aliases = append(d.Field("datum_uitstroom").Aliases, "Datum in")
		}},
		{"age of something else", `store "age" is for fields of kind birthdate`, func(d *Dataset) { d.Field("datum_instroom").Store = KeepAge }},
		{"person in a dataset of counts", "a dataset of counts has no fields about a person", func(d *Dataset) { d.Shape = Counts }},
		{"fate that was forgotten", "purpose finance: decide its fate", func(d *Dataset) { delete(d.Field("geslacht").Fate, Finance) }},
		{"unknown fate", `purpose finance: decide its fate ("bewaren")`, func(d *Dataset) { d.Field("geslacht").Fate[Finance] = "bewaren" }},
		{"purpose that does not exist", "fate names a purpose that does not exist", func(d *Dataset) { d.Field("geslacht").Fate["politie"] = FateDrop }},
		{"unknown kind of rule", `unknown kind "na"`, func(d *Dataset) { d.Rules[0].Kind = "na" }},
		{"rule about no field", "its fields are not there", func(d *Dataset) { d.Rules[0].Other = "dag" }},
		{"rule without text", "no text in problems.toml", func(d *Dataset) { d.Rules[0].Code = "zomaar" }},
	}
	if err := sound(t).Lint(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		d := sound(t)
		tt.spoil(d)
		if err := d.Lint(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: want %q, got %v", tt.name, tt.want, err)
		}
	}
}

// Lint tells everything at once, so that nobody repairs one mistake a run.
func TestLintTellsAll(t *testing.T) {
	t.Parallel()
	d := sound(t)
	d.Shape, d.Event, d.Field("naam").Label = "", "dag", ""
	err := d.Lint()
	if err == nil || strings.Count(err.Error(), "\n") < 2 {
		t.Errorf("want three complaints, got %v", err)
	}
}
