package tonight_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/couple"
	"amends/clients/tonight"
	"amends/server/signin"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
)

func TestFreshForFourWeeks(t *testing.T) {
	from := time.Date(2026, 6, 4, 0, 0, 0, 0, time.UTC)
	for days, want := range map[int]bool{0: true, 27: true, 28: false, 200: false} {
		if got := (tonight.Sheet{CareFrom: from}).Fresh(from.AddDate(0, 0, days)); got != want {
			t.Errorf("day %d: %v", days, got)
		}
	}
}

// Nothing closes the sheet: no consent, no screen, a full stop; both read the same, with the parts the counselor ticked and whom to ring.
func TestTheSheetIsAlwaysOpenAndTheSameForBoth(t *testing.T) {
	h := testkit.New(t)
	ingrid := h.Counselor(t, "Ingrid")
	cp := h.Couple(t, ingrid, "Mara", "Jonas")
	s := h.Serve(t, func(r *web.Routes) {
		tonight.New().Register(r)
		couple.New(signin.New(h.DB, "http://localhost")).Register(r)
	})
	path := couple.Path(cp.ID)
	c := s.As(ingrid)
	if a := c.Post(path+"/hold", url.Values{"kind": {"full"}, "start": {"now"}}); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Text())
	}
	both := func() string {
		t.Helper()
		a, b := s.As(cp.Partners[0]).Get("/tonight"), s.As(cp.Partners[1]).Get("/tonight")
		if a.Status != 200 || a.Text() != b.Text() || a.Form("/tonight") != nil {
			t.Errorf("%d, or the two differ: %s / %s", a.Status, a.Text(), b.Text())
		}
		return a.Text()
	}
	all := both()
	for _, words := range []string{"Nothing has to be decided tonight.", "Sleep comes before answers.", "twenty minutes at most", "Contact at work", "It is not your fault.", "both of you get a test", "ring the emergency number", "Help now"} {
		if !strings.Contains(all, words) {
			t.Errorf("%q is missing: %s", words, all)
		}
	}
	if a := c.Post(path+"/tonight", url.Values{"parts": {"sleep", "gossip"}}); a.Status != 422 {
		t.Errorf("an unknown part: %d", a.Status)
	}
	if a := c.Post(path+"/tonight", url.Values{"parts": {"talk", "sleep"}}); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Text())
	}
	if some := both(); !strings.Contains(some, "Sleep comes before answers.") || strings.Contains(some, "Contact at work") || strings.Contains(some, "get a test") || strings.Index(some, "Sleep comes") > strings.Index(some, "One talk") {
		t.Errorf("%s", some)
	}
	if a := c.Get(path + "/tonight"); a.Has("It is not your fault.") || !strings.Contains(a.Body, `value="talk" id="f-parts-1" checked`) || strings.Contains(a.Body, `value="work" id="f-parts-2" checked`) {
		t.Errorf("the counselor's: %s", a.Body)
	}
	if a := c.Post(path+"/tonight", nil); a.Status != 303 {
		t.Fatal(a.Status)
	}
	if none := both(); strings.Contains(none, "Sleep comes") || !strings.Contains(none, "ring the emergency number") {
		t.Errorf("whom to ring always stands: %s", none)
	}
	left := h.Separate(t, cp, 0, h.Clock.Today())
	before := s.As(left).Get("/tonight")
	if a := c.Post(path+"/tonight", url.Values{"parts": {"talk"}}); a.Status != 303 {
		t.Fatal(a.Status)
	}
	if a := s.As(left).Get("/tonight"); a.Status != 200 || a.Text() != before.Text() || !a.Has("Sleep comes before answers.") {
		t.Errorf("who left sees what is chosen for who stays: %d %s", a.Status, a.Text())
	}
}

func TestWhoMayEnter(t *testing.T) {
	h, other := testkit.New(t), testkit.New(t)
	cp := h.Couple(t, h.Counselor(t, "Ingrid"), "Mara", "Jonas")
	s := h.Serve(t, func(r *web.Routes) { tonight.New().Register(r) })
	path := couple.Path(cp.ID) + "/tonight"
	for name, c := range map[string]struct {
		client *testkit.Client
		status int
	}{"colleague": {s.As(h.Counselor(t, "Sofia")), 404}, "partner": {s.As(cp.Partners[0]), 404}, "other practice": {s.As(other.Counselor(t, "Eve")), 404},
		"front desk": {s.As(h.Staff(t, tenant.FrontDesk, "Desk")), 403}, "nobody": {s.Nobody(), 401}} {
		if a := c.client.Get(path); a.Status != c.status {
			t.Errorf("%s reads: %d", name, a.Status)
		}
		if a := c.client.Post(path, url.Values{"parts": {"sleep"}}); a.Status != c.status {
			t.Errorf("%s chooses: %d", name, a.Status)
		}
	}
}
