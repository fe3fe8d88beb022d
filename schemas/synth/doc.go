// Package synth makes invented deliveries: people who never lived, in shelters
// that did, with all the untidiness of real registers.
//
// Comes in: a [Plan], which is a seed and a few sizes. Goes out: deliveries as
// rows, CSV or XLSX, each with its [Answers] (which true person is behind each
// row, which faults were put in on purpose), and the [Truth] of the whole world
// counted in plain Go, for tests that compare. Same plan, same bytes.
//
// The world has the shape of what the evaluations of the LVV published: of the
// people who took part about 60 % left, and of those 18 % with a durable
// solution, 41 % with a semi-durable one and 41 % without. It copies no real
// person: names are drawn from lists of common names, V-numbers from a
// permutation of all ten-digit numbers.
//
// Every person is made from the seed and the person's number alone, so a file
// of a million stays is written without holding the world in memory. The
// package refuses organisations and datasets that its plan does not know.
package synth
