package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// A progress draws one line on a terminal for work that takes more than two
// seconds, and nothing when the output is piped. Safe for concurrent use.
type progress struct {
	out   io.Writer
	now   func() time.Time
	begun time.Time

	mu    sync.Mutex
	drawn time.Time
	shown bool
}

// patience is how long work may take before a bar appears, and refresh how
// often it is drawn again.
const (
	patience = 2 * time.Second
	refresh  = 100 * time.Millisecond
)

// newProgress starts a bar; on anything but a terminal it never draws.
func (e *environment) newProgress() *progress {
	p := &progress{out: io.Discard, now: time.Now, begun: time.Now()}
	if e.terminal {
		p.out = e.stderr
	}
	return p
}

// step says how far the work is: done out of total, and what is going on.
func (p *progress) step(done, total int64, what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if now.Sub(p.begun) < patience || now.Sub(p.drawn) < refresh || total <= 0 {
		return
	}
	p.drawn, p.shown = now, true
	const width = 30
	full := int(min(done, total) * width / total)
	fmt.Fprintf(p.out, "\r\x1b[K[%s%s] %3d %%  %s", strings.Repeat("█", full), strings.Repeat("░", width-full),
		min(done, total)*100/total, what)
}

// end wipes the bar.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
