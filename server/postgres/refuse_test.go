package postgres

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// needSystemAccount returns the account that is not root: the one root drops
// to, or us.
func needSystemAccount(t *testing.T) account {
	t.Helper()
	acct, err := accountFor("/nonexistent")
	if err != nil {
		t.Fatal(err)
	}
	return acct
}

func TestWrongMajorIsRefusedUnchanged(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	acct := needSystemAccount(t)
	for _, version := range []string{"14", "9.6", "99"} {
		dir := filepath.Join(openDir(t), "d")
		data := filepath.Join(dir, "pg")
		if err := os.MkdirAll(filepath.Join(data, "base"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte(version+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(data, int(acct.uid), int(acct.gid)); err != nil {
			t.Fatal(err)
		}
		before := listing(t, dir)
		_, err := Start(context.Background(), Options{Dir: dir})
		major, _, _ := strings.Cut(version, ".")
		if err == nil || !strings.Contains(said(err), "made by PostgreSQL "+major) ||
			!strings.Contains(said(err), "Found: ") || !strings.Contains(said(err), "Nothing was changed") {
			t.Errorf("%s: %v", version, err)
		}
		if after := listing(t, dir); after != before {
			t.Errorf("%s: changed from\n%sto\n%s", version, before, after)
		}
	}
}

func TestFolderWithOtherThingsIsRefusedUnchanged(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	acct := needSystemAccount(t)
	dir := openDir(t)
	data := filepath.Join(dir, "pg")
	if err := os.Mkdir(data, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "letters.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(data, int(acct.uid), int(acct.gid)); err != nil {
		t.Fatal(err)
	}
	before := listing(t, dir)
	_, err := Start(context.Background(), Options{Dir: dir})
	if err == nil || !strings.Contains(said(err), "holds no database") {
		t.Errorf("got %v", err)
	}
	if after := listing(t, dir); after != before {
		t.Errorf("changed from\n%sto\n%s", before, after)
	}
}

func TestNoPrograms(t *testing.T) {
	t.Parallel()
	acct := needSystemAccount(t)
	empty := openDir(t)
	_, err := finder{path: filepath.Join(empty, "bin"), root: empty, run: acct}.choose(context.Background(), "", 0)
	var missing *NotFoundError
	if !errors.As(err, &missing) {
		t.Fatalf("got %v", err)
	}
	for _, part := range []string{"No PostgreSQL server programs were found", "initdb, postgres and pg_ctl, version 15 or newer",
		"PG_BIN (not set)", "PATH", "Debian", "Red Hat", "Alpine", "Homebrew", "Postgres.app",
		"make setup", "brew install postgresql@17", "PG_BIN=/path/to/bin make demo", "DATABASE_URL=", "Nothing was changed."} {
		if !strings.Contains(said(err), part) {
			t.Errorf("the message lacks %q:\n%s", part, said(err))
		}
	}

	dir := filepath.Join(empty, "d")
	_, err = Start(context.Background(), Options{Dir: dir, Bin: filepath.Join(empty, "none")})
	if !errors.As(err, &missing) || !strings.Contains(said(err), "PG_BIN ("+filepath.Join(empty, "none")+")") {
		t.Errorf("a wrong PG_BIN: %v", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the data folder was made although nothing can run")
	}
}

// fakePrograms writes programs that tell a version and nothing else.
func fakePrograms(t *testing.T, dir, version string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"initdb", "postgres", "pg_ctl"} {
		script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + "'\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

func TestChoiceOfPrograms(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	root := openDir(t)
	old := filepath.Join(root, "usr/lib/postgresql/13/bin")
	fakePrograms(t, old, "13.9 (Debian 13.9-1)")
	f := finder{root: root, run: needSystemAccount(t)}
	if _, err := f.choose(ctx, "", 0); err == nil || !strings.Contains(said(err), old+" (version 13, too old)") {
		t.Errorf("too old: %v", err)
	}
	fakePrograms(t, filepath.Join(root, "usr/lib/postgresql/15/bin"), "15.14 (Debian 15.14-0+deb12u1)")
	fakePrograms(t, filepath.Join(root, "usr/pgsql-18/bin"), "18beta1")
	onPath := filepath.Join(root, "elsewhere")
	fakePrograms(t, onPath, "16.2")
	if err := os.MkdirAll(filepath.Join(root, "usr/local/pgsql/bin"), 0o755); err != nil {
		t.Fatal(err) // a client-only folder does not count
	}
	if err := os.WriteFile(filepath.Join(root, "usr/local/pgsql/bin/postgres"), nil, 0o755); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(root, "linked")
	if err := os.Mkdir(link, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(onPath, "postgres"), filepath.Join(link, "postgres")); err != nil {
		t.Fatal(err)
	}
	f.path = link
	for data, want := range map[int]int{0: 18, 15: 15, 16: 16, 18: 18} {
		p, err := f.choose(ctx, "DATA", data)
		if err != nil || p.major != want {
			t.Errorf("data of %d: chose %d in %s (%v), want %d", data, p.major, p.bin, err, want)
		}
	}
	if _, err := f.choose(ctx, "DATA", 17); err == nil || !strings.Contains(said(err), "made by PostgreSQL 17") {
		t.Errorf("data of 17: %v", err)
	}
	f.pgBin = onPath
	if p, err := f.choose(ctx, "", 0); err != nil || p.major != 16 {
		t.Errorf("PG_BIN is not obeyed: %v %v", p, err)
	}
}

func TestClosedParentIsAClearError(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	closed := filepath.Join(openDir(t), "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() != 0 { // for root it is closed to the server's account already
		if err := os.Chmod(closed, 0); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(closed, 0o700) })
	}
	_, err := Start(context.Background(), Options{Dir: filepath.Join(closed, "a", "d")})
	if err == nil || !strings.Contains(said(err), closed) {
		t.Fatalf("got %v", err)
	}
	var reach *ClosedError
	if os.Geteuid() == 0 {
		if !errors.As(err, &reach) || reach.At != closed || !strings.Contains(said(err), "system user "+needSystemAccount(t).name) {
			t.Errorf("got %v", err)
		}
		if _, err := os.Stat(filepath.Join(closed, "a")); err == nil {
			t.Error("a folder was made although the server cannot reach it")
		}
	}
}

// A folder of root's own, as mktemp -d makes it, is opened just enough; one with
// other things in it is not touched.
func TestClosedDataFolderOfRoot(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	dir := filepath.Join(openDir(t), "d")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "keys"), 0o700); err != nil {
		t.Fatal(err)
	}
	s := mustStart(t, dir)
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm()&0o067 != 0 {
		t.Errorf("the data folder can be listed or entered by others: %s", info.Mode())
	}
	full := filepath.Join(openDir(t), "home")
	if err := os.Mkdir(full, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(full, "letters.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = Start(context.Background(), Options{Dir: full})
	if os.Geteuid() != 0 {
		if err != nil {
			t.Fatal(err)
		}
		_ = s.Stop()
		return
	}
	var closed *ClosedError
	if !errors.As(err, &closed) {
		t.Errorf("got %v", err)
	}
	if info, err := os.Stat(full); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the rights of a folder of other things were changed: %v %v", info.Mode(), err)
	}
}

func TestLongAndOddPaths(t *testing.T) {
	t.Parallel()
	for name, folder := range map[string]string{
		"150 characters": strings.Repeat("a-long-folder-name/", 8) + "d",
		"odd characters": `it's a "comma", space $x %d`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			needPrograms(t)
			dir := filepath.Join(openDir(t), folder)
			if strings.HasPrefix(name, "150") && len(dir) < 150 {
				t.Fatalf("the path has only %d characters", len(dir))
			}
			s := mustStart(t, dir)
			if len(s.layout.socket)+len(socketName)+1 > maxSocketPath {
				t.Errorf("socket folder %s is too long", s.layout.socket)
			}
			joined, ok, err := Join(context.Background(), Options{Dir: dir})
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			if got := query(t, joined.DSN(roleApp, database), `SELECT 1`); got != "1" {
				t.Error(got)
			}
			_ = joined.Stop()
			if err := s.Stop(); err != nil {
				t.Error(err)
			}
			if _, err := os.Lstat(s.layout.socket); err == nil {
				t.Errorf("the socket folder %s is left", s.layout.socket)
			}
		})
	}
}

