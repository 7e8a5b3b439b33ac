package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"sanshe/internal/clock"
)

// child is a server in its own process: this program, run again.
type child struct {
	cmd    *exec.Cmd
	addr   string
	pids   []int         // whose processor time it uses
	wakeIn time.Duration // from its being started to the first answer of /healthz
}

// again gives the command that runs this program as a child.
func again(ctx context.Context, args ...string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Env = append(os.Environ(), childMark+"=1")
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	return cmd, nil
}

// childMark tells the program that it is a child; a test binary needs telling.
const childMark = "SANSHE_BENCH_CHILD"

// launch starts a server and waits until it answers.
func launch(ctx context.Context, kind, dir, profile string) (*child, error) {
	args := []string{"-child", kind, "-data", dir}
	if profile != "" {
		args = append(args, "-profile", profile)
	}
	cmd, err := again(ctx, args...)
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := clock.System().Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	c := &child{cmd: cmd, pids: []int{cmd.Process.Pid}}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("%s did not start: %w", kind, err)
	}
	c.addr = strings.TrimSpace(line)
	conn, err := dial(c.addr, 0)
	if err != nil {
		return nil, err
	}
	defer conn.close()
	if status, body, err := conn.do([]byte("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"), true); err != nil || status != 200 {
		return nil, fmt.Errorf("%s: healthz %d %s %w", kind, status, body, err)
	}
	c.wakeIn = clock.System().Now().Sub(began)
	return c, nil
}

// stop ends the server and waits for it.
func (c *child) stop() error {
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return c.cmd.Wait()
}

// tick is the unit of /proc/<pid>/stat on Linux.
const tick = 10 * time.Millisecond

// cpu gives what processes have used, user and system, with their children: the
// connections of PostgreSQL are some.
func cpu(pids []int) (sum time.Duration) {
	for _, pid := range family(pids) {
		raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue
		}
		f := strings.Fields(string(raw[bytes.LastIndexByte(raw, ')')+1:]))
		own := f[11:13]
		if slices.Contains(pids, pid) {
			own = f[11:15] // and what children that have ended used
		}
		for _, ticks := range own {
			n, _ := strconv.ParseInt(ticks, 10, 64)
			sum += time.Duration(n) * tick
		}
	}
	return sum
}

// family gives processes and their children.
func family(pids []int) []int {
	out := slices.Clone(pids)
	for _, pid := range pids {
		raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
		if err != nil {
			continue
		}
		for _, f := range strings.Fields(string(raw)) {
			n, _ := strconv.Atoi(f)
			out = append(out, n)
		}
	}
	return out
}

// written gives the bytes processes have had written to the disk.
func written(pids []int) (sum int64) {
	for _, pid := range family(pids) {
		raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/io", pid))
		if err != nil {
			continue
		}
		_, after, _ := strings.Cut(string(raw), "\nwrite_bytes: ")
		text, _, _ := strings.Cut(after, "\n")
		n, _ := strconv.ParseInt(text, 10, 64)
		sum += n
	}
	return sum
}

// busy gives what everything on the machine has used.
func busy() (sum time.Duration) {
	raw, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(raw), "\n")
	for i, f := range strings.Fields(line) {
		if i == 0 || i == 4 || i == 5 || i > 8 { // the label, idle, waiting, guests
			continue
		}
		n, _ := strconv.ParseInt(f, 10, 64)
		sum += time.Duration(n) * tick
	}
	return sum
}

// memory gives the resident and the proportional size of processes in bytes.
func memory(pids []int) (m [2]int64) {
	for _, pid := range family(pids) {
		raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(raw)) {
			for i, label := range []string{"Rss:", "Pss:"} {
				if f := strings.Fields(line); len(f) > 1 && f[0] == label {
					n, _ := strconv.ParseInt(f[1], 10, 64)
					m[i] += n << 10
				}
			}
		}
	}
	return m
}

// sizeOf gives the bytes of files by a pattern.
func sizeOf(pattern string) (sum int64) {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return 0
	}
	for _, f := range files {
		if info, err := os.Stat(f); err == nil {
			sum += info.Size()
		}
	}
	return sum
}

// machine says in a line what this ran on.
func machine() string {
	model := "unknown processor"
	if raw, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(raw)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	kernel, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		kernel = []byte("?")
	}
	return fmt.Sprintf("%s, Linux %s", model, strings.TrimSpace(string(kernel)))
}
