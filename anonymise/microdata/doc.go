// Package microdata decides in what form records about people may leave the
// house: it is gate 2 for records.
//
// In come columnar [Records] (quasi-identifiers, sensitive columns, and which
// rows belong to one person), a generalisation [Hierarchy] for each
// quasi-identifier and a [Policy]. Out comes a [Set] that meets k-anonymity,
// l-diversity and t-closeness with the least loss of information, or a
// refusal ([ErrNotUseful]): then nothing made from these records may carry the
// label "anoniem".
//
// [Anonymise] generalises each column to one level for the whole file and
// suppresses the records that remain too rare; its answer is the proven
// optimum over every combination of levels. [Recode] lets the level differ from
// record to record, which keeps far more detail in small files, at the price
// of columns that mix levels; columns that may not can be held at one. [Measure]
// only tells the risk of records as they stand, and [Explain] by which few
// columns they stand out.
//
// k counts distinct persons in a class, never rows: the five stays of one
// person hide nobody. Suppressed records are absent from a Set, not starred,
// and a Set is in an order of its own, so that neither the place of a record
// nor a gap tells where it came from.
//
// The package knows nothing of deliveries, stores or reports, reads no clock
// and no source of randomness, and keeps no text that is not a label of a
// hierarchy or a value of a sensitive column. Its errors name columns and row
// numbers, never values.
package microdata
