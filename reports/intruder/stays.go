package intruder

import (
	"context"
	"embed"
	"fmt"
	"strconv"

	"lvv/reports/warehouse"
	"lvv/schemas"
)

//go:embed sql/*.sql
var files embed.FS

// Stays reads the truth from a warehouse: every stay of every real person.
func Stays(ctx context.Context, db *warehouse.DB) ([]Stay, error) {
	r, err := db.Run(ctx, warehouse.MustParseAll(files, "sql")[0], warehouse.Args{})
	if err != nil {
		return nil, fmt.Errorf("intruder: %w", err)
	}
	out := make([]Stay, len(r.Keys))
	for i, k := range r.Keys {
		person, err := strconv.Atoi(k[0])
		if err != nil {
			panic("intruder: internal error: a person who has no number")
		}
		out[i] = Stay{Person: person, House: k[1], Nationality: k[2], Sex: k[3], Out: Goes, Reason: k[6],
			AgeFrom: uint8(r.Values[i][0]), AgeTo: uint8(r.Values[i][1])}
		if out[i].In, err = schemas.ParseDay(k[4]); err != nil {
			panic("intruder: internal error: a stay that begins on no day")
		}
		if k[5] == warehouse.Total {
			continue
		}
		if out[i].Out, err = schemas.ParseDay(k[5]); err != nil {
			panic("intruder: internal error: a stay that ends on no day")
		}
	}
	return out, nil
}
