package signin_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"amends/server/db"
	"amends/server/tenant"
)

func TestSignInGivesANewTokenAndEndsTheOld(t *testing.T) { // K11
	t.Parallel()
	s := newSite(t)
	ingrid, email := s.Counselor(t, "Ingrid"), address("ingrid")
	s.account(t, ingrid.Person(), email, staffPassword)
	b := s.browser()
	if a := b.signIn(t, strings.ToUpper(email), staffPassword); a.Header.Get("Location") != "/today" {
		t.Fatalf("went to %q", a.Header.Get("Location"))
	}
	first := b.token()
	b.get("/today").want(t, 200, "staff today")
	b.signIn(t, email, staffPassword)
	if b.token() == first || len(b.token()) != 43 {
		t.Fatalf("the token was not renewed: %q", b.token())
	}
	old := s.browser()
	c := *b.cookies["amends"]
	c.Value = first
	old.cookies["amends"] = &c
	old.get("/today").want(t, 401)
	if c := b.cookies["amends"]; !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Secure {
		t.Fatalf("cookie %+v", c)
	}
}

func TestSignOutKillsTheToken(t *testing.T) { // K12
	t.Parallel()
	s := newSite(t)
	ingrid, email := s.Counselor(t, "Ingrid"), address("ingrid")
	s.account(t, ingrid.Person(), email, staffPassword)
	b := s.browser()
	b.signIn(t, email, staffPassword)
	kept := *b.cookies["amends"]
	a := b.post("/sign-out")
	a.want(t, 303)
	if got := a.Header.Get("Clear-Site-Data"); got != `"cache", "storage"` {
		t.Fatalf("Clear-Site-Data %q", got)
	}
	if b.token() != "" {
		t.Fatal("the cookie is still there")
	}
	b.cookies["amends"] = &kept
	b.get("/today").want(t, 401)
}

func TestQuickExitLeavesAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := s.Couple(t, s.Counselor(t, "Ingrid"), "Amira", "Jonas")
	email := address("amira")
	s.account(t, c.Partners[0].Person(), email, partnerPassword)
	b := s.browser()
	b.signIn(t, email, partnerPassword)
	token := *b.cookies["amends"]
	a := b.post("/leave")
	a.want(t, 200)
	if a.Header.Get("Refresh") != "0; url=https://www.wikipedia.org/" || a.Header.Get("Clear-Site-Data") == "" || a.Header.Get("Location") != "" {
		t.Fatalf("headers %v", a.Header)
	}
	if strings.Contains(a.Body, "Amira") || strings.Contains(a.Body, "Practice") {
		t.Fatalf("the page says too much: %s", a.Body)
	}
	b.cookies["amends"] = &token
	b.get("/home").want(t, 401)
	s.browser().post("/leave").want(t, 200) // signed out too
}

func TestExpiryHolds(t *testing.T) { // K13
	t.Parallel()
	s := newSite(t)
	ingrid, staffMail, mail := s.Counselor(t, "Ingrid"), address("ingrid"), address("amira")
	c := s.Couple(t, ingrid, "Amira", "Jonas")
	s.account(t, ingrid.Person(), staffMail, staffPassword)
	s.account(t, c.Partners[0].Person(), mail, partnerPassword)
	now := s.DB.Now()
	for _, who := range []struct {
		email, password, home string
		idle, most            time.Duration
	}{{staffMail, staffPassword, "/today", 60 * time.Minute, 12 * time.Hour}, {mail, partnerPassword, "/home", 20 * time.Minute, 8 * time.Hour}} {
		s.Clock.Set(now)
		b := s.browser()
		b.signIn(t, who.email, who.password)
		s.Clock.Advance(who.idle - time.Minute)
		b.get(who.home).want(t, 200)
		s.Clock.Advance(who.idle + time.Minute)
		b.get(who.home).want(t, 401, "You were signed out after a while.")
		s.Clock.Set(now)
		b = s.browser()
		b.signIn(t, who.email, who.password)
		for s.DB.Now().Add(who.idle / 2).Before(now.Add(who.most)) {
			s.Clock.Advance(who.idle / 2)
			b.get(who.home).want(t, 200)
		}
		s.Clock.Advance(who.idle / 2)
		b.get(who.home).want(t, 401)
	}
}

