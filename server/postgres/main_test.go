package postgres

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// programEnv turns the test binary into the program whose crash is tested:
// "hold DIR" starts the database, says so, and stops it on SIGTERM.
const programEnv = "AMENDS_POSTGRES_TEST_PROGRAM"

// testIdle is how soon the shared cluster of a test goes when nobody uses it.
const testIdle = time.Second

func TestMain(m *testing.M) {
	if os.Getenv(programEnv) == "" {
		code := m.Run()
		if seed.dir != "" {
			_ = os.RemoveAll(filepath.Dir(seed.dir))
		}
		os.Exit(code)
	}
	os.Exit(program(os.Args[1:]))
}

// program is what the re-executed test binary does.
func program(args []string) int {
	ctx := context.Background()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	switch args[0] {
	case "hold":
		s, err := Start(ctx, Options{Dir: args[1], Tell: tell})
		if err != nil {
			fmt.Println("failed:", said(err))
			return 1
		}
		fmt.Println("ready")
		<-stop
		if err := s.Stop(); err != nil {
			fmt.Println("failed:", said(err))
			return 1
		}
		fmt.Println("stopped")
		return 0
	case "shared":
		s, err := sharedAt(ctx, args[1], testIdle)
		if err != nil {
			fmt.Println("failed:", said(err))
			return 1
		}
		fmt.Println("ready", pidIn(filepath.Join(s.layout.data, "postmaster.pid")))
		<-stop
		return 0
	case "runwith":
		code, err := RunWith(ctx, args[1:], os.Stdout, os.Stderr, tell)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		return code
	}
	return 2
}

// running is a program started by a test.
type running struct {
	cmd  *exec.Cmd
	out  *bufio.Reader
	done chan struct{}
}

// startProgram re-executes the test binary; as names who runs it, nil for us.
func startProgram(t *testing.T, as *account, args ...string) *running {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if as != nil {
		self = openCopy(t, self)
	}
	cmd := exec.Command(self, args...)
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), programEnv+"=1")
	cmd.Stderr = os.Stderr
	if as != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as.credential()}
	}
	pipe, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout = w
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	r := &running{cmd: cmd, out: bufio.NewReader(pipe), done: make(chan struct{})}
	go func() { _ = cmd.Wait(); close(r.done) }()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-r.done
		pipe.Close()
	})
	return r
}

// openCopy copies the test binary to where every user can run it; the folder
// that go test builds in is closed. Another process writes it: a file this one
// had open for writing could be inherited by a child that a parallel test forks,
// and then nobody can run it ("text file busy").
func openCopy(t *testing.T, self string) string {
	t.Helper()
	path := filepath.Join(openDir(t), "program")
	if out, err := exec.Command("cp", self, path).CombinedOutput(); err != nil {
		t.Fatalf("copy of the program: %v\n%s", err, out)
	}
	if err := os.Chmod(path, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// line reads the program's next line.
func (r *running) line(t *testing.T) string {
	t.Helper()
	got := make(chan string, 1)
	go func() {
		text, err := r.out.ReadString('\n')
		if err != nil {
			text = "ended: " + err.Error()
		}
		got <- strings.TrimSpace(text)
	}()
	select {
	case text := <-got:
		return text
	case <-time.After(50 * time.Second):
		t.Fatal("the program says nothing")
		return ""
	}
}

// expect reads a line and compares it.
func (r *running) expect(t *testing.T, want string) {
	t.Helper()
	if got := r.line(t); got != want {
		t.Fatalf("program said %q, want %q", got, want)
	}
}

// kill9 ends the program without a word and waits until it is gone.
func (r *running) kill9(t *testing.T) {
	t.Helper()
	if err := r.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-r.done
}

// openDir is a temporary folder that other users may pass through, with a short
// name and in memory when there is some.
func openDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(throwawayBase(), "amends-pgtest-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// seed is the data folder that made copies: a cluster takes a second to make,
// more on a slow disk.
var seed struct {
	sync.Once
	dir string
	err error
}

// makeSeed makes the cluster by a first start, and leaves it with one row.
func makeSeed() (dir string, err error) {
	base, err := os.MkdirTemp(throwawayBase(), "amends-pgtest-")
	if err != nil {
		return "", err
	}
	dir = filepath.Join(base, "d")
	if err := os.Chmod(base, 0o755); err != nil {
		return dir, err
	}
	s, err := Start(context.Background(), Options{Dir: dir})
	if err != nil {
		return dir, err
	}
	db, err := sql.Open("postgres", s.DSN(superuser, database))
	if err == nil {
		_, err = db.Exec(`CREATE TABLE kept AS SELECT 1 AS n`)
		db.Close()
	}
	return dir, errors.Join(err, s.Stop())
}

// made is a data folder of its own that a first start has filled and left.
func made(t *testing.T) string {
	t.Helper()
	needPrograms(t)
	seed.Do(func() { seed.dir, seed.err = makeSeed() })
	if seed.err != nil {
		t.Fatal(seed.err)
	}
	dir := filepath.Join(openDir(t), "d")
	if out, err := exec.Command("cp", "-a", seed.dir, dir).CombinedOutput(); err != nil {
		t.Fatalf("copy of the cluster: %v\n%s", err, out)
	}
	return dir
}

// needPrograms ends the test when PostgreSQL is missing: an error in CI, a
// skip by name on a machine of somebody who works on something else.
func needPrograms(t *testing.T) {
	t.Helper()
	acct, err := accountFor("/nonexistent")
	if err != nil {
		t.Fatal(err)
	}
	_, err = newFinder("", acct).choose(context.Background(), "", 0)
	var missing *NotFoundError
	if errors.As(err, &missing) && os.Getenv("CI") != "true" {
		t.Skip("PostgreSQL is not installed")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// mustStart starts and stops at the end of the test.
func mustStart(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := Start(context.Background(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop() })
	return s
}

func open(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// execute runs a statement as the superuser in the product's database.
func execute(t *testing.T, s *Server, statement string) {
	t.Helper()
	db := open(t, s.DSN(superuser, database))
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// query reads one value as text.
func query(t *testing.T, dsn, statement string) string {
	t.Helper()
	db := open(t, dsn)
	defer db.Close()
	var value string
	if err := db.QueryRow(statement).Scan(&value); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return value
}

// keptRows counts the rows of the table that made made.
func keptRows(t *testing.T, s *Server) string {
	t.Helper()
	return query(t, s.DSN(superuser, database), `SELECT count(*) FROM kept`)
}

// listing is every name below dir with mode, owner and size: what "nothing was
// changed" is measured by.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s %s %d %d\n", path, info.Mode(), statOwner(info), info.Size())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// within waits for a condition.
func within(t *testing.T, limit time.Duration, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(limit); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %s: %s", limit, what)
		}
	}
}

// serverPid is the main process of the cluster in dir.
func serverPid(t *testing.T, dir string) int {
	t.Helper()
	pid := pidIn(filepath.Join(dir, "pg", "postmaster.pid"))
	if pid == 0 {
		t.Fatal("no server process is named in " + dir)
	}
	return pid
}

// servers is how many live processes work on the cluster in dir.
func servers(t *testing.T, dir string) int {
	t.Helper()
	l, err := layoutOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	pids, err := serversOn(l.data, pidIn(filepath.Join(l.data, "postmaster.pid")))
	if err != nil {
		t.Fatal(err)
	}
	return len(pids)
}
