package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"filippo.io/age"

	"lvv/anonymise/keyring"
)

// A timing is one whole process: seconds and bytes.
type timing struct {
	name      string
	wall, cpu float64
	peak      int64
}

// measure times each command: first what no intake can beat, then what is
// measured against it.
func (b *bench) measure() (limits, rows []timing, err error) {
	if limits, err = b.limits(); err != nil {
		return nil, nil, err
	}
	rows, err = b.commands()
	return limits, rows, err
}

// limits times decryption alone: with the library that lvv uses, and with the age
// command, to nothing and to a file, where there is one that knows the
// post-quantum keys (age 1.3 and later).
func (b *bench) limits() ([]timing, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	key, sealed := b.path("werkmap", "keys", "intake-"+org+".key"), b.path("opvang.age")
	commands := [][]string{{"decryption alone", self, "-decrypt", sealed, "-i", key}}
	if age, err := exec.LookPath("age"); err == nil && exec.Command(age, "-d", "-i", key, "-o", os.DevNull, sealed).Run() == nil {
		commands = append(commands,
			[]string{"age -d to nothing", age, "-d", "-i", key, sealed},
			[]string{"age -d to a file", age, "-d", "-i", key, "-o", b.path("clear.csv"), sealed})
	}
	var limits []timing
	for _, c := range commands {
		t, err := b.median(c[0], func() (timing, error) { return timed(exec.Command(c[1], c[2:]...)) })
		if err != nil {
			return nil, err
		}
		limits = append(limits, t)
	}
	return limits, nil
}

// commands times lvv.
func (b *bench) commands() ([]timing, error) {
	fresh, work := b.path("werkmap"), b.path("loop")
	again := func() error {
		if err := os.RemoveAll(work); err != nil {
			return err
		}
		if err := copyTree(fresh, work); err != nil {
			return err
		}
		if err := os.Remove(strings.Replace(b.sealed(), fresh, work, 1)); err != nil {
			return err
		}
		return copyFile(b.path("opvang.age"), b.path("loop", "inbox", "stil_opvang_2019-01-01_2021-12-31.csv.age"))
	}
	ingest, err := b.median("lvv ingest", func() (timing, error) {
		if err := again(); err != nil {
			return timing{}, err
		}
		return timed(exec.Command(b.lvv, "-C", work, "ingest"))
	})
	if err != nil {
		return nil, err
	}
	all := []timing{ingest}
	// The reports need the trajectories too; those are taken in untimed.
	if err := copyFile(b.sealed(), strings.Replace(b.sealed(), fresh, work, 1)); err != nil {
		return nil, err
	}
	if err := b.quiet("-C", work, "ingest"); err != nil {
		return nil, err
	}
	reports, err := b.reports(work)
	return append(all, reports...), err
}

// reports times each report twice: the first of a workspace, and one beside those
// that left before, which it is judged with.
func (b *bench) reports(work string) ([]timing, error) {
	var all []timing
	fresh := b.path("ingenomen")
	if err := copyTree(work, fresh); err != nil {
		return nil, err
	}
	for _, purpose := range []string{"evaluator", "amif", "finance", "monitor"} {
		report := func() (timing, error) {
			return timed(exec.Command(b.lvv, "-C", work, "report", purpose, "--from", "2019-01-01", "--to", "2021-12-31"))
		}
		first, err := b.median("lvv report "+purpose+", the first", func() (timing, error) {
			if err := os.RemoveAll(work); err != nil {
				return timing{}, err
			}
			if err := copyTree(fresh, work); err != nil {
				return timing{}, err
			}
			return report()
		})
		if err != nil {
			return nil, err
		}
		later, err := b.median("lvv report "+purpose+", beside earlier ones", report)
		if err != nil {
			return nil, err
		}
		all = append(all, first, later)
	}
	return all, nil
}

// median runs once to warm up and then runs times; the run in the middle counts.
func (b *bench) median(name string, once func() (timing, error)) (timing, error) {
	var all []timing
	for i := range b.runs + 1 {
		t, err := once()
		if err != nil {
			return t, fmt.Errorf("%s: %w", name, err)
		}
		if i > 0 {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(x, y timing) int { return cmp.Compare(x.wall, y.wall) })
	t := all[len(all)/2]
	t.name = name
	return t, nil
}

// timed runs a command and reads the operating system's own account of it.
func timed(c *exec.Cmd) (timing, error) {
	var talk strings.Builder
	c.Stderr = &talk
	begun := time.Now()
	if err := c.Run(); err != nil && (c.ProcessState == nil || c.ProcessState.ExitCode() != rowsAside) {
		return timing{}, fmt.Errorf("%w: %s", err, talk.String())
	}
	t := timing{wall: time.Since(begun).Seconds(), cpu: (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()}
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		t.peak = usage.Maxrss * 1024 // Linux counts kilobytes
	}
	return t, nil
}

// rowsAside is the exit code for done, with rows put aside: among a million
// invented people a few without a V-number are alike in everything.
const rowsAside = 3

// quiet runs lvv for its effect alone.
func (b *bench) quiet(args ...string) error {
	c := exec.Command(b.lvv, args...)
	if out, err := c.CombinedOutput(); err != nil && c.ProcessState.ExitCode() != rowsAside {
		return fmt.Errorf("lvv %s: %w: %s", args[0], err, out)
	}
	return nil
}

// decryptOnly is what every intake has to do at least: age, to nothing.
func decryptOnly(path, key string) error {
	id, err := keyring.ReadIdentity(key, nil)
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	plain, err := age.Decrypt(bufio.NewReaderSize(f, 1<<16), id)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, plain)
	return err
}

// machine describes what was measured on.
func machine() string {
	model := runtime.GOARCH
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(info)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%d cores of %s, %s, %s", runtime.NumCPU(), model, runtime.GOOS, runtime.Version())
}
