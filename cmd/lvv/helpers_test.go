package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"lvv/anonymise/store"
)

// helpers are the commands of the scripts beside lvv itself.
var helpers = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"absent":     absent,
	"age-seal":   ageSeal,
	"attribute":  attribute,
	"damage":     damage,
	"exits":      exits,
	"forge":      forge,
	"hold-lock":  holdLock,
	"in-force":   inForce,
	"interrupt":  interrupt,
	"make":       makeFile,
	"one":        one,
	"pass-on":    passOn,
	"read-out":   readOut,
	"seal-as":    sealAs,
	"small-disk": smallDisk,
	"wrap":       wrap,
	"xlsx-text":  xlsxText,
}

// condition says what this machine allows: [mount] is leave to mount a small
// disk, which only root has.
func condition(name string) (bool, error) {
	if name != "mount" {
		return false, fmt.Errorf("no condition %s", name)
	}
	dir, err := os.MkdirTemp("", "lvv-mount-")
	if err != nil {
		return false, err
	}
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=64k"); err != nil {
		return false, os.Remove(dir)
	}
	return true, errors.Join(syscall.Unmount(dir, 0), os.Remove(dir))
}

// exits CODE COMMAND… runs a command that must end with that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		code = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, not %s", code, args[0])
	}
}

// in-force DIR prints the deliveries that count in the store of a workspace.
func inForce(ts *testscript.TestScript, neg bool, args []string) {
	lines, err := deliveriesIn(filepath.Join(ts.MkAbs(args[0]), "store"))
	ts.Check(err)
	fmt.Fprint(ts.Stdout(), lines)
}

// deliveriesIn lists what is in force in a store, a line each.
func deliveriesIn(dir string) (string, error) {
	st, err := store.Open(dir)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, s := range st.InForce() {
		fmt.Fprintf(&b, "%s %s %s %s v%d\n", s.Org, s.Dataset, s.From, s.To, s.Seq)
	}
	return b.String(), nil
}

// damage FILE HOW [N] spoils a file: "flip N" a bit of byte N (from the end when
// negative), "truncate N" to so many bytes (less so many when negative), "cut N"
// lines from the end, "delete N" the Nth line, "swap N" it with the next, "edit N"
// a letter of it, "crlf" the ends of lines.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	path := ts.MkAbs(args[0])
	content, err := os.ReadFile(path)
	ts.Check(err)
	n := 0
	if len(args) > 2 {
		n, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	ts.Check(os.WriteFile(path, spoil(content, args[1], n), 0o600))
}

func spoil(content []byte, how string, n int) []byte {
	at := n
	if at < 0 {
		at += len(content)
	}
	lines := bytes.SplitAfter(content, []byte("\n"))
	switch how {
	case "flip":
		content[at] ^= 0x10
		return content
	case "truncate":
		return content[:at]
	case "crlf":
		return bytes.ReplaceAll(content, []byte("\n"), []byte("\r\n"))
	case "cut":
		lines = lines[:len(lines)-1-n] // behind the last newline is an empty piece
	case "delete":
		lines = slices.Delete(lines, n-1, n)
	case "swap":
		lines[n-1], lines[n] = lines[n], lines[n-1]
	case "edit":
		line := slices.Clone(lines[n-1])
		line[len(line)/2] ^= 1
		lines[n-1] = line
	default:
		panic("no such damage: " + how)
	}
	return bytes.Join(lines, nil)
}

// one PATTERN NAME gives the only file that fits the pattern another name, for
// files whose own name holds a code that differs from run to run.
func one(ts *testscript.TestScript, neg bool, args []string) {
	paths, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(paths) != 1 {
		ts.Fatalf("%d files fit %s", len(paths), args[0])
	}
	content, err := os.ReadFile(paths[0])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), content, 0o600))
}

// read-out FILE sets CODE to the receipt code with which a line of the file begins,
// as somebody who hears it might type it.
func readOut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: read-out FILE")
	}
	code, _, _ := strings.Cut(ts.ReadFile(args[0]), "\t")
	ts.Setenv("CODE", strings.ToLower(strings.NewReplacer("-", " ", "0", "O", "1", "L").Replace(code)))
}

