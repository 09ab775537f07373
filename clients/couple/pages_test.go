package couple_test

import (
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/signin"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
)

func site(t *testing.T, h *testkit.House) *testkit.Site {
	sign := signin.New(h.DB, "http://localhost")
	return h.Serve(t, func(r *web.Routes) {
		sign.Register(r)
		couple.New(sign).Register(r)
	})
}

// opening is a filled form of a new couple.
func opening() url.Values {
	return url.Values{"code": {"r 14"}, "care_from": {"2026-01-12"}, "policy": {"limited"}, "cover": {""},
		"name1": {"Amira"}, "legal1": {"Amira Legal-Canary"}, "email1": {"Amira@Example.org"}, "locale1": {"en"}, "zone1": {"Europe/Paris"}, "way1": {"app"}, "safe1": {"Text only, never call. Canary-7"},
		"name2": {"Jonas"}, "email2": {"jonas@example.org"}, "locale2": {"en"}, "zone2": {"America/New_York"}, "way2": {"paper"}}
}

func TestTakeACoupleIntoCare(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	ingrid := h.Staff(t, tenant.Counselor, "Ingrid")
	c := site(t, h).As(ingrid)
	if a := c.Get("/couples/new"); a.Status != 200 || !a.Has("Take a couple into care") {
		t.Fatalf("form: %d %s", a.Status, a.Text())
	}
	a := c.Post("/couples", opening())
	if a.Status != 303 || !strings.HasSuffix(a.Location, "/gates") {
		t.Fatalf("open: %d %s", a.Status, a.Text())
	}
	people := c.Get(strings.TrimSuffix(a.Location, "gates") + "people")
	if !people.Has("Amira and Jonas") || !people.Has("On paper") {
		t.Errorf("people: %s", people.Text())
	}
	var code string
	var email []byte
	row := h.SQL(t).QueryRow(`select c.code, k.email from couple c join membership m using (practice_id, couple_id) join contact k using (practice_id, person_id) where c.practice_id = $1 and m.position = 1`, h.Practice)
	if err := row.Scan(&code, &email); err != nil {
		t.Fatal(err)
	}
	if code != "R-14" {
		t.Errorf("code %q", code)
	}
	if strings.Contains(string(email), "example") {
		t.Error("the address stands in clear")
	}
}

func TestBadOpeningsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	c := site(t, h).As(h.Staff(t, tenant.Counselor, "Ingrid"))
	cases := []struct{ name, field, value, sentence string }{
		{"no name", "name1", "", "Give the name this person wishes to be called by."},
		{"no code", "code", "", "Give a code of letters"},
		{"odd code", "code", "Ä!", "Give a code of letters"},
		{"future", "care_from", "2090-01-01", "This day lies in the future."},
		{"no date", "care_from", "soon", "Give a day"},
		{"policy", "policy", "all", "Choose one of the three."},
		{"one address", "email2", "amira@example.org", "Both partners have this address."},
		{"no address", "email1", "amira(at)example", "This does not look like an e-mail address."},
		{"zone", "zone1", "Mars/Olympus", "Choose a time zone"},
		{"long", "legal1", strings.Repeat("x", 200), "Keep this under 120 letters."},
		{"cover", "cover", uuid.NewString(), "Choose a counselor from the list."},
	}
	for _, tc := range cases {
		form := opening()
		form.Set(tc.field, tc.value)
		a := c.Post("/couples", form)
		if a.Status != 422 || !a.Has(tc.sentence) || !strings.Contains(a.Body, "Text only, never call. Canary-7") {
			t.Errorf("%s: %d, sentence shown %v", tc.name, a.Status, a.Has(tc.sentence))
		}
	}
	var n int
	if err := h.SQL(t).QueryRow(`select count(*) from couple where practice_id = $1`, h.Practice).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d couples after bad forms, %v", n, err)
	}
}

func TestCodeTakenAndDoubleSubmit(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	c := site(t, h).As(h.Staff(t, tenant.Counselor, "Ingrid"))
	form := opening()
	form.Set("key", uuid.NewString())
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			if a := c.Post("/couples", form); a.Status != 303 {
				t.Errorf("double submit: %d %s", a.Status, a.Text())
			}
		})
	}
	wg.Wait()
	var n int
	if err := h.SQL(t).QueryRow(`select count(*) from couple where practice_id = $1`, h.Practice).Scan(&n); err != nil || n != 1 {
		t.Errorf("%d couples, %v", n, err)
	}
	if a := c.Post("/couples", opening()); a.Status != 422 || !a.Has("The code R-14 is taken.") {
		t.Errorf("taken code: %d %s", a.Status, a.Text())
	}
}

