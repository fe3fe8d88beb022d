package schemas

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

//go:embed contracts/*.toml datasets/*.toml hierarchies.toml
var files embed.FS

// contractFile is contracts/NAME.toml as it is written.
type contractFile struct {
	Title    string             `toml:"title"`
	City     string             `toml:"city"`
	Clause   string             `toml:"clause"`
	Start    Day                `toml:"start"`
	End      Day                `toml:"end"`
	Parties  []Party            `toml:"party"`
	Datasets map[string]variant `toml:"datasets"`
	Order    []string           `toml:"order"` // datasets in the order shown
}

// variant is what one contract changes in a dataset.
type variant struct {
	Clause string            `toml:"clause"` // where this city agreed it, if elsewhere
	Codes  map[string]string `toml:"codes"`  // field -> code list
}

// Names lists the contracts that Load knows, in alphabetical order.
func Names() []string {
	entries, err := files.ReadDir("contracts")
	if err != nil {
		panic("schemas: internal error: " + err.Error())
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".toml"))
	}
	return names
}

// Load returns a contract by name. The caller may not change what it points
// to. An unknown name is an error; a broken embedded file is our bug and panics.
func Load(name string) (*Contract, error) {
	if !slices.Contains(Names(), name) {
		return nil, fmt.Errorf("no delivery contract %q; there are: %s", name, strings.Join(Names(), ", "))
	}
	c, err := load(name)
	if err != nil {
		panic("schemas: internal error: " + err.Error())
	}
	return c, nil
}

func load(name string) (*Contract, error) {
	var cf contractFile
	if err := decode("contracts/"+name+".toml", &cf); err != nil {
		return nil, err
	}
	if !slices.Equal(slices.Sorted(maps.Keys(cf.Datasets)), slices.Sorted(slices.Values(cf.Order))) {
		return nil, fmt.Errorf("contracts/%s.toml: order and datasets do not name the same datasets", name)
	}
	c := &Contract{Name: name, Title: cf.Title, City: cf.City, Clause: cf.Clause, Start: cf.Start, End: cf.End, Parties: cf.Parties}
	for _, dn := range cf.Order {
		d := new(Dataset)
		if err := decode("datasets/"+dn+".toml", d); err != nil {
			return nil, err
		}
		if err := d.settle(cf.Datasets[dn]); err != nil {
			return nil, fmt.Errorf("datasets/%s.toml: %w", dn, err)
		}
		c.Datasets = append(c.Datasets, d)
	}
	return c, nil
}

// settle applies a contract's variant, resolves code lists and lints.
func (d *Dataset) settle(v variant) error {
	if v.Clause != "" {
		d.Clause = v.Clause
	}
	for field, list := range v.Codes {
		f := d.Field(field)
		if f == nil {
			return fmt.Errorf("the contract changes field %s, which is not there", field)
		}
		f.List = list
	}
	for i, f := range d.Fields {
		f.Index = i
		if f.List == "" {
			continue
		}
		if f.Codes = lists()[f.List]; f.Codes == nil {
			return fmt.Errorf("field %s: no code list %s", f.Name, f.List)
		}
	}
	return d.Lint()
}

// decode reads an embedded TOML file; an unknown key is an error with its line.
func decode(path string, into any) error {
	data, err := files.ReadFile(path)
	if err != nil {
		return err
	}
	dec := toml.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	err = dec.Decode(into)
	var strict *toml.StrictMissingError
	var bad *toml.DecodeError
	switch {
	case errors.As(err, &strict):
		row, _ := strict.Errors[0].Position()
		return fmt.Errorf("%s:%d: unknown key %s", path, row, strings.Join(strict.Errors[0].Key(), "."))
	case errors.As(err, &bad):
		row, _ := bad.Position()
		return fmt.Errorf("%s:%d: %s", path, row, bad.Error())
	}
	return err
}
