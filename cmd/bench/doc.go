// Command bench measures lvv against plain decryption, in one run.
//
// It invents a million stays, writes and seals them as one delivery, and times
// whole processes: decryption alone with the same age library (the limit that no
// intake can beat), lvv ingest, and each report. It prints seconds, ratios and
// peak memory as a table. Quote ratios, not seconds: machines differ and are
// never idle.
package main
