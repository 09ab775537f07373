package discernment_test

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"amends/clients/couple"
	"amends/clients/discernment"
	"amends/server/db"
	"amends/server/signin"
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
	p.path = couple.Path(p.couple.ID) + "/discernment"
	p.Site = h.Serve(t, func(r *web.Routes) {
		discernment.New().Register(r)
		couple.New(signin.New(h.DB, "http://localhost")).Register(r)
	})
	return p
}

func (p *place) begin(t *testing.T) {
	t.Helper()
	if a := p.As(p.ingrid).Post(p.path, url.Values{"ends": {"2026-07-16"}}); a.Status != 303 {
		t.Fatalf("begin: %d %s", a.Status, a.Text())
	}
}

func TestMayEnd(t *testing.T) {
	today := time.Date(2026, 6, 4, 0, 0, 0, 0, time.UTC)
	for days, want := range map[int]bool{-1: false, 0: false, 6: false, 7: true, 42: true, 182: true, 183: false} {
		if got := discernment.MayEnd(today, today.AddDate(0, 0, days)); got != want {
			t.Errorf("%d days: %v", days, got)
		}
	}
}

// keyOf finds what differs between two showings of the same page.
var keyOf = regexp.MustCompile(`name="key" value="[^"]*"`)

func (p *place) seen(i int) string {
	return keyOf.ReplaceAllString(p.As(p.couple.Partners[i]).Get("/discernment").Body, "")
}

// From beginning to outcome: each writes alone, what is sent reaches the counselor, and the other's page never moves but by the
// counselor's acts.
func TestACourseFromBeginningToOutcome(t *testing.T) {
	p := open(t)
	mara, ingrid := p.As(p.couple.Partners[0]), p.As(p.ingrid)
	if a := mara.Get("/discernment"); a.Form("/discernment") != nil || !a.Has("There is nothing here now.") {
		t.Errorf("before: %s", a.Text())
	}
	for _, ends := range []string{"", "soon", "2026-06-04", "2026-06-10", "2027-06-04"} {
		if a := ingrid.Post(p.path, url.Values{"ends": {ends}}); a.Status != 422 {
			t.Errorf("ends %q: %d", ends, a.Status)
		}
	}
	p.begin(t)
	if a := ingrid.Post(p.path, url.Values{"ends": {"2026-07-16"}}); a.Status != 409 {
		t.Errorf("begun twice: %d", a.Status)
	}
	jonas := p.seen(1)
	if a := mara.Get("/discernment"); !a.Has("Only you. Your counselor sees at most that you did it.") || !a.Has("Ingrid reads this.") || !a.Has("until Thu 16 July") {
		t.Errorf("%s", a.Text())
	}
	kept, sent := "Kept-canary: I am tired", "Sent-canary: I would need a year"
	form := url.Values{"version": {"0"}, "lean": {"part"}, "say_came": {kept}, "do": {"keep"}}
	if a := mara.Post("/discernment", form); a.Status != 303 {
		t.Fatalf("keep: %d %s", a.Status, a.Text())
	}
	form.Set("say_came", "From another window")
	if a := mara.Post("/discernment", form); a.Status != 409 || !a.Has("From another window") {
		t.Errorf("an older window: %d %s", a.Status, a.Text())
	}
	if a := ingrid.Get(p.path); a.Has(kept) || a.Has("Part ways Sent") || a.Has("Sent to you") {
		t.Errorf("the counselor reads what is kept: %s", a.Text())
	}
	if a := mara.Post("/discernment", url.Values{"version": {"1"}, "lean": {"open"}, "say_need": {sent}, "do": {"send"}}); a.Status != 303 {
		t.Fatalf("send: %d %s", a.Status, a.Text())
	}
	if a := mara.Post("/discernment", url.Values{"version": {"2"}, "say_need": {kept}, "do": {"keep"}}); a.Status != 303 {
		t.Fatalf("keep after sending: %d %s", a.Status, a.Text())
	}
	if a := ingrid.Get(p.path); !a.Has(sent) || !a.Has("I do not know") || a.Has(kept) {
		t.Errorf("the counselor: %s", a.Text())
	}
	if a := mara.Get("/discernment"); !a.Has(kept) {
		t.Errorf("her own page: %s", a.Text())
	}
	for day := range 5 {
		if a := ingrid.Post(p.path+"/record", url.Values{"on": {"2026-06-04"}}); a.Status != 303 {
			t.Fatalf("conversation %d: %d %s", day, a.Status, a.Text())
		}
	}
	if a := ingrid.Post(p.path+"/record", url.Values{"on": {"2026-06-04"}}); a.Status != 409 {
		t.Errorf("a sixth conversation: %d", a.Status)
	}
	if now := p.seen(1); now != jonas {
		t.Errorf("the other's page moved: %s", now)
	}
	if a := ingrid.Post(p.path+"/end", url.Values{"outcome": {"win"}, "told": {"kept words"}}); a.Status != 422 || !a.Has("kept words") {
		t.Errorf("odd outcome: %d", a.Status)
	}
	if a := ingrid.Post(p.path+"/end", url.Values{"outcome": {"repair"}, "told": {"Outcome-canary: six months"}}); a.Status != 303 {
		t.Fatalf("end: %d %s", a.Status, a.Text())
	}
	if a := ingrid.Get(p.path); !a.Has("Repair for a set time") || !a.Has("Outcome-canary") {
		t.Errorf("after: %s", a.Text())
	}
	for i := range 2 {
		a := p.As(p.couple.Partners[i]).Get("/discernment")
		if a.Form("/discernment") != nil || a.Has("Outcome-canary") || a.Has("Repair for a set time") || a.Has(sent) || a.Has(kept) != (i == 0) {
			t.Errorf("partner %d after the end: %s", i, a.Text())
		}
	}
	if a := mara.Post("/discernment", url.Values{"version": {"3"}, "say_need": {"Too late, kept"}, "do": {"keep"}}); a.Status != 409 || !a.Has("Too late, kept") {
		t.Errorf("written after the end: %d %s", a.Status, a.Text())
	}
	var clear int
	if err := p.SQL(t).QueryRow(`select count(*) from (select body b from discernment_page union all select body from discernment_sent union all select told from discernment_outcome) x
	  where position('canary'::bytea in b) > 0`).Scan(&clear); err != nil || clear != 0 {
		t.Errorf("%d texts in clear, %v", clear, err)
	}
}

