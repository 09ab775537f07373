package postgres

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"amends/server/fault"
)

func TestKilledProgram(t *testing.T) {
	t.Parallel()
	dir := made(t)
	p := startProgram(t, nil, "hold", dir)
	p.expect(t, "ready")
	p.kill9(t)
	if runtime.GOOS == "linux" {
		within(t, 20*time.Second, "the server ends with its program", func() bool { return servers(t, dir) == 0 })
		log, err := os.ReadFile(filepath.Join(dir, "pg.log"))
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(log), "database system is shut down"); n != 2 {
			t.Errorf("clean shutdowns: %d, want 2\n%s", n, log)
		}
	}
	if got := keptRows(t, mustStart(t, dir)); got != "1" {
		t.Errorf("rows: %s, want 1", got)
	}
}

// The next start may come while the server is still going down, or, on systems
// without a parent-death signal, while it still runs.
func TestStartOverALeftOverServer(t *testing.T) {
	t.Parallel()
	dir := made(t)
	l, err := layoutOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	orphan, err := start(context.Background(), Options{}, l, settings{outlive: true})
	if err != nil {
		t.Fatal(err)
	}
	old := serverPid(t, dir)
	orphan.lock.Close() // what the kernel does when the program dies
	var told []string
	s, err := Start(context.Background(), Options{Dir: dir, Tell: func(m *fault.Error) { told = append(told, said(m)) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop() })
	<-orphan.done
	if serverPid(t, dir) == old {
		t.Error("the left-over server still runs")
	}
	if !strings.Contains(strings.Join(told, "\n"), "left over") {
		t.Errorf("nothing was said about the left-over server: %q", told)
	}
	if got := keptRows(t, s); got != "1" {
		t.Errorf("rows: %s, want 1", got)
	}
}

func TestKilledProgramAndServer(t *testing.T) {
	t.Parallel()
	dir := made(t)
	p := startProgram(t, nil, "hold", dir)
	p.expect(t, "ready")
	s, joined, err := Join(context.Background(), Options{Dir: dir})
	if err != nil || !joined {
		t.Fatal(joined, err)
	}
	execute(t, s, `INSERT INTO kept SELECT generate_series(2, 5000)`)
	_ = s.Stop()
	pid := serverPid(t, dir)
	// The program first is stopped, so that it cannot notice.
	if err := p.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	p.kill9(t)
	if got := keptRows(t, mustStart(t, dir)); got != "5000" {
		t.Errorf("rows after both were killed: %s, want 5000", got)
	}
}

func TestServerEndsUnderTheProgram(t *testing.T) {
	t.Parallel()
	dir := made(t)
	s := mustStart(t, dir)
	if err := syscall.Kill(serverPid(t, dir), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("Done is not closed")
	}
	if err := s.Stop(); err == nil || !strings.Contains(err.Error(), "ended by itself") {
		t.Errorf("Stop after the server's death: %v", err)
	}
	if got := keptRows(t, mustStart(t, dir)); got != "1" {
		t.Errorf("rows: %s, want 1", got)
	}
}

// fakeLocks writes what a dead server leaves, with the number of pid.
func fakeLocks(t *testing.T, dir string, pid int) {
	t.Helper()
	l, err := layoutOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	acct, err := accountFor(l.data)
	if err != nil {
		t.Fatal(err)
	}
	if err := makeSocketDir(l.socket, acct); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%d\n%s\n%d\n5432\n%s\n\n  5432001         0\nready   \n", pid, l.data, time.Now().Unix(), l.socket)
	for _, file := range []string{filepath.Join(l.data, "postmaster.pid"), filepath.Join(l.socket, socketName+".lock")} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(file, int(acct.uid), int(acct.gid)); err != nil {
			t.Fatal(err)
		}
	}
}

// A living stranger has the number of the dead server: it must not get a
// signal, whoever it belongs to, and must not keep the database from starting.
func TestStalePidOfAStranger(t *testing.T) {
	t.Parallel()
	dir := made(t)
	l, err := layoutOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	server, err := accountFor(l.data)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		as   account
		in   string
	}{
		{"same user as the server", server, "/"},
		{"same user, working in the data folder", server, l.data},
		{"ourselves", account{}, "/"},
	} {
		cmd := exec.Command("/bin/sleep", "600")
		cmd.Dir = c.in
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.as.credential()}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		fakeLocks(t, dir, cmd.Process.Pid)
		s, err := Start(context.Background(), Options{Dir: dir})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else {
			if got := keptRows(t, s); got != "1" {
				t.Errorf("%s: rows %s", c.name, got)
			}
			if err := s.Stop(); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		select {
		case err := <-ended:
			t.Errorf("%s: the stranger was signalled: %v", c.name, err)
		default:
			_ = cmd.Process.Kill()
			<-ended
		}
	}
}

// A dead server that nobody has collected (process 1 of many containers does
// not) still has its number.
func TestStalePidOfADeadProcess(t *testing.T) {
	t.Parallel()
	dir := made(t)
	l, err := layoutOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	acct, err := accountFor(l.data)
	if err != nil {
		t.Fatal(err)
	}
	zombie := exec.Command("/bin/sleep", "0")
	zombie.SysProcAttr = &syscall.SysProcAttr{Credential: acct.credential()}
	if err := zombie.Start(); err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "linux" {
		within(t, 10*time.Second, "the process ends", func() bool {
			stat, err := os.ReadFile("/proc/" + strconv.Itoa(zombie.Process.Pid) + "/stat")
			return err == nil && strings.Contains(string(stat), ") Z ")
		})
	}
	fakeLocks(t, dir, zombie.Process.Pid)
	s := mustStart(t, dir)
	if got := keptRows(t, s); got != "1" {
		t.Errorf("not collected: rows %s", got)
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	_ = zombie.Wait()
	fakeLocks(t, dir, zombie.Process.Pid) // now nobody has the number
	if got := keptRows(t, mustStart(t, dir)); got != "1" {
		t.Errorf("collected: rows %s", got)
	}
}

func TestKilledWhileMakingTheCluster(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	dir := filepath.Join(openDir(t), "d")
	p := startProgram(t, nil, "hold", dir)
	within(t, 30*time.Second, "initdb writes PG_VERSION", func() bool {
		found, _ := filepath.Glob(filepath.Join(dir, halfMade+"*", "PG_VERSION"))
		return len(found) > 0
	})
	p.kill9(t)
	if _, err := os.Stat(filepath.Join(dir, "pg")); err == nil {
		t.Fatal("the half-made cluster stands in the place of a whole one")
	}
	s := mustStart(t, dir)
	if got := query(t, s.DSN(roleApp, database), `SELECT 1`); got != "1" {
		t.Error(got)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "pg.new*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestHalfMadeFolderIsSweptAndDataIsNot(t *testing.T) {
	t.Parallel()
	dir := made(t)
	for _, name := range []string{"pg.new", "pg.new-123"} {
		if err := os.MkdirAll(filepath.Join(dir, name, "base"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name, "PG_VERSION"), []byte("15\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := keptRows(t, mustStart(t, dir)); got != "1" {
		t.Errorf("rows: %s, want 1", got)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "pg.new*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
