package agreement_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/agreement"
	"amends/server/tenant"
	"amends/server/testkit"
)

// scene is one couple with open gates on a Wednesday morning.
type scene struct {
	*testkit.House
	site              *testkit.Site
	counselor         tenant.Staff
	couple            *testkit.Couple
	mara, jona, staff *testkit.Client
	base              string // the couple's address for staff
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{}
	s.House, s.site, s.counselor, s.couple = testkit.Morning(t, agreement.New().Register)
	s.base = "/couples/" + s.couple.ID.String()
	s.again()
	return s
}

// again signs everybody in anew.
func (s *scene) again() {
	s.mara, s.jona, s.staff = s.site.As(s.couple.Partners[0]), s.site.As(s.couple.Partners[1]), s.site.As(s.counselor)
}

// in moves the clock by whole days.
func (s *scene) in(days int) {
	s.Clock.Advance(time.Duration(days) * 24 * time.Hour)
	s.again()
}

// day is a date so many days from today.
func (s *scene) day(n int) string { return s.Clock.Today().AddDate(0, 0, n).Format(time.DateOnly) }

func want(t *testing.T, a *testkit.Answer, status int) *testkit.Answer {
	t.Helper()
	return a.Want(t, status)
}

// terms is a whole proposal.
func (s *scene) terms(text string) url.Values {
	return url.Values{"text": {text}, "know": {"It stands on the fridge."}, "slip": {"We talk about it on Sunday."}, "bearer": {"both"}, "starts": {s.day(0)}, "review": {s.day(28)}}
}

// propose lets a partner write a proposal and send it, and answers its address; form is the address that begins it.
func (s *scene) propose(t *testing.T, who *testkit.Client, begin string, terms url.Values) string {
	t.Helper()
	s.Clock.Advance(time.Minute)
	path := want(t, who.Post(begin, nil), 303).Location
	form := who.Get(path).Form(path + "/send")
	form.Del("key")
	for name, v := range terms {
		form[name] = v
	}
	want(t, who.Post(path+"/send", form), 303)
	return path
}

// pass passes a proposal on.
func (s *scene) pass(t *testing.T, proposal string) {
	t.Helper()
	want(t, s.staff.Post(s.base+proposal+"/pass", nil), 303)
}

// newest is the address of the agreement made last.
func (s *scene) newest(t *testing.T) string {
	t.Helper()
	var id string
	if err := s.SQL(t).QueryRow(`select agreement_id from agreement_version where practice_id = $1 order by passed_at desc limit 1`, s.Practice).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return "/agreements/" + id
}

// sign answers the version that a partner's page offers.
func sign(t *testing.T, who *testkit.Client, path, answer string) {
	t.Helper()
	form := who.Get(path).Form(path + "/sign")
	if form == nil {
		t.Fatalf("nothing to sign: %s", who.Get(path).Text())
	}
	form.Del("key")
	form.Set("answer", answer)
	want(t, who.Post(path+"/sign", form), 303)
}

// force puts the signed version in force.
func (s *scene) force(t *testing.T, path string) {
	t.Helper()
	form := s.staff.Get(s.base + path).Form(s.base + path + "/activate")
	if form == nil {
		t.Fatalf("not offered: %s", s.staff.Get(s.base+path).Text())
	}
	form.Del("key")
	want(t, s.staff.Post(s.base+path+"/activate", form), 303)
}

// signed makes an agreement that both signed in the app.
func (s *scene) signed(t *testing.T, text string) string {
	t.Helper()
	s.pass(t, s.propose(t, s.mara, "/agreements", s.terms(text)))
	path := s.newest(t)
	sign(t, s.mara, path, "signed")
	sign(t, s.jona, path, "signed")
	return path
}

// standing makes an agreement that is in force.
func (s *scene) standing(t *testing.T, text string) string {
	t.Helper()
	path := s.signed(t, text)
	s.force(t, path)
	return path
}

// seen is everything a partner's pages of this room show.
func seen(who *testkit.Client, paths ...string) string {
	all := who.Get("/agreements").Text()
	for _, p := range paths {
		all += "\n" + who.Get(p).Text() + who.Get(p+"/print").Text()
	}
	return all
}

func has(t *testing.T, a *testkit.Answer, words ...string) {
	t.Helper()
	for _, w := range words {
		if !a.Has(w) {
			t.Errorf("the page does not say %q: %s", w, a.Text())
		}
	}
}

func hasNot(t *testing.T, a *testkit.Answer, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(a.Text(), w) {
			t.Errorf("the page says %q: %s", w, a.Text())
		}
	}
}
