// Package template writes the Excel template in which an organisation fills in
// its delivery.
//
// Comes in: a delivery contract, the name of an organisation and the datasets
// that it delivers. Goes out: one XLSX file with a sheet for each dataset,
// named as the dataset, with the Dutch labels as header, drop-downs from the
// code lists and a message at every column; a sheet "Uitleg" that explains
// every column with its clause; and a hidden sheet with the lists.
//
// What Excel likes to spoil is kept as text: V-numbers (zeros in front),
// references, months and dates of birth of which not everything is known. The
// template refuses wrong values only where typing by hand must match a list;
// the check of the delivery is what counts, because pasting evades Excel.
//
// Same contract and date, same bytes: the parts of the file are sorted and
// carry no times.
package template