// It stands in place of repair: with an open mandate nothing begins; hold and closed gates stop nothing, because nothing is joint.
func TestWhatItStandsBeside(t *testing.T) {
	p := open(t)
	p.Gate(t, p.couple, "G2", true)
	if a := p.As(p.ingrid).Post(p.path, url.Values{"ends": {"2026-07-16"}}); a.Status != 409 || !a.Has("The mandate gate is open") {
		t.Errorf("with an open mandate: %d %s", a.Status, a.Text())
	}
	p.Clock.Advance(time.Second)
	p.Gate(t, p.couple, "G2", false)
	p.begin(t)
	if a := p.As(p.ingrid).Post(couple.Path(p.couple.ID)+"/hold", url.Values{"kind": {"full"}, "start": {"now"}}); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Text())
	}
	if a := p.As(p.couple.Partners[1]).Post("/discernment", url.Values{"version": {"0"}, "lean": {"stay"}, "do": {"send"}}); a.Status != 303 {
		t.Errorf("during a full stop: %d %s", a.Status, a.Text())
	}
	for name, form := range map[string]url.Values{
		"nothing to send": {"version": {"0"}, "do": {"send"}}, "odd path": {"version": {"0"}, "lean": {"win"}, "say_fear": {"kept words"}},
		"too long": {"version": {"0"}, "say_fear": {"kept words" + strings.Repeat("x", 2000)}},
	} {
		if a := p.As(p.couple.Partners[0]).Post("/discernment", form); a.Status != 422 || !a.Has(form.Get("say_fear")) {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
}

func TestWhoMayEnter(t *testing.T) {
	p, other := open(t), open(t)
	p.begin(t)
	for name, c := range map[string]struct {
		client *testkit.Client
		status int
	}{"colleague": {p.As(p.Counselor(t, "Sofia")), 404}, "partner": {p.As(p.couple.Partners[0]), 404}, "other practice": {other.As(other.ingrid), 404},
		"front desk": {p.As(p.Staff(t, tenant.FrontDesk, "Desk")), 403}, "nobody": {p.Nobody(), 401}} {
		if a := c.client.Get(p.path); a.Status != c.status {
			t.Errorf("%s reads: %d", name, a.Status)
		}
		if a := c.client.Post(p.path+"/end", url.Values{"outcome": {"part"}}); a.Status != c.status {
			t.Errorf("%s ends: %d", name, a.Status)
		}
	}
	left := p.Separate(t, p.couple, 0, p.Clock.Today())
	if a := p.As(left).Get("/discernment"); a.Form("/discernment") != nil {
		t.Error("who left may still write")
	}
	if a := p.As(left).Post("/discernment", url.Values{"version": {"0"}, "lean": {"stay"}}); a.Status != 409 {
		t.Errorf("who left writes: %d", a.Status)
	}
}

// Today has a line from when the counselor opened the page until something is kept on it, for each by what they did themselves:
// what one writes moves nothing of the other's.
func TestTheLineOnToday(t *testing.T) {
	p := open(t)
	line := func(i int) (g discernment.Glance) {
		t.Helper()
		if err := p.DB.View(t.Context(), p.couple.Partners[i].Scope(), func(tx *db.Tx) (err error) { g, err = discernment.GlanceOf(tx); return err }); err != nil {
			t.Fatal(err)
		}
		return g
	}
	wants := func(when string, i int, waits, there bool) {
		t.Helper()
		if g := line(i); g.Waits() != waits || g.There() != there {
			t.Errorf("%s, partner %d: %+v", when, i, g)
		}
	}
	wants("before", 0, false, false)
	p.begin(t)
	wants("opened", 0, true, true)
	wants("opened", 1, true, true)
	for version, do := range []string{"keep", "send"} {
		form := url.Values{"version": {strconv.Itoa(version)}, "lean": {"part"}, "do": {do}}
		if a := p.As(p.couple.Partners[0]).Post("/discernment", form); a.Status != 303 {
			t.Fatalf("%s: %d %s", do, a.Status, a.Text())
		}
		wants(do, 0, false, true)
		wants(do, 1, true, true)
	}
	if a := p.As(p.ingrid).Post(p.path+"/end", url.Values{"outcome": {"part"}}); a.Status != 303 {
		t.Fatalf("end: %d", a.Status)
	}
	wants("ended", 0, false, true)
	wants("ended", 1, false, false)
}
