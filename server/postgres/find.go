package postgres

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"amends/server/fault"
)

// oldest is the oldest major version of PostgreSQL that the product runs on.
const oldest = 15

// usualFolders are where the systems put the server programs, from the root of
// the file system.
func usualFolders() []string {
	return []string{
		"usr/lib/postgresql/*/bin",                          // Debian, Ubuntu
		"usr/pgsql-*/bin",                                   // Red Hat, from postgresql.org
		"usr/libexec/postgresql*",                           // Alpine
		"usr/lib/postgresql*/bin",                           // SUSE
		"opt/homebrew/opt/postgresql@*/bin",                 // Homebrew, Apple silicon
		"usr/local/opt/postgresql@*/bin",                    // Homebrew, Intel
		"Applications/Postgres.app/Contents/Versions/*/bin", // Postgres.app
		"opt/local/lib/postgresql*/bin",                     // MacPorts
		"Library/PostgreSQL/*/bin",                          // EnterpriseDB
		"usr/local/pgsql/bin",                               // built from source
	}
}

// programs is one folder with the server programs of one version.
type programs struct {
	bin   string
	major int
}

func (p programs) path(name string) string { return filepath.Join(p.bin, name) }

// candidate is a folder that was looked at; problem says why it does not count.
type candidate struct {
	programs
	problem *fault.Error // nil: it counts
}

// finder knows where to look. Its fields are the machine, so that a test can
// show it an empty one.
type finder struct {
	pgBin string  // PG_BIN; empty when not set
	path  string  // PATH
	root  string  // root of the file system
	run   account // who must be able to run the programs
}

// newFinder looks at this machine.
func newFinder(bin string, run account) finder {
	if bin == "" {
		bin = os.Getenv("PG_BIN")
	}
	return finder{pgBin: bin, path: os.Getenv("PATH"), root: "/", run: run}
}

// choose returns the programs to use. With data present (major > 0) only the
// same major version can open it; else the newest is taken. PG_BIN, when set,
// is the only place.
func (f finder) choose(ctx context.Context, data string, major int) (programs, error) {
	found := f.all(ctx)
	var best programs
	for _, c := range found {
		if c.problem != nil || (major > 0 && c.major != major) {
			continue
		}
		if c.major > best.major {
			best = c.programs
		}
	}
	if best.bin != "" {
		return best, nil
	}
	usable := slices.ContainsFunc(found, func(c candidate) bool { return c.problem == nil })
	if major > 0 && usable {
		return programs{}, wrongMajor(data, major, found)
	}
	return programs{}, f.nothing(found)
}

// all lists every folder that has at least a program called postgres, in the
// order of preference.
func (f finder) all(ctx context.Context) []candidate {
	if f.pgBin != "" {
		return []candidate{f.look(ctx, f.pgBin)}
	}
	var dirs []string
	add := func(dir string) {
		if resolved, err := filepath.EvalSymlinks(dir); err == nil && !slices.Contains(dirs, resolved) {
			dirs = append(dirs, resolved)
		}
	}
	for _, dir := range filepath.SplitList(f.path) {
		if !filepath.IsAbs(dir) {
			continue // never run a program from the folder one happens to be in
		}
		if program, err := filepath.EvalSymlinks(filepath.Join(dir, "postgres")); err == nil {
			add(filepath.Dir(program))
		}
		if out, err := exec.CommandContext(ctx, filepath.Join(dir, "pg_config"), "--bindir").Output(); err == nil {
			add(strings.TrimSpace(string(out)))
		}
	}
	for _, pattern := range usualFolders() {
		matches, _ := filepath.Glob(filepath.Join(f.root, pattern)) // the patterns are constants and well formed
		for _, dir := range matches {
			add(dir)
		}
	}
	var found []candidate
	for _, dir := range dirs {
		if _, err := os.Stat(filepath.Join(dir, "postgres")); err == nil {
			found = append(found, f.look(ctx, dir))
		}
	}
	return found
}

// look judges one folder.
func (f finder) look(ctx context.Context, dir string) candidate {
	c := candidate{programs: programs{bin: dir}}
	for _, name := range []string{"initdb", "postgres", "pg_ctl"} {
		if info, err := os.Stat(c.path(name)); err != nil || info.IsDir() {
			c.problem = fault.Stale("postgres_bin_lacks", "Folder", dir, "Program", name)
			return c
		}
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.path("postgres"), "--version")
	cmd.Dir = "/"
	cmd.Env = cleanEnv()
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: f.run.credential()}
	out, err := cmd.Output()
	if err != nil {
		c.problem = fault.Stale("postgres_bin_not_run", "Folder", dir, "User", f.run.name)
		return c
	}
	c.major = parseMajor(string(out))
	switch {
	case c.major == 0:
		c.problem = fault.Stale("postgres_bin_silent", "Folder", dir)
	case c.major < oldest:
		c.problem = fault.Stale("postgres_bin_old", "Folder", dir, "Version", c.major)
	}
	return c
}

// versionForm matches "postgres (PostgreSQL) 15.14 (Debian …)", "… 17beta1".
var versionForm = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// parseMajor reads the major version from `postgres --version`; 0 if it cannot.
func parseMajor(out string) int {
	m := versionForm.FindStringSubmatch(out)
	if m == nil {
		return 0
	}
	major, _ := strconv.Atoi(m[1]) // digits only; an absurd number gives 0
	return major
}

// wrongMajor explains that the data needs another version than those found.
func wrongMajor(data string, major int, found []candidate) error {
	all := fault.List{fault.Stale("postgres_other_version", "Folder", data, "Version", major)}
	for _, c := range found {
		if c.problem == nil {
			all = append(all, fault.Stale("postgres_bin_found", "Folder", c.bin, "Version", c.major))
		}
	}
	return append(all, fault.Stale("postgres_other_version_do", "Version", major))
}

// NotFoundError says that no usable PostgreSQL programs are on this machine.
type NotFoundError struct{ why fault.List }

func (e *NotFoundError) Error() string {
	return "postgres: no usable programs of the server were found"
}

// Unwrap gives the faults that tell a person what was looked for and what to do.
func (e *NotFoundError) Unwrap() error { return e.why }

// nothing builds the message for a machine without usable programs.
func (f finder) nothing(found []candidate) error {
	all := fault.List{fault.Stale("postgres_none", "Oldest", oldest)}
	if f.pgBin != "" {
		all = append(all, fault.Stale("postgres_none_there", "Folder", f.pgBin))
	} else {
		all = append(all, fault.Stale("postgres_none_anywhere"))
	}
	for _, c := range found {
		all = append(all, c.problem)
	}
	return &NotFoundError{append(all, fault.Stale("postgres_none_do"))}
}
