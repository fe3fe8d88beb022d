package main

import (
	"fmt"

	"lvv/anonymise/keyring"
	"lvv/anonymise/pseudonym"
	"lvv/reports/evaluator"
	"lvv/schemas"
)

// study is what a study needs that follows persons: pseudonyms of its own, under
// a label of its recipient and name. It is nil for a study that does not.
func (r *room) study(env *environment, st study) (*evaluator.Study, error) {
	if !st.Longitudinal {
		return nil, nil
	}
	root, err := r.keys.Root(keyReportRoot, env.now())
	if err != nil {
		return nil, fmt.Errorf("the key of the pseudonyms: %w", err)
	}
	label, err := keyring.PseudonymLabel(r.settings.recipientsOf(schemas.Evaluator)[0], st.Name, max(1, st.Epoch))
	if err != nil {
		return nil, usage(err)
	}
	return &evaluator.Study{Pseudonyms: pseudonym.New(root.Derive(label, 32), "ON"), ID: r.people.ID}, nil
}
