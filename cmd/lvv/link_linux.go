package main

// The bindings of DuckDB ask the linker to export all 60,000 symbols of the
// program, for extensions that are loaded while it runs. lvv loads none, and to
// look for the symbols of the C++ library among so many took 1.2 ms of every start.

// #cgo LDFLAGS: -Wl,--no-export-dynamic
import "C"
