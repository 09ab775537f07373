package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"amends/server/fault"
)

// account is the operating-system user that runs the server. PostgreSQL refuses
// to run as root, so root drops to somebody else.
type account struct {
	uid, gid uint32
	name     string
	drop     bool // we are root and must become uid
}

// accountFor chooses who runs the cluster in data: we ourselves, unless we are
// root; then the owner of an existing cluster, else the user "postgres", else
// "nobody". A cluster of somebody else is an error.
func accountFor(data string) (account, error) {
	self := uint32(os.Geteuid())
	owner, err := ownerOf(data)
	exists := err == nil
	if errors.Is(err, fs.ErrPermission) {
		return account{}, fault.Stale("postgres_data_closed", "Folder", filepath.Dir(data))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return account{}, fmt.Errorf("the database folder cannot be looked at: %w", err)
	}
	if self != 0 {
		if exists && owner != self {
			return account{}, fault.Stale("postgres_data_other", "Folder", data, "User", userName(owner))
		}
		return account{uid: self, gid: uint32(os.Getegid()), name: userName(self)}, nil
	}
	if exists && owner == 0 {
		return account{}, fault.Stale("postgres_data_root", "Folder", data)
	}
	if exists {
		gid, err := groupOf(data)
		return account{uid: owner, gid: gid, name: userName(owner), drop: true}, err
	}
	return systemAccount()
}

// systemAccount is whom root becomes for a new cluster.
func systemAccount() (account, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 != nil || err2 != nil || uid == 0 {
			continue
		}
		return account{uid: uint32(uid), gid: uint32(gid), name: name, drop: true}, nil
	}
	return account{}, fault.Stale("postgres_no_account")
}

// credential is what a child process needs to run as the account: nil when that
// is who we are. Other groups are dropped.
func (a account) credential() *syscall.Credential {
	if !a.drop {
		return nil
	}
	return &syscall.Credential{Uid: a.uid, Gid: a.gid}
}

// reach proves that the account can enter dir, by entering it. Reading the mode
// bits would miss access lists and the like.
func (a account) reach(dir string) error {
	cmd := exec.Command("/bin/sh", "-c", ":")
	cmd.Dir = dir
	cmd.Env = cleanEnv()
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: a.credential()}
	if err := cmd.Run(); err != nil {
		return &ClosedError{Dir: dir, At: closedAt(dir), User: a.name, err: err}
	}
	return nil
}

// ClosedError says that the account that runs the database cannot enter the data
// folder. Nothing was changed.
type ClosedError struct {
	Dir  string // the folder that was wanted
	At   string // the folder on the way that is closed
	User string // who cannot enter
	err  error
}

func (e *ClosedError) Error() string {
	return fmt.Sprintf("postgres: user %s cannot enter %s, closed at %s", e.User, e.Dir, e.At)
}

// Unwrap gives the error of the attempt.
func (e *ClosedError) Unwrap() error { return e.err }

// As gives the fault that tells a person what to do.
func (e *ClosedError) As(target any) bool {
	return asFault(target, func() *fault.Error {
		return fault.Stale("postgres_unreachable", "User", e.User, "Folder", e.Dir, "At", e.At)
	})
}

// asFault answers errors.As for an error of this room that people read as a fault.
func asFault(target any, why func() *fault.Error) bool {
	to, ok := target.(**fault.Error)
	if ok {
		*to = why()
	}
	return ok
}

// closedAt guesses which folder on the way to dir is the closed one, for the
// message: the highest that others may not pass through.
func closedAt(dir string) string {
	closed := dir
	for at := dir; ; at = filepath.Dir(at) {
		if info, err := os.Stat(at); err == nil && info.Mode().Perm()&0o001 == 0 {
			closed = at
		}
		if at == filepath.Dir(at) {
			return closed
		}
	}
}

// groupOf returns the group that owns path.
func groupOf(path string) (uint32, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return 0, err
	}
	return info.Sys().(*syscall.Stat_t).Gid, nil
}

// userName names a user id for a message.
func userName(uid uint32) string {
	id := strconv.FormatUint(uint64(uid), 10)
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return id
}

// cleanEnv is the environment of every PostgreSQL program: none of the PG…
// variables, languages or time zones of whoever started us.
func cleanEnv() []string {
	return []string{"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C", "TZ=UTC", "HOME=/"}
}
