package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/user"
	"path/filepath"
	"time"

	"amends/server/db"
	"amends/server/postgres"
	"amends/server/seal"
	"amends/server/tenant"
)

// house is an opened database with its keys: what every command but version and routes works on.
type house struct {
	DB     *db.DB
	Config Config
	server *postgres.Server // nil when DATABASE_URL names the database
}

// wants says how a command opens the house.
type wants struct {
	start   bool             // start the private cluster as its owner (serve, demo); otherwise join a running one
	migrate bool             // bring the schema up to date first
	safe    bool             // refuse an unsafe role, fsync off, a table without forced row security (K29)
	now     func() time.Time // nil: the machine's clock
}

// open starts or joins the database, migrates if asked, and checks that it is safe. Close gives everything back.
func open(ctx context.Context, c Config, w wants, s std) (*house, error) {
	log := slog.New(slog.NewTextHandler(s.err, nil))
	app, migrate := c.Database, c.Migrate
	var server *postgres.Server
	if app == "" {
		o := postgres.Options{Dir: c.Data, Tell: s.tell, Bin: c.PostgresIn}
		var err error
		if w.start {
			server, err = postgres.Start(ctx, o)
		} else {
			server, err = postgres.Open(ctx, o)
		}
		if err != nil {
			return nil, err
		}
		app, migrate = server.DSN("amends_app", "amends"), server.DSN("amends_migrate", "amends")
	}
	h := &house{Config: c, server: server}
	if err := h.open(ctx, app, migrate, w, log); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

func (h *house) open(ctx context.Context, app, migrate string, w wants, log *slog.Logger) error {
	if w.migrate && migrate != "" {
		if err := db.Migrate(ctx, migrate); err != nil {
			return fmt.Errorf("the schema could not be brought up to date: %w", err)
		}
	}
	kek, err := seal.LoadOrMakeKEK(filepath.Join(h.Config.Data, "keys", "kek"))
	if err != nil {
		return err
	}
	h.DB, err = db.Open(ctx, db.Config{DSN: app, Ring: seal.NewRing(kek), Now: w.now, Log: log})
	if err != nil {
		return err
	}
	if w.safe {
		return h.DB.CheckSafe(ctx)
	}
	return nil
}

// Close closes the pool first, then stops the private cluster if this program started it.
func (h *house) Close() error {
	var errs []error
	if h.DB != nil {
		errs = append(errs, h.DB.Close())
	}
	if h.server != nil {
		errs = append(errs, h.server.Stop())
	}
	return errors.Join(errs...)
}

// operator is the scope of a command in the practice of that slug.
func (h *house) operator(ctx context.Context, slug string) (tenant.Operator, error) {
	id, err := practiceOf(ctx, h.DB, slug)
	if err != nil {
		return tenant.Operator{}, err
	}
	return tenant.NewOperator(id, osUser()), nil
}

func osUser() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return fmt.Sprint(os.Getuid())
}
