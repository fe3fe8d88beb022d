package sealpage

import (
	"encoding/json"
	"fmt"

	"lvv/schemas"
)

// A pack is the rule pack: everything the page knows, as JSON in the page.
// Fields are referred to by their place in the dataset. Codes are written as
// arrays to keep the page small, as drawn at codeOf.
type pack struct {
	Contract   contract           `json:"contract"`
	Org        string             `json:"org"`
	OrgName    string             `json:"orgName"`
	Recipients []string           `json:"recipients"`
	Version    string             `json:"version"`
	Made       schemas.Day        `json:"made"`
	Expires    schemas.Day        `json:"expires"`
	Earliest   schemas.Day        `json:"earliest"`
	Datasets   []dataset          `json:"datasets"`
	Lists      map[string][]code  `json:"lists"`
	About      []string           `json:"about"` // names of columns that tell who somebody is
	Problems   map[string]problem `json:"problems"`
}

type contract struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

type dataset struct {
	Name    string        `json:"name"`
	Title   string        `json:"title"`
	TitleEN string        `json:"titleEN"` // sheets bear the English title too
	Shape   schemas.Shape `json:"shape"`
	Event   int           `json:"event"` // field of the event date; -1 when there is none
	Fields  []field       `json:"fields"`
	Rules   []rule        `json:"rules"`
}

type field struct {
	Label    string       `json:"label"`
	Names    []string     `json:"names"` // all that the column can be called
	Kind     schemas.Kind `json:"kind"`
	List     string       `json:"list,omitempty"`
	Required bool         `json:"required,omitempty"` // an empty cell is a fault
	Column   bool         `json:"column,omitempty"`   // a file without the column is refused
	Person   bool         `json:"person,omitempty"`   // leads to a person
}

type rule struct {
	Code  string `json:"code"`
	Kind  string `json:"kind"`
	Field int    `json:"field"`
	Other int    `json:"other"`
}

type code [7]any

type problem struct {
	Tier   schemas.Tier `json:"tier"`
	NL     string       `json:"nl"`
	Advice string       `json:"advies"`
}

func newPack(kit Kit) pack {
	p := pack{
		Contract: contract{kit.Contract.Name, kit.Contract.Title},
		Org:      kit.Org, OrgName: kit.OrgName, Recipients: kit.Recipients, Version: kit.Version,
		Made: schemas.DayOf(kit.Made), Expires: schemas.DayOf(kit.Expires), Earliest: kit.Earliest,
		Lists: make(map[string][]code), Problems: make(map[string]problem), About: schemas.PersonColumns(),
	}
	for _, d := range kit.Contract.Datasets {
		p.Datasets = append(p.Datasets, datasetOf(d))
		for _, f := range d.Fields {
			if f.Codes != nil && p.Lists[f.List] == nil {
				for i := range f.Codes.Codes {
					p.Lists[f.List] = append(p.Lists[f.List], codeOf(&f.Codes.Codes[i]))
				}
			}
		}
	}
	for _, code := range schemas.ProblemCodes() {
		t, _ := schemas.Problem(code)
		p.Problems[code] = problem{t.Tier, t.NL, t.AdviceNL}
	}
	return p
}

// marshal writes the pack. What ends a script element in HTML is escaped by
// encoding/json itself.
func (p pack) marshal() (string, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("writing the rule pack: %w", err)
	}
	return string(text), nil
}

func datasetOf(d *schemas.Dataset) dataset {
	out := dataset{Name: d.Name, Title: d.Title, TitleEN: d.TitleEN, Shape: d.Shape, Event: -1, Rules: []rule{}}
	if f := d.Field(d.Event); f != nil {
		out.Event = f.Index
	}
	for _, f := range d.Fields {
		person := f.Store == schemas.KeepPerson
		out.Fields = append(out.Fields, field{
			Label: f.Label, Names: f.Names(), Kind: f.Kind, List: f.List, Required: f.Required, Person: person,
			Column: f.Required || f.Name == d.Event || f.Name == d.End || person,
		})
	}
	for _, r := range d.Rules {
		out.Rules = append(out.Rules, rule{r.Code, r.Kind, d.Field(r.Field).Index, d.Field(r.Other).Index})
	}
	return out
}

// codeOf is code, label, aliases, English label, ISO codes, and the first and
// last day of validity as day numbers, null where there is none.
func codeOf(c *schemas.Code) code {
	day := func(d schemas.Day) any {
		if d == schemas.NoDay {
			return nil
		}
		return int32(d)
	}
	aliases := c.Aliases
	if aliases == nil {
		aliases = []string{}
	}
	iso := []string{}
	for _, key := range []string{"iso3", "iso2"} {
		if c.Extra[key] != "" {
			iso = append(iso, c.Extra[key])
		}
	}
	return code{c.Code, c.Label, aliases, c.LabelEN, iso, day(c.From), day(c.To)}
}
