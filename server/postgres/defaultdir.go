package postgres

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"amends/server/fault"
)

// DefaultDir returns the data folder to use when none is named: var/ in the
// checkout that we are in. When we are in none, or when the account that runs
// the database cannot reach it (root in a closed folder), it is a state folder
// of the system or of the user, and reason says why, for the person at the
// keyboard; reason is nil otherwise. Nothing is made.
func DefaultDir() (dir string, reason *fault.Error, err error) {
	here, err := os.Getwd()
	if err != nil {
		return "", nil, fmt.Errorf("the present folder has no name: %w", err)
	}
	state, err := stateDir()
	if err != nil {
		return "", nil, err
	}
	return defaultDir(here, state)
}

func defaultDir(here, state string) (dir string, reason *fault.Error, err error) {
	checkout := checkoutOf(here)
	if checkout == "" {
		return state, fault.Stale("postgres_kept_outside", "Folder", state), nil
	}
	dir, err = resolve(filepath.Join(checkout, "var"))
	if err != nil {
		return "", nil, err
	}
	acct, err := accountFor(filepath.Join(dir, "pg"))
	if err != nil {
		return "", nil, err
	}
	// A closed var/ of root's own is opened by Start; what is above it is not.
	var closed *ClosedError
	if err := acct.reach(existing(filepath.Dir(dir))); errors.As(err, &closed) {
		return state, fault.Stale("postgres_kept_closed", "User", closed.User, "At", closed.At, "Folder", state), nil
	}
	return dir, nil, nil
}

// checkoutOf returns the folder of this module at or above dir, or "".
func checkoutOf(dir string) string {
	for {
		text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && strings.HasPrefix(string(text), "module amends\n") {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
		dir = filepath.Dir(dir)
	}
}

// stateDir is where programs keep their state: /var/lib for root, else the
// user's own.
func stateDir() (string, error) {
	if os.Geteuid() == 0 {
		return "/var/lib/amends", nil
	}
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "amends"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("no place to keep data was found; name one: %w", err)
	}
	return filepath.Join(home, ".local", "state", "amends"), nil
}
