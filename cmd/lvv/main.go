package main

import (
	"os"
	"time"
)

func main() { os.Exit(run(realEnvironment())) }

// realEnvironment is the one place where the outside world comes in.
func realEnvironment() environment {
	return environment{
		args: os.Args[1:], stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		now: clock(os.Getenv), terminal: isTerminal(os.Stderr),
	}
}

// clock is the time of day, or the moment that LVV_NOW gives: so that a story
// can be told again with the same dates, and a report made again with the same
// bytes.
func clock(getenv func(string) string) func() time.Time {
	if fixed, err := time.Parse(time.RFC3339, getenv("LVV_NOW")); err == nil {
		return func() time.Time { return fixed.UTC() }
	}
	return func() time.Time { return time.Now().UTC().Truncate(time.Second) }
}
