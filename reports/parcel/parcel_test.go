package parcel_test

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"lvv/anonymise/release"
	"lvv/reports/parcel"
	"lvv/reports/reportstest"
	"lvv/schemas"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"
)

var at = time.Date(2021, 2, 1, 12, 0, 0, 0, time.UTC)

var year = schemas.Period{From: schemas.DayOf(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)),
	To: schemas.DayOf(time.Date(2020, 12, 31, 0, 0, 0, 0, time.UTC))}

// leave is an approval of one row for the named.
func leave(names ...string) release.Approved {
	a, err := release.Approve(release.Request{Purpose: schemas.AMIF, Period: year, Label: release.Pseudonymous,
		Recipients: names, Allowed: names, Rows: 1, Balance: release.Balance{Checks: 1}, At: at})
	if err != nil {
		panic(err)
	}
	return a
}

// roomKey is the key of a reporting room that needs no second person.
var roomKey = sync.OnceValues(func() (secret, public string) {
	secret, public, err := note.GenerateKey(rand.Reader, "utrecht/report-sign")
	if err != nil {
		panic(err)
	}
	return secret, public
})

// granted is leave to seal a parcel, signed by the room alone.
func granted(a release.Approved, p *parcel.Packed) (release.Leave, error) {
	secret, public := roomKey()
	signer, err := note.NewSigner(secret)
	if err != nil {
		return release.Leave{}, err
	}
	proposal := a.Propose(3, at, p.Files())
	by, err := release.Sign(proposal, release.Maker, "report-sign", signer, at)
	if err != nil {
		return release.Leave{}, err
	}
	return release.Grant(proposal, release.Hands{Room: release.Person{Name: "report-sign", Key: public}}, by, nil)
}

// sealTo packs, signs and seals.
func sealTo(dst io.Writer, a release.Approved, c parcel.Contents, to []parcel.Recipient) (parcel.Sums, error) {
	p, err := parcel.Pack(a, c, at)
	if err != nil {
		return parcel.Sums{}, err
	}
	l, err := granted(a, p)
	if err != nil {
		return parcel.Sums{}, err
	}
	return p.Seal(dst, l, to)
}

func identity(t testing.TB) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// rows writes n lines that compress about as real tables do.
func rows(n int) func(io.Writer) error {
	return func(w io.Writer) error {
		c := csv.NewWriter(w)
		for i := range n {
			if err := c.Write([]string{fmt.Sprint(i), "2020-0" + fmt.Sprint(1+i%9), "opvang", fmt.Sprint(i * 7919 % 1000)}); err != nil {
				return err
			}
		}
		c.Flush()
		return c.Error()
	}
}

func contents() parcel.Contents {
	return parcel.Contents{
		Title: "AMIF-pakket 2020", Lead: "Verantwoording over 2020.", Contact: "lvv@example.org",
		Provenance: parcel.Provenance{Version: "0.1",
			Inputs:      []parcel.Input{{Name: "tarief", SHA256: "bb", Rows: 1}, {Name: "capaciteit", SHA256: "aa", Rows: 3}},
			Settings:    []parcel.Setting{{Name: "grondslag", Value: "plaatsen", Clause: "Convenant Amsterdam 15.2"}},
			Definitions: []parcel.Meaning{{Term: "plaatsdagen", Text: "Som over de dagen van het aantal plaatsen.", Clause: "Convenant Amsterdam 15.2"}},
			Counts:      []parcel.Count{{Name: "ingelezen", In: 10, Out: 9, Aside: 1}},
			Checkpoint:  parcel.Checkpoint{Number: 42, Hash: "cc"}},
		Files: []parcel.File{
			{Name: "gegevens/plaatsdagen.csv", About: "plaatsdagen per maand", Write: rows(200_000)},
			{Name: "financieel.xlsx", About: "werkboek", Data: []byte("PK werkboek")},
			{Name: "excel/leeg.csv", About: "leeg", Data: nil},
		},
	}
}

func seal(t testing.TB, c parcel.Contents, to ...age.Recipient) ([]byte, parcel.Sums) {
	t.Helper()
	var names []string
	var recipients []parcel.Recipient
	for i, key := range to {
		names = append(names, fmt.Sprintf("ontvanger-%d", i))
		recipients = append(recipients, parcel.Recipient{Name: names[i], Key: key})
	}
	var out bytes.Buffer
	sums, err := sealTo(&out, leave(names...), c, recipients)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), sums
}

