package monitor_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lvv/reports/reportstest"
)

// The page asks nothing of anybody: it has no script, names no address, and
// forbids the browser to fetch any.
func TestThePageStandsAlone(t *testing.T) {
	plan := reportstest.Plan(t, 7, 300)
	c, _ := made(t, reportstest.Job(t, plan, plan.Period))
	html := string(reportstest.File(t, c, "monitor.html"))
	if !strings.Contains(html, `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`) {
		t.Error("no policy against fetching")
	}
	for _, bad := range []string{"<script", " src=", "@import", "url(h", "<link", "<iframe", "<object", "javascript:", "ZgotmplZ", " onload", " onclick"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page has %s", bad)
		}
	}
	for _, m := range regexp.MustCompile(`(?:https?:)?//[a-z][^"<\s]*`).FindAllString(html, -1) {
		if m != "http://www.w3.org/2000/svg" {
			t.Errorf("the page names %s", m)
		}
	}
	if strings.Count(html, "<svg") < 5 {
		t.Error("hardly a picture")
	}
}

// A real browser shows the page, in a wide and in a narrow window, and the page
// makes it fetch nothing. A page that does fetch shows that the test would see it.
func TestABrowserFetchesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("chromium is not installed; see .ci/tools")
	}
	plan := reportstest.Plan(t, 7, 300)
	c, _ := made(t, reportstest.Job(t, plan, plan.Period))
	html := reportstest.File(t, c, "monitor.html")
	for _, size := range []string{"1100,1600", "400,1600"} {
		if urls := fetched(t, browser, size, html); len(urls) > 0 {
			t.Errorf("%s: the page fetches %q", size, urls)
		}
	}
	const control = `<!DOCTYPE html><html><body><img src="http://127.0.0.1:9/x.png"></body></html>`
	if urls := fetched(t, browser, "400,400", []byte(control)); len(urls) != 1 {
		t.Errorf("a page with a picture from elsewhere fetches %q", urls)
	}
}

// fetched are the addresses that a page asks for while it is shown, by the
// browser's own log. What the browser asks for itself has no page as initiator.
func fetched(t *testing.T, browser, size string, html []byte) []string {
	t.Helper()
	dir := t.TempDir()
	page, log, picture := filepath.Join(dir, "page.html"), filepath.Join(dir, "log.json"), filepath.Join(dir, "page.png")
	if err := os.WriteFile(page, html, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
		"--disable-background-networking", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND",
		"--user-data-dir="+filepath.Join(dir, "profile"), "--window-size="+size, "--log-net-log="+log, "--screenshot="+picture, "file://"+page)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("chromium: %v\n%s", err, out)
	}
	if info, err := os.Stat(picture); err != nil || info.Size() == 0 {
		t.Errorf("%s: no picture of the page", size)
	}
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	var net struct {
		Events []struct {
			Params struct {
				URL       string `json:"url"`
				Initiator string `json:"initiator"`
			} `json:"params"`
		} `json:"events"`
	}
	if err := json.Unmarshal(data, &net); err != nil {
		t.Fatal(err)
	}
	var urls []string
	for _, e := range net.Events {
		if e.Params.Initiator != "" && e.Params.Initiator != "not an origin" {
			urls = append(urls, e.Params.URL)
		}
	}
	return urls
}