func TestThrottleFromTheSixthFailure(t *testing.T) { // K16
	t.Parallel()
	s := newSite(t)
	ingrid, email := s.Counselor(t, "Ingrid"), address("ingrid")
	s.account(t, ingrid.Person(), email, staffPassword)
	b := s.browser()
	for range 6 {
		b.post("/sign-in", "email", email, "password", "not the one at all").want(t, 422, "do not go together")
	}
	forged := s.browser()
	forged.header.Set("X-Forwarded-For", "203.0.113.9")
	a := forged.post("/sign-in", "email", email, "password", staffPassword)
	a.want(t, 429, "Please wait")
	s.Clock.Advance(2 * time.Second)
	forged.signIn(t, email, staffPassword)
	// The right password clears the count.
	b.post("/sign-in", "email", email, "password", "not the one at all").want(t, 422)
}

func TestOnePeerMayTryTwentyTimesAMinute(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser()
	for i := range 25 {
		b.header.Set("X-Forwarded-For", "203.0.113."+itoa(byte(i)))
		a := b.post("/sign-in", "email", address("nobody"), "password", "anything at all here")
		if want := 422; i < 20 && a.Status != want || i >= 20 && a.Status != 429 {
			t.Fatalf("try %d: %d", i+1, a.Status)
		}
	}
	s.Clock.Advance(61 * time.Second)
	b.post("/sign-in", "email", address("nobody"), "password", "anything at all here").want(t, 422)
}

func TestUnknownAddressesAnswerTheSame(t *testing.T) { // K15, without the clock
	t.Parallel()
	s := newSite(t)
	ingrid, email := s.Counselor(t, "Ingrid"), address("ingrid")
	s.account(t, ingrid.Person(), email, staffPassword)
	other := address("nobody")
	known := s.browser().post("/sign-in", "email", email, "password", "wrong words here")
	unknown := s.browser().post("/sign-in", "email", other, "password", "wrong words here")
	if known.Status != unknown.Status || strings.ReplaceAll(known.fresh(), email, "") != strings.ReplaceAll(unknown.fresh(), other, "") {
		t.Fatalf("known %d and unknown %d differ", known.Status, unknown.Status)
	}
}

func TestFailedSignInShowsItsProblem(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.browser().post("/sign-in", "email", "a@example.org")
	a.want(t, 422, "Enter your password.", `value="a@example.org"`, `href="#f-password"`, "<title>Error:")
	a = s.browser().post("/sign-in", "email", "<script>alert(1)</script>@x", "password", "whatever it may be") // K6
	a.want(t, 422, "&lt;script&gt;alert(1)")
	if strings.Contains(a.Body, "<script>alert") || strings.Contains(a.Body, "whatever it may be") {
		t.Fatal("the page holds live text or the password")
	}
}

func TestTheTrailNamesSignIns(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ingrid, email := s.Counselor(t, "Ingrid"), address("ingrid")
	s.account(t, ingrid.Person(), email, staffPassword)
	b := s.browser()
	b.signIn(t, email, staffPassword)
	b.get("/sign-ins").want(t, 200, "(this one)")
	b.post("/sign-out").want(t, 303)
	var verbs []string
	rows, err := s.SQL(t).Query(`select verb from audit_event where chain_id = $1 and actor_id = $2 order by seq`, s.Practice, ingrid.Person())
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		verbs = append(verbs, v)
	}
	if got := strings.Join(verbs, " "); got != "sign_in.start sign_in.list sign_in.end" {
		t.Fatalf("trail: %s", got)
	}
}

func TestOwnSignInsAreListedAndEnded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := s.Couple(t, s.Counselor(t, "Ingrid"), "Amira", "Jonas")
	hers, his := address("amira"), address("jonas")
	s.account(t, c.Partners[0].Person(), hers, partnerPassword)
	s.account(t, c.Partners[1].Person(), his, partnerPassword)
	phone, desk, jonas := s.browser(), s.browser(), s.browser()
	phone.header.Set("User-Agent", "Mozilla/5.0 (iPhone) Safari/605")
	phone.signIn(t, hers, partnerPassword)
	desk.signIn(t, hers, partnerPassword)
	jonas.signIn(t, his, partnerPassword)
	page := desk.get("/sign-ins")
	page.want(t, 200, "Safari on iPhone")
	var id string
	if err := s.SQL(t).QueryRow(`select id from sign_in where agent like '%iPhone%' and person_id = $1`, c.Partners[0].Person()).Scan(&id); err != nil {
		t.Fatal(err)
	}
	jonas.post("/sign-ins", "sign_in", id).want(t, 404)
	phone.get("/home").want(t, 200)
	desk.post("/sign-ins", "sign_in", id).want(t, 303)
	phone.get("/home").want(t, 401)
}

