package confidence_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/confidence"
	"amends/clients/couple"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
)

type place struct {
	*testkit.House
	*testkit.Site
	ingrid tenant.Staff
	couple *testkit.Couple
	path   string
}

func open(t *testing.T) *place {
	t.Helper()
	h := testkit.New(t)
	h.Clock.Set(time.Date(2026, 6, 4, 8, 0, 0, 0, time.UTC))
	p := &place{House: h, ingrid: h.Counselor(t, "Ingrid")}
	p.couple = h.Couple(t, p.ingrid, "Mara", "Jonas")
	p.path = couple.Path(p.couple.ID) + "/confidences"
	p.Site = h.Serve(t, func(r *web.Routes) { confidence.New().Register(r) })
	return p
}

const canary = "Confided-canary: an offer in another town"

func (p *place) form() url.Values {
	return url.Values{"person": {p.couple.Partners[1].Person().String()}, "told": {canary}, "heard_on": {"2026-06-03"}, "deadline": {"2026-06-12"}}
}

// held records one confidence and answers its address.
func (p *place) held(t *testing.T) string {
	t.Helper()
	if a := p.As(p.ingrid).Post(p.path, p.form()); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Text())
	}
	var id string
	if err := p.SQL(t).QueryRow(`select id from confidence where practice_id = $1`, p.Practice).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return p.path + "/" + id
}

func TestDeadlineFits(t *testing.T) {
	today := time.Date(2026, 6, 4, 0, 0, 0, 0, time.UTC)
	for days, want := range map[int]bool{-1: false, 0: true, 365: true, 366: false} {
		if got := confidence.DeadlineFits(today.AddDate(0, 0, days), today); got != want {
			t.Errorf("%d: %v", days, got)
		}
	}
}

func TestFromHoldingToWhatCameOfIt(t *testing.T) {
	p := open(t)
	ingrid := p.As(p.ingrid)
	for name, change := range map[string]url.Values{
		"nobody": {"person": {p.ingrid.Person().String()}}, "no id": {"person": {"x"}}, "nothing told": {"told": {" "}}, "too long": {"told": {"kept" + strings.Repeat("x", 4000)}},
		"future": {"heard_on": {"2026-06-05"}}, "before care": {"heard_on": {"2020-01-01"}}, "past deadline": {"deadline": {"2026-06-03"}}, "far deadline": {"deadline": {"2030-01-01"}},
		"odd deadline": {"deadline": {"soon"}},
	} {
		form := p.form()
		for field, x := range change {
			form[field] = x
		}
		a := ingrid.Post(p.path, form)
		if a.Status != 422 || a.Form(p.path).Get("told") != form.Get("told") {
			t.Errorf("%s: %d %q", name, a.Status, a.Form(p.path).Get("told"))
		}
	}
	path := p.held(t)
	id := path[strings.LastIndex(path, "/")+1:]
	if a := ingrid.Get(p.path); !a.Has(canary) || !a.Has("From Jonas, 3 June 2026") || !a.Has("Limited secrets") || !a.Has("12 June 2026") {
		t.Errorf("%s", a.Text())
	}
	if a := ingrid.Post(path+"/defer", url.Values{"until_" + id: {"2026-06-01"}}); a.Status != 422 {
		t.Errorf("a deadline in the past: %d", a.Status)
	}
	if a := ingrid.Post(path+"/defer", url.Values{"until_" + id: {"2026-06-20"}}); a.Status != 303 || !ingrid.Get(p.path).Has("20 June 2026") {
		t.Errorf("another day: %d", a.Status)
	}
	if a := ingrid.Post(path+"/close", url.Values{"outcome_" + id: {"gossip"}, "words_" + id: {"kept words"}}); a.Status != 422 || !a.Has("kept words") {
		t.Errorf("odd outcome: %d", a.Status)
	}
	if a := ingrid.Post(path+"/close", url.Values{"outcome_" + id: {"self"}, "words_" + id: {"In the session"}}); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Text())
	}
	if a := ingrid.Get(p.path); !a.Has("They said it themself, 4 June 2026.") || !a.Has("In the session") || !a.Has(canary) || !a.Has("Nothing is held.") {
		t.Errorf("%s", a.Text())
	}
	if a := ingrid.Post(path+"/close", url.Values{"outcome_" + id: {"kept"}, "words_" + id: {"A moment later"}}); a.Status != 409 || !a.Has("A moment later") {
		t.Errorf("closed twice: %d %s", a.Status, a.Text())
	}
	var clear int
	if err := p.SQL(t).QueryRow(`select count(*) from confidence where position('canary'::bytea in told) > 0`).Scan(&clear); err != nil || clear != 0 {
		t.Errorf("in clear: %d, %v", clear, err)
	}
}

// Nobody but staff with care reaches it, and the same form sent twice is one confidence.
func TestWhoMayEnter(t *testing.T) {
	p, other := open(t), open(t)
	path := p.held(t)
	strangers := map[string]struct {
		client *testkit.Client
		status int
	}{"colleague": {p.As(p.Counselor(t, "Sofia")), 404}, "partner": {p.As(p.couple.Partners[1]), 404}, "other practice": {other.As(other.ingrid), 404},
		"front desk": {p.As(p.Staff(t, tenant.FrontDesk, "Desk")), 403}, "owner": {p.As(p.Staff(t, tenant.Owner, "Odd")), 403}, "nobody": {p.Nobody(), 401}}
	for name, c := range strangers {
		if a := c.client.Get(p.path); a.Status != c.status || a.Has(canary) {
			t.Errorf("%s reads: %d", name, a.Status)
		}
		if a := c.client.Post(path+"/close", url.Values{}); a.Status != c.status {
			t.Errorf("%s closes: %d", name, a.Status)
		}
	}
	if a := other.As(other.ingrid).Post(other.path+path[strings.LastIndex(path, "/"):]+"/close", url.Values{}); a.Status != 404 {
		t.Errorf("under another couple's address: %d", a.Status)
	}
	form := p.form()
	form.Set("key", "33333333-3333-4333-8333-333333333333")
	for range 3 {
		if a := p.As(p.ingrid).Post(p.path, form); a.Status != 303 {
			t.Fatal(a.Text())
		}
	}
	var n int
	if err := p.SQL(t).QueryRow(`select count(*) from confidence where practice_id = $1`, p.Practice).Scan(&n); err != nil || n != 2 {
		t.Errorf("%d confidences, %v", n, err)
	}
	if s := (confidence.Held{Told: "secret"}).LogValue().String(); strings.Contains(s, "secret") {
		t.Error("words in a log")
	}
}

// Neither the room view nor anything printed can reach it: while the screen is turned every address of this room leads back.
func TestNeverInTheRoomNorOnPaper(t *testing.T) {
	p := open(t)
	p.held(t)
	c := p.As(p.ingrid)
	body := c.Get(p.path).Body
	main := body[strings.Index(body, "<main"):strings.Index(body, "</main>")]
	if at := strings.Index(main, canary); at < 0 || strings.LastIndex(main[:at], `<div class="off-paper">`) < 0 {
		t.Error("what is held stands outside what paper leaves out")
	}
	if _, err := p.SQL(t).Exec(`update sign_in set room_couple = $2 where practice_id = $1 and audience = 'counselor'`, p.Practice, p.couple.ID); err != nil {
		t.Fatal(err)
	}
	if a := c.Get(p.path); a.Status != 303 || a.Location != couple.Path(p.couple.ID)+"/room" || a.Has(canary) {
		t.Errorf("in the room: %d %q", a.Status, a.Location)
	}
}
