package sealpage

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A chromium is a running headless Chromium, driven over a pipe by the DevTools
// protocol: one JSON object after another, each ended by a zero byte. All
// replies and events are read by one goroutine; calls are made by one test at
// a time. Starting it takes longer than most tests, so they share one.
type chromium struct {
	to      *os.File
	stop    func()
	mu      sync.Mutex
	next    int
	replies map[int]chan reply
	events  []event
}

type reply struct {
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

type event struct {
	Method  string          `json:"method"`
	Session string          `json:"sessionId"`
	Params  json.RawMessage `json:"params"`
}

// A browser is the shared Chromium in the hands of one test.
type browser struct {
	*chromium
	t testing.TB
}

// A tab is one page in a browser.
type tab struct {
	*browser
	session string
}

// patience bounds one call of the protocol. It is no measure of speed: it only
// turns a browser that hangs into a failed test.
const patience = 2 * time.Minute

// shared is the Chromium of this run, started by the first test that needs it.
var shared struct {
	once sync.Once
	c    *chromium
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.c != nil {
		shared.c.stop()
	}
	os.Exit(code)
}

// startBrowser hands the browser to a test, or skips the test without one.
func startBrowser(t testing.TB) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("chromium is missing: make tools installs what the tests need")
	}
	shared.once.Do(func() { shared.c, shared.err = start(path) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return &browser{shared.c, t}
}

// start starts Chromium with a profile of its own.
func start(path string) (*chromium, error) {
	profile, err := os.MkdirTemp("", "sealpage")
	if err != nil {
		return nil, err
	}
	fromTest, to, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	from, toTest, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
		"--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--lang=nl",
		"--user-data-dir="+profile, "--remote-debugging-pipe", "about:blank")
	cmd.ExtraFiles = []*os.File{fromTest, toTest}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	fromTest.Close()
	toTest.Close()
	c := &chromium{to: to, replies: make(map[int]chan reply)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.listen(from)
	}()
	c.stop = func() {
		to.Close() // Chromium ends when its pipe does
		<-done
		from.Close()
		_ = cmd.Wait() // its exit status after being closed says nothing
		_ = os.RemoveAll(profile)
	}
	return c, nil
}

func (c *chromium) listen(from *os.File) {
	for r := bufio.NewReader(from); ; {
		line, err := r.ReadBytes(0)
		if err != nil {
			return
		}
		var m struct {
			ID int `json:"id"`
			reply
			event
		}
		if json.Unmarshal(line[:len(line)-1], &m) != nil {
			return
		}
		c.mu.Lock()
		if m.ID == 0 {
			c.events = append(c.events, m.event)
		} else if wanted := c.replies[m.ID]; wanted != nil {
			wanted <- m.reply
			delete(c.replies, m.ID)
		}
		c.mu.Unlock()
	}
}

// call makes one call and reads its result into out, which may be nil.
func (b *browser) call(session, method string, params, out any) {
	b.t.Helper()
	b.mu.Lock()
	b.next++
	id, c := b.next, make(chan reply, 1)
	b.replies[id] = c
	b.mu.Unlock()
	if params == nil {
		params = struct{}{}
	}
	text, err := json.Marshal(struct {
		ID      int    `json:"id"`
		Method  string `json:"method"`
		Session string `json:"sessionId,omitempty"`
		Params  any    `json:"params"`
	}{id, method, session, params})
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.to.Write(append(text, 0)); err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	select {
	case r := <-c:
		if r.Error != nil {
			b.t.Fatalf("%s: %s", method, r.Error.Message)
		}
		if out != nil {
			if err := json.Unmarshal(r.Result, out); err != nil {
				b.t.Fatalf("%s: %v", method, err)
			}
		}
	case <-time.After(patience):
		b.t.Fatalf("%s: the browser does not answer", method)
	}
}

type object map[string]any

