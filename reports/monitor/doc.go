// Package monitor makes the parcel for the steering group and the public: one
// page with charts and a workbook, of aggregates that nobody can be found in.
//
// Comes in: a [reports.Job] over any run of days. The stays are read once from
// the warehouse and counted here; places and money come from the registers and
// are about nobody. Goes out: monitor.html, which needs no script and asks
// nothing of the network, monitor.xlsx with the same tables and native charts,
// and each table as CSV for programs and for Excel.
//
// All counts of people pass disclosure control as one system of tables with the
// identities between them; what is written afterwards knows only what came out
// of it. A percentage is made of shown counts alone. The package refuses stays
// whose stock, inflow and outflow do not balance (S-A 9).
package monitor