func TestGatesOpenOnPaperEvidence(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	ingrid := h.Staff(t, tenant.Counselor, "Ingrid")
	cp := h.Couple(t, ingrid, "Amira", "Jonas")
	c := site(t, h).As(ingrid)
	path := couple.Path(cp.ID) + "/gates"
	a := c.Post(path, url.Values{"gate_G0": {"open"}, "gate_G1": {"open"}, "basis": {"paper"}, "consent1": {"2026-02-01"}})
	if a.Status != 422 || !a.Has("This gate needs a signed consent of each partner.") {
		t.Fatalf("without evidence: %d %s", a.Status, a.Text())
	}
	whole := url.Values{"gate_G0": {"open"}, "gate_G1": {"open"}, "gate_G3": {"open"}, "basis": {"paper"}, "told": {"Seen on paper"},
		"consent1": {"2026-02-01"}, "consent2": {"2026-02-02"}, "screen1": {"2026-02-03"}, "screen2": {"2026-02-03"}, "outcome1": {"joint"}, "outcome2": {"conditions"}}
	if a := c.Post(path, whole); a.Status != 303 {
		t.Fatalf("with evidence: %d %s", a.Status, a.Text())
	}
	if a := c.Get(path); !a.Has("Joint work may go on.") || !a.Has("Consent signed 1 February 2026.") {
		t.Errorf("page: %s", a.Text())
	}
	if a := c.Post(path, url.Values{"gate_G1": {"close"}, "basis": {"session"}}); a.Status != 303 {
		t.Fatalf("close: %d", a.Status)
	}
	if a := c.Get(path); !a.Has("Joint work may not begin yet") {
		t.Errorf("after closing: %s", a.Text())
	}
}

func TestInvitationFromLinkToConfirmedSeat(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	ingrid := h.Staff(t, tenant.Counselor, "Ingrid")
	s := site(t, h)
	c := s.As(ingrid)
	gates := c.Post("/couples", opening()).Location
	people := strings.TrimSuffix(gates, "/gates") + "/people"
	var person uuid.UUID
	if err := h.SQL(t).QueryRow(`select person_id from membership where practice_id = $1 and position = 1`, h.Practice).Scan(&person); err != nil {
		t.Fatal(err)
	}
	a := c.Post(people+"/"+person.String()+"/invite", nil)
	at := strings.Index(a.Body, "/invitation/")
	if a.Status != 200 || at < 0 || !strings.Contains(a.Body, `class="qr"`) {
		t.Fatalf("invite: %d %s", a.Status, a.Text())
	}
	link := a.Body[at:]
	link = link[:strings.IndexAny(link, "<\" ")]
	partner := s.Nobody()
	form := partner.Get(link)
	if form.Status != 200 || form.Has("Amira") || form.Has("Jonas") {
		t.Fatalf("the invitation names a person or fails: %d %s", form.Status, form.Text())
	}
	page := c.Get(people)
	if !page.Has("Invited") {
		t.Errorf("people: %s", page.Text())
	}
}

func TestWhoMayNotSeeACouple(t *testing.T) {
	t.Parallel()
	h, other := testkit.New(t), testkit.New(t)
	ingrid := h.Staff(t, tenant.Counselor, "Ingrid")
	cp := h.Couple(t, ingrid, "Amira", "Jonas")
	s := site(t, h)
	strangers := map[string]*testkit.Client{
		"colleague":  s.As(h.Staff(t, tenant.Counselor, "Henrik")),
		"front desk": s.As(h.Staff(t, tenant.FrontDesk, "Mo")),
		"partner":    s.As(cp.Partners[0]),
		"elsewhere":  s.As(other.Staff(t, tenant.Counselor, "Eve")),
	}
	for who, c := range strangers {
		for _, path := range []string{"/people", "/gates", "/injuries", "/people/" + cp.Partners[0].Person().String()} {
			foreign, absent := c.Get(couple.Path(cp.ID)+path), c.Get(couple.Path(tenant.NewCoupleID())+path)
			if foreign.Status == 200 || foreign.Status != absent.Status || foreign.Text() != absent.Text() {
				t.Errorf("%s %s: %d, an absent one %d", who, path, foreign.Status, absent.Status)
			}
		}
	}
}

