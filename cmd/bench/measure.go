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
	against   []float64 // speed against each limit, where it was timed in turn with them
}

// measure times each command: first intake beside what it is measured against, then
// the reports.
func (b *bench) measure() (limits, rows []timing, err error) {
	commands, err := b.limits()
	if err != nil {
		return nil, nil, err
	}
	rounds := make([][]timing, 0, b.runs)
	for i := range b.runs + 1 { // one to warm up
		round, err := b.round(commands)
		if err != nil {
			return nil, nil, err
		}
		if i > 0 {
			rounds = append(rounds, round)
		}
	}
	for i, c := range commands {
		limits = append(limits, middle(rounds, i))
		limits[i].name = c[0]
	}
	ingest := middle(rounds, len(commands))
	ingest.name, ingest.against = "lvv ingest", ratios(rounds)
	reports, err := b.reports()
	return limits, append([]timing{ingest}, reports...), err
}

// round times each limit and then intake, so that what the machine does in that
// second weighs on all of them.
func (b *bench) round(limits [][]string) (round []timing, err error) {
	for _, c := range limits {
		t, err := timed(exec.Command(c[1], c[2:]...))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c[0], err)
		}
		round = append(round, t)
	}
	if err := b.inbox(); err != nil {
		return nil, err
	}
	t, err := timed(exec.Command(b.lvv, "-C", b.path("loop"), "ingest"))
	return append(round, t), err
}

// middle is the timing of one command in the rounds.
func middle(rounds [][]timing, i int) timing {
	var all []timing
	for _, r := range rounds {
		all = append(all, r[i])
	}
	return median(all)
}

// median is the timing of which as many took longer as shorter.
func median(all []timing) timing {
	slices.SortFunc(all, func(x, y timing) int { return cmp.Compare(x.wall, y.wall) })
	return all[len(all)/2]
}

// ratios are the speeds of the last command of a round against each of the others,
// in the middle round.
func ratios(rounds [][]timing) []float64 {
	var out []float64
	for i := range len(rounds[0]) - 1 {
		var all []float64
		for _, r := range rounds {
			all = append(all, r[i].wall/r[len(r)-1].wall)
		}
		slices.Sort(all)
		out = append(out, all[len(all)/2])
	}
	return out
}

// limits are what intake is measured against: decryption alone, with the library
// that lvv uses, and with the age command, to nothing and to a file, where there is
// one that knows the post-quantum keys (age 1.3 and later).
func (b *bench) limits() ([][]string, error) {
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
	return commands, nil
}

// inbox makes a fresh workspace, in which the delivery of stays waits.
func (b *bench) inbox() error {
	fresh, work := b.path("werkmap"), b.path("loop")
	if err := os.RemoveAll(work); err != nil {
		return err
	}
	if err := copyTree(fresh, work); err != nil {
		return err
	}
	if err := os.Remove(b.waiting()); err != nil {
		return err
	}
	defer syscall.Sync() // or the disk would still be busy with the copy, which no delivery brings with it
	return copyFile(b.path("opvang.age"), b.path("loop", "inbox", "stil_opvang_2019-01-01_2021-12-31.csv.age"))
}

// waiting is where the delivery of trajectories waits in the workspace that is
// worked in.
func (b *bench) waiting() string {
	return strings.Replace(b.sealed(), b.path("werkmap"), b.path("loop"), 1)
}

// reports times each report twice: the first of a workspace, and one beside those
// that left before, which it is judged with.
func (b *bench) reports() ([]timing, error) {
	work, fresh := b.path("loop"), b.path("ingenomen")
	// The trajectories are taken in too, untimed.
	if err := copyFile(b.sealed(), b.waiting()); err != nil {
		return nil, err
	}
	if err := b.quiet("-C", work, "ingest"); err != nil {
		return nil, err
	}
	var all []timing
	if err := copyTree(work, fresh); err != nil {
		return nil, err
	}
	for _, purpose := range []string{"evaluator", "amif", "finance", "monitor"} {
		report := func() (timing, error) {
			return timed(exec.Command(b.lvv, "-C", work, "report", purpose, "--from", "2019-01-01", "--to", "2021-12-31"))
		}
		first, err := b.repeat("lvv report "+purpose+", the first", func() (timing, error) {
			if err := os.RemoveAll(work); err != nil {
				return timing{}, err
			}
			if err := copyTree(fresh, work); err != nil {
				return timing{}, err
			}
			syscall.Sync()
			return report()
		})
		if err != nil {
			return nil, err
		}
		later, err := b.repeat("lvv report "+purpose+", beside earlier ones", report)
		if err != nil {
			return nil, err
		}
		all = append(all, first, later)
	}
	return all, nil
}

// repeat runs once to warm up and then runs times; the run in the middle counts.
func (b *bench) repeat(name string, once func() (timing, error)) (timing, error) {
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
	t := median(all)
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
