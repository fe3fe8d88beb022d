// Package intruder plays the one who wants to know more than was released.
//
// In come parcels as their recipients see them, one or several releases
// together, and what the intruder knows beforehand. He reads the figures about
// people out of the files, takes equal figures of different parcels for one,
// writes down every identity that holds between them (totals, quarters and years,
// cumulative periods, stock and flow, persons and stays), counts the records, and
// works out what each hidden figure and each difference can be. Of real persons of
// whom he knows nationality, sex, age and month of entry he looks for the records
// that can be theirs. Out comes a [Report]: per attacker what was tried, and a
// [Finding] for each thing that he learned.
//
// He is told nothing by the packages that protect: he reads files, and he is not
// sent away by a gate. The truth about persons, if it is given, decides only who
// is looked for and whether a guess was right; it is not used to guess. A finding
// names parcels, tables and categories, and never a person.
//
// What he does not try: guesses from knowledge about the world beyond what is
// listed at [Attacker], and parcels that are pseudonymous by design, whose
// recipients may see rows about persons.
package intruder
