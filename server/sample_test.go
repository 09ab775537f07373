package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"amends/server/db"
	"amends/server/demo"
	"amends/server/seal"
	"amends/server/signin"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
	"amends/templates"
)

// sampleNow is where the clock of every sample practice stands: a Thursday morning.
func sampleNow() time.Time { return time.Date(2026, 6, 4, 13, 0, 0, 0, time.UTC) }

// seededSample is the name of a database with the planted sample practice, made once for this process and copied for each test.
// Seeding turns uuid's source for a while, so the first test that asks must do so before t.Parallel.
var seededSample = sync.OnceValues(func() (testkit.Cloned, error) {
	c := testkit.Clone(undropped{})
	d, err := openAt(c)
	if err != nil {
		return c, err
	}
	defer d.Close()
	library, err := loadLibrary()
	if err != nil {
		return c, err
	}
	return c, demo.MakePlanted(context.Background(), d, library, "tester", sampleNow())
})

// undropped keeps a database for the whole process; the next process sweeps it away.
type undropped struct{ testing.TB }

func (undropped) Helper()                   {}
func (undropped) Cleanup(func())            {}
func (undropped) Fatalf(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }

func openAt(c testkit.Cloned) (*db.DB, error) {
	return db.Open(context.Background(), db.Config{DSN: c.App, Ring: seal.NewRing(seal.NewKEK([32]byte{7})), Now: sampleNow, MaxConns: 4})
}

// sample is a practice of fourteen couples behind the whole program's pages, in a database of its own.
type sample struct {
	t        testing.TB
	DB       *db.DB
	App      *web.App
	URL      string
	operator tenant.Operator
	seats    []demo.Seat
	super    *sql.DB
	mu       sync.Mutex
	counts   map[string]*db.Count // by request id
}

// newSample copies the seeded database and serves it. Call it before t.Parallel.
func newSample(t testing.TB) *sample {
	t.Helper()
	seeded, err := seededSample()
	if err != nil {
		t.Fatalf("the sample practice: %v", err)
	}
	c := copied(t, seeded)
	s := &sample{t: t, counts: map[string]*db.Count{}}
	if s.DB, err = openAt(c); err != nil {
		t.Fatal(err)
	}
	s.connect(c)
	practice, err := practiceOf(t.Context(), s.DB, demo.Slug)
	if err != nil {
		t.Fatal(err)
	}
	s.operator = tenant.NewOperator(practice, "tester")
	s.readSeats()
	s.serve()
	return s
}

// connect opens the superuser's connection.
func (s *sample) connect(c testkit.Cloned) {
	s.t.Helper()
	var err error
	if s.super, err = sql.Open("postgres", c.Super); err != nil {
		s.t.Fatal(err)
	}
}

// copied is a copy of a database that nobody is connected to, dropped after the test.
func copied(t testing.TB, from testkit.Cloned) testkit.Cloned {
	t.Helper()
	to := from
	to.Name = fmt.Sprintf("t_%d_s%s", os.Getpid(), strings.ReplaceAll(uuid.NewString()[:13], "-", ""))
	for _, dsn := range []*string{&to.App, &to.Migrate, &to.Super} {
		*dsn = strings.ReplaceAll(*dsn, from.Name, to.Name)
	}
	super, err := sql.Open("postgres", strings.ReplaceAll(from.Super, from.Name, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := super.Exec("CREATE DATABASE " + to.Name + " OWNER amends_owner TEMPLATE " + from.Name + " STRATEGY file_copy"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := super.Exec("DROP DATABASE IF EXISTS " + to.Name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		super.Close()
	})
	return to
}

func (s *sample) readSeats() {
	s.t.Helper()
	var err error
	if s.seats, err = demo.Seats(s.t.Context(), s.DB, s.operator); err != nil {
		s.t.Fatal(err)
	}
}

// serve starts the program's pages on a port of their own until the test ends. Every request's statements are counted.
func (s *sample) serve() {
	s.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	s.URL = "http://" + listener.Addr().String()
	book := &testkit.LogBook{}
	log := slog.New(slog.NewTextHandler(book, &slog.HandlerOptions{Level: slog.LevelDebug}))
	sign := signin.New(s.DB, s.URL)
	s.App, err = web.New(web.Config{DB: s.DB, PublicURL: s.URL, Templates: templates.Files, Log: log, Authenticate: sign.Authenticate, Version: "test"})
	if err == nil {
		err = register(s.App.Routes(), sign)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	inner := s.App.Handler()
	server := web.Server(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, count := db.WithCount(r.Context())
		inner.ServeHTTP(w, r.WithContext(ctx))
		s.mu.Lock()
		defer s.mu.Unlock()
		s.counts[w.Header().Get("X-Request-Id")] = count
	}), log)
	go server.Serve(listener)
	s.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			server.Close()
		}
		s.DB.Close()
		s.super.Close()
		text := book.String()
		holdsNoWords(s.t, text)
		if s.t.Failed() {
			s.t.Logf("log of the site, its end:\n%s", text[max(0, len(text)-20000):])
		}
	})
}

