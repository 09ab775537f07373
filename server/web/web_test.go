package web_test

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/uuid"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/signin"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
	"amends/templates"
)

// rooms are a few routes that do one thing each.
func rooms(h *testkit.House) func(*web.Routes) {
	return func(r *web.Routes) {
		signin.New(h.DB, "http://localhost").Register(r)
		fails := func(err error) func(*web.Context, tenant.Staff) error {
			return func(*web.Context, tenant.Staff) error { return err }
		}
		staff := func(method, path string, do func(*web.Context, tenant.Staff) error) {
			r.Staff(web.Route{Method: method, Path: path, Audit: audit.TodayRead}, do)
		}
		staff("GET", "/today", func(c *web.Context, _ tenant.Staff) error { return c.JSON(200, c.T("web_today")) })
		staff("GET", "/couples/:couple", func(c *web.Context, _ tenant.Staff) error { return fault.Absent() })
		staff("GET", "/file", func(c *web.Context, _ tenant.Staff) error {
			return c.File("application/pdf", "a\r\n\"b\".pdf", []byte("%PDF"))
		})
		staff("GET", "/panics", func(*web.Context, tenant.Staff) error { panic("canary words of a partner") })
		staff("GET", "/stale", fails(fault.Stale("fault_other_body")))
		staff("GET", "/wait", fails(fault.Wait(7)))
		staff("POST", "/internal", func(c *web.Context, _ tenant.Staff) error {
			if _, err := c.Form(); err != nil {
				return err
			}
			panic("after the form was read")
		})
		staff("POST", "/once", func(c *web.Context, s tenant.Staff) error {
			f, err := c.Form()
			if err != nil {
				return err
			}
			return c.Submit(s, f, "/today?to="+f.Text("to"), func(tx *db.Tx) error {
				tx.Audit(audit.NoteSaved, uuid.Nil, tenant.CoupleID{})
				return nil
			})
		})
		staff("POST", "/received", func(c *web.Context, s tenant.Staff) error {
			return c.Receive(s, "/today", func(tx *db.Tx, f *web.Form) error {
				tx.Audit(audit.NoteSaved, uuid.Nil, tenant.CoupleID{})
				return map[string]error{"wrong": fault.Field("word", "fault_other_body"), "gone": fault.Absent(), "moved": fault.Stale("fault_other_body")}[f.Text("word")]
			}, func(f *web.Form, why error) error { return c.JSON(web.Status(why), "again: "+f.Text("word")) })
		})
		r.Staff(web.Route{Method: "GET", Path: "/practice", Audit: audit.PracticeSaved, Allow: []tenant.Audience{tenant.Owner}}, func(c *web.Context, _ tenant.Staff) error { return c.JSON(200, "p") })
	}
}

var secured = map[string]string{
	"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY",
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types app; report-uri /csp",
}

func TestEveryAnswerCarriesTheHeaders(t *testing.T) { // K7, K21, K40
	t.Parallel()
	h := testkit.New(t)
	site := h.Serve(t, rooms(h))
	ana := site.As(h.Counselor(t, "Ana"))
	nobody := site.Nobody()
	answers := map[string]*testkit.Answer{"page": ana.Get("/sign-ins"), "error": ana.Get("/couples/" + uuid.NewString()), "internal": ana.Get("/panics"), "file": ana.Get("/file"),
		"redirect": ana.Get("/"), "signed out": nobody.Get("/today"), "form": nobody.Get("/sign-in"), "absent": nobody.Get("/nothing"), "health": nobody.Get("/healthz"),
		"ready": nobody.Get("/readyz"), "help": nobody.Get("/help-now"), "leave": nobody.Post("/leave", nil), "forged": nobody.Send("POST", "/sign-out", "", nil, nil)}
	for name, a := range answers {
		for header, want := range secured {
			if got := a.Header.Get(header); got != want {
				t.Errorf("%s: %s is %q", name, header, got)
			}
		}
		if got := a.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control %q", name, got)
		}
		if a.Header.Get("X-Request-Id") == "" || a.Header.Get("Permissions-Policy") == "" {
			t.Errorf("%s: no request id or permissions policy", name)
		}
	}
	inline := regexp.MustCompile(`(?i)<[^>]*\s(on[a-z]+|style)\s*=|<script(?:\s[^>]*)?>[^<]|<style`)
	for name, a := range answers {
		if m := inline.FindString(a.Body); m != "" {
			t.Errorf("%s: inline code %q", name, m)
		}
	}
}

