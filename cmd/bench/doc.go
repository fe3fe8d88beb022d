// Command bench measures lvv against plain decryption, in one run.
//
// It invents a million stays, writes and seals them as one delivery, and times
// whole processes: decryption alone with the same age library and, where it is
// installed, with the age command (the limits that no intake can beat), each in turn
// with lvv ingest, so that both meet the same second of the machine; and each report: the first of a workspace, and one that is judged beside
// what left before. It prints seconds, peak memory and the ratio to each limit as
// a table. Quote ratios, not seconds: machines differ and are never idle.
package main
