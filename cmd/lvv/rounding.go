package main

import (
	"fmt"

	"lvv/anonymise/keyring"
)

// roundTo is what counts may be rounded to.
const roundTo = 5

// roundingKeyLength is in bytes.
const roundingKeyLength = 32

// roundingKey is the secret of this workspace by which rounded counts go up or
// down; nil when none are rounded. Who has it can work the counts out.
func (r *room) roundingKey(env *environment) ([]byte, error) {
	if r.settings.Thresholds.Rounding == 0 {
		return nil, nil
	}
	root, err := r.keys.Root(keyReportRoot, env.now())
	if err != nil {
		return nil, fmt.Errorf("the key of the rounding: %w", err)
	}
	return root.Derive(keyring.LabelRounding, roundingKeyLength), nil
}
