package postgres

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"amends/server/fault"
)

const (
	// socketName is the file PostgreSQL makes in its socket folder for port 5432.
	socketName = ".s.PGSQL.5432"
	// maxSocketPath is the longest socket path every system takes, in bytes
	// (sun_path holds 104 on macOS, 108 on Linux, with the closing zero).
	maxSocketPath = 103
	// halfMade names the folders in which a new cluster grows before it is
	// renamed to its place.
	halfMade = "pg.new-"
)

// layout is where the parts of one data folder lie.
type layout struct {
	dir    string // DIR, absolute, links resolved
	data   string // the cluster
	socket string // the folder of the socket
	log    string
	lock   string
}

// layoutOf names the parts of dir. It reads the file system to resolve links,
// so that two spellings of one folder give one lock and one socket, and changes
// nothing; dir need not exist.
func layoutOf(dir string) (layout, error) {
	if dir == "" {
		return layout{}, errors.New("no data folder was named")
	}
	dir, err := resolve(dir)
	if err != nil {
		return layout{}, err
	}
	l := layout{
		dir:    dir,
		data:   filepath.Join(dir, "pg"),
		socket: filepath.Join(dir, "run"),
		log:    filepath.Join(dir, "pg.log"),
		lock:   filepath.Join(dir, "pg.lock"),
	}
	if len(l.socket)+1+len(socketName) > maxSocketPath || strings.Contains(l.socket, ",") {
		// A comma would part two hosts in a DSN. A fixed place, not TMPDIR: every command on this DIR must find it.
		sum := sha256.Sum256([]byte(dir))
		l.socket = "/tmp/amends-" + hex.EncodeToString(sum[:8])
	}
	return l, nil
}

// resolve returns dir as an absolute path with the links of its existing part
// followed.
func resolve(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	head := existing(dir)
	rest, err := filepath.Rel(head, dir)
	if err != nil {
		return "", err
	}
	if head, err = filepath.EvalSymlinks(head); err != nil {
		return "", err
	}
	return filepath.Join(head, rest), nil
}

// existing returns the nearest folder at or above the absolute path dir that
// exists.
func existing(dir string) string {
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// makeDir makes DIR and the missing folders above it, so that the account can
// pass through and nobody else can list them. An existing DIR is left as it is,
// except one of root's that is closed to the account: when it holds nothing but
// the product's own, the account's group may pass through it (never read it).
func makeDir(dir string, acct account) error {
	if err := acct.reach(existing(dir)); err != nil && existing(dir) != dir {
		return err
	}
	if err := makeMissing(dir, acct); err != nil {
		return err
	}
	err := acct.reach(dir)
	if err == nil || !acct.drop || acct.reach(filepath.Dir(dir)) != nil || !oursAlone(dir) {
		return err
	}
	if err := letThrough(dir, acct); err != nil {
		return err
	}
	return acct.reach(dir)
}

// makeMissing makes dir and what is missing above it.
func makeMissing(dir string, acct account) error {
	if info, err := os.Stat(dir); err == nil {
		if !info.IsDir() {
			return fmt.Errorf("%s is not a folder", dir)
		}
		return nil
	}
	if err := makeMissing(filepath.Dir(dir), acct); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if !acct.drop {
		return nil
	}
	return letThrough(dir, acct)
}

// letThrough gives the account's group leave to pass through dir.
func letThrough(dir string, acct account) error {
	if err := os.Lchown(dir, -1, int(acct.gid)); err != nil {
		return err
	}
	return os.Chmod(dir, 0o710)
}

// oursAlone tells whether dir belongs to root and holds nothing but what the
// product keeps in a data folder: then the launcher may widen its rights.
func oursAlone(dir string) bool {
	owner, err := ownerOf(dir)
	if err != nil || owner != 0 {
		return false
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, e := range entries {
		switch name := e.Name(); {
		case name == "pg", strings.HasPrefix(name, "pg."), name == "run", name == "keys", name == "mail":
		default:
			return false
		}
	}
	return true
}

// makeSocketDir makes the socket folder, or proves that the one that is there
// is safe: a real folder of the account. The names are predictable, so another
// local user may have put a link or a folder of their own there first, and
// whoever owns the folder can pose as the database.
func makeSocketDir(path string, acct account) error {
	err := os.Mkdir(path, 0o700)
	switch {
	case err == nil && acct.drop:
		if err := os.Lchown(path, int(acct.uid), int(acct.gid)); err != nil {
			return err
		}
	case err != nil && !errors.Is(err, fs.ErrExist):
		return err
	}
	if err := checkSocketDir(path, acct.uid); err != nil {
		return err
	}
	return os.Chmod(path, 0o700)
}

// checkSocketDir refuses a socket folder that is a link, is no folder, or
// belongs to somebody else than uid.
func checkSocketDir(path string, uid uint32) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fault.Stale("postgres_socket_no_folder", "Folder", path)
	}
	if owner := statOwner(info); owner != uid {
		return fault.Stale("postgres_socket_other", "Folder", path, "User", userName(owner), "Own", userName(uid))
	}
	if info.Mode().Perm()&0o077 != 0 {
		return os.Chmod(path, 0o700)
	}
	return nil
}

// ownerOf returns the user id that owns path itself, not what it links to.
func ownerOf(path string) (uint32, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return 0, err
	}
	return statOwner(info), nil
}

// statOwner returns the owner of a file from its Lstat.
func statOwner(info fs.FileInfo) uint32 {
	return info.Sys().(*syscall.Stat_t).Uid
}

// majorOf reads the major version of the cluster in data: 0 when there is none.
// A folder with other things in it is an error, because it is not ours to fill.
func majorOf(data string) (int, error) {
	text, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if err == nil {
		major, err := strconv.Atoi(strings.SplitN(strings.TrimSpace(string(text)), ".", 2)[0])
		if err != nil {
			return 0, fault.Stale("postgres_version_unknown", "Folder", data)
		}
		return major, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("the database in %s cannot be read: %w", data, err)
	}
	entries, err := os.ReadDir(data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("the database folder cannot be read: %w", err)
	case len(entries) > 0:
		return 0, fault.Stale("postgres_not_empty", "Folder", data)
	}
	return 0, nil
}