func TestOpensAgain(t *testing.T) {
	t.Parallel()
	id, other := identity(t), identity(t)
	sealed, sums := seal(t, contents(), id.Recipient(), other.Recipient())
	if sha256.Sum256(sealed) != sums.Sealed || int64(len(sealed)) != sums.Size {
		t.Error("sums of the sealed parcel are not those of its bytes")
	}
	for _, key := range []age.Identity{id, other} {
		entries, err := parcel.Open(bytes.NewReader(sealed), key)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for i, e := range entries {
			names = append(names, e.Name)
			if e != sums.Files[i] {
				t.Errorf("%s: opened %v, sealed %v", e.Name, e, sums.Files[i])
			}
		}
		want := "LEESMIJ.html herkomst.json excel/leeg.csv financieel.xlsx gegevens/plaatsdagen.csv vrijgave.json SHA256SUMS"
		if got := strings.Join(names, " "); got != want {
			t.Errorf("files %s, want %s", got, want)
		}
	}
}

// What a parcel holds must not be lost with this program: the age library and
// the standard unzip open it, and sha256sum understands the sums.
func TestOpensWithoutUs(t *testing.T) {
	t.Parallel()
	id := identity(t)
	sealed, sums := seal(t, contents(), id.Recipient())
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if sha256.Sum256(plain) != sums.Plain {
		t.Error("sum of the ZIP is not that of its bytes")
	}
	z, err := zip.NewReader(bytes.NewReader(plain), int64(len(plain)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(rc)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if f.Name == "gegevens/plaatsdagen.csv" {
			var want bytes.Buffer
			if err := rows(200_000)(&want); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(data, want.Bytes()) {
				t.Error("a file of several blocks came back changed")
			}
		}
		if !f.Modified.Equal(at) {
			t.Errorf("%s: time %v, want %v", f.Name, f.Modified, at)
		}
	}
}

func TestOpensWithAgeAndUnzip(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"age", "unzip", "sha256sum"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is missing: make tools installs what the tests need", tool)
		}
	}
	id, dir := identity(t), t.TempDir()
	sealed, _ := seal(t, contents(), id.Recipient())
	for name, data := range map[string][]byte{"p.zip.age": sealed, "key": []byte(id.String() + "\n")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range []string{"age -d -i key -o p.zip p.zip.age", "unzip -q p.zip", "sha256sum -c --strict SHA256SUMS"} {
		words := strings.Fields(line)
		cmd := exec.Command(words[0], words[1:]...)
		cmd.Dir = dir
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", line, err, said)
		}
	}
}

// The bytes inside the seal depend on the contents alone, not on the run or
// the number of cores. Not parallel: it sets the number of cores.
func TestSameContentsSameBytes(t *testing.T) {
	id := identity(t)
	_, first := seal(t, contents(), id.Recipient())
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, cores := range []int{1, 2, 4} {
		runtime.GOMAXPROCS(cores)
		if _, again := seal(t, contents(), id.Recipient()); again.Plain != first.Plain {
			t.Errorf("with %d cores the ZIP differs", cores)
		}
	}
	c := contents()
	c.Files[0], c.Files[1] = c.Files[1], c.Files[0]
	c.Provenance.Inputs[0], c.Provenance.Inputs[1] = c.Provenance.Inputs[1], c.Provenance.Inputs[0]
	if _, again := seal(t, c, id.Recipient()); again.Plain != first.Plain {
		t.Error("the order in which files are given shows in the ZIP")
	}
}

func TestPostQuantumRecipient(t *testing.T) {
	t.Parallel()
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	sealed, _ := seal(t, contents(), id.Recipient())
	if _, err := parcel.Open(bytes.NewReader(sealed), id); err != nil {
		t.Error(err)
	}
	var out bytes.Buffer
	_, err = sealTo(&out, leave("a", "b"), contents(), []parcel.Recipient{
		{Name: "a", Key: id.Recipient()}, {Name: "b", Key: identity(t).Recipient()}})
	if err == nil {
		t.Error("a parcel for both kinds of key would be as weak as the weaker; it was not refused")
	}
}

