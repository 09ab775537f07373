package safety_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/couple"
	"amends/clients/safety"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
)

func (p *place) screens() string { return couple.Path(p.couple.ID) + "/screens" }

// offer offers a screen to a partner as the treating counselor does, and answers its address.
func (p *place) offer(t *testing.T, i int, how string) string {
	t.Helper()
	p.Clock.Advance(time.Second) // offers are told apart by their instant
	a := p.As(p.treating).Post(p.screens(), url.Values{"person": {p.couple.Partners[i].Person().String()}, "how": {how}})
	if a.Status != 303 {
		t.Fatalf("offer: %d %s", a.Status, a.Text())
	}
	var id string
	if err := p.SQL(t).QueryRow(`select id from screen_offer where practice_id = $1 order by offered_at desc, id limit 1`, p.Practice).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return p.screens() + "/" + id
}

// seen is what one partner gets from every page of this room.
func (p *place) seen(i int) string {
	c := p.As(p.couple.Partners[i])
	var all strings.Builder
	for _, at := range []string{"/home", "/safety", "/safety/screen", "/safety/thanks"} {
		a := c.Get(at)
		all.WriteString(at + a.Location + keys.ReplaceAllString(a.Body, "KEY"))
	}
	return all.String()
}

func told(words string) url.Values {
	return url.Values{"ask_speak": {"no"}, "ask_hurt": {"lately"}, "ask_free": {"partly"}, "words": {words}}
}