// holdsNoWords finds private words, names and addresses in what was logged at debug level while a test ran (K46).
func holdsNoWords(t testing.TB, log string) {
	t.Helper()
	for _, word := range append(demo.Markers(), "Amira", "Jonas", "Ingrid", "@example.org", "@north-quay.example", demo.Password) {
		if strings.Contains(log, word) {
			t.Errorf("the log holds %q", word)
		}
	}
}

// seat finds somebody of the practice by chosen name.
func (s *sample) seat(name string) demo.Seat {
	s.t.Helper()
	i := slices.IndexFunc(s.seats, func(x demo.Seat) bool { return x.Name == name })
	if i < 0 {
		s.t.Fatalf("nobody is called %s", name)
	}
	return s.seats[i]
}

// link is a fresh one-time sign-in link for a seat.
func (s *sample) link(seat signin.Seat) (path string) {
	s.t.Helper()
	err := s.DB.Update(s.t.Context(), s.operatorOf(seat.Practice).Scope(), func(tx *db.Tx) (err error) {
		path, err = signin.MakeSignInLink(tx, seat, time.Hour)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return path
}

func (s *sample) operatorOf(p tenant.PracticeID) tenant.Operator {
	if p == s.operator.Practice() {
		return s.operator
	}
	return tenant.NewOperator(p, "tester")
}

func (s *sample) sitting(seat signin.Seat) *visitor {
	s.t.Helper()
	v := s.nobody()
	if a := v.post(s.link(seat), nil); a.Status != http.StatusSeeOther {
		s.t.Fatalf("signing in by link: %d %s", a.Status, a.Text())
	}
	return v
}

func (s *sample) nobody() *visitor {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &visitor{s: s, name: "nobody", http: &http.Client{Jar: jar, Timeout: 40 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// text, ids and number ask the database as its superuser, for fixtures and for what no scope may see.
func (s *sample) text(query string, args ...any) (out string) {
	s.t.Helper()
	if err := s.super.QueryRow(query, args...).Scan(&out); err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return out
}

func (s *sample) texts(query string, args ...any) (all []string) {
	s.t.Helper()
	rows, err := s.super.Query(query, args...)
	if err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			s.t.Fatal(err)
		}
		all = append(all, one)
	}
	if rows.Err() != nil {
		s.t.Fatal(rows.Err())
	}
	return all
}

func (s *sample) exec(query string, args ...any) {
	s.t.Helper()
	if _, err := s.super.Exec(query, args...); err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
}

// visitor is a browser without a screen: it keeps cookies and follows no redirect by itself.
type visitor struct {
	s    *sample
	name string
	http *http.Client
}

func (v *visitor) get(path string) *testkit.Answer {
	v.s.t.Helper()
	return v.send("GET", path, nil)
}

// post sends a form as a page of the site would, with a fresh key unless values carry one.
func (v *visitor) post(path string, values url.Values) *testkit.Answer {
	v.s.t.Helper()
	all := url.Values{"key": {uuid.NewString()}}
	for name, x := range values {
		all[name] = x
	}
	return v.send("POST", path, all)
}

func (v *visitor) send(method, path string, form url.Values) *testkit.Answer {
	v.s.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(v.s.t.Context(), method, v.s.URL+path, body)
	if err != nil {
		v.s.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	res, err := v.http.Do(req)
	if err != nil {
		v.s.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		v.s.t.Fatalf("%s %s: %v", method, path, err)
	}
	a := &testkit.Answer{Status: res.StatusCode, Body: string(text), Header: res.Header, Location: res.Header.Get("Location")}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		if a.Doc, err = html.Parse(strings.NewReader(a.Body)); err != nil {
			v.s.t.Fatal(err)
		}
	}
	return a
}

// statements are what was sent to the database for an answer's request. The answer may reach the asker before its handler ends.
func (s *sample) statements(a *testkit.Answer) *db.Count {
	s.t.Helper()
	for range 2000 {
		s.mu.Lock()
		count := s.counts[a.Header.Get("X-Request-Id")]
		s.mu.Unlock()
		if count != nil {
			return count
		}
		time.Sleep(time.Millisecond)
	}
	s.t.Fatal("a request never ended")
	return nil
}

// trail are the verbs an answer's request left, in order.
func (s *sample) trail(a *testkit.Answer) []string {
	s.t.Helper()
	return s.texts(`select verb from audit_event where request = $1 order by seq`, a.Header.Get("X-Request-Id"))
}