func TestSeatsAreChosenAndSwitched(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ingrid, email := s.Counselor(t, "Ingrid"), address("ingrid")
	s.account(t, ingrid.Person(), email, staffPassword)
	if _, err := s.SQL(t).Exec(`insert into staff_seat (practice_id, id, person_id, role, starts_on) values ($1, gen_random_uuid(), $2, 'owner', '2020-01-01')`, s.Practice, ingrid.Person()); err != nil {
		t.Fatal(err)
	}
	b := s.browser()
	if a := b.signIn(t, email, staffPassword); a.Header.Get("Location") != "/seats" {
		t.Fatalf("went to %q", a.Header.Get("Location"))
	}
	b.get("/today").want(t, 303)
	before := b.token()
	b.get("/seats").want(t, 200, "Owner", "Counselor")
	seat := func(role tenant.Audience) string {
		return s.Practice.String() + "." + ingrid.Person().String() + "." + string(role) + ".00000000-0000-0000-0000-000000000000"
	}
	b.post("/seats", "seat", seat(tenant.Supervisor)).want(t, 404) // not hers
	b.post("/seats", "seat", seat(tenant.Counselor), "role", "supervisor").want(t, 303)
	if b.token() == before {
		t.Fatal("the token was not renewed")
	}
	b.get("/today").want(t, 200)
	b.post("/seats", "seat", seat(tenant.Owner)).want(t, 303)
	b.get("/today").want(t, 403)
}

// The scope of a place carries its first and last day, read anew with every request.
func TestAPlaceHasItsDays(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := s.Couple(t, s.Counselor(t, "Ingrid"), "Amira", "Jonas")
	amira, email := c.Partners[0].Person(), address("amira")
	s.account(t, amira, email, partnerPassword)
	b := s.browser()
	b.signIn(t, email, partnerPassword)
	days := func(from, until time.Time) {
		t.Helper()
		v, err := s.sign.Authenticate(t.Context(), b.token(), false)
		if err != nil || v == nil {
			t.Fatal(v, err)
		}
		if p := v.Partner.Scope(); !p.From().Equal(from) || !p.Until().Equal(until) || p.Person() != amira || p.Couple() != c.ID {
			t.Errorf("from %v until %v, want %v and %v", p.From(), p.Until(), from, until)
		}
		// What the scope says is what row security compares with.
		var set bool
		err = s.DB.View(t.Context(), v.Scope(), func(tx *db.Tx) error {
			return tx.Get(&set, `select app_from() = $1::date`, from.Format(time.DateOnly))
		})
		if err != nil || !set {
			t.Errorf("row security compares with another day than %v: %v", from, err)
		}
	}
	days(c.From, time.Time{})
	later, today := c.From.AddDate(0, 0, 9), s.Clock.Today()
	s.Since(t, c, 0, later)
	days(later, time.Time{})
	s.Separate(t, c, 0, today)
	days(later, today)
}

func TestNextStaysLocal(t *testing.T) { // K20
	t.Parallel()
	s := newSite(t)
	ingrid, email := s.Counselor(t, "Ingrid"), address("ingrid")
	s.account(t, ingrid.Person(), email, staffPassword)
	for next, want := range map[string]string{"/couples/x?a=b": "/couples/x?a=b", "//evil.example": "/today", "https://evil.example": "/today", `/\evil.example`: "/today",
		"/%2fevil.example": "/today", "javascript:alert(1)": "/today", "/a\nb": "/a b", "%2f%2fevil": "/today", "": "/today"} {
		b := s.browser()
		a := b.post("/sign-in", "email", email, "password", staffPassword, "next", next)
		if got := a.Header.Get("Location"); a.Status != 303 || got != want {
			t.Errorf("next %q went to %q (%d)", next, got, a.Status)
		}
	}
}

func TestExtraFieldsHaveNoEffect(t *testing.T) { // K5
	t.Parallel()
	s := newSite(t)
	ingrid, email := s.Counselor(t, "Ingrid"), address("ingrid")
	s.account(t, ingrid.Person(), email, staffPassword)
	b := s.browser()
	b.post("/sign-in", "email", email, "password", staffPassword, "role", "owner", "audience", "owner", "practice_id", "x", "person_id", "y").want(t, 303)
	var audience string
	if err := s.SQL(t).QueryRow(`select audience from sign_in where person_id = $1`, ingrid.Person()).Scan(&audience); err != nil || audience != "counselor" {
		t.Fatalf("seat %q, %v", audience, err)
	}
}