func TestSquattedSocketFolderIsRefused(t *testing.T) {
	t.Parallel()
	dir := made(t)
	l, err := layoutOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := openDir(t)
	squats := map[string]func() error{
		"link": func() error { return os.Symlink(elsewhere, l.socket) },
		"file": func() error { return os.WriteFile(l.socket, nil, 0o600) },
	}
	if os.Geteuid() == 0 {
		squats["folder of a stranger"] = func() error {
			if err := os.Mkdir(l.socket, 0o777); err != nil {
				return err
			}
			return os.Chown(l.socket, 54321, 54321)
		}
	}
	for name, squat := range squats {
		if err := squat(); err != nil {
			t.Fatal(err)
		}
		_, err := Start(context.Background(), Options{Dir: dir})
		if err == nil || !strings.Contains(said(err), "The socket folder "+l.socket) {
			t.Errorf("%s: %v", name, err)
		}
		if n := servers(t, dir); n != 0 {
			t.Errorf("%s: a server runs", name)
		}
		if entries, _ := os.ReadDir(elsewhere); len(entries) > 0 {
			t.Errorf("%s: something was written through it", name)
		}
		if err := os.Remove(l.socket); err != nil {
			t.Fatal(err)
		}
	}
	// A joining command must not sign in through it either.
	s := mustStart(t, dir)
	moved := l.socket + ".moved"
	if err := os.Rename(l.socket, moved); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(moved, l.socket); err != nil {
		t.Fatal(err)
	}
	if _, joined, err := Join(context.Background(), Options{Dir: dir}); joined || err == nil {
		t.Errorf("joined through a link: %v", err)
	}
	if err := os.Remove(l.socket); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(moved, l.socket); err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
}

func TestFailedStartShowsWhatTheServerSaid(t *testing.T) {
	t.Parallel()
	dir := made(t)
	f, err := os.OpenFile(filepath.Join(dir, "pg", "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("\nshared_buffers = nonsense\n"); err != nil {
		t.Fatal(err)
	}
	f.Close()
	_, err = Start(context.Background(), Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "ended while it was starting") || !strings.Contains(err.Error(), "shared_buffers") {
		t.Errorf("got %v", err)
	}
}
