package boundary_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/boundary"
	"amends/clients/couple"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
)

// scene is one couple with open gates on a Wednesday morning: Mara writes, Jona reads what was passed on.
type scene struct {
	*testkit.House
	site              *testkit.Site
	counselor         tenant.Staff
	couple            *testkit.Couple
	mara, jona, staff *testkit.Client
	page              string // the counselor's
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{}
	s.House, s.site, s.counselor, s.couple = testkit.Morning(t, boundary.New().Register)
	s.page = "/couples/" + s.couple.ID.String() + "/boundaries"
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

// day is the civil date some days from now, as a form writes it.
func (s *scene) day(in int) string { return s.Clock.Today().AddDate(0, 0, in).Format(time.DateOnly) }

func want(t *testing.T, a *testkit.Answer, status int) *testkit.Answer {
	t.Helper()
	return a.Want(t, status)
}

// begins opens a draft and answers its address.
func begins(t *testing.T, who *testkit.Client) string {
	t.Helper()
	return strings.TrimSuffix(want(t, who.Post("/boundaries", nil), 303).Location, "/write")
}

// keeps fills the form of a boundary; next is "check" or "keep".
func (s *scene) keeps(t *testing.T, who *testkit.Client, at, next string, pairs ...string) *testkit.Answer {
	t.Helper()
	form := want(t, who.Get(at+"/write"), 200).Form(at + "/write")
	form.Del("key")
	form.Set("next", next)
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return who.Post(at+"/write", form)
}

// sends writes a boundary with a request and sends it to the counselor.
func (s *scene) sends(t *testing.T, who *testkit.Client, at, need string) {
	t.Helper()
	s.Clock.Advance(time.Minute)
	want(t, s.keeps(t, who, at, "check", "need", need, "do", "I leave the room for twenty minutes.", "ask", "Knock before you come in.", "review", s.day(28)), 303)
	form := want(t, who.Get(at+"/check"), 200).Form(at + "/send")
	form.Del("key")
	want(t, who.Post(at+"/send", form), 303)
}

// of is a boundary's address for the counselor.
func (s *scene) of(at string) string { return s.page + strings.TrimPrefix(at, "/boundaries") }

// does posts one of the counselor's forms as the page shows it.
func (s *scene) does(t *testing.T, at, act string, pairs ...string) *testkit.Answer {
	t.Helper()
	s.Clock.Advance(time.Minute)
	form := url.Values{}
	for _, shown := range []string{act, "pass"} { // "talk" goes by the form of "pass"
		if f := s.staff.Get(s.of(at)).Form(s.of(at) + "/" + shown); f != nil {
			form = f
			break
		}
	}
	form.Del("key")
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return s.staff.Post(s.of(at)+"/"+act, form)
}

// active is a boundary of Mara that was passed on.
func (s *scene) active(t *testing.T, need string) string {
	t.Helper()
	at := begins(t, s.mara)
	s.sends(t, s.mara, at, need)
	want(t, s.does(t, at, "pass"), 303)
	return at
}

func (s *scene) hold(t *testing.T, kind couple.HoldKind) {
	t.Helper()
	err := s.DB.Update(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
		return couple.SetHold(tx, s.couple.ID, couple.Hold{Kind: kind, StartsAt: tx.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// seen is everything a partner's pages of this room show.
func seen(who *testkit.Client, paths ...string) string {
	all := who.Get("/boundaries").Text()
	for _, p := range paths {
		all += "\n" + who.Get(p).Text()
	}
	return all
}