func TestInjuryIsCounselorKnowledge(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	ingrid := h.Staff(t, tenant.Counselor, "Ingrid")
	cp := h.Couple(t, ingrid, "Amira", "Jonas")
	c := site(t, h).As(ingrid)
	path := couple.Path(cp.ID) + "/injuries"
	if a := c.Post(path, url.Values{"told": {""}}); a.Status != 422 || !a.Has("Write a sentence about what happened.") {
		t.Errorf("empty: %d %s", a.Status, a.Text())
	}
	canary := "Injury-canary <script>alert(1)</script>"
	form := url.Values{"told": {canary}, "happened_on": {"2025-09-01"}, "involved": {cp.Partners[1].Person().String()}}
	if a := c.Post(path, form); a.Status != 303 {
		t.Fatalf("record: %d %s", a.Status, a.Text())
	}
	if a := c.Get(path); !a.Has(canary) || !a.Has("Jonas: involved.") || !a.Has("Amira: injured.") {
		t.Errorf("page: %s", a.Text())
	}
	var stored []byte
	if err := h.SQL(t).QueryRow(`select told from injury where practice_id = $1`, h.Practice).Scan(&stored); err != nil || strings.Contains(string(stored), "canary") {
		t.Errorf("stored in clear: %v", err)
	}
}

// A gate is closed and opened again for a picked reason or in words; every turn stays readable, and the words lie sealed.
func TestGatesCloseAgainWithAReason(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	ingrid := h.Counselor(t, "Ingrid")
	cp := h.Couple(t, ingrid, "Amira", "Jonas")
	h.OpenGates(t, cp)
	c := site(t, h).As(ingrid)
	path := couple.Path(cp.ID) + "/gates"
	canary := "Gate-canary: the Sunday call"
	if a := c.Post(path, url.Values{"gate_G3": {"open"}, "basis": {"session"}}); a.Status != 303 {
		t.Fatalf("open: %d %s", a.Status, a.Text())
	}
	for name, tc := range map[string]struct {
		form     url.Values
		sentence string
	}{
		"no reason":       {url.Values{"gate_G3": {"close"}, "told": {canary}}, "Pick a reason from the list."},
		"unknown reason":  {url.Values{"gate_G3": {"close"}, "basis": {"score"}, "told": {canary}}, "Pick a reason from the list."},
		"other, no words": {url.Values{"gate_G3": {"close"}, "basis": {"other"}}, "Write the reason in your words."},
		"odd change":      {url.Values{"gate_G3": {"burn"}, "basis": {"paper"}, "told": {canary}}, "Choose open, close or leave."},
	} {
		if a := c.Post(path, tc.form); a.Status != 422 || !a.Has(tc.sentence) || !a.Has(tc.form.Get("told")) {
			t.Errorf("%s: %d %s", name, a.Status, a.Text())
		}
	}
	if a := c.Post(path, url.Values{"gate_G3": {"close"}, "gate_G1": {"close"}, "basis": {"setback"}, "told": {canary}}); a.Status != 303 {
		t.Fatalf("close: %d %s", a.Status, a.Text())
	}
	mandates := couple.Path(cp.ID) + "/mandates"
	for _, form := range []url.Values{{}, {"mandate1": {"maybe"}}} {
		if a := c.Post(mandates, form); a.Status != 422 || !a.Has("Choose in, unsure or out.") {
			t.Errorf("%v: %d", form, a.Status)
		}
	}
	if a := c.Post(mandates, url.Values{"mandate2": {"unsure"}}); a.Status != 303 {
		t.Fatalf("mandate: %d %s", a.Status, a.Text())
	}
	a := c.Get(path)
	for _, words := range []string{"closed “The injury stopped and was told”", "opened “The injury stopped and was told”", "A setback needs care first By Ingrid.", canary,
		"Joint work may not begin yet", "Jonas: Unsure,", "Amira: not asked yet.", "0 injuries are recorded"} {
		if !a.Has(words) {
			t.Errorf("%q is missing: %s", words, a.Text())
		}
	}
	var clear int
	if err := h.SQL(t).QueryRow(`select count(*) from gate_event where practice_id = $1 and position('canary'::bytea in told) > 0`, h.Practice).Scan(&clear); err != nil || clear != 0 {
		t.Errorf("%d reasons stand in clear, %v", clear, err)
	}
}