// open opens a file from disk in a new tab and waits until the page is ready.
func (b *browser) open(path string) *tab {
	b.t.Helper()
	var target struct {
		ID string `json:"targetId"`
	}
	b.call("", "Target.createTarget", object{"url": "about:blank"}, &target)
	var attached struct {
		Session string `json:"sessionId"`
	}
	b.call("", "Target.attachToTarget", object{"targetId": target.ID, "flatten": true}, &attached)
	p := &tab{b, attached.Session}
	b.t.Cleanup(func() { b.call("", "Target.closeTarget", object{"targetId": target.ID}, nil) })
	for _, domain := range []string{"Page", "Network", "Runtime", "Log", "DOM"} {
		p.call(p.session, domain+".enable", nil, nil)
	}
	p.call(p.session, "Page.navigate", object{"url": "file://" + path}, nil)
	p.wait(`globalThis.verzegel !== undefined`)
	return p
}

// eval evaluates an expression, awaiting it if it is a promise.
func (p *tab) eval(expression string, out any) {
	p.t.Helper()
	var got struct {
		Result struct {
			Value json.RawMessage `json:"value"`
		} `json:"result"`
		Exception *struct {
			Text      string `json:"text"`
			Exception struct {
				Description string `json:"description"`
			} `json:"exception"`
		} `json:"exceptionDetails"`
	}
	p.call(p.session, "Runtime.evaluate", object{"expression": expression, "awaitPromise": true, "returnByValue": true}, &got)
	if got.Exception != nil {
		p.t.Fatalf("in the page: %s %s", got.Exception.Text, got.Exception.Exception.Description)
	}
	if out != nil {
		if err := json.Unmarshal(got.Result.Value, out); err != nil {
			p.t.Fatalf("answer of the page: %v", err)
		}
	}
}

// apply calls a function of the page with Go values for its arguments.
func (p *tab) apply(function string, out any, args ...any) {
	p.t.Helper()
	var texts []string
	for _, a := range args {
		text, err := json.Marshal(a)
		if err != nil {
			p.t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	p.eval(function+"("+strings.Join(texts, ",")+")", out)
}

// wait waits until an expression becomes true.
func (p *tab) wait(expression string) {
	p.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		var ok bool
		if p.eval("Boolean("+expression+")", &ok); ok {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("the page never came to %s\n%s", expression, p.text("body"))
		}
	}
}

func (p *tab) text(selector string) (s string) {
	p.t.Helper()
	p.apply(`((s) => document.querySelector(s).innerText)`, &s, selector)
	return s
}

func (p *tab) click(selector string) {
	p.t.Helper()
	p.apply(`((s) => document.querySelector(s).click())`, nil, selector)
}

// fill types a value into a field.
func (p *tab) fill(selector, value string) {
	p.t.Helper()
	p.apply(`((s, v) => { const f = document.querySelector(s); f.value = v;
		f.dispatchEvent(new Event("input", {bubbles: true})); f.dispatchEvent(new Event("change", {bubbles: true})); })`, nil, selector, value)
}

// choose writes a file and chooses it, as a person does.
func (p *tab) choose(selector, name string, content []byte) {
	p.t.Helper()
	path := filepath.Join(p.t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		p.t.Fatal(err)
	}
	var field struct {
		Result struct {
			ID string `json:"objectId"`
		} `json:"result"`
	}
	p.call(p.session, "Runtime.evaluate", object{"expression": "document.querySelector('" + selector + "')"}, &field)
	p.call(p.session, "DOM.setFileInputFiles", object{"objectId": field.Result.ID, "files": []string{path}}, nil)
}

// download clicks a link to a file made in the page and returns that file.
func (p *tab) download(selector string) (name string, content []byte) {
	p.t.Helper()
	dir := p.t.TempDir()
	p.call("", "Browser.setDownloadBehavior", object{"behavior": "allow", "downloadPath": dir, "eventsEnabled": true}, nil)
	p.click(selector)
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			p.t.Fatal(err)
		}
		if len(entries) != 1 || strings.HasSuffix(entries[0].Name(), ".crdownload") || strings.HasPrefix(entries[0].Name(), ".") {
			continue
		}
		name = entries[0].Name()
		if content, err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			p.t.Fatal(err)
		}
		return name, content
	}
	p.t.Fatal("nothing was downloaded")
	return "", nil
}

// seen returns the parameters of the events of one kind in this tab so far.
func (p *tab) seen(method string) (all []json.RawMessage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.events {
		if e.Method == method && e.Session == p.session {
			all = append(all, e.Params)
		}
	}
	return all
}
