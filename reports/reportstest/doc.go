// Package reportstest makes jobs for the tests of the reports: a warehouse
// loaded with an invented world, of which the truth is known.
//
// The rows come straight from schemas/synth and not through intake, so that a
// report is tested against the world and not against the way it came in.
package reportstest
