package main

import (
	"io"
	"time"

	"lvv/anonymise/durable"
	"lvv/schemas"
	"lvv/schemas/template"
)

type templateCmd struct {
	Org string `arg:"" help:"Code of the organisation."`
	Out string `short:"o" required:"" placeholder:"FILE.xlsx" help:"File to write."`
}

func (templateCmd) Help() string {
	return `Example:
  lvv template stil -o stil.xlsx

One sheet for each dataset of the contract, with drop-downs from the code lists
and V-numbers as text, so that Excel does not eat leading zeros.`
}

func (c templateCmd) Run(env *environment, all *cli) error {
	w, err := all.workspace(env)
	if err != nil {
		return err
	}
	o, err := w.settings.organisation(c.Org)
	if err != nil {
		return err
	}
	err = durable.WriteFile(c.Out, 0o600, func(out io.Writer) error {
		return writeForm(out, w.contract, o.Code, env.now())
	})
	if err == nil {
		env.print("%s", c.Out)
	}
	return err
}

// writeForm writes the template with a sheet for every dataset.
func writeForm(out io.Writer, contract *schemas.Contract, org string, at time.Time) error {
	var names []string
	for _, d := range contract.Datasets {
		names = append(names, d.Name)
	}
	return template.Write(out, contract, org, names, at)
}
