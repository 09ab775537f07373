package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// clearLeftovers makes way for a server after the last one's program, or the
// last one itself, ended badly. The caller holds the lock, so whatever runs on
// this data now is an orphan. A file that names a process is never believed:
// the number may belong to somebody else by now, and only a process that is
// proven to be a server on this data is signalled.
func clearLeftovers(l layout, o Options) error {
	pid := pidIn(filepath.Join(l.data, "postmaster.pid"))
	orphans, err := serversOn(l.data, pid)
	if err != nil {
		return err
	}
	if len(orphans) > 0 {
		o.say("postgres_left_over")
		if err := stopOrphans(l.data, pid); err != nil {
			return err
		}
	}
	for _, file := range []string{
		filepath.Join(l.data, "postmaster.pid"),
		filepath.Join(l.socket, socketName+".lock"),
	} {
		if err := removeStale(file); err != nil {
			return err
		}
	}
	return nil
}

// stopOrphans ends the servers on data: politely, then less so.
func stopOrphans(data string, pid int) error {
	steps := []struct {
		sig  syscall.Signal
		wait time.Duration
	}{{syscall.SIGINT, 20 * time.Second}, {syscall.SIGQUIT, 10 * time.Second}, {syscall.SIGKILL, 5 * time.Second}}
	for _, step := range steps {
		end := time.Now().Add(step.wait)
		signalled := false
		for {
			orphans, err := serversOn(data, pid)
			if err != nil || len(orphans) == 0 {
				return err
			}
			if !signalled {
				// The main process ends its own children in order; only without
				// it are they told one by one.
				if slices.Contains(orphans, pid) && step.sig != syscall.SIGKILL {
					orphans = []int{pid}
				}
				for _, orphan := range orphans {
					_ = syscall.Kill(orphan, step.sig) // it may have ended just now
				}
				signalled = true
			}
			if time.Now().After(end) {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	return fmt.Errorf("a database server left over on %s does not end; nothing was changed", data)
}

// removeStale removes a lock file of PostgreSQL whose process number is taken by
// something that is not a server on this data: a stranger, or a dead server that
// its parent has not collected. PostgreSQL only looks whether the number is
// taken, and would refuse to start. A number nobody has is left to its own, more
// thorough check.
func removeStale(file string) error {
	pid := pidIn(file)
	if pid == 0 || errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return nil
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// pidIn reads the process number in the first line of a lock file of
// PostgreSQL; 0 when there is none. Numbers of single-user servers are written
// negative.
func pidIn(file string) int {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		return 0
	}
	return max(pid, -pid)
}
