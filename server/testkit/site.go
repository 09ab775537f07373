package testkit

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/server/signin"
	"amends/server/tenant"
	"amends/server/web"
	"amends/templates"
)

// Site is the real web layer on a port of its own, with the rooms of a test.
type Site struct {
	URL   string
	App   *web.App
	house *House
	t     testing.TB
	log   *LogBook
}

// Serve starts the web layer for this house until the test ends. register names the rooms, as server/routes.go does.
func (h *House) Serve(t testing.TB, register func(*web.Routes)) *Site {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Site{URL: "http://" + listener.Addr().String(), house: h, t: t, log: &LogBook{}}
	log := slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s.App, err = web.New(web.Config{DB: h.DB, PublicURL: s.URL, Templates: templates.Files, Log: log,
		Authenticate: signin.New(h.DB, s.URL).Authenticate, Version: "test", Dev: true})
	if err != nil {
		listener.Close()
		t.Fatal(err)
	}
	register(s.App.Routes())
	server := web.Server(s.App.Handler(), log)
	go server.Serve(listener)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			server.Close()
		}
		if t.Failed() {
			t.Logf("log of the site:\n%s", s.log)
		}
	})
	return s
}

// Log is everything the site has logged, at debug level.
func (s *Site) Log() string { return s.log.String() }

// scoped is a tenant.Staff or a tenant.Partner.
type scoped interface{ Scope() tenant.Scope }

// As is a client signed in to one seat. The sign-in is written by SQL; its password never matters.
func (s *Site) As(who scoped) *Client {
	s.t.Helper()
	c := s.Nobody()
	c.setCookie(&http.Cookie{Name: s.App.CookieName(), Value: s.house.SignIn(s.t, who), Path: "/"})
	return c
}

// Nobody is a client that is not signed in.
func (s *Site) Nobody() *Client {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	base, err := url.Parse(s.URL)
	if err != nil {
		s.t.Fatal(err)
	}
	return &Client{site: s, base: base, http: &http.Client{Jar: jar, Timeout: 40 * time.Second,
		Transport:     &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// SignIn writes a living sign-in for a seat and answers its token: idle after an hour, ended after twelve.
func (h *House) SignIn(t testing.TB, who scoped) string {
	t.Helper()
	s := who.Scope()
	var b [32]byte
	rand.Read(b[:])
	token := hex.EncodeToString(b[:])
	now := h.DB.Now()
	couple := uuid.NullUUID{UUID: s.Couple().UUID, Valid: !s.Couple().IsZero()}
	h.exec(t, `insert into sign_in (id, token_hash, account_id, practice_id, person_id, couple_id, audience, agent, made_at, last_seen, idle, expires_at)
	  select $1, sha256(convert_to($2::text, 'UTF8')), account_id, practice_id, person_id, $5, $6, 'test', $7, $7, interval '60 minutes', $8
	  from contact where practice_id = $3 and person_id = $4`,
		uuid.New(), token, s.Practice(), s.Person(), couple, string(s.Audience()), now, now.Add(12*time.Hour))
	return token
}

// LogBook is what a site logs, for looking at after a failure.
type LogBook struct {
	mu  sync.Mutex
	buf strings.Builder
}

func (l *LogBook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

// String is all of it so far.
func (l *LogBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}
