package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"syscall"
	"time"

	"amends/server/fault"
)

// ErrInUse is wrapped by the error of Start when another process runs the
// cluster. Join works then.
var ErrInUse = errors.New("another process is using the database")

// inUse is ErrInUse for one data folder.
type inUse struct{ dir string }

func (e *inUse) Error() string { return ErrInUse.Error() + " in " + e.dir }

func (e *inUse) Unwrap() error { return ErrInUse }

// As gives the fault that tells a person what to do.
func (e *inUse) As(target any) bool {
	return asFault(target, func() *fault.Error { return fault.Stale("postgres_in_use", "Folder", e.dir) })
}

// takeLock takes the lock of a data folder. The kernel gives it back when we
// end, however we end, and Go closes it in children, so the server does not
// inherit it. It tries for a moment, because Join holds the lock shared for an
// instant while it looks.
func takeLock(ctx context.Context, l layout) (*os.File, error) {
	f, err := openLock(l.lock, os.O_CREATE)
	if err != nil {
		return nil, err
	}
	err = tryLock(ctx, f, syscall.LOCK_EX, time.Second)
	if err == nil {
		_ = f.Truncate(0) // the number inside is for people who look; the lock is the lock
		_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
		return f, nil
	}
	f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, &inUse{l.dir}
	}
	return nil, fmt.Errorf("the lock %s cannot be taken: %w", l.lock, err)
}

// lockHeld tells whether some process holds the lock. It makes no file.
func lockHeld(path string) (bool, error) {
	f, err := openLock(path, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	err = flock(f, syscall.LOCK_SH)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return true, nil
	}
	return false, err
}

// openLock opens a lock file, never through a link.
func openLock(path string, create int) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|create|syscall.O_NOFOLLOW, 0o600)
	if errors.Is(err, fs.ErrPermission) {
		return nil, fault.Stale("postgres_lock_other", "File", path)
	}
	return f, err
}

// tryLock asks for the lock until patience ends; then the error is EWOULDBLOCK.
func tryLock(ctx context.Context, f *os.File, how int, patience time.Duration) error {
	end := time.Now().Add(patience)
	for {
		err := flock(f, how)
		if err == nil || !errors.Is(err, syscall.EWOULDBLOCK) || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(15 * time.Millisecond):
		}
	}
}

// flock asks once, without waiting.
func flock(f *os.File, how int) error {
	for {
		err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
		if err != syscall.EINTR {
			return err
		}
	}
}
