package postgres

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestThrowawayIsFastAndDeleted(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	s, err := Start(context.Background(), Options{Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop() })
	for setting, want := range map[string]string{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "100"} {
		if got := query(t, s.DSN(superuser, superuser), "SHOW "+setting); got != want {
			t.Errorf("%s = %s, want %s", setting, got, want)
		}
	}
	if got := query(t, s.DSN(roleApp, database), `SELECT current_user`); got != roleApp {
		t.Error(got)
	}
	if filepath.Dir(s.Dir()) != filepath.Clean(throwawayBase()) {
		t.Errorf("lives in %s, want in %s", s.Dir(), throwawayBase())
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.Dir()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("not deleted: %v", err)
	}
}

func TestThrowawayInANamedFolderLeavesTheRest(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	dir := openDir(t)
	if err := os.WriteFile(filepath.Join(dir, "mine"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	before := names(t, dir)
	s, err := Start(context.Background(), Options{Dir: dir, Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if after := names(t, dir); after != before {
		t.Errorf("holds %q, want %q", after, before)
	}
}

// names lists what is in dir.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

func TestSweepOfKilledThrowaways(t *testing.T) {
	t.Parallel()
	base := openDir(t)
	past := time.Now().Add(-time.Hour)
	for _, name := range []string{throwawayName + "old", throwawayName + "held", throwawayName + "new", "somebody-elses"} {
		dir := filepath.Join(base, name)
		if err := os.MkdirAll(filepath.Join(dir, "pg", "base"), 0o700); err != nil {
			t.Fatal(err)
		}
		if name == throwawayName+"held" {
			l, err := layoutOf(dir)
			if err != nil {
				t.Fatal(err)
			}
			lock, err := takeLock(context.Background(), l)
			if err != nil {
				t.Fatal(err)
			}
			defer lock.Close()
		}
		if name != throwawayName+"new" {
			if err := os.Chtimes(dir, past, past); err != nil {
				t.Fatal(err)
			}
		}
	}
	sweepThrowaways(base)
	want := throwawayName + "held " + throwawayName + "new somebody-elses"
	if got := names(t, base); got != want {
		t.Errorf("left %q, want %q", got, want)
	}
}

func TestRunWith(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	var out, said bytes.Buffer
	code, err := RunWith(context.Background(), []string{"/bin/sh", "-c", `echo "$TEST_PG"; exit 7`}, &out, &said, nil)
	if code != 7 || err != nil {
		t.Errorf("code %d, %v, want 7\n%s", code, err, said.String())
	}
	dsn := strings.TrimSpace(out.String())
	if !strings.HasPrefix(dsn, "postgres://postgres@/postgres?") || !strings.Contains(dsn, "sslmode=disable") {
		t.Errorf("TEST_PG = %q", dsn)
	}
	if err := ping(context.Background(), dsn); err == nil {
		t.Error("the cluster still answers after the command")
	}
	for command, want := range map[string]int{"kill -9 $$": 128 + 9, "exit 0": 0} {
		if code, err := RunWith(context.Background(), []string{"/bin/sh", "-c", command}, &out, &said, nil); code != want || err != nil {
			t.Errorf("%q: code %d, %v, want %d", command, code, err, want)
		}
	}
	if code, err := RunWith(context.Background(), []string{"/no/such/program"}, &out, &said, nil); code == 0 || err == nil {
		t.Errorf("a command that is not there: %d %v", code, err)
	}
}

// A signal to the wrapper reaches the command and its children; the wrapper
// still cleans up.
func TestRunWithPassesSignalsOn(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		p := startProgram(t, nil, "runwith", "/bin/sh", "-c",
			`trap 'echo got it; kill $!; exit 5' TERM INT; echo "$TEST_PG"; sleep 600 & echo up; wait`)
		dsn := p.line(t)
		p.expect(t, "up")
		if err := ping(context.Background(), dsn); err != nil {
			t.Errorf("TEST_PG does not work inside: %v", err)
		}
		if err := p.cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		p.expect(t, "got it")
		<-p.done
		if code := p.cmd.ProcessState.ExitCode(); code != 5 {
			t.Errorf("%v: exit code %d, want 5", sig, code)
		}
		if err := ping(context.Background(), dsn); err == nil {
			t.Errorf("%v: the cluster still answers", sig)
		}
	}
}

// Two programs share one cluster; it stays while one of them lives, even when
// the one that started it is killed, and goes after the last one.
func TestSharedIsOneClusterForAll(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	dir := filepath.Join(openDir(t), "shared")
	first := startProgram(t, nil, "shared", dir)
	second := startProgram(t, nil, "shared", dir)
	one, two := first.line(t), second.line(t)
	if one != two || !strings.HasPrefix(one, "ready ") {
		t.Fatalf("first %q, second %q: not one cluster", one, two)
	}
	first.kill9(t)
	second.kill9(t)
	s, err := sharedAt(context.Background(), dir, testIdle)
	if err != nil {
		t.Fatal(err)
	}
	if pid := serverPid(t, dir); "ready "+strconv.Itoa(pid) != one {
		t.Errorf("server %d, want %s: the cluster did not outlive the killed programs", pid, one)
	}
	if got := query(t, s.DSN(superuser, superuser), `SHOW fsync`); got != "off" {
		t.Errorf("fsync %s", got)
	}
	time.Sleep(3 * testIdle)
	if got := query(t, s.DSN(roleApp, database), `SELECT 1`); got != "1" {
		t.Errorf("gone while in use: %s", got)
	}
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
	within(t, 20*time.Second, "the cluster goes after its last user", func() bool {
		_, err := os.Stat(filepath.Join(dir, "pg"))
		return errors.Is(err, os.ErrNotExist) && servers(t, dir) == 0
	})
	again, err := sharedAt(context.Background(), dir, testIdle)
	if err != nil {
		t.Fatal(err)
	}
	// A crash leaves a broken cluster: it is throw-away, so a fresh one is made.
	if err := syscall.Kill(serverPid(t, dir), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-again.Done()
	if err := os.Remove(filepath.Join(dir, "pg", "global", "pg_control")); err != nil {
		t.Fatal(err)
	}
	fresh, err := sharedAt(context.Background(), dir, testIdle)
	if err != nil {
		t.Fatal(err)
	}
	if got := query(t, fresh.DSN(roleApp, database), `SELECT 1`); got != "1" {
		t.Error(got)
	}
	_, _ = again.Stop(), fresh.Stop()
	within(t, 20*time.Second, "the cluster goes after its last user", func() bool { return servers(t, dir) == 0 })
}
