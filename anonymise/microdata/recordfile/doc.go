// Package recordfile stands between the files of a privacy officer and package
// microdata: a table of any columns, and a hierarchy file for each column.
//
// In come a delimited text file and a [Spec] that names its columns; out come
// coded [microdata.Records]. [Hierarchies] finds and reads the hierarchy of each
// column in a folder, and [Write] writes a [microdata.Set] as a file of the same
// form. A column that the spec does not name is read over and never kept, and
// the person column only says which rows belong together.
//
// Refused are a header without the named columns or with one twice, a row that
// is longer or shorter than the header, a value that is no leaf of its
// hierarchy, and a hierarchy that is not sound. Errors name columns, row numbers
// as a spreadsheet shows them and files, never a value.
package recordfile
