// Package schemas says what a delivery is and what becomes of each field.
//
// It holds, as embedded text, the delivery contracts that the cities agreed
// with the organisations (contracts/), the datasets and their fields
// (datasets/), the code lists (codes/) and the texts of every problem a
// delivery can have (problems.toml), and how values may be made coarser
// (hierarchies.toml). From these, and from nothing else, come
// the checks, the Excel template, the codebook, the columns of the store and
// of the warehouse, and the invented data.
//
// Comes in: nothing but the embedded text. Goes out: [Contract], [Dataset],
// [Field], [CodeList], [Text], and what follows from the lists alone: who is an
// EU citizen on a day ([EUCitizen]), age bands, classes of duration, the
// roll-up to durable solutions. It refuses, loudly and with file and line, a
// schema in which a field has no decided fate for a purpose: silence is never
// "keep".
package schemas