func TestStaticFilesAreImmutable(t *testing.T) { // K23
	t.Parallel()
	h := testkit.New(t)
	nobody := h.Serve(t, rooms(h)).Nobody()
	page := nobody.Get("/sign-in")
	css := regexp.MustCompile(`/assets/[0-9a-f]{12}/css/base\.css`).FindString(page.Body)
	if css == "" {
		t.Fatal("the page names no style sheet")
	}
	a := nobody.Get(css)
	if a.Status != 200 || !strings.Contains(a.Header.Get("Cache-Control"), "immutable") || a.Header.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Fatalf("%d %v", a.Status, a.Header)
	}
	packed := nobody.Send("GET", css, "", nil, http.Header{"Accept-Encoding": {"gzip"}})
	if packed.Header.Get("Content-Encoding") != "gzip" || len(packed.Body) >= len(a.Body) {
		t.Errorf("not packed: %d of %d bytes", len(packed.Body), len(a.Body))
	}
	base := strings.TrimSuffix(css, "css/base.css")
	for _, path := range []string{base, base + "css", base + "../../etc/passwd", base + "%2e%2e/%2e%2e/embed.go", base + "..%2flocales%2fweb.en.toml", base + "css/base.css%00", base + "..%5cembed.go",
		base + "vendored.json", "/assets/000000000000/css/base.css", "/assets/../server/web/web.go", "/assets//etc/passwd"} {
		if a := nobody.Get(path); a.Status != 404 && a.Status != 400 {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
}

func TestUnsafeRequestsNeedProof(t *testing.T) { // K9, K10
	t.Parallel()
	h := testkit.New(t)
	site := h.Serve(t, rooms(h))
	ana := site.As(h.Counselor(t, "Ana"))
	body := url.Values{"key": {uuid.NewString()}}.Encode()
	const form = "application/x-www-form-urlencoded"
	for name, header := range map[string]http.Header{"nothing": {}, "cross-site": {"Sec-Fetch-Site": {"cross-site"}}, "same-site": {"Sec-Fetch-Site": {"same-site"}},
		"foreign origin": {"Origin": {"https://evil.example"}}, "null": {"Origin": {"null"}}, "none": {"Sec-Fetch-Site": {"none"}}} {
		for _, path := range []string{"/once", "/sign-in", "/sign-out", "/leave", "/seats"} {
			if a := ana.Send("POST", path, form, strings.NewReader(body), header); a.Status != 403 || !a.Has("nothing was changed") {
				t.Errorf("%s %s: %d", name, path, a.Status)
			}
		}
	}
	if a := ana.Get("/today"); a.Status != 200 {
		t.Fatalf("a forged sign-out ended the sign-in: %d", a.Status)
	}
	if a := ana.Send("POST", "/once", form, strings.NewReader(body), http.Header{"Origin": {site.URL}}); a.Status != 303 {
		t.Errorf("own origin: %d %s", a.Status, a.Text())
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH"} {
		if a := ana.Send(method, "/once", form, nil, http.Header{"Sec-Fetch-Site": {"same-origin"}}); a.Status != 404 {
			t.Errorf("%s: %d", method, a.Status)
		}
	}
}

func TestOneFormIsStoredOnce(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	ana := h.Serve(t, rooms(h)).As(h.Counselor(t, "Ana"))
	key := uuid.NewString()
	for i := range 3 {
		if a := ana.Post("/once", url.Values{"key": {key}, "to": {"one"}}); a.Status != 303 || a.Location != "/today?to=one" {
			t.Fatalf("send %d: %d %q", i, a.Status, a.Location)
		}
	}
	if a := ana.Post("/once", url.Values{"key": {key}, "to": {"two"}, "text": {"my long words stand here"}}); a.Status != 409 || !a.Has("my long words stand here") {
		t.Errorf("same key, other words: %d %s", a.Status, a.Text())
	}
	if a := ana.Post("/once", url.Values{"key": {"none"}}); a.Status != 422 {
		t.Errorf("no key: %d", a.Status)
	}
	var n int
	if err := h.SQL(t).QueryRow(`select count(*) from audit_event where chain_id = $1 and verb = 'progress_note.save'`, h.Practice).Scan(&n); err != nil || n != 1 {
		t.Errorf("%d stored, %v", n, err)
	}
}

// A fault that can be mended shows the page again with what was typed; nothing of it is stored. An absent id is no such fault.
func TestReceivedFormComesBackToBeMended(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	ana := h.Serve(t, rooms(h)).As(h.Counselor(t, "Ana"))
	for word, want := range map[string]int{"right": 303, "wrong": 422, "moved": 409, "gone": 404} {
		a := ana.Post("/received", url.Values{"word": {word}})
		if again := strings.Contains(a.Body, "again: "+word); a.Status != want || again != (word == "wrong" || word == "moved") {
			t.Errorf("%s: %d %q", word, a.Status, a.Body)
		}
	}
	var n int
	if err := h.SQL(t).QueryRow(`select count(*) from audit_event where chain_id = $1 and verb = 'progress_note.save'`, h.Practice).Scan(&n); err != nil || n != 1 {
		t.Errorf("%d stored, %v", n, err)
	}
}

func TestBadBodies(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	ana := h.Serve(t, rooms(h)).As(h.Counselor(t, "Ana"))
	same := http.Header{"Sec-Fetch-Site": {"same-origin"}}
	const form = "application/x-www-form-urlencoded"
	long := "begin " + strings.Repeat("word ", 20000)
	a := ana.Post("/once", url.Values{"text": {long}})
	if a.Status != 413 || !a.Has("begin word word") || !a.Has("too much text") {
		t.Errorf("100 kB: %d %s", a.Status, a.Text()[:min(len(a.Text()), 300)])
	}
	if a := ana.Post("/once", url.Values{"text": {strings.Repeat("x", 1<<20)}}); a.Status != 413 {
		t.Errorf("1 MB: %d", a.Status)
	}
	for name, c := range map[string]struct{ kind, body string }{"json": {"application/json", `{"a":1}`}, "multipart": {"multipart/form-data; boundary=x", "--x--"}, "none": {"", "a=b"}} {
		if a := ana.Send("POST", "/once", c.kind, strings.NewReader(c.body), same); a.Status != 415 {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
	if a := ana.Send("POST", "/once", form, strings.NewReader("key=%zz&a=%"), same); a.Status != 400 {
		t.Errorf("broken escapes: %d", a.Status)
	}
}

func TestErrorPagesAreCalm(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	site := h.Serve(t, rooms(h))
	ana := site.As(h.Counselor(t, "Ana"))
	a := ana.Get("/panics")
	if a.Status != 500 || !a.Has("went wrong on our side") || a.Has("canary") || !a.Has(a.Header.Get("X-Request-Id")) {
		t.Errorf("panic: %d %s", a.Status, a.Text())
	}
	a = ana.Post("/internal", url.Values{"text": {"what I had written <b>here</b>"}, "password": {"secret words"}})
	if a.Status != 500 || !strings.Contains(a.Body, "what I had written &lt;b&gt;here") || strings.Contains(a.Body, "secret words") || !strings.Contains(a.Body, `action="/internal"`) {
		t.Errorf("500 loses what was typed: %d %s", a.Status, a.Text())
	}
	if a := ana.Get("/stale"); a.Status != 409 {
		t.Errorf("stale: %d", a.Status)
	}
	if a := ana.Get("/wait"); a.Status != 429 || a.Header.Get("Retry-After") != "7" || !a.Has("7 seconds") {
		t.Errorf("wait: %d %v", a.Status, a.Header)
	}
	if a := ana.Get("/practice"); a.Status != 403 || !a.Has("role") {
		t.Errorf("role: %d", a.Status)
	}
	for _, id := range []string{"not-an-id", "00000000000000000000000000000000", uuid.NewString()} {
		if a := ana.Get("/couples/" + id); a.Status != 404 {
			t.Errorf("%s: %d", id, a.Status)
		}
	}
	asked := ana.Send("GET", "/wait", "", nil, http.Header{"Accept": {"application/json"}})
	if asked.Status != 429 || !strings.Contains(asked.Body, `"sentence"`) {
		t.Errorf("script: %d %s", asked.Status, asked.Body)
	}
}

func TestDatabaseAwayKeepsWhatWasTyped(t *testing.T) { // 503 and Retry-After, never a lost form
	t.Parallel()
	h := testkit.New(t)
	gone, err := db.Open(t.Context(), db.Config{DSN: "host=/nowhere-at-all dbname=x user=y sslmode=disable", Ring: h.DB.Ring()})
	if err != nil {
		t.Fatal(err)
	}
	app, err := web.New(web.Config{DB: gone, PublicURL: "http://localhost", Templates: templates.Files, Authenticate: signin.New(gone, "").Authenticate})
	if err != nil {
		t.Fatal(err)
	}
	rooms(&testkit.House{DB: gone})(app.Routes())
	ask := func(method, path, body string) (int, string, http.Header) {
		r, w := httptest.NewRequest(method, "http://localhost"+path, strings.NewReader(body)), httptest.NewRecorder()
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(&http.Cookie{Name: "amends", Value: strings.Repeat("a", 43)})
		app.Handler().ServeHTTP(w, r)
		return w.Code, w.Body.String(), w.Header()
	}
	for _, path := range []string{"/today", "/sign-ins"} {
		if code, _, header := ask("GET", path, ""); code != 503 || header.Get("Retry-After") != "5" {
			t.Errorf("%s: %d %v", path, code, header)
		}
	}
	if code, body, _ := ask("POST", "/once", "key="+uuid.NewString()+"&text=my+long+words"); code != 503 || !strings.Contains(body, "my long words") || !strings.Contains(body, "Send it now") {
		t.Errorf("POST: %d %s", code, body)
	}
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 503, "/help-now": 200} {
		if code, _, _ := ask("GET", path, ""); code != want {
			t.Errorf("%s: %d", path, code)
		}
	}
	if code, _, header := ask("POST", "/leave", ""); code != 200 || header.Get("Refresh") == "" || header.Get("Clear-Site-Data") == "" {
		t.Errorf("quick exit without a database: %d", code)
	}
	app.Draining()
	if code, body, _ := ask("GET", "/readyz", ""); code != 503 || body != "stopping\n" {
		t.Errorf("draining: %d %q", code, body)
	}
}

func TestForeignHostIsMisdirected(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	app, err := web.New(web.Config{DB: h.DB, PublicURL: "https://amends.example.org", Templates: templates.Files, Authenticate: signin.New(h.DB, "").Authenticate})
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{"amends.example.org": 200, "AMENDS.example.org": 200, "evil.example": 421, "amends.example.org.evil.example": 421, "localhost": 421, "": 421} {
		r, w := httptest.NewRequest("GET", "/help-now", nil), httptest.NewRecorder()
		r.Host = host
		app.Handler().ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %q: %d", host, w.Code)
		}
		if w.Header().Get("Strict-Transport-Security") == "" {
			t.Errorf("host %q: no HSTS on https", host)
		}
	}
	if app.CookieName() != "__Host-amends" {
		t.Error(app.CookieName())
	}
}

func TestHelpOpensWithoutSignIn(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	site := h.Serve(t, rooms(h))
	a := site.Nobody().Get("/help-now")
	if a.Status != 200 || !strings.Contains(a.Body, `href="tel:988"`) || !strings.Contains(a.Body, `href="tel:1800737732"`) || strings.Contains(a.Body, "Night line") {
		t.Fatalf("%d %s", a.Status, a.Text())
	}
	if a = site.As(h.Counselor(t, "Ana")).Get("/help-now"); !strings.Contains(a.Body, `href="tel:0000000000"`) {
		t.Fatalf("the practice's own line is missing: %s", a.Text())
	}
}

func TestReportsOfTheBrowserAreBounded(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	site := h.Serve(t, rooms(h))
	report := `{"csp-report":{"effective-directive":"script-src","blocked-uri":"https://canary.example/secret","document-uri":"https://x/link/TOKEN"}}`
	for range 50 {
		if a := site.Nobody().Send("POST", "/csp", "application/csp-report", strings.NewReader(report), nil); a.Status != 204 {
			t.Fatalf("%d", a.Status)
		}
	}
	if n := strings.Count(site.Log(), "directive=script-src"); n != 20 {
		t.Errorf("%d lines", n)
	}
	if strings.Contains(site.Log(), "canary") || strings.Contains(site.Log(), "TOKEN") {
		t.Error("the log holds what the report said")
	}
}

func TestThePseudoLanguageReachesEveryWord(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	site := h.Serve(t, rooms(h))
	ana := h.Counselor(t, "Ana")
	if _, err := h.SQL(t).Exec(`update contact set locale = 'en-XA' where person_id = $1`, ana.Person()); err != nil {
		t.Fatal(err)
	}
	a := site.As(ana).Get("/sign-ins")
	if a.Status != 200 || !strings.Contains(a.Body, `lang="en-XA"`) {
		t.Fatalf("%d", a.Status)
	}
	main := a.Body[strings.Index(a.Body, "<main"):strings.Index(a.Body, "</main>")]
	for _, text := range regexp.MustCompile(`>([^<>]*[a-z]{3}[^<>]*)<`).FindAllStringSubmatch(main, -1) {
		if !strings.Contains(text[1], "⟦") {
			t.Errorf("hard-coded text %q", text[1])
		}
	}
}

// TestEveryMessageExists reads every page for the messages it names.
func TestEveryMessageExists(t *testing.T) {
	t.Parallel()
	defined, used := map[string]bool{}, map[string]string{}
	named := regexp.MustCompile(`[({\s]t "([a-z0-9_]+)"`)
	field := regexp.MustCompile(`\(field [^()]*`)
	label := regexp.MustCompile(`^\(field [.$][A-Za-z.]* "[^"]*" "([a-z0-9_]+)"`)
	option := regexp.MustCompile(`"(?:hint|reader|low|high)" "([a-z0-9_]+)"`)
	comment := regexp.MustCompile(`(?s)\{\{-? ?/\*.*?\*/ ?-?\}\}`)
	names := func(body string) (ids []string) {
		body = comment.ReplaceAllString(body, "")
		for _, m := range named.FindAllStringSubmatch(body, -1) {
			ids = append(ids, m[1])
		}
		for _, f := range field.FindAllString(body, -1) {
			for _, m := range append(label.FindAllStringSubmatch(f, -1), option.FindAllStringSubmatch(f, -1)...) {
				ids = append(ids, m[1])
			}
		}
		return ids
	}
	err := fs.WalkDir(templates.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(templates.Files, name)
		switch {
		case err != nil:
			return err
		case strings.HasSuffix(name, ".en.toml"):
			messages := map[string]any{}
			if err := toml.Unmarshal(body, &messages); err != nil {
				return err
			}
			for key := range messages {
				defined[key] = true
			}
		case strings.HasSuffix(name, ".html"):
			for _, key := range names(string(body)) {
				used[key] = name
			}
		}
		return nil
	})
	if err != nil || len(defined) < 100 || len(used) < 50 {
		t.Fatalf("%d defined, %d used, %v", len(defined), len(used), err)
	}
	for key, page := range used {
		if !defined[key] && key != "x" {
			t.Errorf("%s names the message %q, which does not exist", page, key)
		}
	}
}

func TestRoutesAreListed(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	site := h.Serve(t, rooms(h))
	found := 0
	for _, l := range site.App.List() {
		if l.Audience == "" || l.Permission == "" {
			t.Errorf("%s has no audience", l)
		}
		switch l.Path {
		case "/practice":
			found++
			if l.Permission != "owner" || l.Audience != "staff" {
				t.Errorf("%+v", l)
			}
		case "/today":
			found++
			if l.Permission != "counselor,supervisor,intern" || l.Audit != "today.read" {
				t.Errorf("%+v", l)
			}
		}
	}
	if found != 2 {
		t.Errorf("%d of 2 found", found)
	}
}
