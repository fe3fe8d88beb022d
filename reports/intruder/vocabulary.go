package intruder

import (
	"slices"
	"strings"

	"lvv/schemas"
)

// The columns of records that tables count by too, as places in a written row.
const (
	byNation = iota
	bySex
	byAge
	byEntry // read as a time, it has no leaves
	byLength
	byReason
	columns
)

// columnOf is the column of the records that tells of a dim of tables.
func columnOf(dim string) (column int, ok bool) {
	column = slices.Index([]string{nation, sex, age, "", length, reasons}, dim)
	return column, column >= 0 && dim != ""
}

// A vocabulary knows for each column its leaves, and which of them a value may
// stand for, in records and in tables.
type vocabulary struct {
	leaves [columns][]string
	of     [columns]map[string]map[string]bool // by column, then value: the leaves
}

// newVocabulary reads the hierarchies that the codebook prints.
func newVocabulary() *vocabulary {
	v := &vocabulary{}
	for column, list := range map[int]string{byNation: schemas.NationalityList, bySex: "geslacht", byAge: schemas.AgeBandList, byLength: schemas.DurationList} {
		v.read(column, schemas.Hierarchy(list))
	}
	v.uncertainAges(schemas.Hierarchy(schemas.AgeBandList))
	for _, leaf := range v.leaves[byNation] {
		for c := (coordinate{nation, leaf}); c.code != total; c.code = above(c) {
			v.learn(byNation, c.code, leaf)
		}
	}
	_, roll := schemas.RollUp()
	roll[unknown] = unknown
	for leaf, group := range roll {
		v.learn(byReason, leaf, leaf)
		v.learn(byReason, group, leaf)
	}
	return v
}

// read learns the levels of a hierarchy.
func (v *vocabulary) read(column int, levels []schemas.Level) {
	v.leaves[column] = slices.Clone(levels[0].Values)
	for leaf, code := range levels[0].Values {
		for _, l := range levels {
			v.learn(column, l.Values[leaf], code)
		}
	}
}

// uncertainAges learns of who is surely in a group of ages though the band within
// it is not known.
func (v *vocabulary) uncertainAges(levels []schemas.Level) {
	for _, g := range schemas.List(schemas.AgeGroupList).Codes {
		for at, l := range levels {
			member := slices.Index(l.Values, g.Code)
			if g.Code == schemas.UncertainAge || member < 0 {
				continue
			}
			leaf := uncertainIn(g.Code)
			v.leaves[byAge] = append(v.leaves[byAge], leaf)
			v.learn(byAge, leaf, leaf)
			for _, coarser := range levels[at:] {
				v.learn(byAge, coarser.Values[member], leaf)
			}
			break
		}
	}
}

// uncertainIn is the leaf of who is in a group of ages and perhaps in no band.
func uncertainIn(group string) string { return group + "_" + schemas.UncertainAge }

func (v *vocabulary) learn(column int, value, leaf string) {
	if v.of[column] == nil {
		v.of[column] = make(map[string]map[string]bool)
	}
	if v.of[column][value] == nil {
		v.of[column][value] = make(map[string]bool)
	}
	v.of[column][value][leaf] = true
}

// silent reports whether a value says nothing, or what it means is not known: the
// intruder cannot use it.
func (v *vocabulary) silent(column int, value string) bool {
	return value == "" || value == schemas.Everything || strings.HasPrefix(value, "-") || v.of[column][value] == nil
}

// fits reports whether a record with that value may be of somebody of that leaf.
func (v *vocabulary) fits(column int, value, leaf string) bool {
	switch {
	case leaf == "":
		return true
	case column == byEntry:
		return value == schemas.Everything || sameTime(value, leaf)
	}
	return v.silent(column, value) || v.of[column][value][leaf]
}

// meets reports whether a record with a value may be of a category of a table, and
// lies whether it must be.
func (v *vocabulary) meets(column int, value, category string) bool {
	if v.silent(column, value) {
		return true
	}
	for leaf := range v.of[column][value] {
		if v.of[column][category][leaf] {
			return true
		}
	}
	return false
}

func (v *vocabulary) lies(column int, value, category string) bool {
	if v.silent(column, value) {
		return false
	}
	for leaf := range v.of[column][value] {
		if !v.of[column][category][leaf] {
			return false
		}
	}
	return true
}
