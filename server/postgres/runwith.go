package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"amends/server/fault"
)

// RunWith runs command with a throw-away cluster: TEST_PG in its environment
// signs in as the superuser to the database "postgres". SIGINT and SIGTERM go on
// to the command and its children; when it has ended, the cluster is stopped and
// deleted. The exit code is the command's, or 128 + the signal that ended it.
// tell hears what the cluster says to people; err tells what kept the command from running, or the cluster from going away.
func RunWith(ctx context.Context, command []string, stdout, stderr io.Writer, tell func(*fault.Error)) (exitCode int, err error) {
	if len(command) == 0 {
		return 2, errors.New("no command was named")
	}
	// From here on a signal is for the command; before it runs, it ends the start.
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	defer signal.Stop(signals)
	server, err := startUnlessSignalled(ctx, signals, Options{Throwaway: true, Tell: tell})
	if err != nil {
		return 1, err
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "TEST_PG="+server.DSN(superuser, superuser))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, stdout, stderr
	cmd.SysProcAttr = childAttr(account{}, endWithUs)
	child, err := spawn(cmd)
	if err != nil {
		return 127, errors.Join(err, server.Stop())
	}
	cancelled := ctx.Done()
	var force <-chan time.Time
	for running := true; running; {
		select {
		case <-child.done:
			running = false
		case sig := <-signals:
			child.signalGroup(sig.(syscall.Signal))
		case <-cancelled:
			child.signalGroup(syscall.SIGTERM)
			cancelled, force = nil, time.After(10*time.Second)
		case <-force:
			child.kill()
		}
	}
	return exitOf(child.err), server.Stop()
}

// startUnlessSignalled starts a cluster; a signal meanwhile gives it up.
func startUnlessSignalled(ctx context.Context, signals <-chan os.Signal, o Options) (*Server, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type result struct {
		server *Server
		err    error
	}
	started := make(chan result, 1)
	go func() {
		s, err := Start(ctx, o)
		started <- result{s, err}
	}()
	select {
	case r := <-started:
		return r.server, r.err
	case sig := <-signals:
		cancel()
		r := <-started
		if r.err == nil {
			r.err = r.server.Stop()
		}
		return nil, errors.Join(fmt.Errorf("stopped by signal %v before the command began", sig), r.err)
	}
}

// exitOf turns the result of Wait into the exit code that a shell would show.
func exitOf(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case !errors.As(err, &exit):
		return 1
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return exit.ExitCode()
}
