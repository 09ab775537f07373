package postgres

import (
	"context"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// runners are the users a program may be started as here: ourselves, and when
// that is root, also one that is not.
func runners(t *testing.T) map[string]*account {
	t.Helper()
	who := map[string]*account{userName(uint32(os.Geteuid())): nil}
	if os.Geteuid() != 0 {
		return who
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	who["nobody"] = &account{uid: uint32(uid), gid: uint32(gid), name: "nobody", drop: true}
	return who
}

// The whole life as root and as an ordinary user: cold, killed, warm, stopped.
func TestAsEachUser(t *testing.T) {
	t.Parallel()
	for name, as := range runners(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			needPrograms(t)
			dir := filepath.Join(openDir(t), "d")
			if as != nil {
				if err := os.Mkdir(dir, 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.Chown(dir, int(as.uid), int(as.gid)); err != nil {
					t.Fatal(err)
				}
			}
			p := startProgram(t, as, "hold", dir)
			p.expect(t, "ready")
			owner, err := ownerOf(filepath.Join(dir, "pg"))
			if err != nil {
				t.Fatal(err)
			}
			if owner == 0 || (as != nil && owner != as.uid) {
				t.Errorf("the cluster belongs to %s", userName(owner))
			}
			// Whoever may enter the folder may join; root may.
			s, joined, err := Join(context.Background(), Options{Dir: dir})
			if err != nil || !joined {
				t.Fatal(joined, err)
			}
			execute(t, s, `CREATE TABLE kept AS SELECT 7 AS n`)
			_ = s.Stop()
			p.kill9(t)
			p = startProgram(t, as, "hold", dir)
			p.expect(t, "ready")
			if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			p.expect(t, "stopped")
			// Root runs somebody's cluster as that somebody.
			if got := keptRows(t, mustStart(t, dir)); got != "1" {
				t.Errorf("rows: %s, want 1", got)
			}
			if after, err := ownerOf(filepath.Join(dir, "pg")); err != nil || after != owner {
				t.Errorf("the cluster went from %s to %s", userName(owner), userName(after))
			}
		})
	}
}

func TestClusterOfSomebodyElse(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	dir := made(t)
	if os.Geteuid() == 0 {
		as := runners(t)["nobody"]
		for mode, want := range map[os.FileMode]string{0o710: "is closed to you", 0o755: "belongs to user postgres"} {
			if err := os.Chmod(dir, mode); err != nil {
				t.Fatal(err)
			}
			p := startProgram(t, as, "hold", dir)
			if got := p.line(t); !strings.HasPrefix(got, "failed: ") || !strings.Contains(got, want) {
				t.Errorf("another user's cluster, folder %s: %q", mode, got)
			}
		}
		// A copy made by root belongs to root, and PostgreSQL would refuse it.
		if err := os.Chown(filepath.Join(dir, "pg"), 0, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := Start(context.Background(), Options{Dir: dir}); err == nil || !strings.Contains(said(err), "chown -R postgres") {
			t.Errorf("root's cluster: %v", err)
		}
		return
	}
	if _, err := accountFor("/"); err == nil { // stands for a folder of root's
		t.Error("an ordinary user may run root's cluster")
	}
}

func TestDefaultDir(t *testing.T) {
	t.Parallel()
	checkout := filepath.Join(openDir(t), "amends")
	below := filepath.Join(checkout, "clients", "couple")
	if err := os.MkdirAll(below, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(checkout, "go.mod"), []byte("module amends\n\ngo 1.26.0\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	state := "/state"
	if dir, reason, err := defaultDir(below, state); err != nil || dir != filepath.Join(checkout, "var") || reason != nil {
		t.Errorf("in a checkout: %q %v %v", dir, reason, err)
	}
	if dir, reason, err := defaultDir("/", state); err != nil || dir != state || !strings.Contains(said(reason), "no checkout") {
		t.Errorf("elsewhere: %q %v %v", dir, reason, err)
	}
	if err := os.Chmod(checkout, 0o700); err != nil {
		t.Fatal(err)
	}
	dir, reason, err := defaultDir(below, state)
	if os.Geteuid() != 0 {
		if err != nil || dir != filepath.Join(checkout, "var") {
			t.Errorf("own closed checkout: %q %v %v", dir, reason, err)
		}
		return
	}
	if err != nil || dir != state || !strings.Contains(said(reason), checkout) || !strings.Contains(said(reason), "cannot enter") {
		t.Errorf("closed checkout: %q %v %v", dir, reason, err)
	}
}

// A start that is given up leaves nothing running and the lock free.
func TestCancelledStart(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	dir := filepath.Join(openDir(t), "d")
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if s, err := Start(ctx, Options{Dir: dir}); err == nil {
		_ = s.Stop()
		t.Fatal("initdb took less than a tenth of a second")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "pg.new*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	mustStart(t, dir)
}