func TestOnlyTheApproved(t *testing.T) {
	t.Parallel()
	key := identity(t).Recipient()
	for name, c := range map[string]struct {
		may release.Approved
		to  []parcel.Recipient
	}{
		"somebody else":        {leave("gemeente"), []parcel.Recipient{{Name: "politie", Key: key}}},
		"one too many":         {leave("gemeente"), []parcel.Recipient{{Name: "gemeente", Key: key}, {Name: "pers", Key: key}}},
		"nobody":               {leave("gemeente"), nil},
		"a name without a key": {leave("gemeente"), []parcel.Recipient{{Name: "gemeente"}}},
	} {
		var out bytes.Buffer
		if _, err := sealTo(&out, c.may, contents(), c.to); !errors.Is(err, parcel.ErrNotApproved) {
			t.Errorf("%s: error %v", name, err)
		}
		if out.Len() > 0 {
			t.Errorf("%s: something was written", name)
		}
	}
}

// When a file cannot be made, nothing at all has gone out.
func TestFailingFileWritesNothing(t *testing.T) {
	t.Parallel()
	c, broken := contents(), errors.New("broken")
	c.Files[1] = parcel.File{Name: "later.csv", Write: func(w io.Writer) error {
		fmt.Fprint(w, "half a ")
		return broken
	}}
	var out bytes.Buffer
	_, err := sealTo(&out, leave("a"), c, []parcel.Recipient{{Name: "a", Key: identity(t).Recipient()}})
	if !errors.Is(err, broken) || out.Len() > 0 {
		t.Errorf("error %v, %d bytes written", err, out.Len())
	}
}

// Files are made side by side; of several that fail the first by name is told.
func TestFirstOfManyFailures(t *testing.T) {
	t.Parallel()
	c := contents()
	for i := range 20 {
		c.Files = append(c.Files, parcel.File{Name: fmt.Sprintf("mislukt/%02d.csv", i), Write: func(io.Writer) error { return fmt.Errorf("broken %02d", i) }})
	}
	if _, err := parcel.Pack(leave("a"), c, at); err == nil || err.Error() != "packing mislukt/00.csv: broken 00" {
		t.Errorf("error %v", err)
	}
}

func TestFailingDestination(t *testing.T) {
	t.Parallel()
	_, err := sealTo(narrow{}, leave("a"), contents(), []parcel.Recipient{{Name: "a", Key: identity(t).Recipient()}})
	if !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("error %v", err)
	}
}

type narrow struct{}

func (narrow) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestStrangeNamesPanic(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "/etc/x", "../x", "a/../b", "a//b", "./a", "é.csv", "a b.csv", "NUL.csv", "com1", "a.",
		".verborgen", "-rf", "LEESMIJ.html", "sha256sums", strings.Repeat("x", 121), `a\b`, "c:x"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("name %q: no panic", name)
				}
			}()
			_, _ = sealTo(io.Discard, leave("a"), parcel.Contents{Files: []parcel.File{{Name: name}}},
				[]parcel.Recipient{{Name: "a", Key: identity(t).Recipient()}})
		}()
	}
}

func TestWithoutApprovalPanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("sealed without approval")
		}
	}()
	_, _ = sealTo(io.Discard, release.Approved{}, contents(), []parcel.Recipient{{Name: "a", Key: identity(t).Recipient()}})
}

