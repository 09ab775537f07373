package postgres

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestColdStartMakesDatabaseAndRoles(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	dir := filepath.Join(openDir(t), "d")
	s := mustStart(t, dir)
	super := s.DSN(superuser, database)
	for statement, want := range map[string]string{
		`SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'amends'`: "amends_owner",
		`SHOW server_encoding`:                            "UTF8",
		`SHOW fsync`:                                      "on",
		`SHOW synchronous_commit`:                         "on",
		`SHOW full_page_writes`:                           "on",
		`SHOW data_checksums`:                             "on",
		`SHOW listen_addresses`:                           "",
		`SHOW unix_socket_permissions`:                    "0700",
		`SHOW timezone`:                                   "UTC",
		`SELECT lower('ÉCOLE Ł')`:                         "école ł",
		`SELECT 'École' ILIKE 'é%'`:                       "true",
		`SELECT to_tsvector('simple', 'École ÉTÉ')::text`: "'école':1 'été':2",
		`SELECT string_agg(n, ' ' ORDER BY n COLLATE "und-x-icu") FROM unnest(ARRAY['zebra','Äpfel','apfel','Zoë','école','eclair']) n`:    "apfel Äpfel eclair école zebra Zoë",
		`SELECT count(*) FROM pg_roles WHERE rolname ~ '^amends_' AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication)`:        "0",
		`SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname ~ '^amends_' AND rolcanlogin`:                        "amends_app amends_backup amends_migrate",
		`SELECT string_agg(rolname, ' ') FROM pg_roles WHERE rolname ~ '^amends_' AND rolbypassrls`:                                        "amends_backup",
		`SELECT pg_has_role('amends_migrate', 'amends_owner', 'MEMBER') AND NOT pg_has_role('amends_app', 'amends_owner', 'MEMBER')`:       "true",
		`SELECT pg_has_role('amends_backup', 'pg_read_all_data', 'MEMBER') AND NOT pg_has_role('amends_backup', 'amends_owner', 'MEMBER')`: "true",
		`SELECT has_database_privilege('public', 'amends', 'CONNECT') OR has_database_privilege('public', 'amends', 'TEMP')`:               "false",
	} {
		if got := query(t, super, statement); got != want {
			t.Errorf("%s = %q, want %q", statement, got, want)
		}
	}
	for _, role := range []string{roleApp, roleMigrate, roleBackup} {
		if got := query(t, s.DSN(role, database), `SELECT current_user`); got != role {
			t.Errorf("signed in as %q, want %q", got, role)
		}
	}
	if err := ping(context.Background(), s.DSN(roleOwner, database)); err == nil {
		t.Error("the owner role can sign in")
	}
	db := open(t, s.DSN(roleApp, database))
	if _, err := db.Exec(`CREATE TABLE mine (n int)`); stateOf(err) != "42501" {
		t.Errorf("the app role may make tables: %v", err)
	}
	if _, err := db.Exec(`CREATE TEMPORARY TABLE mine (n int)`); err != nil {
		t.Errorf("the app role needs temporary tables for imports: %v", err)
	}
	if info, err := os.Stat(s.layout.socket); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("socket folder: %v %v", info, err)
	}
}

