// Package finance makes the financial statement: what the places cost at the
// agreed rate, what the sources make available, and how the places were used.
//
// Comes in: a [reports.Job] over whole calendar months. The money comes from
// the dated registers (package places) in whole cents and is about nobody. The
// use of the places comes from the warehouse and rests on persons: it goes
// through disclosure control as one system of tables, with the identities that
// tie them together. Goes out: a workbook with live formulas and check cells,
// CSV files, and a statement to be signed.
//
// It refuses periods other than whole months, registers that leave days without
// a rate or a number of pilots, and figures that do not reconcile. It never cuts
// an amount off at a ceiling: computed, available and paid stand side by side.
package finance
