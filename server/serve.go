package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"amends/server/fault"
	"amends/server/signin"
	"amends/server/web"
	"amends/templates"
)

// drain is how long running requests may finish after a stop signal.
const drain = 10 * time.Second

// ready is the line that tells a caller where the program answers.
type ready struct {
	Event    string   `json:"event"`
	URL      string   `json:"url"`
	Practice string   `json:"practice,omitempty"`
	SetUp    string   `json:"setup,omitempty"`
	SignIn   []person `json:"signin,omitempty"`
}

// person is somebody of the sample practice with a one-time link.
type person struct {
	Who    string `json:"who"`
	Name   string `json:"name"`
	Couple string `json:"couple"`
	URL    string `json:"url"`
}

// runServe is real use: DATABASE_URL or a private database, a set-up link on first run.
func runServe(ctx context.Context, args []string, s std) error {
	f := flags("serve", s)
	data := f.dataFlag()
	listen := f.String("listen", "127.0.0.1:8080", "command_flag_listen")
	asJSON := f.Bool("json", false, "command_flag_json")
	if err := parse(f, args, 0); err != nil {
		return err
	}
	c, reason, err := configure(*data, *listen, os.Getenv)
	if err != nil {
		return err
	}
	if reason != nil {
		s.tell(reason)
	}
	h, err := open(ctx, c, wants{start: true, migrate: c.Database == "" || c.Migrate != "", safe: true}, s)
	if err != nil {
		return err
	}
	err = h.serve(ctx, s, *asJSON, func(base string) (ready, error) { return h.firstRun(ctx, base) })
	return errors.Join(err, h.Close())
}

// firstRun offers the set-up link while there is no practice.
func (h *house) firstRun(ctx context.Context, base string) (ready, error) {
	r := ready{Event: "ready", URL: base}
	taken, err := practiceTaken(ctx, h.DB)
	if err != nil || taken {
		return r, err
	}
	path, err := signin.MakeSetUpLink(ctx, h.DB, osUser())
	r.SetUp = base + path
	return r, err
}

// serve listens, announces itself and answers until ctx ends; then it drains.
func (h *house) serve(ctx context.Context, s std, asJSON bool, announce func(base string) (ready, error)) error {
	listener, err := net.Listen("tcp", h.Config.Listen)
	if err != nil {
		return fault.Field("listen", "command_listen_taken", "Listen", h.Config.Listen, "Detail", err)
	}
	base := h.base(listener.Addr())
	log := slog.New(slog.NewTextHandler(s.err, &slog.HandlerOptions{Level: slog.LevelInfo}))
	app, err := newApp(h, base, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	line, err := h.announce(ctx, base, announce)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := web.Server(app.Handler(), log)
	ended := make(chan error, 1)
	go func() {
		if h.Config.Cert != "" {
			ended <- server.ServeTLS(listener, h.Config.Cert, h.Config.Key)
			return
		}
		ended <- server.Serve(listener)
	}()
	line.print(s, asJSON)
	var gone <-chan struct{}
	if h.server != nil {
		gone = h.server.Done()
	}
	select {
	case err := <-ended:
		return err
	case <-gone:
		return errors.Join(fault.Stale("command_database_ended"), server.Close())
	case <-ctx.Done():
	}
	s.say("command_stopping")
	app.Draining()
	stop, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	if err := server.Shutdown(stop); err != nil {
		return errors.Join(err, server.Close())
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// announce makes the ready line once the shipped programmes fit the copies in the database.
func (h *house) announce(ctx context.Context, base string, line func(string) (ready, error)) (ready, error) {
	library, err := loadLibrary()
	if err != nil {
		return ready{}, err
	}
	if err := checkCopies(ctx, h.DB, library); err != nil {
		return ready{}, err
	}
	return line(base)
}

// base is the address people use: PUBLIC_URL, else localhost with the port that was found free.
func (h *house) base(addr net.Addr) string {
	if h.Config.PublicURL != nil {
		return h.Config.PublicURL.String()
	}
	scheme := "http"
	if h.Config.Cert != "" {
		scheme = "https"
	}
	u := url.URL{Scheme: scheme, Host: net.JoinHostPort("localhost", strconv.Itoa(addr.(*net.TCPAddr).Port))}
	return u.String()
}

// newApp builds the pages of every room.
func newApp(h *house, base string, log *slog.Logger) (*web.App, error) {
	sign := signin.New(h.DB, base)
	app, err := web.New(web.Config{DB: h.DB, PublicURL: base, Templates: templates.Files, Log: log, Authenticate: sign.Authenticate, Version: version(), Dev: os.Getenv("AMENDS_DEV") != ""})
	if err != nil {
		return nil, err
	}
	return app, register(app.Routes(), sign)
}

func (r ready) print(s std, asJSON bool) {
	if asJSON {
		_ = json.NewEncoder(s.out).Encode(r)
		return
	}
	fmt.Fprintln(s.err)
	s.say("command_ready", "URL", r.URL)
	if r.SetUp != "" {
		fmt.Fprintf(s.err, "\n%s\n  %s\n", s.T("command_set_up"), r.SetUp)
	}
	if len(r.SignIn) > 0 {
		fmt.Fprintf(s.err, "\n%s\n", s.T("command_demo_links"))
	}
	for _, p := range r.SignIn {
		fmt.Fprintf(s.err, "  %-12s %-20s %-8s %s\n", s.T(whoSays(p.Who)), p.Name, p.Couple, p.URL)
	}
	fmt.Fprintf(s.err, "\n%s\n", s.T("command_stop_with"))
}

// whoSays is the message that names a seat of the ready line.
func whoSays(who string) string {
	if who == "partner" {
		return "command_partner"
	}
	return "practice_role_" + strings.ReplaceAll(who, "-", "_")
}

// runRoutes prints every route with its audience; it needs no database.
func runRoutes(_ context.Context, args []string, s std) error {
	f := flags("routes", s)
	asJSON := f.Bool("json", false, "command_flag_json")
	if err := parse(f, args, 0); err != nil || !*asJSON {
		return errUsage
	}
	app, err := newApp(&house{}, "http://localhost", slog.New(slog.NewTextHandler(s.err, nil)))
	if err != nil {
		return err
	}
	e := json.NewEncoder(s.out)
	e.SetIndent("", "  ")
	return e.Encode(app.List())
}