// Every file comes back as it went in, whatever its size and kind.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	id := identity(t)
	rapid.Check(t, func(t *rapid.T) {
		want := map[string]string{}
		c := contents()
		c.Files = nil
		for i := range rapid.IntRange(0, 4).Draw(t, "files") {
			name := fmt.Sprintf("map/f%d%s", i, rapid.SampledFrom([]string{".csv", ".xlsx", ".parquet", ".html"}).Draw(t, "ext"))
			data := rapid.SliceOfN(rapid.Byte(), 0, 50).Draw(t, "data")
			whole := bytes.Repeat(data, rapid.SampledFrom([]int{1, 2, 60_000}).Draw(t, "times"))
			want[name] = string(whole)
			c.Files = append(c.Files, parcel.File{Name: name, Data: whole})
		}
		var sealed bytes.Buffer
		if _, err := sealTo(&sealed, leave("a"), c, []parcel.Recipient{{Name: "a", Key: id.Recipient()}}); err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		if _, err := parcel.Unpack(&sealed, []age.Identity{id}, func(name string, r io.Reader) error {
			data, err := io.ReadAll(r)
			got[name] = string(data)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for name, data := range want {
			if got[name] != data {
				t.Fatalf("%s came back changed", name)
			}
		}
		if len(got) != len(want)+4 {
			t.Fatalf("%d files, want %d", len(got), len(want)+4)
		}
	})
}

func TestLetterAndAccount(t *testing.T) {
	t.Parallel()
	id := identity(t)
	sealed, sums := seal(t, contents(), id.Recipient())
	files := map[string][]byte{}
	if _, err := parcel.Unpack(bytes.NewReader(sealed), []age.Identity{id}, func(name string, r io.Reader) error {
		data, err := io.ReadAll(r)
		files[name] = data
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Label: pseudoniem", "verantwoording AMIF", "ontvanger-0", "plaatsdagen per maand", "lvv@example.org", "42",
		"1 januari 2020 t/m 31 december 2020", "sha256sum -c", "age -d", "Convenant Amsterdam 15.2",
		fmt.Sprintf("%x", leave("ontvanger-0").Digest())} {
		if !bytes.Contains(files["LEESMIJ.html"], []byte(want)) {
			t.Errorf("LEESMIJ.html does not say %q", want)
		}
	}
	reportstest.Golden(t, "herkomst.json", string(files["herkomst.json"]))
	var account struct {
		Files []struct{ Naam, SHA256 string } `json:"bestanden"`
	}
	if err := json.Unmarshal(files["herkomst.json"], &account); err != nil {
		t.Fatal(err)
	}
	for i, f := range account.Files {
		if f.SHA256 != fmt.Sprintf("%x", sums.Files[i+2].SHA256) {
			t.Errorf("%s: sum in herkomst.json is not that of the file", f.Naam)
		}
	}
}

// A parcel that waits for a second person comes back as it was, for the room
// alone, and is sealed for its recipients with the account of who let it go.
func TestKeptAndReopened(t *testing.T) {
	t.Parallel()
	room, to := identity(t), identity(t)
	a := leave("a")
	p, err := parcel.Pack(a, contents(), at)
	if err != nil {
		t.Fatal(err)
	}
	var kept, direct, later bytes.Buffer
	if _, err := p.Keep(&kept, room.Recipient(), at); err != nil {
		t.Fatal(err)
	}
	if _, err := parcel.Open(bytes.NewReader(kept.Bytes()), to); !errors.Is(err, parcel.ErrNotForYou) {
		t.Errorf("a recipient opens what waits: %v", err)
	}
	again, err := parcel.Reopen(&kept, room)
	if err != nil {
		t.Fatal(err)
	}
	l, err := granted(a, p)
	if err != nil {
		t.Fatal(err)
	}
	recipients := []parcel.Recipient{{Name: "a", Key: to.Recipient()}}
	first, err := p.Seal(&direct, l, recipients)
	if err != nil {
		t.Fatal(err)
	}
	second, err := again.Seal(&later, l, recipients)
	if err != nil || first.Plain != second.Plain {
		t.Errorf("a parcel that waited is another inside (%v)", err)
	}
	if _, err := parcel.Open(&later, to); err != nil {
		t.Error(err)
	}
}

// Leave for one parcel seals no other.
func TestLeaveIsForTheseFiles(t *testing.T) {
	t.Parallel()
	a, c := leave("a"), contents()
	signed, err := parcel.Pack(a, c, at)
	if err != nil {
		t.Fatal(err)
	}
	l, err := granted(a, signed)
	if err != nil {
		t.Fatal(err)
	}
	c.Files[1].Data = []byte("PK ander werkboek")
	other, err := parcel.Pack(a, c, at)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := other.Seal(&out, l, []parcel.Recipient{{Name: "a", Key: identity(t).Recipient()}}); !errors.Is(err, release.ErrChanged) || out.Len() > 0 {
		t.Errorf("sealed with leave for another parcel: %v", err)
	}
}