// From the offer to the gate: asked alone, said who reads it before anything is answered, read by the counselor, judged, and the
// judgement stands where G1 looks. The other partner's pages never move.
func TestAScreenFromOfferToJudgement(t *testing.T) {
	p := open(t, true)
	jonas := p.seen(1)
	still := func(what string) {
		t.Helper()
		if now := p.seen(1); now != jonas {
			t.Errorf("%s moved the other partner's pages", what)
		}
	}
	amira := p.As(p.couple.Partners[0])
	if a := amira.Get("/safety/screen"); a.Form("/safety/screen") != nil || !a.Has("Nothing is asked here now.") {
		t.Errorf("asked without an offer: %s", a.Text())
	}
	if a := amira.Post("/safety/screen", told("Words without an offer")); a.Status != 409 || !a.Has("Words without an offer") {
		t.Errorf("answered without an offer: %d", a.Status)
	}
	path := p.offer(t, 0, "app")
	still("the offer")
	a := amira.Get("/safety/screen")
	for _, words := range []string{"Ingrid", "Henrik", "not watched round the clock", "Your partner never sees that you were asked", "You cannot open it again here"} {
		if !a.Has(words) {
			t.Errorf("%q is missing: %s", words, a.Text())
		}
	}
	if strings.Index(a.Body, "round the clock") > strings.Index(a.Body, `name="ask_speak"`) || strings.Contains(a.Body, " checked") || !strings.Contains(a.Header.Get("Cache-Control"), "no-store") {
		t.Error("who reads it comes too late, an answer is preset, or the page may be kept")
	}
	if a := p.As(p.treating).Post(p.screens(), url.Values{"person": {p.couple.Partners[0].Person().String()}, "how": {"room"}}); a.Status != 409 {
		t.Errorf("two screens wait for one person: %d", a.Status)
	}
	canary := "Screen-canary: he followed me"
	if a := amira.Post("/safety/screen", told(canary)); a.Status != 303 || a.Location != "/safety/thanks" {
		t.Fatalf("%d %s", a.Status, a.Text())
	}
	still("the answers")
	if a := amira.Get("/safety/screen"); a.Has(canary) || a.Form("/safety/screen") != nil {
		t.Errorf("it stays on the page: %s", a.Text())
	}
	if a := amira.Post("/safety/screen", told("again")); a.Status != 409 {
		t.Errorf("answered twice: %d", a.Status)
	}
	var body []byte
	if err := p.SQL(t).QueryRow(`select body from screen_answer where practice_id = $1`, p.Practice).Scan(&body); err != nil || strings.Contains(string(body), "canary") {
		t.Errorf("stored in clear, %v", err)
	}
	ingrid := p.As(p.treating)
	for _, words := range []string{canary, "Yes, in the last months", "Skipped", "The partner knows nothing of this."} {
		if a := ingrid.Get(path); !a.Has(words) {
			t.Errorf("%q is missing: %s", words, a.Text())
		}
	}
	for what, form := range map[string]url.Values{"no outcome": {"told": {"kept words"}}, "odd": {"outcome": {"fine"}, "told": {"kept words"}}, "no conditions": {"outcome": {"conditions"}}} {
		if a := ingrid.Post(path+"/review", form); a.Status != 422 || !a.Has(form.Get("told")) {
			t.Errorf("%s: %d", what, a.Status)
		}
	}
	if a := ingrid.Post(path+"/review", url.Values{"outcome": {"individual"}, "told": {"Seen apart for now"}}); a.Status != 303 || !strings.HasSuffix(a.Location, "/gates") {
		t.Fatalf("%d %s", a.Status, a.Text())
	}
	if a := ingrid.Post(path+"/review", url.Values{"outcome": {"joint"}}); a.Status != 409 {
		t.Errorf("judged twice: %d", a.Status)
	}
	if a := ingrid.Get(path); !a.Has("Individual work only") || !a.Has("Seen apart for now") {
		t.Errorf("%s", a.Text())
	}
	still("the judgement")
	err := p.DB.View(t.Context(), p.treating.Scope(), func(tx *db.Tx) error {
		cp, err := couple.Get(tx, p.couple.ID)
		if err != nil {
			return err
		}
		evidence, err := couple.EvidenceOf(tx, cp)
		if err == nil && (evidence[0].Outcome != couple.ScreenIndividual || couple.MayOpen(couple.G1, evidence)) {
			t.Errorf("%+v", evidence)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Whatever is answered, and when everything is skipped: one page of thanks, one length, the same statements.
func TestEveryScreenLooksTheSame(t *testing.T) {
	p := open(t, true)
	type trace struct {
		status           int
		location, thanks string
		length           int
	}
	var first trace
	for i, form := range []url.Values{told("<ü" + strings.Repeat("<", 1998)), {"skip": {"all"}, "words": {"gone"}}, {}, told("short"), {"ask_hurt": {"yes please"}}} {
		p.offer(t, 0, "app")
		amira := p.As(p.couple.Partners[0])
		a := amira.Post("/safety/screen", form)
		got := trace{status: a.Status, location: a.Location, thanks: keys.ReplaceAllString(amira.Follow(a).Body, "KEY")}
		if err := p.SQL(t).QueryRow(`select length(body) from screen_answer where practice_id = $1 order by at desc limit 1`, p.Practice).Scan(&got.length); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = got
		}
		if got != first || got.status != 303 || got.location != "/safety/thanks" {
			t.Errorf("%d: %d %q, %d bytes", i, got.status, got.location, got.length)
		}
	}
	p.offer(t, 0, "app")
	if a := p.As(p.couple.Partners[0]).Post("/safety/screen", told("kept"+strings.Repeat("x", 2000))); a.Status != 422 || !strings.Contains(a.Body, "keptxxx") {
		t.Errorf("too long: %d", a.Status)
	}
}

// In the room the counselor enters it; an offer can be taken back; nobody without care, and no partner, reaches either.
func TestScreensInTheRoomAndWhoMaySee(t *testing.T) {
	p := open(t, true)
	path := p.offer(t, 1, "room")
	if a := p.As(p.couple.Partners[1]).Get("/safety/screen"); a.Form("/safety/screen") != nil {
		t.Error("a screen for the room is asked on the phone")
	}
	ingrid := p.As(p.treating)
	if a := ingrid.Get(path); a.Form(path+"/enter") == nil || !a.Has("Make sure that you two are alone.") {
		t.Fatalf("%s", a.Text())
	}
	if a := ingrid.Post(path+"/enter", told("Said in the room")); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Text())
	}
	if a := ingrid.Post(path+"/enter", told("Again")); a.Status != 409 {
		t.Errorf("entered twice: %d", a.Status)
	}
	if a := ingrid.Post(path+"/withdraw", nil); a.Status != 409 {
		t.Errorf("taken back after the answer: %d", a.Status)
	}
	back := p.offer(t, 0, "app")
	if a := ingrid.Post(back+"/withdraw", nil); a.Status != 303 {
		t.Errorf("taken back: %d", a.Status)
	}
	if a := p.As(p.couple.Partners[0]).Get("/safety/screen"); a.Form("/safety/screen") != nil {
		t.Error("still asked after it was taken back")
	}
	for _, form := range []url.Values{{"person": {"x"}, "how": {"app"}}, {"person": {p.couple.Partners[0].Person().String()}, "how": {"mail"}}, {"person": {p.treating.Person().String()}, "how": {"room"}}} {
		if a := ingrid.Post(p.screens(), form); a.Status != 422 {
			t.Errorf("%v: %d", form, a.Status)
		}
	}
	other := open(t, true)
	for name, c := range map[string]struct {
		client *testkit.Client
		status int
	}{"colleague": {p.As(p.colleague), 404}, "partner": {p.As(p.couple.Partners[1]), 404}, "other practice": {other.As(other.treating), 404},
		"front desk": {p.As(p.Staff(t, tenant.FrontDesk, "Desk")), 403}, "owner": {p.As(p.Staff(t, tenant.Owner, "Odd")), 403}, "nobody": {p.Nobody(), 401}} {
		for _, at := range []string{p.screens(), path} {
			if a := c.client.Get(at); a.Status != c.status || a.Has("Said in the room") {
				t.Errorf("%s at %s: %d", name, at, a.Status)
			}
		}
	}
	if n := p.count(t, `select count(*) from screen_answer where practice_id = $1`); n != 1 {
		t.Errorf("%d answers", n)
	}
	if s := (safety.Told{Words: "secret"}).LogValue().String(); strings.Contains(s, "secret") {
		t.Error("words in a log")
	}
}
