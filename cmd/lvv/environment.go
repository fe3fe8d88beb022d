package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// An environment is everything that the command takes from the outside world.
// Only main makes a real one; tests make their own.
type environment struct {
	args           []string
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	terminal       bool // stderr is a terminal: progress may be drawn on it
}

// say prints a line of talk. Results go to stdout, talk goes to stderr.
func (e *environment) say(format string, args ...any) {
	fmt.Fprintf(e.stderr, "lvv: "+format+"\n", args...)
}

// print prints a line of the result.
func (e *environment) print(format string, args ...any) {
	fmt.Fprintf(e.stdout, format+"\n", args...)
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
