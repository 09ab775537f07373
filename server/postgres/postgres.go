package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"

	"amends/server/fault"
)

const (
	// superuser is the name the cluster is initialised with.
	superuser = "postgres"
	// database is the product's database in a private cluster.
	database = "amends"
)

// Options say which cluster to run and how.
type Options struct {
	// Dir is the data folder DIR: cluster in DIR/pg, lock and log beside it.
	// It may be empty for a throw-away cluster, which then chooses its own.
	Dir string
	// Tell receives a message for people now and then; nil is silence.
	Tell func(*fault.Error)
	// Throwaway trades safety for speed (fsync off) and deletes the cluster on
	// Stop. Only for tests and samples.
	Throwaway bool
	// Bin is the folder of the PostgreSQL programs; empty means PG_BIN, and if
	// that is not set either, the usual places.
	Bin string
}

// say tells people one message; args are pairs of name and value.
func (o Options) say(id string, args ...any) {
	if o.Tell != nil {
		o.Tell(fault.Stale(id, args...))
	}
}

// Server is a running private cluster: started by us, or joined.
type Server struct {
	layout layout
	done   chan struct{}

	child *child   // nil when joined
	lock  *os.File // nil when joined
	after func() error
	once  sync.Once
	err   error
	left  chan struct{} // closed by Stop

	logFrom int64 // where the log of this start begins, in bytes
}

// Start runs the cluster of o.Dir and returns when it answers: it finds the
// programs, makes the cluster if there is none, recovers it after a crash, and
// makes the roles and the database "amends" once. ctx bounds the start, not the
// life of the server. Errors: NotFoundError, ErrInUse (wrapped), ClosedError,
// or a sentence that says what stands in the way; after an error nothing runs.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Throwaway {
		return startThrowaway(ctx, o)
	}
	l, err := layoutOf(o.Dir)
	if err != nil {
		return nil, err
	}
	return start(ctx, o, l, settings{})
}

// settings are the differences between clusters.
type settings struct {
	throwaway   bool
	connections int // max_connections; 0 = PostgreSQL's own
	outlive     bool
}

// start is Start on a known layout: everything that can be refused is refused
// before anything is changed.
func start(ctx context.Context, o Options, l layout, set settings) (*Server, error) {
	acct, err := accountFor(l.data)
	if err != nil {
		return nil, err
	}
	major, err := majorOf(l.data)
	if err != nil {
		return nil, err
	}
	progs, err := newFinder(o.Bin, acct).choose(ctx, l.data, major)
	if err != nil {
		return nil, err
	}
	if err := makeDir(l.dir, acct); err != nil {
		return nil, err
	}
	lock, err := takeLock(ctx, l)
	if err != nil {
		return nil, err
	}
	s, err := startLocked(ctx, o, l, set, progs, acct)
	if err != nil {
		lock.Close()
		return nil, err
	}
	s.lock = lock
	s.hold()
	return s, nil
}

// hold keeps the server's locks from the garbage collector, which closes files
// that nobody refers to, until Stop: a caller may forget the server and use its
// DSN alone.
func (s *Server) hold() {
	go func() {
		<-s.left
		runtime.KeepAlive(s)
	}()
}

// startLocked does the work of start that needs the lock.
func startLocked(ctx context.Context, o Options, l layout, set settings, progs programs, acct account) (*Server, error) {
	if err := sweepHalfMade(l); err != nil {
		return nil, err
	}
	major, err := majorOf(l.data) // again: another program may have made it meanwhile
	if err != nil {
		return nil, err
	}
	switch {
	case major == 0:
		o.say("postgres_making", "Folder", l.data, "Version", progs.major)
		if err := makeCluster(ctx, l, progs, acct, set.throwaway); err != nil {
			return nil, err
		}
	case major != progs.major:
		return nil, wrongMajor(l.data, major, []candidate{{programs: progs}})
	default:
		if err := acct.reach(l.data); err != nil {
			return nil, err
		}
		if err := clearLeftovers(l, o); err != nil {
			return nil, err
		}
	}
	if err := makeSocketDir(l.socket, acct); err != nil {
		return nil, err
	}
	s := &Server{layout: l, done: make(chan struct{}), left: make(chan struct{})}
	if err := s.run(progs, acct, set); err != nil {
		return nil, err
	}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// prepare waits for the server and makes what every cluster has.
func (s *Server) prepare(ctx context.Context) error {
	if err := s.waitReady(ctx); err != nil {
		return err
	}
	if err := EnsureRoles(ctx, s.DSN(superuser, superuser)); err != nil {
		return err
	}
	return ensureDatabase(ctx, s.DSN(superuser, superuser))
}

// DSN returns how to sign in to the cluster, as a URL: role is "amends_app",
// "amends_migrate", "amends_backup" or "postgres". Everything that the
// environment could turn elsewhere (host, port, sslmode) is spelled out.
func (s *Server) DSN(role, database string) string {
	return dsn(s.layout, role, database)
}

func dsn(l layout, role, database string) string {
	q := url.Values{"host": {l.socket}, "port": {"5432"}, "sslmode": {"disable"}}
	u := url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + database, RawQuery: q.Encode()}
	return u.String()
}

// Dir returns the data folder, absolute and with links resolved.
func (s *Server) Dir() string { return s.layout.dir }

// Done is closed when the server process has ended, whoever ended it.
func (s *Server) Done() <-chan struct{} { return s.done }

// Stop shuts the server down and returns when it is gone: politely for 20
// seconds, then without waiting for anybody for 10, then by force; the last two
// are reported as an error, and nothing that was committed is lost. Close the
// pools first. On a joined server it only lets go. It may be called twice.
func (s *Server) Stop() error {
	s.once.Do(func() {
		close(s.left)
		if s.child != nil {
			s.err = s.stopChild()
		}
		if s.after != nil {
			s.err = errors.Join(s.err, s.after())
		}
		if s.lock != nil {
			s.lock.Close()
		}
	})
	return s.err
}

// stopChild ends the server that we run.
func (s *Server) stopChild() error {
	select {
	case <-s.child.done:
		return fmt.Errorf("the database had ended by itself (%w); its log is %s", exitReason(s.child.err), s.layout.log)
	default:
	}
	steps := []struct {
		sig  syscall.Signal
		wait time.Duration
	}{{syscall.SIGINT, 20 * time.Second}, {syscall.SIGQUIT, 10 * time.Second}, {syscall.SIGKILL, 10 * time.Second}}
	for i, step := range steps {
		s.child.signal(step.sig)
		select {
		case <-s.child.done:
			if i > 0 {
				return errors.New("the database did not stop in time and was made to; it will repair itself at the next start")
			}
			if s.child.err != nil {
				return fmt.Errorf("the database stopped with a fault (%w); its log is %s", s.child.err, s.layout.log)
			}
			_ = os.Remove(s.layout.socket) // empty now; if not, it is not ours to empty
			return nil
		case <-time.After(step.wait):
		}
	}
	return fmt.Errorf("the database process %d does not end", s.child.cmd.Process.Pid)
}

// exitReason gives an unexpected end a name even when the exit code was 0.
func exitReason(err error) error {
	if err == nil {
		return errors.New("it was told to stop by somebody else")
	}
	return err
}
