//go:build pictures

package sealpage

import (
	"os"
	"path/filepath"
	"testing"
)

// TestPictures draws the page for people to look at, in the folder that
// LVV_PICTURES names.
func TestPictures(t *testing.T) {
	dir := os.Getenv("LVV_PICTURES")
	if dir == "" {
		t.Fatal("LVV_PICTURES must name a folder to draw the page in")
	}
	b := startBrowser(t)
	k := kit(t)
	k.OrgName = "Stichting STIL"
	for _, size := range []struct {
		name          string
		width, height int
	}{{"breed", 1280, 900}, {"smal", 375, 800}} {
		p := b.open(onDisk(t, k))
		p.picture(filepath.Join(dir, size.name+"-1-begin.png"), size.width, size.height)
		p.choose("#bestand", exportName, []byte(stays+"12;B;Eritrese;v;1990;01-02-2020;;\n;C;Marsiaanse;;1990;01-03-2020;01-02-2020;MOB\n"))
		p.wait(`document.querySelector("#uitslag .box")`)
		p.eval(`document.querySelector("details").open = true`, nil)
		p.picture(filepath.Join(dir, size.name+"-2-fouten.png"), size.width, size.height)
		p.choose("#bestand", exportName, []byte(stays))
		p.wait(`document.querySelector("#uitslag .good")`)
		p.choose("#sleutel", "sender-stil.key", people().keyfile())
		p.wait(`document.querySelector("#sleuteluitslag .good")`)
		p.click("#verzegel")
		p.wait(`!document.querySelector("#klaar").hidden`)
		p.picture(filepath.Join(dir, size.name+"-3-klaar.png"), size.width, size.height)
	}
	k.Expires = k.Made
	b.open(onDisk(t, k)).picture(filepath.Join(dir, "verlopen.png"), 1280, 900)
}

// picture writes what the page looks like to a PNG file.
func (p *tab) picture(path string, width, height int) {
	p.t.Helper()
	p.call(p.session, "Emulation.setDeviceMetricsOverride", object{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}, nil)
	var shot struct {
		Data []byte `json:"data"`
	}
	p.call(p.session, "Page.captureScreenshot", object{"captureBeyondViewport": true, "format": "png"}, &shot)
	if err := os.WriteFile(path, shot.Data, 0o600); err != nil {
		p.t.Fatal(err)
	}
}