func TestWarmStartKeepsRowsAndStopIsClean(t *testing.T) {
	t.Parallel()
	dir := made(t)
	s := mustStart(t, dir)
	if got := keptRows(t, s); got != "1" {
		t.Errorf("rows after a warm start: %s, want 1", got)
	}
	select {
	case <-s.Done():
		t.Error("Done is closed while the server runs")
	default:
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	<-s.Done()
	if err := s.Stop(); err != nil {
		t.Errorf("second stop: %v", err)
	}
	if n := servers(t, dir); n != 0 {
		t.Errorf("%d server processes after Stop", n)
	}
	log, err := os.ReadFile(filepath.Join(dir, "pg.log"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(log), "database system is shut down"); n != 2 {
		t.Errorf("clean shutdowns in the log: %d, want 2\n%s", n, log)
	}
	for _, left := range []string{"pg/postmaster.pid", "run"} {
		if _, err := os.Lstat(filepath.Join(dir, left)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is left after a clean stop", left)
		}
	}
}

func TestServerLogHoldsNoStatementsOrValues(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	dir := filepath.Join(openDir(t), "d")
	s := mustStart(t, dir)
	db := open(t, s.DSN(superuser, database))
	for _, statement := range []string{`SELECT 'canary-one'::int`, `SELEKT 'canary-two'`,
		`DO $$ BEGIN RAISE WARNING 'canary-three'; END $$`, `SELECT 1 FROM "canary-four"`} {
		_, _ = db.Exec(statement) // all but one are meant to fail
	}
	db.Close()
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(s.layout.log)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(log), "canary") || !strings.Contains(string(log), "ready to accept connections") {
		t.Errorf("the log should hold starts and stops only:\n%s", log)
	}
}

func TestTwoLaunchersAndJoin(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	dir := made(t)
	if _, joined, err := Join(ctx, Options{Dir: dir}); joined || err != nil {
		t.Fatalf("joined a cluster that does not run: %v %v", joined, err)
	}
	p := startProgram(t, nil, "hold", dir)
	p.expect(t, "ready")
	_, err := Start(ctx, Options{Dir: dir})
	if !errors.Is(err, ErrInUse) || !strings.Contains(said(err), "Another process is using the database in "+dir) {
		t.Errorf("second launcher: %v", err)
	}
	for name, enter := range map[string]func() (*Server, error){
		"Join": func() (*Server, error) { s, _, err := Join(ctx, Options{Dir: dir}); return s, err },
		"Open": func() (*Server, error) { return Open(ctx, Options{Dir: dir}) },
	} {
		s, err := enter()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := keptRows(t, s); got != "1" {
			t.Errorf("%s: rows %s", name, got)
		}
		if err := s.Stop(); err != nil {
			t.Errorf("%s: stop: %v", name, err)
		}
		if got := servers(t, dir); got == 0 {
			t.Fatalf("%s: Stop of a joined server stopped it", name)
		}
	}
	s, _, err := Join(ctx, Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	p.expect(t, "stopped")
	select {
	case <-s.Done():
	case <-time.After(10 * time.Second):
		t.Error("a joined server does not notice that the cluster has stopped")
	}
	_ = s.Stop()
}

func TestOpenAtTheSameTime(t *testing.T) {
	t.Parallel()
	dir := made(t)
	const n = 4
	opened := make(chan *Server, n)
	for range n {
		go func() {
			s, err := Open(context.Background(), Options{Dir: dir})
			if err != nil {
				t.Error(err)
			}
			opened <- s
		}()
	}
	owners := 0
	var all []*Server
	for range n {
		if s := <-opened; s != nil {
			all = append(all, s)
			if s.child != nil {
				owners++
			}
		}
	}
	if owners != 1 || len(all) != n {
		t.Errorf("%d of %d opened, %d started it, want one", len(all), n, owners)
	}
	for _, s := range all {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	}
}

func TestEnsureRolesInParallelAndAfterDrift(t *testing.T) {
	t.Parallel()
	needPrograms(t)
	ctx := context.Background()
	s, err := Start(ctx, Options{Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop() })
	super := s.DSN(superuser, superuser)
	db := open(t, super)
	for round, breakIt := range [][]string{
		{`DROP DATABASE amends`, `DROP ROLE amends_migrate`, `DROP ROLE amends_owner`, `DROP ROLE amends_app`, `DROP ROLE amends_backup`},
		{`ALTER ROLE amends_app SUPERUSER BYPASSRLS`, `REVOKE amends_owner FROM amends_migrate`},
	} {
		for _, statement := range breakIt {
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		errs := make(chan error, 8)
		for i := range cap(errs) {
			// From several databases, where the advisory lock does not reach.
			target := s.DSN(superuser, []string{"postgres", "template1"}[i%2])
			go func() { errs <- EnsureRoles(ctx, target) }()
		}
		for range cap(errs) {
			if err := <-errs; err != nil {
				t.Errorf("round %d: %v", round, err)
			}
		}
		if got := query(t, super, sqlRoleState); got != "true" {
			t.Errorf("round %d: the roles are not right", round)
		}
	}
}

// A program may keep the DSN and forget the server; the lock must stay.
func TestForgottenServerKeepsItsLock(t *testing.T) {
	t.Parallel()
	dir := made(t)
	s, err := Start(context.Background(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	stop := s.left
	pid := serverPid(t, dir)
	s = nil
	for range 3 {
		runtime.GC()
		time.Sleep(20 * time.Millisecond)
	}
	if held, err := lockHeld(filepath.Join(dir, "pg.lock")); err != nil || !held {
		t.Errorf("lock held: %v %v", held, err)
	}
	close(stop)
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	within(t, 20*time.Second, "the server ends", func() bool { return servers(t, dir) == 0 })
}