// absent WORDS PATH… makes sure that none of the words in a file stands in a
// file or folder, whether plain, in UTF-16, or packed; "! absent" that one does.
func absent(ts *testscript.TestScript, neg bool, args []string) {
	words := wordsIn(ts.ReadFile(args[0]))
	if len(words) == 0 {
		ts.Fatalf("no words to search for")
	}
	s := newSearch(words)
	var leaks []string
	for _, path := range args[1:] {
		if path == "stdout" || path == "stderr" {
			leaks = append(leaks, s.in(path, []byte(ts.ReadFile(path)))...)
			continue
		}
		found, _, err := s.inFolder(ts.MkAbs(path))
		ts.Check(err)
		leaks = append(leaks, found...)
	}
	if neg != (len(leaks) > 0) {
		ts.Fatalf("of %d words, found in %q", len(s.words), leaks)
	}
}

// xlsx-text FILE prints every cell of a workbook that is not empty: its sheet
// and place, its value, and behind "=" its formula.
func xlsxText(ts *testscript.TestScript, neg bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		ts.Check(err)
		for r, cells := range rows {
			for c, value := range cells {
				place, err := excelize.CoordinatesToCellName(c+1, r+1)
				ts.Check(err)
				formula, err := f.GetCellFormula(sheet, place)
				ts.Check(err)
				if formula != "" {
					fmt.Fprintf(ts.Stdout(), "%s!%s =%s\n", sheet, place, formula)
				} else if value != "" {
					fmt.Fprintf(ts.Stdout(), "%s!%s %q\n", sheet, place, value)
				}
			}
		}
	}
}

// small-disk DIR SIZE puts a folder on a disk of its own of so many bytes (as in
// 200k); "read-only" in place of the size makes it one that cannot be written to.
// It is taken away when the story ends.
func smallDisk(ts *testscript.TestScript, neg bool, args []string) {
	dir, aside := ts.MkAbs(args[0]), ts.MkAbs(args[0])+".aside"
	readOnly := args[1] == "read-only"
	size := args[1]
	if readOnly {
		size = "50m"
	}
	ts.Check(copyTree(aside, dir))
	ts.Check(syscall.Mount("none", dir, "tmpfs", 0, "mode=0700,size="+size))
	ts.Defer(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			ts.Logf("unmounting: %v", err)
		}
	})
	ts.Check(copyTree(dir, aside))
	if readOnly {
		ts.Check(syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	}
}

// wrap FILE wraps a key file with the passphrase of the stories, cheaply.
func wrap(ts *testscript.TestScript, neg bool, args []string) {
	path := ts.MkAbs(args[0])
	content, err := os.ReadFile(path)
	ts.Check(err)
	ts.Check(os.WriteFile(path, sealedPlainly(ts, content, recipients(ts, []string{"passphrase"})), 0o600))
}

// attribute FILE MODE sets the mode of a file, as in 644.
func attribute(ts *testscript.TestScript, neg bool, args []string) {
	mode, err := strconv.ParseUint(args[1], 8, 32)
	ts.Check(err)
	ts.Check(os.Chmod(ts.MkAbs(args[0]), os.FileMode(mode)))
}

// hold-lock DIR holds the lock of a workspace until the story ends, as another
// lvv that is at work does.
func holdLock(ts *testscript.TestScript, neg bool, args []string) {
	w := &workspace{dir: ts.MkAbs(args[0])}
	unlock, err := w.lock()
	ts.Check(err)
	ts.Defer(func() { ts.Check(unlock()) })
}

// interrupt GLOB COMMAND… runs a command and sends it what Ctrl-C sends, as soon
// as a file fits the pattern. It must end by that, and not of itself.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	cmd := exec.Command(args[1], args[2:]...)
	var err error
	cmd.Path, err = exec.LookPath(args[1])
	ts.Check(err)
	cmd.Dir, cmd.Env = ts.MkAbs("."), append(os.Environ(), "LVV_NOW="+ts.Getenv("LVV_NOW"), "TMPDIR="+ts.Getenv("TMPDIR"))
	cmd.Stdout, cmd.Stderr = ts.Stdout(), ts.Stderr()
	ts.Check(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			ts.Fatalf("the command ended of itself: %v", err)
		case <-time.After(time.Millisecond):
		}
		if paths, _ := filepath.Glob(ts.MkAbs(args[0])); len(paths) > 0 {
			break
		}
	}
	ts.Check(cmd.Process.Signal(os.Interrupt))
	<-ended
	if status := cmd.ProcessState.Sys().(syscall.WaitStatus); !status.Signaled() {
		ts.Fatalf("the command was not interrupted: %v", cmd.ProcessState)
	}
}
