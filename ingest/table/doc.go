// Package table reads CSV files and Excel workbooks as batches of text cells
// with the row numbers that people see in Excel.
//
// Comes in: bytes of a delivery, as an [io.Reader] (CSV) or [io.ReaderAt]
// (XLSX). Goes out: a [Source], which gives its header and then [Batch] after
// batch, in order. A CSV batch is a block of about one MiB that ends where a
// record ends; the costly part, finding the cells, is [Batch.Parse], which may
// run in another goroutine.
//
// The package knows nothing of what the cells mean. It refuses what cannot be
// read as a table within its [Limits]: binary data, UTF-16, a quote that never
// closes, a row that is too wide or too long, a workbook that unzips to more
// than the limit, is damaged, or is locked with a password. It writes nothing
// to disk, and no error of it holds text of a cell.
package table
