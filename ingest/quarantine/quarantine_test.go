package quarantine

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lvv/ingest/envelope"
)

// canary stands for a personal value, which only the envelope may hold.
const canary = "Xanthippe-Canary"

var sender = sync.OnceValue(func() *age.X25519Identity {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		panic(err)
	}
	return id
})

func begin(t testing.TB, dst io.Writer, header ...string) *Writer {
	t.Helper()
	w, err := New(dst, []age.Recipient{sender().Recipient()}, header, "nl")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// unseal returns the clear text of a quarantine file.
func unseal(t testing.TB, file []byte) string {
	t.Helper()
	r, err := age.Decrypt(bytes.NewReader(file), sender())
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	noReason = Finding{"uitstroom-zonder-reden", "reden_uitstroom", "Er is een datum uitstroom, maar geen reden.", "Kies een reden uit de lijst."}
	nineLong = Finding{"v-nummer-negen-cijfers", "v_nummer", "Het V-nummer heeft 9 cijfers; een 0 vooraan is weggevallen.", "Maak de kolom op als tekst."}
	wholeRow = Finding{"rij-dubbel", "", "Deze rij staat er twee keer.", ""}
)

func cells(texts ...string) [][]byte {
	var out [][]byte
	for _, s := range texts {
		out = append(out, []byte(s))
	}
	return out
}

func TestFileAsTheSenderSeesIt(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := begin(t, &out, "v_nummer", "naam", "reden_uitstroom")
	for _, err := range []error{
		w.Add(17, cells("271234567", canary, ""), []Finding{noReason, nineLong}),
		w.Add(23, cells("0271234567", "=1+1;\"x\"", "mob", "te veel"), []Finding{noReason}),
		w.Add(31, cells("", "", ""), []Finding{wholeRow}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if rows, err := w.Close(); err != nil || rows != 3 {
		t.Errorf("%d rows, error %v", rows, err)
	}
	file := out.Bytes()
	if bytes.Contains(file, []byte(canary)) {
		t.Error("a value is outside the envelope")
	}
	want := "\uFEFFrij;probleem;code;v_nummer;naam;reden_uitstroom\r\n" +
		`17;"reden_uitstroom: Er is een datum uitstroom, maar geen reden. Kies een reden uit de lijst. | ` +
		`v_nummer: Het V-nummer heeft 9 cijfers; een 0 vooraan is weggevallen. Maak de kolom op als tekst.";` +
		`"uitstroom-zonder-reden v-nummer-negen-cijfers";271234567;` + canary + ";\r\n" +
		`23;"reden_uitstroom: Er is een datum uitstroom, maar geen reden. Kies een reden uit de lijst.";` +
		`uitstroom-zonder-reden;"'0271234567";"'=1+1;""x""";mob;"te veel"` + "\r\n" +
		`31;"Deze rij staat er twee keer.";rij-dubbel;;;` + "\r\n"
	if diff := cmp.Diff(want, unseal(t, file)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// However bad a delivery is, what is kept of it stays small.
func TestNothingIsKept(t *testing.T) {
	t.Parallel()
	w := begin(t, io.Discard, "naam")
	for row := 2; row < 5002; row++ {
		if err := w.Add(row, cells(canary), []Finding{noReason, nineLong}); err != nil {
			t.Fatal(err)
		}
	}
	if bytes.Contains(w.line[:cap(w.line)], []byte(canary)) || cap(w.line) > 4096 {
		t.Errorf("a line of %d bytes is kept, or what stood in it", cap(w.line))
	}
	if rows, err := w.Close(); err != nil || rows != 5000 {
		t.Errorf("%d rows, error %v", rows, err)
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	hybrid, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	ours := []age.Recipient{sender().Recipient()}
	if _, err := New(io.Discard, ours, nil, "de"); !errors.Is(err, ErrLanguage) {
		t.Errorf("unknown language: %v", err)
	}
	if _, err := New(io.Discard, append(ours, hybrid.Recipient()), nil, "nl"); !errors.Is(err, envelope.ErrMixed) {
		t.Errorf("mixed recipients: %v", err)
	}
	if _, err := New(io.Discard, nil, nil, "nl"); err == nil {
		t.Error("a file for nobody was begun")
	}
}

func TestMisusePanics(t *testing.T) {
	t.Parallel()
	w := begin(t, io.Discard)
	for name, misuse := range map[string]func(){
		"row 0":      func() { w.Add(0, nil, []Finding{noReason}) },
		"no finding": func() { w.Add(1, nil, nil) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			misuse()
		}()
	}
}

// full is a disk with room for some bytes.
type full struct{ room int }

var errFull = errors.New("no space left on device")

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	for _, room := range []int{0, 250, 70_000} {
		w, err := New(&full{room}, []age.Recipient{sender().Recipient()}, []string{"naam"}, "nl")
		for row := 1; err == nil && row <= 3000; row++ {
			err = w.Add(row, cells(canary), []Finding{noReason})
		}
		if err == nil {
			_, err = w.Close()
		}
		if !errors.Is(err, errFull) || strings.Contains(err.Error(), canary) {
			t.Errorf("room for %d bytes: error %v", room, err)
		}
	}
}

// Whatever is in a cell, a CSV reader gets it back, and a spreadsheet program
// gets nothing to calculate.
func TestCellsComeBack(t *testing.T) {
	t.Parallel()
	header := []string{"a", "b"}
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ '\t]{0,2}[=+@0-9E;"a\n-]{0,14}`))
		row := []string{text.Draw(rt, "a"), text.Draw(rt, "b")}
		var out bytes.Buffer
		w := begin(t, &out, header...)
		if err := w.Add(2, cells(row...), []Finding{noReason}); err != nil {
			rt.Fatal(err)
		}
		if _, err := w.Close(); err != nil {
			rt.Fatal(err)
		}
		r := csv.NewReader(strings.NewReader(unseal(t, out.Bytes())))
		r.Comma = ';'
		lines, err := r.ReadAll()
		if err != nil || len(lines) != 2 || len(lines[1]) != 5 {
			rt.Fatalf("%d lines, error %v", len(lines), err)
		}
		for i, want := range row {
			got := lines[1][3+i]
			want = strings.ReplaceAll(want, "\r\n", "\n") // what encoding/csv does
			if got != want && got != "'"+want {
				rt.Errorf("%q came back as %q", want, got)
			}
			if trimmed := strings.TrimSpace(got); trimmed != "" && strings.ContainsRune("=+-@", rune(trimmed[0])) {
				rt.Errorf("%q can be calculated", got)
			}
		}
	})
}

func TestCell(t *testing.T) {
	t.Parallel()
	tests := []struct{ about, in, want string }{
		{"name", "Jansen", "Jansen"},
		{"empty", "", ""},
		{"date", "2020-01-31", "2020-01-31"},
		{"money", "1.234,50", `"1.234,50"`},
		{"V-number", "2712345678", "2712345678"},
		{"leading zero", "0712345678", `"'0712345678"`},
		{"twelve digits", "271234567890", `"'271234567890"`},
		{"what Excel made of one", "2,71235E+11", `"'2,71235E+11"`},
		{"zero", "0", "0"},
		{"letter e", "e", "e"},
		{"formula", "=HYPERLINK(1)", `"'=HYPERLINK(1)"`},
		{"formula behind a space", " =1", `"' =1"`},
		{"formula behind an apostrophe", "'=1", `"''=1"`},
		{"formula behind a space of another script", "\u1680@", "\"'\u1680@\""},
		{"formula behind a byte order mark", "\ufeff=1", "\"'\ufeff=1\""},
		{"full-width sign", "＝1", `"'＝1"`},
		{"phone number", "+31612345678", `"'+31612345678"`},
		{"quotes", `a"b"`, `"a""b"""`},
		{"two lines", "a\nb", "\"a\nb\""},
		{"not UTF-8", "Jos\xE9", "Jos\uFFFD"},
	}
	for _, tt := range tests {
		if got := string(appendCell(nil, []byte(tt.in))); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.about, got, tt.want)
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	w := begin(b, io.Discard, "v_nummer", "naam")
	row := cells("2712345678", "Jansen", "Syrische", "man", "00-00-1990", "2020-01-02", "", "")
	b.ReportAllocs()
	for b.Loop() {
		if err := w.Add(2, row, []Finding{noReason}); err != nil {
			b.Fatal(err)
		}
	}
}
